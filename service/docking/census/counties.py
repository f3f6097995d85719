"""One county of a campaign: how it stands, in which batches it reported, who answers for it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.census import CountyUnit
from data.storage.workspace import Workspace
from service.docking.beijing import beijing_day
from service.docking.census.board import Board, board_of
from service.docking.census.campaigns import may_see_county, require_region, run_by, seen_by
from service.docking.census.coverage import Coverage
from service.docking.census.triage import needs_of
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of

_MOST_CHARACTERS: Final = 200
_CAMPAIGNS: Final = "census_campaigns"
"""Under which kind the audit trail names a campaign."""


@dataclass(frozen=True, slots=True)
class ReportBatch:
    """Needs of a county that came together: with one file, or by hand on one day.

    Attributes:
        number: of the imported file; None entered by hand.
        day: None where it was not kept.
        n_needs: that are still there.
    """

    number: int | None
    day: date | None
    n_needs: int


@dataclass(frozen=True, slots=True)
class CountyView:
    """What the page of a county shows; the board holds every county that whoever asks may see."""

    board: Board
    county: Coverage
    batches: tuple[ReportBatch, ...]
    units: tuple[CountyUnit, ...]


def county_of(workspace: Workspace, actor: Actor, number: int, code: str, *, as_of: date) -> CountyView:
    """Return a county of a campaign on a day.

    Args:
        workspace: holds it.
        actor: who looks.
        number: of the campaign.
        code: of the county.
        as_of: the day.

    Returns:
        The county, with its batches in the order they came, and its lines of the directory.

    Raises:
        UnknownIdError: it takes no part, or lies outside; which of them is not said.
    """
    board = board_of(workspace, actor, number, as_of=as_of)
    county = next((each for each in board.census.counties if each.code == code), None)
    if county is None:
        raise UnknownIdError("这次普查中没有这个县区。", remedy="请从普查看板中选择。")
    with workspace.reading() as stores:
        units = [each for each in stores.census.units.of_campaign(number) if each.region_code == code]
    return CountyView(board, county, _batches(board, code), tuple(units))


def directory_of(workspace: Workspace, actor: Actor, number: int) -> list[CountyUnit]:
    """Return the directory of a campaign as somebody may see it, by region."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        campaign = seen_by(stores, actor, number)
        units = stores.census.units.of_campaign(number)
    seen = [each for each in units if may_see_county(scope, each.region_code, campaign)]
    return sorted(seen, key=lambda each: (each.region_code, each.number))


def reveal_directory(workspace: Workspace, actor: Actor, number: int, *, at: datetime) -> list[CountyUnit]:
    """Return the directory to somebody who runs the campaign in its region, to be filed with contacts in full (附表2).

    It is the bureaus' own: no enterprise or university stands in it. Who took it is written down before it is shown.
    """
    scope_of(actor, Action.CENSUS_RUN)
    units = directory_of(workspace, actor, number)
    with workspace.writing(actor, at=at) as stores:
        told = [FieldChange("directory", "", f"{len(units)} 行")]
        stores.audit.tell(AuditAction.REVEALED, _CAMPAIGNS, str(number), told)
    return units


def enter_unit(workspace: Workspace, actor: Actor, unit: CountyUnit, *, at: datetime) -> CountyUnit:
    """Put a line into the directory of a campaign.

    Args:
        workspace: where to.
        actor: a bureau, for its own region.
        unit: without number.
        at: aware.

    Returns:
        The line as it is kept.

    Raises:
        UsageError: it names no unit, or a text is too long.
    """
    if not unit.unit.strip():
        raise UsageError("没有写单位名称。", remedy="请填写单位名称。")
    if any(len(text) > _MOST_CHARACTERS for text in (unit.unit, unit.group, unit.person, unit.post, unit.contact)):
        raise UsageError(f"有一项超过 {_MOST_CHARACTERS} 个字。", remedy="请写短一些。")
    require_region(actor, unit.region_code)
    with workspace.writing(actor, at=at) as stores:
        run_by(stores, actor, unit.campaign)
        return stores.census.units.add(unit)


def change_unit(
    workspace: Workspace, actor: Actor, unit: CountyUnit, *, expected_version: int, at: datetime
) -> CountyUnit:
    """Change a line of a directory; a contact that comes back as masking had shown it stays as it is.

    Args:
        workspace: holds it.
        actor: a bureau, for its own region.
        unit: as it shall be, with its number; its campaign and region stay.
        expected_version: the one that was looked at.
        at: aware.

    Returns:
        The line as it is now; `NumberedRepository.change` names the errors of versions.

    Raises:
        UnknownIdError: there is none, or it lies outside.
    """
    scope = scope_of(actor, Action.CENSUS_RUN)
    with workspace.writing(actor, at=at) as stores:
        campaign = run_by(stores, actor, unit.campaign)
        stored = stores.census.units.get(unit.number)
        is_own = stored is not None and stored.campaign == campaign.number
        if stored is None or not is_own or not may_see_county(scope, stored.region_code, campaign):
            raise UnknownIdError(f"没有第 {unit.number} 号通讯录记录。", remedy="请从通讯录中选择。")
        values = {name: getattr(unit, name) for name in ("unit", "group", "person", "post")}
        values["contact"] = taken_over("contact", stored.contact, unit.contact)
        return stores.census.units.change(unit.number, values, expected_version=expected_version)


def _batches(board: Board, code: str) -> tuple[ReportBatch, ...]:
    counts: Counter[tuple[int | None, date | None]] = Counter()
    for county, need in needs_of(board.census):
        if county == code:
            counts[need.batch, None if need.arrived_at is None else beijing_day(need.arrived_at)] += 1
    ordered: Sequence[tuple[int | None, date | None]] = sorted(
        counts, key=lambda each: (each[1] or date.min, each[0] or 0)
    )
    return tuple(ReportBatch(number, day, counts[number, day]) for number, day in ordered)
