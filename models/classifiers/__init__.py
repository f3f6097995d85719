"""Classifiers of texts: numbers in, probabilities out."""
