"""What is known of the table's features before any pair is judged."""

from typing import Final

from matcher.features.table import FEATURES
from matcher.scoring import TABLE
from models.rankers.fitting import Column

HOLD: Final = 30.0
"""How many times as heavily a feature that refines another is held to the table's weight. Not held, the five elements
cost 0.004 of nDCG@10 on the titles of bdci2019, unseen; held 30 or 300 times 0.001, which is chance (2026-11-22)."""


def feature_columns() -> dict[str, Column]:
    """Return a column for every feature, in order: the weights of the table are what is expected of it."""
    return {
        feature.name: Column(feature.is_agreement, TABLE[feature.name].weight, HOLD if feature.refines else 1.0)
        for feature in FEATURES
    }
