"""Pages of deals: opened, moved, listed; who sees what."""

from collections.abc import Iterator
from re import findall, search

import pytest

from data.records.accounts import Role
from tests.service.people import Served, peopled_service

PAIR = {"need_id": "N1", "achievement_id": "A1"}
COUNTY, ENTERPRISE, UNIVERSITY = Role.COUNTY_BUREAU, Role.ENTERPRISE, Role.UNIVERSITY


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("deals"), is_indexed=False) as opened:
        yield opened


def open_by_hand(service: Served, **values: str) -> str:
    """Open a deal at the stage of talks; return its address."""
    form = {
        "title": "真空压铸",
        "enterprise": "甲机械有限公司",
        "region": "涟水县",
        "university": "东海理工大学",
        "after": "talk",
        "note": "11月20日在县科技局面谈",
    }
    before = numbers(service)
    status, _ = service.ask(COUNTY, "POST", "/deals", data=form | values)
    assert status == 303
    (number,) = numbers(service) - before
    return f"/deals/{number}"


def numbers(service: Served) -> set[str]:
    return set(findall(r'href="/deals/(\d+)"', service.ask(Role.ADMINISTRATOR, "GET", "/deals")[1]))


def test_a_talk_becomes_a_contract_and_the_board_shows_it_by_itself(service: Served) -> None:
    address = open_by_hand(service)
    form = {
        "version": "1",
        "after": "contract",
        "title": "真空压铸技术开发合同",
        "kind": "development",
        "signed_on": "2026-11-20",
        "amount": "30",
    }

    status, _ = service.ask(COUNTY, "POST", f"{address}/move", data=form)

    page = service.ask(COUNTY, "GET", address)[1]
    assert status == 303
    assert "洽谈 → <b>正式合同</b>" in page
    assert "成交额 30.00" in page
    row = search(r"正式合同</a></th>(.*?)</tr>", service.ask(COUNTY, "GET", "/deals")[1])
    assert row is not None
    assert row[1].count("30.00") == 1


def test_a_framework_agreement_is_refused_as_a_contract_and_what_was_typed_stays(service: Served) -> None:
    address = open_by_hand(service)
    paper = {"title": "战略合作框架协议", "signed_on": "2026-11-20", "amount": "500"}
    form = {"version": "1", "after": "contract", **paper}

    status, page = service.ask(COUNTY, "POST", f"{address}/move", data=form)

    assert status == 409
    assert "不能按技术合同登记：名称中有“框架”" in page
    assert 'value="战略合作框架协议"' in page


def test_the_second_official_is_told(service: Served) -> None:
    address = open_by_hand(service)
    form = {"version": "1", "after": "declined", "reason": "wrong_price"}
    assert service.ask(COUNTY, "POST", f"{address}/move", data=form)[0] == 303

    status, page = service.ask(Role.CITY_BUREAU, "POST", f"{address}/move", data=form)

    assert status == 412
    assert "已被county_bureau改动，现在是“婉拒”" in page


def test_a_deal_of_a_pair_waits_for_the_consents_of_its_introduction(service: Served) -> None:
    asked = PAIR | {"purpose": "面谈"}
    assert service.ask(COUNTY, "POST", "/introductions", data=asked)[0] == 303
    before = numbers(service)
    assert service.ask(COUNTY, "POST", "/deals", data={"introduction": "1"})[0] == 303
    (number,) = numbers(service) - before
    seen = service.ask(ENTERPRISE, "GET", f"/deals/{number}")[0]

    for side, role in (("need", ENTERPRISE), ("achievement", UNIVERSITY)):
        service.ask(COUNTY, "POST", "/introductions/1/forward", data={"side": side})
        service.ask(role, "POST", "/introductions/1/consent", data={"side": side, "after": "consented"})

    status, page = service.ask(ENTERPRISE, "GET", f"/deals/{number}")
    assert (seen, status) == (404, 200)
    assert "待双方同意 → <b>已引荐</b>" in page
    assert f'href="/deals/{number}"' in service.ask(COUNTY, "GET", "/introductions/1")[1]


def test_phones_in_notes_are_masked(service: Served) -> None:
    address = open_by_hand(service, note="与王工13900001234面谈", broker="赵某13900004321")

    page = service.ask(COUNTY, "GET", address)[1]

    assert "13900001234" not in page
    assert "13900004321" not in page


def test_a_file_comes_back_as_it_went_in_and_is_kept_among_the_originals(service: Served) -> None:
    address = open_by_hand(service)
    number = address.rpartition("/")[2]
    files = {"file": ("合同.PDF", b"%PDF-1.4 text")}
    form = {"number": number, "version": "1"}

    hollow = {"file": ("空.pdf", b"", "application/pdf")}
    status, refused = service.ask(COUNTY, "POST", "/deals/documents", data=form, files=hollow)
    assert (status, "“空.pdf”是空的" in refused) == (422, True)
    assert service.ask(COUNTY, "POST", "/deals/documents", data=form, files=files)[0] == 303

    page = service.ask(COUNTY, "GET", address)[1]
    link = search(rf'{address}/documents/(\d+)"', page)
    assert link is not None
    assert service.ask(COUNTY, "GET", f"{address}/documents/{link[1]}") == (200, "%PDF-1.4 text")
    assert service.ask(UNIVERSITY, "GET", f"{address}/documents/{link[1]}")[0] == 200
    assert len(list((service.settings.home / "originals").glob("*.pdf"))) == 1


def test_the_lists_of_supervision_are_there_for_whoever_sees_deals(service: Served) -> None:
    open_by_hand(service)
    pages = ("all", "monthly", "overdue", "sample?n=3&seed=2026", "deepening", "brokers")

    answers = {page: service.ask(COUNTY, "GET", f"/deals/{page}") for page in pages}
    files = {page: service.ask(COUNTY, "GET", f"/deals/{page.partition('?')[0]}?as=xlsx")[0] for page in pages}

    address = open_by_hand(service)
    sheets = {service.ask(COUNTY, "GET", f"{address}/sheet{query}")[0] for query in ("", "?as=xlsx")}

    assert {status for status, _ in answers.values()} | set(files.values()) | sheets == {200}
    assert "种子是“2026”" in answers["sample?n=3&seed=2026"][1]


def test_the_form_of_registration_is_filled_in_checked_and_given_as_files(service: Served) -> None:
    address = open_by_hand(service)
    paper = {"title": "技术开发合同", "kind": "development", "signed_on": "2026-11-20", "amount": "30"}
    service.ask(COUNTY, "POST", f"{address}/move", data={"version": "1", "after": "contract", **paper})
    link = search(rf'"({address}/registration/\d+)"', service.ask(COUNTY, "GET", address)[1])
    assert link is not None

    status, _ = service.ask(COUNTY, "POST", link[1], data={"version": "2", "seller_country": "156", "payment": "parts"})

    page = service.ask(COUNTY, "GET", link[1])[1]
    assert status == 303
    assert 'value="156" selected' in page
    assert "征求意见稿，未核实" in page
    assert [service.ask(COUNTY, "GET", f"{link[1]}?as={kind}")[0] for kind in ("xlsx", "docx")] == [200, 200]


def test_a_page_beyond_the_last_is_the_last(service: Served) -> None:
    open_by_hand(service)
    lines = [
        findall(r'href="(/deals/\d+)"', service.ask(COUNTY, "GET", f"/deals/all{asked}")[1])
        for asked in ("", "?page=9")
    ]

    assert lines[0] == lines[1] != []
