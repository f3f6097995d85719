"""Notices of authorities as they are read: the text, its clauses, and what is asked of whom, each with its sentence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.records.ids import NoticeId


class PolicyStatus(StrEnum):
    """Whether a notice is in force, as far as its own page says."""

    UNKNOWN = "unknown"
    IN_FORCE = "in_force"
    TO_BE_REPEALED = "to_be_repealed"
    REPEALED = "repealed"


class UnitRole(StrEnum):
    """How a unit takes part in a task."""

    RESPONSIBLE = "responsible"
    LEAD = "lead"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a notice; `start` and `end` are the character offsets of `text` in `Notice.text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """A citation or date that lost characters on a web page: as it stood, and as it must have read.

    Attributes:
        raw: as it stands at `quote`.
        repaired: as it must have read; "" where that cannot be told.
        why: Chinese: what the repair rests on.
    """

    raw: str
    repaired: str
    quote: Quote
    why: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered part of a notice.

    Attributes:
        number: as printed, the numbers above it joined by "/": "三/（二）/2"; "" for what stands before the first.
        heading: its first sentence where that is a heading, else "".
        quote: all of it, with what is below it.
    """

    number: str
    heading: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Attachment:
    """A form or annex that a notice names.

    Attributes:
        label: as printed: "附件3", "附表6".
        copies: on paper; None where the notice states none.
        route: where it goes, a mailbox or office in the words of the notice; "" not said. Contacts in it are masked
            wherever they are shown.
        quote: the sentence that says so.
    """

    label: str
    title: str
    copies: int | None
    route: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who answers for a task of a notice: one row of a responsibility matrix."""

    clause: str
    task: str
    units: tuple[tuple[UnitRole, str], ...]
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as it was read.

    Attributes:
        id: made from the text, so that the same notice read twice is one.
        number: document number, repaired, with its brackets; "" unknown.
        issued_on: None unknown.
        text: the page or document as it stood, whole; every offset points into it.
        dropped: spans of `text` that belong to the page and not to the notice (links, share buttons).
    """

    id: NoticeId
    title: str
    number: str
    issuer: str
    issued_on: date | None
    status: PolicyStatus
    text: str
    dropped: tuple[Quote, ...] = ()
    repairs: tuple[Repaired, ...] = ()
    clauses: tuple[Clause, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    assignments: tuple[Assignment, ...] = ()
