"""What fits all needs of one company, or all achievements of one university: worked out when asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.facets import RecordFilter
from data.records.matches import MatchReport
from data.records.needs import Need
from data.storage.workspace import Workspace
from service.docking.answering import Desk
from service.docking.fits import read_fits
from service.docking.permissions import Action, scope_of
from service.docking.visibility import visible_matches

RecordT = TypeVar("RecordT", Need, Achievement)

MOST_RECORDS: Final = 10
"""Records matched for one page; each takes some tenths of a second."""
MOST_AT_ALL: Final = 100
"""Records matched for a page of all, or for a file."""
TOP: Final = 10
_CAPPED: Final = (
    "{name}共有 {n} 项{kind}，这里只看了 {most} 项，其余 {rest} 项没有看；"
    "上次全部匹配中有合适结果的先看，其次是最新的。"
)


def needs_of_company(
    workspace: Workspace, actor: Actor, name: str, action: Action = Action.NEEDS_VIEW
) -> tuple[Need, ...]:
    """Return a company's needs, newest first, of what an actor may do something with.

    Raises:
        UnknownIdError: there are none, or they lie outside; which of them is not said.
    """
    with workspace.reading() as stores:
        page = stores.needs.page(_of(name), scope=scope_of(actor, action), limit=_MOST_READ, newest_first=True)
    return _known(tuple(each.record for each in page.records), name)


def achievements_of_university(
    workspace: Workspace, actor: Actor, name: str, action: Action = Action.ACHIEVEMENTS_VIEW
) -> tuple[Achievement, ...]:
    """Return a university's achievements, newest first, of what an actor may do something with.

    Raises:
        UnknownIdError: there are none, or they lie outside; which of them is not said.
    """
    with workspace.reading() as stores:
        page = stores.achievements.page(_of(name), scope=scope_of(actor, action), limit=_MOST_READ, newest_first=True)
    return _known(tuple(each.record for each in page.records), name)


def match_all(
    desk: Desk,
    actor: Actor,
    name: str,
    records: Sequence[Need] | Sequence[Achievement],
    *,
    as_of: date,
    most: int = MOST_AT_ALL,
) -> MatchReport:
    """List what fits each of some records, in one report; where it does not look at all of them, it says so.

    Args:
        desk: answers.
        actor: sees only candidates that are open to them.
        name: whose records they are.
        records: at least one, all of a kind.
        as_of: the day against which validity is checked.
        most: records looked at.

    Returns:
        A list a record, those first for which the newest run over all needs found something.
    """
    chosen = _promising(desk, records, most)
    reports = [visible_matches(desk, actor, each, top=TOP, as_of=as_of) for each in chosen]
    notes = [note for report in reports for note in report.notes]
    if len(records) > most:
        kind = "需求" if isinstance(records[0], Need) else "成果"
        notes.insert(0, _CAPPED.format(name=name, n=len(records), kind=kind, most=most, rest=len(records) - most))
    return replace(
        reports[0],
        lists=tuple(found for report in reports for found in report.lists),
        needs={key: each for report in reports for key, each in report.needs.items()},
        achievements={key: each for report in reports for key, each in report.achievements.items()},
        notes=tuple(dict.fromkeys(notes)),
        company=name if isinstance(records[0], Need) else "",
    )


def _promising(desk: Desk, records: Sequence[Need] | Sequence[Achievement], most: int) -> list[Need | Achievement]:
    """Return at most so many, those first that fitted in the newest run over all; each part keeps its order."""
    chosen: list[Need | Achievement] = [*records]
    if len(chosen) > most:
        fits = read_fits(desk.workspace)
        fitted = {need for need, found in fits.of_needs.items() if found} | set(fits.of_achievements)
        chosen.sort(key=lambda each: each.id not in fitted)
    return chosen[:most]


_MOST_READ: Final = 500
"""Records of one owner that a page lists."""


def _of(name: str) -> RecordFilter:
    return RecordFilter(organisation=name)


def _known(records: tuple[RecordT, ...], name: str) -> tuple[RecordT, ...]:
    if not records or not name:
        raise UnknownIdError(f"工作区里没有“{name}”的记录。", remedy="请核对名称，或从名单进入。")
    return records
