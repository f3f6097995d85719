"""Reports that were sent: kept whole with their files, made again byte for byte, compared with the figures of today."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from data.errors import StaleRecordError, UnknownIdError, UsageError, WorkspaceError
from data.records.accounts import Actor
from data.records.reports import (
    Figure,
    FigureHead,
    FigureLine,
    FigureTable,
    HandedIn,
    Report,
    ReportKey,
    ReportKind,
    SentReport,
)
from data.records.rules import DueTerms
from data.storage.reports import NewSending, content_of, report_of
from data.storage.workspace import Stores, Workspace
from ingest.contacts import mask_contacts
from service.docking.notices.loading import known_rule
from service.docking.permissions import Action, scope_of
from service.docking.reports.building import draft, known_key, make
from service.docking.reports.gathering import require_region

Render = Callable[[Report], Mapping[str, bytes]]
"""Draws a report: ending -> bytes, the same for the same report."""

_MOST_CHARACTERS: Final = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What whoever sends a report says.

    Attributes:
        expected_version: the newest version that was sent, as they know it; 0 none.
        digest: of the report as they looked at it; "" they did not look.
        recipient: to whom.
        note: why a report that was sent is corrected.
        remarks: to be part of the report.
        rule: number of the deadline rule that it answers; None none.
        copies: on paper, with it; None none.
        route: where it goes.
    """

    expected_version: int
    digest: str = ""
    recipient: str = ""
    note: str = ""
    remarks: str = ""
    rule: int | None = None
    copies: int | None = None
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure that is another one today.

    Attributes:
        table: its name.
        line: name of the line; "合计" the total.
        head: what it says; of `after` where the table is new.
        before: as it was sent; None where it was not there.
        after: as it is now; None where it is not there any more.
        gained: records that count now and did not then; likewise `lost`.
    """

    table: str
    line: str
    head: FigureHead
    before: Figure | None
    after: Figure | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDifference:
    """A row of words, of a list, a form or the rules, that is there no more or came since.

    Attributes:
        place: the list, or the copy of the form.
        row: its texts, one after another; a row that was changed stands once as it was and once as it is.
        is_new: it came since.
    """

    place: str
    row: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A report that was sent beside the same of today: what differs, in the order of its tables and lists."""

    now: Report
    figures: tuple[Difference, ...]
    words: tuple[WordDifference, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs; what the sender added in words is not compared."""
        return not self.figures and not self.words


@dataclass(frozen=True, slots=True)
class Remade:
    """A report made again from what was kept: whether each file is the same, byte for byte."""

    is_same: Mapping[str, bool]


def digest_of(report: Report) -> str:
    """Return the SHA-256 of a report as it would be kept."""
    return hashlib.sha256(content_of(report).encode()).hexdigest()


def send(
    workspace: Workspace,
    actor: Actor,
    key: ReportKey,
    sending: Sending,
    *,
    render: Render,
    at: datetime,
) -> SentReport:
    """Send a report: it is kept whole, with its files, and written into the ledger of what was handed in.

    Nothing leaves the workspace by this; the files are handed over by whoever sends it.

    Args:
        workspace: where it is kept.
        actor: a bureau, for its own region.
        key: which report.
        sending: what they say.
        render: draws its files.
        at: now, aware; nothing later is counted.

    Returns:
        What was sent.

    Raises:
        UsageError: a correction does not say why, or a text is too long.
        StaleRecordError: what the report counts has changed since it was looked at.
    """
    _checked(sending)
    region = require_region(actor, key.region_code, Action.REPORTS_SEND)
    made = draft(workspace, actor, replace(key, region_code=region), at=at)
    if sending.digest and sending.digest != digest_of(made):
        raise StaleRecordError("核对之后，报表所依据的数据又有变动。", remedy="请刷新页面，核对之后再报。", version=0)
    report = replace(made, remarks=mask_contacts(sending.remarks.strip()))
    files = tuple(
        (ending, workspace.keep_bytes(content, suffix=f".{ending}")) for ending, content in render(report).items()
    )
    new = NewSending(report=report, recipient=sending.recipient.strip(), note=sending.note.strip(), files=files)
    with workspace.writing(actor, at=at) as stores:
        sent = stores.reports.sent.add(new, expected_version=sending.expected_version, at=at, by=actor)
        stores.reports.handed_in.add(_line(stores, sent, report, sending, at))
    return sent


def _line(stores: Stores, sent: SentReport, report: Report, sending: Sending, at: datetime) -> HandedIn:
    """Return the line of the ledger for a report; `_due_terms` names the error."""
    terms = None if sending.rule is None else _due_terms(stores, sending.rule)
    is_month = len(report.key.period) == len("2026-11")
    return HandedIn(
        rule=sending.rule,
        item=report.title if terms is None else terms.item,
        form="" if terms is None else terms.form,
        unit=report.unit,
        region_code=report.key.region_code,
        month=report.key.period if is_month else "",
        received_at=at,
        copies=sending.copies,
        route=sending.route.strip(),
        report=sent.number,
    )


def _due_terms(stores: Stores, rule: int) -> DueTerms:
    """Return the newest terms of a deadline rule.

    Raises:
        UnknownIdError: there is no such rule, or it is none of deadlines.
    """
    terms = known_rule(stores, rule).newest.terms
    if not isinstance(terms, DueTerms):
        raise UnknownIdError(f"第 {rule} 号规则不是报送时限。", remedy="请从时限一览中选择。")
    return terms


def sent_reports(
    workspace: Workspace, actor: Actor, *, kind: ReportKind | None = None, limit: int | None = None
) -> list[SentReport]:
    """Return what was sent, as somebody may see it, newest first."""
    scope = scope_of(actor, Action.REPORTS_VIEW)
    with workspace.reading() as stores:
        return stores.reports.sent.find(scope, kind=kind, limit=limit)


def versions_of(workspace: Workspace, actor: Actor, key: ReportKey) -> list[SentReport]:
    """Return the versions of a report that were sent, newest first; errors of `known_key`."""
    scope = scope_of(actor, Action.REPORTS_VIEW)
    with workspace.reading() as stores:
        return stores.reports.sent.find(scope, key=known_key(stores, key))


def sent_report(workspace: Workspace, actor: Actor, number: int) -> tuple[SentReport, Report]:
    """Return a report as it was sent.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    scope = scope_of(actor, Action.REPORTS_VIEW)
    with workspace.reading() as stores:
        found = stores.reports.sent.get(number, scope)
        if found is None:
            raise UnknownIdError(f"没有第 {number} 号已报送的报表。", remedy="请从已报送的报表中选择。")
        return found, report_of(stores.reports.sent.content(number))


def file_of(workspace: Workspace, actor: Actor, number: int, ending: str, *, render: Render) -> tuple[str, bytes]:
    """Return title and bytes of a file as it was sent: the one that was kept, or else the same made again.

    Raises:
        UnknownIdError: it had no such file.
        WorkspaceError: the kept one is gone or damaged, and this release draws it otherwise.
    """
    sent, report = sent_report(workspace, actor, number)
    checksum = dict(sent.files).get(ending)
    if checksum is None:
        raise UnknownIdError(f"第 {number} 号报表没有 {ending} 文件。", remedy="请选择页面上列出的文件。")
    path = workspace.original_path(checksum, suffix=f".{ending}")
    kept = path.read_bytes() if path.exists() else b""
    for content in (kept, render(report)[ending]):
        if hashlib.sha256(content).hexdigest() == checksum:
            return sent.title, content
    raise WorkspaceError(
        f"第 {number} 号报表的 {ending} 文件已不在或已损坏。", remedy="请从备份恢复 originals 文件夹。报表的内容仍在。"
    )


def remake(workspace: Workspace, actor: Actor, number: int, *, render: Render) -> Remade:
    """Make a report again from what was kept, and compare it with the files that were sent."""
    sent, report = sent_report(workspace, actor, number)
    drawn = render(report)
    return Remade({
        ending: ending in drawn and hashlib.sha256(drawn[ending]).hexdigest() == checksum
        for ending, checksum in sent.files
    })


def compare_with_today(workspace: Workspace, actor: Actor, number: int, *, at: datetime) -> Comparison:
    """Make a report that was sent anew from what the workspace holds now, and compare the two."""
    _, then = sent_report(workspace, actor, number)
    with workspace.reading() as stores:
        now = make(stores, then.key, at=at)
    return Comparison(now=now, figures=tuple(differences(then, now)), words=tuple(word_differences(then, now)))


def differences(then: Report, now: Report) -> Iterator[Difference]:
    """Yield what differs between two reports of one key."""
    old, new = _cells(then), _cells(now)
    for place in dict.fromkeys((*old, *new)):
        before, after = old.get(place), new.get(place)
        if before == after:
            continue
        known = after or before
        assert known is not None  # noqa: S101 - one of the two has it
        was = () if before is None else before[1].records
        are = () if after is None else after[1].records
        yield Difference(
            table=place[0],
            line=place[1],
            head=known[0],
            before=None if before is None else before[1],
            after=None if after is None else after[1],
            gained=tuple(sorted(set(are) - set(was))),
            lost=tuple(sorted(set(was) - set(are))),
        )


def word_differences(then: Report, now: Report) -> Iterator[WordDifference]:
    """Yield the rows of lists, forms and rules that only one of two reports of one key has; twins count singly."""
    old, new = _rows(then), _rows(now)
    for place in dict.fromkeys((*old, *new)):
        was, are = Counter(old.get(place, ())), Counter(new.get(place, ()))
        for row, is_new in [*((each, False) for each in was - are), *((each, True) for each in are - was)]:
            yield WordDifference(place=place, row=row, is_new=is_new)


def _rows(report: Report) -> dict[str, list[str]]:
    found = {each.name: [_joined(row) for row in each.rows] for each in report.lists}
    for number, sheet in enumerate(report.sheets, start=1):
        place = "表格" if len(report.sheets) == 1 else f"表格第 {number} 份"
        # The day on which a form is filled in is another one each day.
        texts = [text for key, text in sheet.texts if key != "filled_on" and text]
        rows = [_joined(text for _, text in row) for _, rows in sheet.tables for row in rows]
        found[place] = [*texts, *rows]
    found["规则"] = [_joined((each.quote, each.outcome, each.reason)) for each in report.rules]
    return found


def _joined(texts: Iterable[str]) -> str:
    return "｜".join(each for each in texts if each)


def _cells(report: Report) -> dict[tuple[str, str, str], tuple[FigureHead, Figure]]:
    return {
        (table.name, line.name, head.id): (head, figure)
        for table in report.tables
        for line in _lines(table)
        for head, figure in zip(table.heads, line.figures, strict=True)
    }


def _lines(table: FigureTable) -> Iterator[FigureLine]:
    yield from table.lines
    if table.total is not None:
        yield table.total


def _checked(sending: Sending) -> None:
    """Refuse to correct without a reason, and texts without end.

    Raises:
        UsageError: as said.
    """
    if sending.expected_version and not sending.note.strip():
        raise UsageError("这份报表已经报送过，更正要写明原因。", remedy="请填写更正原因。")
    if any(len(each) > _MOST_CHARACTERS for each in (sending.recipient, sending.note, sending.remarks, sending.route)):
        raise UsageError(f"有一项超过 {_MOST_CHARACTERS} 个字。", remedy="请写短一些。")
