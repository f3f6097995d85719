"""The register of a campaign: imported from files, or facts of one enterprise entered by hand."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.census import Campaign, Enrolled
from data.records.scopes import Scope
from data.storage.census import RegisterReport
from data.storage.workspace import Workspace
from ingest.headers import NOTHING_GIVEN
from ingest.registers import RegisterLine, read_register
from ingest.report import ImportReport, RowFault, Severity
from service.docking.census.campaigns import may_see_county, run_by
from service.docking.census.coverage import counties_in
from service.docking.census.names import county_within, name_key
from service.docking.jobs import safe_name
from service.docking.permissions import Action, scope_of

_OUTSIDE: Final = "所属县区不在这次普查或您负责的地区内"
_OUTSIDE_REMEDY: Final = "请核对县区的写法；确属其他地区的，由那里的主管部门导入"
_REPEATED: Final = "同一企业在文件中出现多次，以最后一行为准"


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """What became of a register file.

    Attributes:
        read: how its columns were understood, and what is wrong with its rows.
        faults: every row that was left out or is doubtful: those of reading, and those of its places and names.
        stored: how many were new, changed, known.
    """

    read: ImportReport
    faults: tuple[RowFault, ...]
    stored: RegisterReport

    @property
    def n_rejected(self) -> int:
        """How many rows were left out."""
        return sum(each.severity is Severity.REJECTED for each in self.faults)

    @property
    def unread_columns(self) -> tuple[str, ...]:
        """Headers of columns that were not taken in, as written: nobody knows them, or another column came first."""
        lost = (each.column for each in self.faults if each.severity is Severity.NOTE and each.row == 0 and each.column)
        return tuple(dict.fromkeys((*self.read.unknown_columns, *lost)))


def import_register(
    workspace: Workspace,
    actor: Actor,
    number: int,
    path: Path,
    *,
    at: datetime,
    columns: Mapping[str, str] = NOTHING_GIVEN,
) -> RegisterImport:
    """Read a register and put its enterprises on that of a campaign, in one transaction.

    A county bureau brings enterprises of its own county into the campaign of its city; a line that names no county
    gets its own.

    Args:
        workspace: where to.
        actor: who imports.
        number: of the campaign.
        path: the file.
        at: aware.
        columns: what a person said of headers, see `ingest.headers.Vocabulary`.

    Returns:
        What became of every row; reading names its errors.
    """
    batch = read_register(path, columns)
    scope = scope_of(actor, Action.CENSUS_RUN)
    with workspace.writing(actor, at=at) as stores:
        campaign = run_by(stores, actor, number)
        faults = list(batch.report.faults)
        elsewhere = {
            each.name_key
            for each in stores.census.register.of_campaign(number)
            if not may_see_county(scope, each.county_code, campaign)
        }
        entries: dict[str, Enrolled] = {}
        for line in batch.records:
            entry = _entry(line, campaign, scope)
            if entry is None or entry.name_key in elsewhere:
                faults.append(_fault(line, Severity.REJECTED, _OUTSIDE, _OUTSIDE_REMEDY))
                continue
            if entry.name_key in entries:
                faults.append(_fault(line, Severity.WARNING, _REPEATED, ""))
            entries[entry.name_key] = entry
        stored = stores.census.register.put_many(number, list(entries.values()))
    return RegisterImport(batch.report, tuple(faults), stored)


def import_upload(
    workspace: Workspace, actor: Actor, number: int, name: str, content: BinaryIO | None, *, at: datetime
) -> RegisterImport:
    """Import a register that somebody sends in; the file itself is not kept.

    Returns:
        What became of every row; `import_register` names its errors.

    Raises:
        UsageError: no file was chosen.
    """
    if not name or content is None:
        raise UsageError("没有选文件。", remedy="请选择一个企业名册文件。")
    with tempfile.TemporaryDirectory(prefix="duijie-") as folder:
        path = Path(folder) / safe_name(name)
        with path.open("wb") as file:
            shutil.copyfileobj(content, file)
        return import_register(workspace, actor, number, path, at=at)


def enter(workspace: Workspace, actor: Actor, entry: Enrolled, *, at: datetime) -> None:
    """Put one enterprise on a register by hand, or state facts of one that is there.

    Raises:
        UsageError: it has no name.
        UnknownIdError: its county lies outside.
    """
    if not entry.name_key:
        raise UsageError("没有写企业名称。", remedy="请填写企业全称。")
    scope = scope_of(actor, Action.CENSUS_RUN)
    with workspace.writing(actor, at=at) as stores:
        campaign = run_by(stores, actor, entry.campaign)
        stored = next(
            (e for e in stores.census.register.of_campaign(campaign.number) if e.name_key == entry.name_key), None
        )
        if stored is None and not entry.county_code:
            entry = replace(entry, county_code=_own_county(campaign, scope))
        places = {entry.county_code, *([] if stored is None else [stored.county_code])}
        if not all(may_see_county(scope, code, campaign) for code in places):
            raise UnknownIdError("企业所属县区不在您负责的范围内。", remedy="请核对县区。")
        stores.census.register.put_many(campaign.number, [entry])


def _entry(line: RegisterLine, campaign: Campaign, scope: Scope) -> Enrolled | None:
    """Return the line as the register keeps it; None where its county lies outside."""
    code = county_within(line.region, campaign.region_code)
    if code == "":
        code = _own_county(campaign, scope)
    is_taking_part = not (campaign.counties and code) or code in campaign.counties
    if code is None or not is_taking_part or not may_see_county(scope, code, campaign):
        return None
    return Enrolled(
        campaign=campaign.number,
        name=line.name,
        name_key=name_key(line.name),
        county_code=code,
        revenue_yuan=line.revenue_yuan,
        is_tech=line.is_tech,
        contact=line.contact,
        file=line.file,
        row=line.row,
    )


def _own_county(campaign: Campaign, scope: Scope) -> str:
    """Return where an enterprise belongs that names no county: the only one it can be in; "" where there are more."""
    for code in (scope.region_code, campaign.region_code):
        if code and counties_in(code) == (code,):
            return code
    return "" if may_see_county(scope, "", campaign) else scope.region_code


def _fault(line: RegisterLine, severity: Severity, reason: str, remedy: str) -> RowFault:
    return RowFault(severity, line.file, "", line.row, "", reason, remedy)
