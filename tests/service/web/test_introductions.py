"""Introductions on the pages: asked for, forwarded, consented to; the contact is shown once and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.accounts import Role
from tests.service.people import Served, peopled_service

PAIR = {"need_id": "N1", "achievement_id": "A1", "purpose": "希望面谈，电话13900009999"}
PHONE = "13900001234"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with peopled_service(tmp_path) as opened:
        yield opened


def consent(service: Served, role: Role, side: str, after: str) -> int:
    data = {"side": side, "after": after}
    return service.ask(role, "POST", "/introductions/1/consent", data=data)[0]


def forward(service: Served, side: str) -> int:
    return service.ask(Role.COUNTY_BUREAU, "POST", "/introductions/1/forward", data={"side": side})[0]


def test_from_the_request_to_the_contact_and_the_list_of_looks(service: Served) -> None:
    asked = service.ask(Role.UNIVERSITY, "POST", "/introductions", data=PAIR)[0]
    before = service.ask(Role.UNIVERSITY, "POST", "/introductions/1/reveal", data={"side": "need"})
    steps = [forward(service, "need"), consent(service, Role.ENTERPRISE, "need", "consented")]
    shown = service.ask(Role.UNIVERSITY, "POST", "/introductions/1/reveal", data={"side": "need"})
    listed = service.ask(Role.ENTERPRISE, "GET", "/reveals")[1]
    disputed = service.ask(Role.ENTERPRISE, "POST", "/reveals/1/dispute", data={"text": "没有事先说明"})[0]
    steps.append(consent(service, Role.ENTERPRISE, "need", "withdrawn"))
    after = service.ask(Role.UNIVERSITY, "POST", "/introductions/1/reveal", data={"side": "need"})

    assert (asked, before[0], steps, shown[0], disputed, after[0]) == (303, 409, [303, 303, 303], 200, 303, 409)
    assert (PHONE in before[1], PHONE in shown[1], PHONE in after[1]) == (False, True, False)
    assert ("东海理工大学（university）" in listed, PHONE in listed) == (True, False)
    assert "没有事先说明" in service.ask(Role.ENTERPRISE, "GET", "/reveals")[1]


def test_no_other_page_shows_the_contact_even_when_both_consent(service: Served) -> None:
    service.ask(Role.UNIVERSITY, "POST", "/introductions", data=PAIR)
    forward(service, "need")
    consent(service, Role.ENTERPRISE, "need", "consented")

    pages = ("/needs/N1", "/needs/N1/matches", "/introductions", "/introductions/1", "/api/v1/needs/N1/matches")
    texts = [service.ask(Role.UNIVERSITY, "GET", page) for page in pages]

    assert [status for status, _ in texts] == [200] * 5
    assert [PHONE in text or "13900009999" in text for _, text in texts] == [False] * 5
    assert "查看企业的联系方式" in texts[3][1]


def test_each_sees_only_the_buttons_that_are_theirs(service: Served) -> None:
    service.ask(Role.UNIVERSITY, "POST", "/introductions", data=PAIR)

    roles = (Role.UNIVERSITY, Role.COUNTY_BUREAU, Role.EVENT_PLANNER)
    shown = {role: service.ask(role, "GET", "/introductions/1")[1] for role in roles}

    assert {role: ("/forward" in text, "撤回同意</button>" in text) for role, text in shown.items()} == {
        Role.UNIVERSITY: (False, True),
        Role.COUNTY_BUREAU: (True, True),
        Role.EVENT_PLANNER: (False, False),
    }
    # The enterprise has not been told yet.
    assert service.ask(Role.ENTERPRISE, "GET", "/introductions/1")[0] == 404


def test_a_request_without_purpose_is_told_on_the_page(service: Served) -> None:
    status, text = service.ask(Role.UNIVERSITY, "POST", "/introductions", data=PAIR | {"purpose": " "})

    assert (status, "事由没有填写或太长。" in text) == (422, True)


def test_consent_is_no_way_to_forward(service: Served) -> None:
    service.ask(Role.UNIVERSITY, "POST", "/introductions", data=PAIR)

    assert consent(service, Role.COUNTY_BUREAU, "need", "forwarded") == 409


def test_consent_for_another_without_a_note_is_told_on_the_page(service: Served) -> None:
    service.ask(Role.UNIVERSITY, "POST", "/introductions", data=PAIR)
    forward(service, "need")
    data = {"side": "need", "after": "consented"}
    status, text = service.ask(Role.COUNTY_BUREAU, "POST", "/introductions/1/consent", data=data)

    assert (status, "代为表态没有写依据" in text, '<input name="note" required' in text) == (422, True, True)
    assert "压铸件气孔缺陷控制" in text


def test_a_form_with_a_wrong_value_leads_back_to_its_page(service: Served) -> None:
    service.ask(Role.UNIVERSITY, "POST", "/introductions", data=PAIR)
    status, text = service.ask(Role.UNIVERSITY, "POST", "/introductions/1/consent", data={"side": "x"})

    assert (status, "哪一方：不在可选的范围内" in text) == (422, True)
    assert '<a class="button" href="/introductions/1">返回</a>' in text
