"""What tells whether stored records are still those that were read."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple


class RecordMark(NamedTuple):
    """What tells whether a record is still the one that was read: its place, its id and the checksum of its values."""

    position: int
    id: str
    fingerprint: str


def digest_of(marks: Iterable[RecordMark]) -> str:
    """Return the checksum that `RecordRepository.digest` gives for records of those marks."""
    digest = hashlib.sha256()
    for mark in marks:
        digest.update(mark.fingerprint.encode())
    return digest.hexdigest()
