"""Searches that somebody keeps, to be run again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SearchPlace(StrEnum):
    """The page a search is made on."""

    SEARCH = "search"
    NEEDS = "needs"
    ACHIEVEMENTS = "achievements"
    PARTIES = "parties"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search under a name of its owner's.

    Attributes:
        account_id: whose; None at the single desk of a workspace without accounts.
        label: as the owner calls it.
        query: of the page's address, without the question mark.
        created_at: aware, UTC.
        number: given on saving; None before.
    """

    account_id: int | None
    label: str
    place: SearchPlace
    query: str
    created_at: datetime
    number: int | None = None
