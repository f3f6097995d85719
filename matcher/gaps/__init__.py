"""What matching leaves open: near misses, needs without an answer, results nobody needs, needs many have in common."""
