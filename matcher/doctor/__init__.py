"""The need doctor: how vague a need is, what it lacks, what to ask, and which words its matches rest on."""
