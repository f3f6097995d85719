"""The first scorer: a table anyone can read, one weight a feature."""

from typing import Final

from models.rankers.ordinal import OrdinalRanker, Term

TABLE: Final = {
    "title_words": Term(weight=0.6, centre=0.0),
    "text_words": Term(weight=1.8, centre=0.02),
    "title_characters": Term(weight=2.4, centre=0.02),
    "text_characters": Term(weight=3.6, centre=0.02),
    "title_vector": Term(weight=2.4, centre=0.18),
    "text_vector": Term(weight=2.4, centre=0.43),
    "passage_vector": Term(weight=2.4, centre=0.28),
    "indicators": Term(weight=0.5, centre=0.5),
    "industry": Term(weight=0.25, centre=0.5),
    "readiness": Term(weight=0.2, centre=0.5),
    "cooperation": Term(weight=0.1, centre=0.5),
    "region": Term(weight=0.1, centre=0.25),
    "budget": Term(weight=0.2, centre=0.5),
}
"""Weights set by hand, never fitted to labels: words, characters and vectors move the margin about equally over
their usual ranges; facts only order what is close. The common factor is the slope that
matcher.evaluation.calibration fits."""

CUTS: Final = (1.18, 3.77, 4.69)
"""Where one level passes into the next; printed by `python -m matcher.evaluation.calibration` for the development
halves of data/samples (whole texts) and bdci2019 (titles), equal shares. They turn a margin into levels and never
change an order."""


def default_ranker() -> OrdinalRanker:
    """Return the ranker that ships as the fallback and the baseline of every trained one."""
    return OrdinalRanker(name="table", terms=TABLE, cuts=CUTS)
