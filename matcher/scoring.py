"""The first scorer: a table anyone can read, one weight a feature."""

from typing import Final

from models.rankers.ordinal import OrdinalRanker, Term

TABLE: Final = {
    "title_words": Term(weight=1.0, centre=0.05),
    "text_words": Term(weight=3.0, centre=0.15),
    "title_characters": Term(weight=4.0, centre=0.10),
    "text_characters": Term(weight=6.0, centre=0.15),
    "title_vector": Term(weight=4.0, centre=0.20),
    "text_vector": Term(weight=4.0, centre=0.30),
    "passage_vector": Term(weight=4.0, centre=0.30),
    "indicators": Term(weight=0.8, centre=0.5),
    "industry": Term(weight=0.4, centre=0.5),
    "readiness": Term(weight=0.3, centre=0.5),
    "cooperation": Term(weight=0.2, centre=0.5),
    "region": Term(weight=0.2, centre=0.25),
    "budget": Term(weight=0.3, centre=0.5),
}
"""Weights set by hand: words, characters and vectors carry about a third each, facts only order what is close."""

CUTS: Final = (0.5, 3.0, 5.0)


def default_ranker() -> OrdinalRanker:
    """Return the ranker that ships as the fallback and the baseline of every trained one."""
    return OrdinalRanker(name="table", terms=TABLE, cuts=CUTS)
