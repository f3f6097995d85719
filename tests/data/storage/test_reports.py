"""What was sent comes back as it was, version by version; the ledger and tasks keep versions."""

from datetime import UTC, date, datetime

import pytest

from data.errors import StaleRecordError
from data.records.accounts import OPERATOR
from data.records.reports import (
    Figure,
    FigureHead,
    FigureLine,
    FigureTable,
    FormSheet,
    HandedIn,
    Measure,
    Report,
    ReportKey,
    ReportKind,
    RuleUsed,
    TextList,
)
from data.records.scopes import EVERYTHING, Scope
from data.storage.reports import NewSending, content_of, report_of
from data.storage.workspace import Workspace

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEY = ReportKey(kind=ReportKind.MONTHLY, region_code="320826", period="2026-11")
HEAD = FigureHead(id="contracts", label="技术合同", measure=Measure.COUNT, unit="份", rule="按签订日期计")
REPORT = Report(
    key=KEY,
    title="涟水县2026年11月产学研对接月报",
    unit="涟水县",
    as_of=date(2026, 11, 22),
    lead=("统计到11月22日。",),
    tables=(
        FigureTable(
            name="本月",
            heads=(HEAD,),
            lines=(
                FigureLine(code="320826", name="涟水县", figures=(Figure(amount=1, records=("deals:1",)),), rank=1),
            ),
            total=FigureLine(code="", name="合计", figures=(Figure(amount=None, note="没有普查"),)),
        ),
    ),
    lists=(TextList(name="项目", heads=("项目",), rows=(("真空压铸",),), records=("deals:1",), empty="没有"),),
    rules=(RuleUsed(number=1, version=2, quote="每月20日前", outcome="符合", reason="按时"),),
    sheets=(FormSheet(texts=(("unit", "涟水县"),), tables=(("deals", ((("project", "真空压铸"),),)),)),),
    remarks="说明",
)


def test_a_report_is_kept_as_text_and_read_back_whole() -> None:
    assert report_of(content_of(REPORT)) == REPORT
    assert content_of(report_of(content_of(REPORT))) == content_of(REPORT)


def test_versions_follow_each_other_and_contents_stay(workspace: Workspace) -> None:
    new = NewSending(report=REPORT, recipient="市科技局", files=(("xlsx", "0" * 64),))
    with workspace.writing(at=AT) as stores:
        first = stores.reports.sent.add(new, expected_version=0, at=AT, by=OPERATOR)
    with workspace.writing(at=AT) as stores:
        second = stores.reports.sent.add(new, expected_version=1, at=AT, by=OPERATOR)
    with pytest.raises(StaleRecordError), workspace.writing(at=AT) as stores:
        stores.reports.sent.add(new, expected_version=1, at=AT, by=OPERATOR)
    with workspace.reading() as stores:
        assert stores.reports.sent.find(EVERYTHING) == [second, first]
        assert (first.version, second.version, first.files) == (1, 2, (("xlsx", "0" * 64),))
        assert stores.reports.sent.content(first.number) == content_of(REPORT)
        assert stores.reports.sent.newest(KEY) == 2


def test_reports_of_another_region_are_not_found(workspace: Workspace) -> None:
    with workspace.writing(at=AT) as stores:
        sent = stores.reports.sent.add(NewSending(report=REPORT, files=()), expected_version=0, at=AT, by=OPERATOR)
    with workspace.reading() as stores:
        assert stores.reports.sent.get(sent.number, Scope(region_code="320100")) is None
        assert stores.reports.sent.get(sent.number, Scope(region_code="320800")) == sent


def test_a_line_of_the_ledger_is_changed_in_versions(workspace: Workspace) -> None:
    line = HandedIn(rule=None, item="名单", unit="涟水县", region_code="320826", received_at=AT)
    with workspace.writing(at=AT) as stores:
        kept = stores.reports.handed_in.add(line)
        changed = stores.reports.handed_in.change(kept.number, {"copies": 2}, expected_version=1)
    with pytest.raises(StaleRecordError), workspace.writing(at=AT) as stores:
        stores.reports.handed_in.change(kept.number, {"copies": 3}, expected_version=1)
    with workspace.reading() as stores:
        assert stores.reports.handed_in.within(Scope(region_code="320800")) == [changed]
        assert stores.reports.handed_in.within(Scope(region_code="320100")) == []
