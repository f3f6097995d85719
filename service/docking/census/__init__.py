"""The need census: who must report, who has, who is missing; what is done with the needs that came in."""
