"""Which needs may be looked at while building, and which are kept for measuring."""

from hashlib import sha256

from data.records.ids import NeedId


def is_development(need_id: NeedId) -> bool:
    """Tell whether a need belongs to the half that weights and cut points may be looked at with.

    By the parity of the SHA-256 of its id: the same on every computer, whatever the order of the file. All pairs of a
    need fall on one side.
    """
    return int(sha256(need_id.encode()).hexdigest(), 16) % 2 == 0
