"""Lists and pages of records, as a browser without script gets them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from data.records.accounts import Role
from data.samples.paths import achievements_path, needs_path
from service.settings import Settings
from tests.service.conftest import ADDRESS, import_into, served, settings_of
from tests.service.people import Served, peopled_service
from tests.service.web.test_pages import soup_of

PAGES = (
    "/needs",
    "/needs?words=主轴&region=江苏&industry=C&mode=licence&since=2026-01-01&until=2026-12-31",
    "/needs?region=火星",
    "/needs?deleted=1",
    "/achievements",
    "/achievements?readiness=4",
    "/parties",
    "/needs/XQ001",
    "/needs/XQ001/edit",
    "/needs/XQ001/delete",
    "/achievements/CG001/edit",
    "/needs/new",
    "/achievements/new",
    "/imports",
    "/imports/new",
    "/imports/new?kind=parties",
    "/imports/1/undo",
    "/search",
    "/search?q=主轴热误差&mode=licence",
    "/searches",
)
MOST_BYTES = 200_000


@pytest.fixture
def own_client(tmp_path: Path) -> Iterator[TestClient]:
    """The service over the sample needs and achievements, to be written into."""
    settings: Settings = settings_of(tmp_path)
    import_into(settings, "needs", needs_path())
    import_into(settings, "achievements", achievements_path())
    with TestClient(served(settings), base_url=ADDRESS, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("records")) as opened:
        yield opened


def post(client: TestClient, page: str, path: str, **values: str) -> tuple[int, str, str]:
    """Send a form with the token of a page; return status, address led to, text."""
    tokens = re.findall(r'name="form_token" value="([^"]*)"', client.get(page).text)
    token = tokens[0] if tokens else ""
    answer = client.post(path, data={"form_token": token} | values)
    return answer.status_code, answer.headers.get("location", ""), answer.text


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_small_labelled_and_without_script(client: TestClient, path: str) -> None:
    answer = client.get(path)

    page = soup_of(answer.text)
    labelled = {label.get("for") for label in page.select("label")}
    fields = page.select("input:not([type=hidden]), select, textarea")
    assert answer.status_code == (422 if "火星" in path else 200)
    assert len(answer.content) < MOST_BYTES
    assert [field for field in fields if field.get("id") not in labelled] == []
    assert page.select("script, style, [onclick], iframe") == []
    assert len(page.select("h1")) == 1
    assert re.findall(r"1[3-9]\d{9}", answer.text) == []


def test_every_link_of_the_pages_leads_somewhere(client: TestClient) -> None:
    links = {
        str(link["href"])
        for path in PAGES
        for link in soup_of(client.get(path).text).select("a[href^='/']")
        if "/matches" not in str(link["href"])
    }

    assert len(links) > 100
    assert [link for link in links if client.get(link).status_code not in {200, 422}] == []


def test_a_list_keeps_its_filter_on_the_next_page(client: TestClient) -> None:
    first = soup_of(client.get("/achievements?industry=&words=与").text)
    address = str(first.select_one("a[rel=next]")["href"])  # type: ignore[index] # its absence fails the test
    second = soup_of(client.get(address).text)

    shown = [[row.get_text() for row in page.select(".rl td:first-child .o")] for page in (first, second)]
    assert re.fullmatch(r"/achievements\?words=%E4%B8%8E&after=\d+", address)
    assert len(shown[0]) == 50
    assert not set(shown[0]) & set(shown[1])
    assert all("与" in row.get_text() for page in (first, second) for row in page.select(".rl td:first-child"))


def test_a_region_that_is_none_lists_nothing_and_says_so(client: TestClient) -> None:
    page = soup_of(client.get("/needs?region=火星").text)

    assert [each.get_text() for each in page.select("[role=alert]")] == ["没有认出地区“火星”，请写省、市或县的名称。"]
    assert page.select(".rl") == []
    assert page.select_one("#region")["aria-describedby"] == "fault-region"  # type: ignore[index] # as above


def test_an_empty_list_says_what_to_do_first(empty_client: TestClient) -> None:
    page = soup_of(empty_client.get("/needs").text)

    assert page.select_one("[role=status] b").get_text() == "还没有需求。"  # type: ignore[union-attr] # as above
    assert [str(link["href"]) for link in page.select("a.button")] == ["/needs/new", "/imports/new?kind=needs"]


def test_a_record_shows_where_it_came_from_and_its_history(client: TestClient) -> None:
    page = soup_of(client.get("/needs/XQ001").text)

    assert "来源：needs.csv 第 2 行。" in page.get_text()
    assert [each.get_text() for each in page.select(".steps-of b")] == ["第 1 号导入"]


def test_an_edit_is_kept_and_told(own_client: TestClient) -> None:
    page = "/needs/XQ001/edit"
    done = post(own_client, page, page, version="1", **{"v.budget": "90万元", "v.title": "新名称"})

    text = soup_of(own_client.get("/needs/XQ001").text).get_text()
    assert done[:2] == (303, "/needs/XQ001")
    assert ("第 2 版" in text, "预算：80万元 → 90万元" in text) == (True, True)


def test_an_old_amount_shows_its_unit_and_keeps_it_when_something_else_is_changed(own_client: TestClient) -> None:
    assert isinstance(own_client.app, FastAPI)
    with own_client.app.state.desk.workspace.writing() as stores:
        stores.needs.change("XQ001", {"budget": "80", "extra": {"budget_unit": "万元"}}, expected_version=1)
    page = "/needs/XQ001/edit"
    form = soup_of(own_client.get(page).text)
    labels = [each.get_text() for each in form.select("label")]
    post(own_client, page, page, version="2", **{"v.budget": "80万元", "v.title": "新名称"})
    kept = soup_of(own_client.get("/needs/XQ001").text).get_text()
    post(own_client, page, page, version="3", **{"v.budget": "90万元"})
    changed = soup_of(own_client.get("/needs/XQ001").text).get_text()

    assert [str(each["value"]) for each in form.select('[name="v.budget"]')] == ["80万元"]
    assert [each for each in labels if "unit" in each] == []
    assert ("80万元" in kept, "budget_unit" in kept) == (True, False)
    assert ("预算单位：万元 → （空）" in changed, "budget_unit" in changed) == (True, False)


def test_what_cannot_be_read_is_kept_and_told(own_client: TestClient) -> None:
    page = "/needs/XQ001/edit"
    values = {"v.region": "火星", "v.valid_until": "2026-99-99"}
    done = post(own_client, page, page, version="1", **values)
    empty = post(own_client, page, page, version="2", **{"v.title": "", "v.content": " "})

    text = soup_of(own_client.get("/needs/XQ001").text).get_text()
    assert (done[0], empty[0], "名称和内容不能都空着" in empty[2]) == (303, 422, True)
    assert "有效期无法识别" in text
    assert "火星" in text


def test_whoever_comes_second_sees_both_versions_and_chooses(own_client: TestClient) -> None:
    page = "/needs/XQ001/edit"
    post(own_client, page, page, version="1", **{"v.budget": "90万元", "v.region": "江苏省"})

    second = post(own_client, page, page, version="1", **{"v.budget": "70万元", "v.region": "青禾市云岭县"})
    clash = soup_of(second[2])
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in clash.select(".theirs tbody tr")]
    theirs = {"v.budget": "70万元", "take.budget": "theirs", "v.valid_until": "2028-01-01"}
    kept = post(own_client, page, page, version="2", **theirs)
    shown = own_client.get("/needs/XQ001").text

    assert second[0] == 412
    assert [(row[0], row[1], row[2].split()[0], row[3].split()[0]) for row in rows] == [
        ("地区", "青禾市云岭县", "江苏省", "没有改动，保留现在的"),
        ("预算", "80万元", "90万元", "70万元"),
    ]
    values = {str(each["name"]): each.get("value") for each in clash.select(".edit input")}
    assert (values["version"], values["v.budget"], values["v.region"]) == ("2", "70万元", "江苏省")
    assert kept[:2] == (303, "/needs/XQ001")
    assert ("90万元" in shown, "2028-01-01" in shown) == (True, True)


def test_a_record_is_deleted_after_asking_and_can_be_restored(own_client: TestClient) -> None:
    asked = "/needs/XQ001/delete"
    deleted = post(own_client, asked, asked, version="1")
    gone = own_client.get("/needs?words=主轴热误差").text
    page = own_client.get("/needs/XQ001").text
    restored = post(own_client, "/needs/XQ001", "/needs/XQ001/restore", version="2")

    assert (deleted[:2], restored[:2]) == ((303, "/needs/XQ001"), (303, "/needs/XQ001"))
    assert ("XQ001" in gone, "删除。</b>" in page) == (False, True)
    assert "XQ001" in own_client.get("/needs?words=主轴热误差").text


def test_a_deletion_of_what_somebody_changed_meanwhile_is_refused(own_client: TestClient) -> None:
    page = "/needs/XQ001/edit"
    post(own_client, page, page, version="1", **{"v.budget": "90万元"})

    assert post(own_client, page, "/needs/XQ001/delete", version="1")[0] == 412


def test_a_contact_in_part_changed_is_refused_with_what_was_written(own_client: TestClient) -> None:
    page = "/needs/XQ001/edit"

    status, _, text = post(own_client, page, page, version="1", **{"v.contact": "张** 111"})

    assert (status, "遮盖的联系方式" in text, 'value="张** 111"' in text) == (422, True, True)


def test_a_clash_is_told_before_a_contact_that_was_changed_in_part(own_client: TestClient) -> None:
    page = "/needs/XQ001/edit"
    post(own_client, page, page, version="1", **{"v.budget": "90万元"})

    status, _, text = post(own_client, page, page, version="1", **{"v.contact": "张** 111", "v.budget": "80万元"})

    # Were the part told first, its page would carry the newest version, and the next try would put 80万元 back.
    assert (status, "您填写期间他人改过的内容" in text) == (412, True)


SEEN = {
    Role.COUNTY_BUREAU: ({"N1"}, {"A1", "A2"}),
    Role.UNIVERSITY: ({"N1", "N2"}, {"A1"}),
    Role.ENTERPRISE: ({"N1"}, {"A1", "A2"}),
    Role.EVENT_PLANNER: ({"N1", "N2"}, {"A1", "A2"}),
    Role.ADMINISTRATOR: ({"N1", "N2"}, {"A1", "A2"}),
}


@pytest.mark.parametrize("role", SEEN)
def test_lists_show_what_a_role_may_see(people: Served, role: Role) -> None:
    found = tuple(
        set(re.findall(rf'href="/{kind}/(\w+)"', people.ask(role, "GET", f"/{kind}")[1])) - {"new"}
        for kind in ("needs", "achievements")
    )

    assert found == SEEN[role]


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.COUNTY_BUREAU, "/needs/N1/edit", 200),
        (Role.COUNTY_BUREAU, "/needs/N2/edit", 404),
        (Role.UNIVERSITY, "/needs/N1/edit", 403),
        (Role.UNIVERSITY, "/achievements/A1/edit", 200),
        (Role.UNIVERSITY, "/achievements/A2/edit", 404),
        (Role.ENTERPRISE, "/needs/N2/delete", 404),
        (Role.EVENT_PLANNER, "/needs/N1/delete", 403),
        (Role.EVENT_PLANNER, "/needs/N1", 200),
        (Role.UNIVERSITY, "/needs?deleted=1", 403),
    ],
)
def test_a_page_that_changes_a_record_is_for_whoever_may(people: Served, role: Role, path: str, status: int) -> None:
    assert people.ask(role, "GET", path)[0] == status


def test_no_button_leads_where_a_role_may_not_go(people: Served) -> None:
    text = people.ask(Role.EVENT_PLANNER, "GET", "/needs/N1")[1]

    assert [word for word in ("修改", "删除", "申请引荐", "/imports") if word in text] == []


def test_a_record_leads_to_what_else_its_organisation_has(client: TestClient) -> None:
    page = soup_of(client.get("/needs/XQ001").text)
    address = next(str(link["href"]) for link in page.select(".do a") if link.get_text() == "这家单位的需求")

    listed = soup_of(client.get(address).text)

    assert {cell.get_text() for cell in listed.select(".rl td:nth-child(2)")} == {"青禾恒锐机床有限公司"}
