"""Whether the needs that came in can be matched, must be asked back, or are too vague: the need doctor, kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from data.records.accounts import Actor
from data.records.census import Arrival, Triaged
from data.records.enums import Triage
from data.records.needs import Need
from data.storage.workspace import Workspace
from models.protocols import Segmenter
from models.segmenters import open_segmenter
from service.docking.census.board import census_of
from service.docking.census.campaigns import run_by
from service.docking.census.coverage import Census
from service.docking.doctoring import examine

AT_ONCE: Final = 300
"""Needs that a page examines for one click: a second or two."""
_CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class TriagedNeed:
    """A need of a census; `said` is None where it was not examined, or changed since."""

    county_code: str
    arrival: Arrival
    said: Triaged | None

    @property
    def verdict(self) -> Triage | None:
        """What the doctor says of it."""
        return None if self.said is None else self.said.verdict


def triage_of(workspace: Workspace, actor: Actor, number: int, *, as_of: date) -> list[TriagedNeed]:
    """Return the needs of a campaign on a day that somebody may see, the vaguest first, those unexamined before all.

    Args:
        workspace: holds them.
        actor: who looks.
        number: of the campaign.
        as_of: the day.

    Returns:
        Ties in the order of arrival; `board.census_of` names the error.
    """
    census = census_of(workspace, actor, number, as_of=as_of)
    with workspace.reading() as stores:
        known = stores.census.triage.all()
    found = [_triaged(code, arrival, known) for code, arrival in needs_of(census)]
    return sorted(found, key=lambda each: (each.said is not None, -(each.said.score if each.said else 0)))


def examine_needs(  # noqa: PLR0913 - who asks, of what, with what, how much, when
    workspace: Workspace,
    actor: Actor,
    number: int,
    *,
    segmenter: str,
    as_of: date,
    at: datetime,
    most: int | None = None,
) -> tuple[int, int]:
    """Examine the needs of a campaign that were not examined yet, or changed since.

    Args:
        workspace: holds them.
        actor: who asks.
        number: of the campaign.
        segmenter: name of what the texts are read with.
        as_of: the day whose needs are meant.
        at: aware.
        most: at most so many now; None all.

    Returns:
        How many were examined, and how many are left.
    """
    with workspace.reading() as stores:
        run_by(stores, actor, number)
    waiting = [each.arrival for each in triage_of(workspace, actor, number, as_of=as_of) if each.said is None]
    chosen = waiting if most is None else waiting[:most]
    reader = open_segmenter(segmenter)
    for start in range(0, len(chosen), _CHUNK):
        part = chosen[start : start + _CHUNK]
        with workspace.reading() as stores:
            records = stores.needs.get_many([each.need_id for each in part])
        said = [_examined(records[each.need_id], each, reader, at) for each in part if each.need_id in records]
        with workspace.writing(actor, at=at) as stores:
            stores.census.triage.put_many(said)
    return len(chosen), len(waiting) - len(chosen)


def needs_of(census: Census) -> Iterator[tuple[str, Arrival]]:
    """Yield the needs of a census that are there now, with the county each counts under, in the order of arrival."""
    found = [(each.county_code, need) for each in census.standings for need in each.needs]
    found += [(census.county_of(need), need) for need in census.outside]
    yield from sorted(
        ((code, need) for code, need in found if need.deleted_at is None), key=lambda each: each[1].position
    )


def _triaged(code: str, arrival: Arrival, known: Mapping[str, Triaged]) -> TriagedNeed:
    said = known.get(arrival.need_id)
    return TriagedNeed(code, arrival, said if said is not None and said.fingerprint == arrival.fingerprint else None)


def _examined(need: Need, arrival: Arrival, segmenter: Segmenter, at: datetime) -> Triaged:
    (diagnosis,) = examine([need], segmenter)
    return Triaged(
        need_id=need.id,
        fingerprint=arrival.fingerprint,
        verdict=diagnosis.vagueness.verdict,
        score=diagnosis.vagueness.score,
        questions=tuple(each.text for each in diagnosis.questions),
        examined_at=at,
    )
