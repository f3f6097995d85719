"""A report that was sent is kept whole: made again byte for byte, compared with today, corrected as a new version."""

import pytest

from data.errors import StaleRecordError, UnknownIdError, UsageError
from data.records.deals import Form, Stage
from data.records.money import IntentAmount
from data.records.reports import ReportKind
from data.storage.workspace import Workspace
from service.docking.deals.keeping import write_entries
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
    assert compare_with_today(workspace, COUNTY, sent.number, at=AT)[1] == ()

    new = opened(workspace, Stage.TALK, actor=COUNTY)
    found = compare_with_today(workspace, COUNTY, sent.number, at=AT)[1]

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
