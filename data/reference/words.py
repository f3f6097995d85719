"""Loader of the domain dictionary: technology terms that a segmenter must keep whole."""

from functools import lru_cache
from importlib.resources import files
from typing import Final

FILE_NAME: Final = "domain_words.txt"


@lru_cache(maxsize=1)
def load_domain_words() -> tuple[str, ...]:
    """Return the terms of domain_words.txt, sorted, each once; comments (lines that start with #) left out."""
    lines = files("data.reference").joinpath(FILE_NAME).read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
