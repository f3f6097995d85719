"""Which needs may be looked at while building, and which are kept for measuring."""

from hashlib import sha256

from data.records.ids import NeedId


def is_development(need_id: NeedId) -> bool:
    """Tell whether a need belongs to the half that weights and cut points may be looked at with.

    By the parity of the SHA-256 of its id: the same on every computer, whatever the order of the file. All pairs of a
    need fall on one side.
    """
    return int(sha256(need_id.encode()).hexdigest(), 16) % 2 == 0


FROZEN_SALT = "frozen:"
"""Keeps this share apart from the halves above and from the folds of a cross-validation, which hash the bare id."""


def is_frozen(need_id: str) -> bool:
    """Tell whether a need belongs to the fifth whose verdicts are kept for checking and never trained on.

    By the SHA-256 of its id behind a salt: the same on every computer and for ever, so that two models trained a year
    apart are compared on needs that neither has seen.
    """
    return int(sha256(f"{FROZEN_SALT}{need_id}".encode()).hexdigest(), 16) % 5 == 0
