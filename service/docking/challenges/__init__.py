"""Open challenges: posted by enterprises, bid for by teams that do not see each other, awarded, carried out."""
