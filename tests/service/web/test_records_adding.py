"""A need or an achievement typed in by hand, as a browser without script does it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.accounts import Role
from tests.service.people import Served, peopled_service
from tests.service.web.test_pages import soup_of

NEED = {
    "v.title": "刀具寿命预测",
    "v.content": "刀具磨损快，希望提前更换。",
    "v.enterprise": "甲机械有限公司",
    "v.contact": "王工13900001234",
}


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Served]:
    with peopled_service(tmp_path, is_indexed=False) as opened:
        yield opened


def test_an_enterprise_finds_its_name_in_the_form(people: Served) -> None:
    status, text = people.ask(Role.ENTERPRISE, "GET", "/needs/new")
    owner = soup_of(text).select_one('[name="v.enterprise"]')

    assert (status, owner and (owner["value"], owner.has_attr("readonly"))) == (200, ("甲机械有限公司", True))


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.COUNTY_BUREAU, Role.ADMINISTRATOR])
def test_a_need_typed_in_is_kept_and_shown(people: Served, role: Role) -> None:
    token = people.cookie(role)
    headers = {"cookie": f"duijie_session={token}"}
    form = soup_of(people.client.get("/needs/new", headers=headers).text)
    hidden = str(form.select_one("[name=form_token]")["value"])  # type: ignore[index] # its absence fails the test
    answer = people.client.post("/needs/new", data={"form_token": hidden, **NEED}, headers=headers)
    page = people.client.get(answer.headers["location"], headers=headers).text

    assert answer.status_code == 303
    assert ("刀具寿命预测" in page, "甲机械有限公司" in page, "13900001234" in page) == (True, True, False)


def test_a_refused_form_keeps_what_was_typed(people: Served) -> None:
    foreign = {**NEED, "v.enterprise": "乙压铸有限公司"}
    refused = people.ask(Role.ADMINISTRATOR, "POST", "/needs/new", data={**NEED, "v.title": " "})
    others = people.ask(Role.ENTERPRISE, "POST", "/needs/new", data=foreign)

    assert [status for status, _ in (refused, others)] == [422, 409]
    assert "名称不能空着" in refused[1]
    for _, text in (refused, others):
        kept = soup_of(text).select_one('[name="v.content"]')
        assert kept is not None
        assert kept.get_text().strip() == NEED["v.content"]


def test_the_same_need_is_not_kept_twice(people: Served) -> None:
    people.ask(Role.ENTERPRISE, "POST", "/needs/new", data=NEED)
    status, text = people.ask(Role.ENTERPRISE, "POST", "/needs/new", data=NEED)

    assert (status, "已经在库" in text) == (409, True)


def test_too_long_a_title_is_refused(people: Served) -> None:
    status, text = people.ask(Role.UNIVERSITY, "POST", "/achievements/new", data={"v.title": "长" * 1001})

    assert (status, "“名称”太长" in text) == (422, True)


@pytest.mark.parametrize("price", ["abc", "-5"])
def test_an_amount_that_is_none_is_refused(people: Served, price: str) -> None:
    typed = people.ask(Role.UNIVERSITY, "POST", "/achievements/new", data={"v.title": "甲", "v.price": price})
    edited = people.ask(Role.UNIVERSITY, "POST", "/achievements/A1/edit", data={"version": "1", "v.price": price})

    for status, text in (typed, edited):
        assert (status, "“价格”" in text, price in text) == (422, True, True)


@pytest.mark.parametrize(
    ("role", "needs", "achievements"),
    [
        (Role.ENTERPRISE, 200, 403),
        (Role.UNIVERSITY, 403, 200),
        (Role.CITY_BUREAU, 200, 200),
        (Role.EVENT_PLANNER, 403, 403),
    ],
)
def test_who_may_type_a_record_in_is_offered_it(people: Served, role: Role, needs: int, achievements: int) -> None:
    home = people.ask(role, "GET", "/")[1]
    for kind, status in (("needs", needs), ("achievements", achievements)):
        listed = people.ask(role, "GET", f"/{kind}")[1]
        assert people.ask(role, "GET", f"/{kind}/new")[0] == status
        assert [f'href="/{kind}/new"' in each for each in (home, listed)] == [status == 200] * 2
