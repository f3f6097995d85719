"""Innovation alliances: built from matches, checked by the rules of a notice, registered by the office, kept up."""
