"""A report that was sent is kept whole: made again byte for byte, compared with today, corrected as a new version."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from data.errors import StaleRecordError, UnknownIdError, UsageError, WorkspaceError
from data.records.deals import Form, Stage
from data.records.forms import FormTable
from data.records.money import IntentAmount
from data.records.reports import ReportKind
from data.reference.form_layouts import load_form_layouts
from data.storage.workspace import DATABASE_NAME, Workspace
from service.docking.deals.keeping import write_entries
from service.docking.deals.viewing import deals_of
from service.docking.reports.building import draft
from service.docking.reports.sending import (
    Sending,
    compare_with_today,
    digest_of,
    file_of,
    remake,
    send,
    sent_report,
    sent_reports,
    versions_of,
)
from service.exports.report_files import render_report
from tests.factories.census import LIANSHUI
from tests.factories.dealing import intent, opened
from tests.factories.reporting import AT, CITY, COUNTY, ELSEWHERE, make_key


def test_a_sent_report_is_the_same_bytes_after_the_data_changed(workspace: Workspace) -> None:
    sent = send(
        workspace, COUNTY, make_key(region_code=LIANSHUI), Sending(expected_version=0), render=render_report, at=AT
    )
    before = {
        ending: file_of(workspace, COUNTY, sent.number, ending, render=render_report)[1] for ending, _ in sent.files
    }

    opened(workspace, Stage.TALK, actor=COUNTY)

    assert remake(workspace, COUNTY, sent.number, render=render_report).is_same == {"xlsx": True, "docx": True}
    for ending, content in before.items():
        assert file_of(workspace, COUNTY, sent.number, ending, render=render_report)[1] == content
        checksum = dict(sent.files)[ending]
        workspace.original_path(checksum, suffix=f".{ending}").unlink()
        assert file_of(workspace, COUNTY, sent.number, ending, render=render_report)[1] == content


def test_today_is_compared_figure_by_figure_with_the_records_that_came_and_went(workspace: Workspace) -> None:
    sent = send(
        workspace, COUNTY, make_key(region_code=LIANSHUI), Sending(expected_version=0), render=render_report, at=AT
    )
    assert compare_with_today(workspace, COUNTY, sent.number, at=AT).is_same

    new = opened(workspace, Stage.TALK, actor=COUNTY)
    found = compare_with_today(workspace, COUNTY, sent.number, at=AT).figures

    told = [
        (each.table, each.head.id, each.before and each.before.amount, each.after and each.after.amount, each.gained)
        for each in found
    ]
    assert told == [
        ("本月", "talks", 2, 3, (f"deals:{new.number}",)),
        ("本年累计", "talks", 2, 3, (f"deals:{new.number}",)),
    ]


def test_a_correction_is_a_new_version_and_says_why(workspace: Workspace) -> None:
    key = make_key()
    send(workspace, CITY, key, Sending(expected_version=0), render=render_report, at=AT)
    with pytest.raises(UsageError, match="更正要写明原因"):
        send(workspace, CITY, key, Sending(expected_version=1), render=render_report, at=AT)
    second = send(workspace, CITY, key, Sending(expected_version=1, note="补一份协议"), render=render_report, at=AT)
    assert [(each.version, each.note) for each in sent_reports(workspace, CITY)] == [(2, "补一份协议"), (1, "")]
    assert sent_report(workspace, CITY, second.number)[0] == second


def test_two_who_send_at_once_the_second_is_told(workspace: Workspace) -> None:
    send(workspace, CITY, make_key(), Sending(expected_version=0), render=render_report, at=AT)
    with pytest.raises(StaleRecordError, match="第 1 版"):
        send(workspace, CITY, make_key(), Sending(expected_version=0), render=render_report, at=AT)


def test_what_changed_since_it_was_looked_at_is_not_sent(workspace: Workspace) -> None:
    looked = digest_of(draft(workspace, CITY, make_key(), at=AT))
    opened(workspace, Stage.TALK)
    with pytest.raises(StaleRecordError, match="又有变动"):
        send(workspace, CITY, make_key(), Sending(expected_version=0, digest=looked), render=render_report, at=AT)


def test_another_city_neither_sees_nor_sends(workspace: Workspace) -> None:
    sent = send(workspace, CITY, make_key(), Sending(expected_version=0), render=render_report, at=AT)
    with pytest.raises(UnknownIdError):
        sent_report(workspace, ELSEWHERE, sent.number)
    with pytest.raises(UnknownIdError):
        send(workspace, COUNTY, make_key(), Sending(expected_version=1, note="x"), render=render_report, at=AT)


def test_a_form_is_sent_and_made_again(workspace: Workspace) -> None:
    key = make_key(ReportKind.FORM, form="huaian-2010-5")
    sent = send(workspace, CITY, key, Sending(expected_version=0), render=render_report, at=AT)
    assert remake(workspace, CITY, sent.number, render=render_report).is_same == {"xlsx": True, "docx": True}


def test_sending_writes_into_the_ledger(workspace: Workspace) -> None:
    sent = send(workspace, CITY, make_key(), Sending(expected_version=0, copies=2), render=render_report, at=AT)
    with workspace.reading() as stores:
        (line,) = stores.reports.handed_in.all()
    assert (line.unit, line.month, line.copies, line.report, line.received_at) == (
        "淮安市",
        "2026-11",
        2,
        sent.number,
        AT,
    )


def test_the_database_keeps_what_was_sent(workspace: Workspace, tmp_path: Path) -> None:
    """Even somebody at the database cannot make a sent report say another figure."""
    sent = send(workspace, CITY, make_key(), Sending(expected_version=0), render=render_report, at=AT)
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as database:
        change = "update sent_reports set content = replace(content, '30000000', '90000000')"
        with pytest.raises(sqlite3.IntegrityError, match="never change"):
            database.execute(change)
        database.execute("drop trigger sent_reports_never_change")
        database.execute(change)
        database.commit()
    with pytest.raises(WorkspaceError, match="校验和不符"):
        sent_report(workspace, CITY, sent.number)


def test_a_sent_form_keeps_the_layout_it_was_drawn_by(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    key = make_key(ReportKind.FORM, form="huaian-2010-5")
    sent = send(workspace, CITY, key, Sending(expected_version=0), render=render_report, at=AT)
    layout = load_form_layouts()["huaian-2010-5"]
    (table,) = layout.parts
    assert isinstance(table, FormTable)
    columns = tuple(replace(each, key=f"other_{each.key}", header="新表头") for each in table.columns)
    later = {"huaian-2010-5": replace(layout, parts=(replace(table, columns=columns),))}
    monkeypatch.setattr("data.reference.form_layouts.load_form_layouts", lambda: later)
    assert remake(workspace, CITY, sent.number, render=render_report).is_same == {"xlsx": True, "docx": True}


def test_a_cell_of_a_form_that_changed_is_told(workspace: Workspace) -> None:
    key = make_key(ReportKind.FORM, form="huaian-2010-5")
    sent = send(workspace, CITY, key, Sending(expected_version=0), render=render_report, at=AT)
    assert compare_with_today(workspace, CITY, sent.number, at=AT).is_same
    deal = next(each for each in deals_of(workspace, CITY) if each.title == "烘干节能")
    meant = intent(title="补充意向", intent=IntentAmount(1_000_000))
    write_entries(workspace, CITY, (deal.number, deal.version), [meant], at=AT)
    found = compare_with_today(workspace, CITY, sent.number, at=AT)
    assert found.figures == ()
    assert [(each.is_new, each.row.split("｜")[5]) for each in found.words] == [(False, "50.00"), (True, "51.00")]


@pytest.mark.parametrize("period", ["2026-11~", "2026-11~2026-11"])
def test_one_month_has_one_key_however_it_is_written(workspace: Workspace, period: str) -> None:
    send(workspace, CITY, make_key(), Sending(expected_version=0), render=render_report, at=AT)
    with pytest.raises(StaleRecordError):
        send(workspace, CITY, make_key(period=period), Sending(expected_version=0), render=render_report, at=AT)
    again = Sending(expected_version=1, note="更正")
    sent = send(workspace, CITY, make_key(period=period), again, render=render_report, at=AT)
    assert (sent.version, sent.key.period, len(versions_of(workspace, CITY, make_key(period=period)))) == (
        2,
        "2026-11",
        2,
    )


def test_a_report_of_a_region_goes_under_no_other_name(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="由地区报送"):
        draft(workspace, COUNTY, make_key(region_code=LIANSHUI, subject="江苏省科学技术厅"), at=AT)
    form = make_key(ReportKind.FORM, form="guangdong-2007-4", period="2026", subject="没有这个大学13900001234")
    with pytest.raises(UnknownIdError, match="没有这个高校院所"):
        draft(workspace, CITY, form, at=AT)


def test_intent_of_a_framework_changes_no_contract_figure(workspace: Workspace) -> None:
    before = draft(workspace, CITY, make_key(), at=AT).tables[0]
    deal = opened(workspace, Stage.TALK, title="再谈")
    framework = intent(form=Form.FRAMEWORK, title="框架协议", intent=IntentAmount(10**12))
    write_entries(workspace, CITY, (deal.number, deal.version), [framework], at=AT)
    after = draft(workspace, CITY, make_key(), at=AT).tables[0]
    assert before.total
    assert after.total
    changed = {
        head.id
        for head, old, new in zip(before.heads, before.total.figures, after.total.figures, strict=True)
        if old != new
    }
    assert changed == {"talks", "frameworks", "intent_amount"}
