"""Making a ranker from judged pairs, and saying how good it is on needs it has not seen."""
