"""Notices and rules on the pages: loaded, read beside their clauses, confirmed, edited, rejected, written by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.accounts import Role
from data.storage.workspace import Workspace
from service.web.forms import form_token_of
from tests.factories.notices import load
from tests.service.people import Served, peopled_service

PHONE = "13900001234"
BUREAU = Role.COUNTY_BUREAU


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with peopled_service(tmp_path, is_indexed=False) as opened:
        with Workspace.open(opened.settings.home) as workspace:
            load(workspace, tmp_path)
        yield opened


def decide(service: Served, number: int, ending: str, **data: object) -> tuple[int, str]:
    return service.ask(BUREAU, "POST", f"/rules/{number}/{ending}", data={"version": 1, **data})


def test_the_page_of_a_notice_shows_rules_beside_their_sentences(service: Served) -> None:
    status, text = service.ask(Role.ENTERPRISE, "GET", "/notices/1")

    assert status == 200
    assert "牵头单位是否计入十家没有写明" in text
    assert '<mark>每个市推荐五到八个项目<a class="mark" href="#r2" aria-label="规则 2">2</a></mark>' in text
    assert ("有 <b>4</b> 条规则待确认" in text, "待删除" in text, "一式 2 份" in text) == (True, True, True)
    assert (PHONE in text, "分享到微博" in text, "/confirm" in text) == (False, False, False)


def test_a_rule_is_confirmed_rejected_and_taken_back(service: Served) -> None:
    done = [
        decide(service, 1, "confirm", back="/notices/1")[0],
        decide(service, 2, "reject", note="与本市无关")[0],
        decide(service, 1, "withdraw")[0],
        decide(service, 1, "confirm")[0],
    ]
    again, said = decide(service, 1, "confirm")
    without_reason = decide(service, 3, "reject")[0]

    assert (done, again, without_reason) == ([303] * 4, 409, 422)
    assert "已经是“已确认”，不用再办" in said
    page = service.ask(BUREAU, "GET", "/rules/1")[1]
    assert page.count("待确认 → 已确认（county_bureau）") == 2
    listed = service.ask(BUREAU, "GET", "/rules?day=2026-11-22")[1]
    assert ("适用的规则　1 条" in listed, "待确认　2 条" in listed, "不采用的 1 条" in listed) == (True, True, True)


def test_an_edited_rule_keeps_its_hidden_contact_and_waits(service: Served) -> None:
    decide(service, 3, "confirm")
    form = service.ask(BUREAU, "GET", "/rules/3/edit")[1]
    data = {
        "version": 1,
        "t.item": "重大项目建议表",
        "t.form": "附件3",
        "t.on": "2026-10-15",
        "t.copies": "3",
        "t.route": "计划科 139********",
        "applies_from": "2026-06-01",
        "note": "延期",
    }
    status = service.ask(BUREAU, "POST", "/rules/3/edit", data=data)[0]
    stale = service.ask(BUREAU, "POST", "/rules/3/edit", data=data)[0]
    page = service.ask(BUREAU, "GET", "/rules/3")[1]

    assert ('value="计划科 139********"' in form, PHONE in form) == (True, False)
    assert (status, stale) == (303, 412)
    assert "现在适用的是第 1 版" in page
    with Workspace.open(service.settings.home) as workspace, workspace.reading() as stores:
        rule = stores.rules.get(3)
    assert rule is not None
    assert rule.newest.terms.route == "计划科 13900001234"  # type: ignore[union-attr] # a deadline


def test_values_that_do_not_fit_are_told_with_what_was_typed(service: Served) -> None:
    data = {"version": 1, "t.item": "", "t.minimum": "许多", "t.maximum": "3"}

    status, text = service.ask(BUREAU, "POST", "/rules/2/edit", data=data)

    assert (status, "下限：应为整数。" in text, 'value="许多"' in text) == (422, True, True)


def test_a_rule_is_written_by_hand(service: Served) -> None:
    data = {"kind": "min_count", "t.item": "联盟活动", "t.minimum": "4", "t.per_year": "true"}
    status = service.ask(BUREAU, "POST", "/rules/new", data=data)[0]
    quoted = service.ask(BUREAU, "POST", "/rules/new", data=data | {"notice": "1", "sentence": "没有这句"})
    found = service.ask(BUREAU, "POST", "/rules/new", data=data | {"notice": "1", "sentence": "各县科技局"})[0]

    assert (status, quoted[0], found) == (303, 422, 303)
    assert "通知中没有这段原文。" in quoted[1]
    assert "每年至少 4 次：联盟活动" in service.ask(BUREAU, "GET", "/rules/5")[1]
    assert "各县科技局</blockquote>" in service.ask(BUREAU, "GET", "/rules/6")[1]


def test_the_board_shows_what_is_due_and_words_a_reminder(service: Served) -> None:
    for number in (1, 3):
        decide(service, number, "confirm")

    near = service.ask(Role.UNIVERSITY, "GET", "/rules/deadlines")[1]
    past = service.ask(Role.UNIVERSITY, "GET", "/rules/deadlines?span=past")[1]

    assert "这段时间没有时限。" in near
    assert ("2026年7月20日" in past, "53 天" in past, "一式 2 份" in past, PHONE in past) == (True, True, True, False)
    assert (
        "按照《关于开展技术需求普查的通知》的要求，各有关单位须于2026年9月30日前报送或完成重大项目建议表（附件3）"
        in past
    )


def test_a_notice_is_uploaded_once(service: Served) -> None:
    token = service.cookie(BUREAU)

    def send() -> int:
        return service.client.post(
            "/notices",
            data={"form_token": form_token_of(token)},
            files={"file": ("别的通知.txt", "关于别的事的通知\n请各单位知悉。".encode())},
            headers={"cookie": f"duijie_session={token}"},
        ).status_code

    assert (send(), send()) == (303, 409)
    assert "关于别的事的通知" in service.ask(BUREAU, "GET", "/notices")[1]
