"""Signing ceremonies: which deals are on the stage, by which criterion with which proof, who signs, in what order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from data.records.rules import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionWord:
    """What a person said of one criterion of a deal; `proof` in words, "" none."""

    criterion: str
    outcome: Outcome
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs for one side; name and post as the side told them."""

    name: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyProject:
    """A deal that is considered for a ceremony.

    Attributes:
        deal: its number.
        words: what was said of the criteria, in the words of the rule.
        enterprise: who signs for the enterprise; `university` for the other side.
        place: where it comes in the running order, from 1; None where nobody put it somewhere.
        settled: its place on the list that was settled; None while there is none, or it is not on it.
        is_chosen: True on the list, False taken off it by a person, None left to the ranking, which puts nobody onto a
            list that is settled.
    """

    deal: int
    words: tuple[CriterionWord, ...] = ()
    enterprise: Signatory = Signatory()
    university: Signatory = Signatory()
    place: int | None = None
    settled: int | None = None
    is_chosen: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyFacts:
    """A ceremony as it is planned.

    Attributes:
        notice: number of the notice whose criteria hold; None for none.
        wanted: how many projects, about; None not said.
        on: the day; None not set.
        per_group: how many projects are signed at one time.
        is_settled: the list stands: nobody comes onto it, or leaves it, but by a person's word.
    """

    title: str
    region_code: str
    notice: int | None = None
    wanted: int | None = None
    on: date | None = None
    place: str = ""
    per_group: int = 5
    is_settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony(CeremonyFacts):
    """A ceremony with the deals that were considered, by number of the deal."""

    number: int
    version: int
    added_at: datetime
    projects: Mapping[int, CeremonyProject] = field(default_factory=dict)
