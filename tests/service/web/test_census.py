"""The census pages: a campaign is opened, its register imported, its board read, by each role its own part."""

import io
import re
from collections.abc import Iterator

import pytest
from docx import Document

from data.records.accounts import Role
from data.records.audit import AuditAction
from data.storage.workspace import Workspace
from service.identity import SESSION_COOKIE
from service.web.forms import form_token_of
from tests.service.people import Served, peopled_service

REGISTER = (
    "企业名称,所属县区,上年销售收入(万元),是否科技型企业,联系人\n"
    "甲机械有限公司,涟水县,2350,否,王工13900001234\n"
    "丁化工有限公司,盱眙县,800,是,李工13900005678\n"
    "戊食品有限公司,盱眙县,300,否,\n"
    "己材料有限公司,盱眙县,,,\n"
    "外地有限公司,北京市海淀区,,,\n"
)
CAMPAIGN = {
    "name": "2026年企业技术需求普查",
    "region_code": "320800",
    "min_revenue_wan": "2000",
    "or_tech_enterprise": "true",
    "min_needs": "1",
    "max_needs": "2",
    "due_on": "2026-12-20",
    "quote": "全部科技型企业每家至少报送1—2项需求。",
}
PHONES = ("13900001234", "13900005678", "0517-82345678")


@pytest.fixture(scope="module")
def census(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A campaign of 淮安市 with four enterprises on its register, and one of everything that follows it."""
    with peopled_service(tmp_path_factory.mktemp("census"), is_indexed=False) as opened:
        city = Role.CITY_BUREAU
        files = {"file": ("名册.csv", REGISTER.encode(), "text/csv")}
        unit = {"region_code": "320826", "unit": "涟水县科技局", "contact": "0517-82345678"}
        problem = {"region_code": "320826", "title": "气孔控制", "statement": "气孔难以检出。", "needs": "N1"}
        project = {"region_code": "320800", "year": "2026", "name": "气孔检测", "money_wan": "50", "problems": "1"}
        visit = {"region_code": "320800", "held_on": "2026-11-01", "host": "东海理工大学", "needs": "N1"}
        state = {"region_code": "320826", "item": "adviser", "progress": "in_place"}
        asked = [
            opened.ask(city, "POST", "/census", data=CAMPAIGN),
            opened.ask(city, "POST", "/census/1/triage"),
            opened.ask(city, "POST", "/census/1/directory", data=unit),
            opened.ask(city, "POST", "/census/problems", data=problem),
            opened.ask(city, "POST", "/census/plan", data=project),
            opened.ask(city, "POST", "/census/dispatches", data={"need_id": "N1", "university": "东海理工大学"}),
            opened.ask(city, "POST", "/census/visits", data=visit),
            opened.ask(city, "POST", "/census/mechanisms", data=state),
        ]
        assert [status for status, _ in asked] == [303] * len(asked)
        status, page = opened.ask(city, "POST", "/census/1/register", files=files)
        assert (status, "新增 4 家" in page, "没有收下 1 行" in page) == (200, True, True)
        yield opened


def test_the_board_counts_who_is_due_and_who_is_missing(census: Served) -> None:
    status, page = census.ask(Role.CITY_BUREAU, "GET", "/census/1")

    assert status == 200
    # 甲 has reported, 丁 has not: 1 of 2; 己 cannot be told.
    assert "50.0%" in page
    for state, county in (("missing", "320830"), ("reported", "320826"), ("cannot_tell", "320830")):
        assert f"/census/1/enterprises?state={state}&amp;county={county}&amp;day=2026-11-22" in page


def test_each_figure_opens_its_list(census: Served) -> None:
    _, board = census.ask(Role.CITY_BUREAU, "GET", "/census/1")
    figures = re.findall(r'href="(/census/1/enterprises[^"]+)">([\d,]+)<', board)

    found = {address: census.ask(Role.CITY_BUREAU, "GET", address.replace("&amp;", "&"))[1] for address, _ in figures}

    assert len(figures) >= 6
    assert [address for address, n in figures if f"共 {n} 家" not in found[address]] == []


def test_a_past_day_knows_nothing_of_what_came_later(census: Served) -> None:
    page = census.ask(Role.CITY_BUREAU, "GET", "/census/1?day=2026-11-20")[1]

    assert "截至2026年11月20日" in page
    assert "0.0%" in page


def test_a_county_reads_its_own_line_and_an_enterprise_its_duty(census: Served) -> None:
    county = census.ask(Role.COUNTY_BUREAU, "GET", "/census/1")[1]
    enterprise = census.ask(Role.ENTERPRISE, "GET", "/census")[1]

    assert ("涟水县" in county, "盱眙县" in county) == (True, False)
    assert "应报</b>：完成。已报 1 项需求，要求至少 1 项。" in enterprise
    assert "压铸件气孔缺陷控制" in enterprise
    assert census.ask(Role.ENTERPRISE, "GET", "/census/1")[0] == 303


@pytest.mark.parametrize("role", [Role.UNIVERSITY, Role.EVENT_PLANNER])
def test_others_have_no_census(census: Served, role: Role) -> None:
    assert census.ask(role, "GET", "/census")[0] == 403


PAGES = (
    "/census",
    "/census/1",
    "/census/1/edit",
    "/census/1/register",
    "/census/1/enterprises",
    "/census/1/outside",
    "/census/1/counties/320826",
    "/census/1/directory",
    "/census/1/triage",
    "/census/problems",
    "/census/problems/1",
    "/census/plan?year=2026",
    "/census/dispatches",
    "/census/dispatches/proposals",
    "/census/visits",
    "/census/visits/1",
    "/census/mechanisms",
    "/census/mechanisms?region=320826",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_a_contact(census: Served, path: str) -> None:
    status, page = census.ask(Role.CITY_BUREAU, "GET", path)

    assert (status, [phone for phone in PHONES if phone in page]) == (200, [])


FILES = (
    "/census/1/counties/320830/reminder.docx",
    "/census/1/files/board.xlsx",
    "/census/1/files/board.docx",
    "/census/1/files/reminders.zip",
    "/census/1/files/triage.xlsx",
    "/census/1/files/triage.docx",
    "/census/1/files/directory.docx",
    "/census/problems/1/sheet.docx",
    "/census/plan/2026/plan.xlsx",
    "/census/plan/2026/plan.docx",
    "/census/dispatches/sheet.docx?university=东海理工大学",
)


@pytest.mark.parametrize("path", FILES)
def test_files_are_given_to_bureaus_alone(census: Served, path: str) -> None:
    asked = {role: census.ask(role, "GET", path)[0] for role in (Role.CITY_BUREAU, Role.ENTERPRISE)}

    assert asked == {Role.CITY_BUREAU: 200, Role.ENTERPRISE: 403}


def test_the_directory_in_full_is_for_its_bureau_and_in_the_trail(census: Served) -> None:
    address = "/census/1/directory/full"
    assert [census.ask(each, "POST", address)[0] for each in (Role.ENTERPRISE, Role.UNIVERSITY)] == [403, 403]
    token = census.cookie(Role.CITY_BUREAU)
    cookie = {"cookie": f"{SESSION_COOKIE}={token}"}

    masked = census.client.get("/census/1/files/directory.docx", headers=cookie).content
    full = census.client.post(address, data={"form_token": form_token_of(token)}, headers=cookie).content

    assert [PHONES[2] in words_of(each) for each in (masked, full)] == [False, True]
    with Workspace.open(census.settings.home) as workspace, workspace.reading() as stores:
        trail = stores.audit.of_record("census_campaigns", "1")
    [told] = [each for each in trail if each.entry.action is AuditAction.REVEALED]
    assert PHONES[2] not in str(told)


def words_of(content: bytes) -> str:
    """Return the words of the tables of a Word file."""
    tables = Document(io.BytesIO(content)).tables
    return "".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def test_a_changed_campaign_is_told_to_whoever_changed_the_old_one(census: Served) -> None:
    page = census.ask(Role.CITY_BUREAU, "GET", "/census/1/edit")[1]
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    changed = {**CAMPAIGN, "name": "2026年普查", "version": version}

    first = census.ask(Role.CITY_BUREAU, "POST", "/census/1/edit", data=changed)[0]
    second = census.ask(Role.CITY_BUREAU, "POST", "/census/1/edit", data=changed | {"name": "另一个名称"})[0]

    assert (first, second) == (303, 412)


def test_facts_entered_by_hand_tell_who_is_due(census: Served) -> None:
    given = {"name": "辛材料有限公司", "county_code": "320830", "is_tech": "true"}
    before = census.ask(Role.CITY_BUREAU, "GET", "/census/1/enterprises?state=due&county=320830")[1]

    taken = census.ask(Role.CITY_BUREAU, "POST", "/census/1/enterprise", data=given)[0]

    after = census.ask(Role.CITY_BUREAU, "GET", "/census/1/enterprises?state=due&county=320830")[1]
    assert (taken, "共 1 家" in before, "共 2 家" in after) == (303, True, True)


def test_a_form_with_a_fault_comes_back_with_what_was_written(census: Served) -> None:
    outside, project = CAMPAIGN | {"region_code": "320100"}, {"region_code": "320800", "name": "甲", "needs": "X"}
    answers = [
        census.ask(Role.CITY_BUREAU, "POST", "/census", data=outside),
        census.ask(Role.CITY_BUREAU, "POST", "/census/plan", data=project),
        census.ask(Role.CITY_BUREAU, "POST", "/census/1/register"),
        census.ask(Role.CITY_BUREAU, "POST", "/census/dispatches/1", data={"after": "taken_up", "version": "1"}),
    ]

    assert [status for status, _ in answers] == [404, 404, 422, 422]
    assert "2026年企业技术需求普查" in answers[0][1]


def test_an_answer_moves_a_dispatch(census: Served) -> None:
    said = {"after": "taken_up", "version": "1", "note": "11月21日来电"}

    moved = census.ask(Role.CITY_BUREAU, "POST", "/census/dispatches/1", data=said)[0]

    assert moved == 303
    assert "11月21日来电" in census.ask(Role.CITY_BUREAU, "GET", "/census/dispatches?list=taken_up")[1]


CENSUS_RULE = {
    "kind": "census",
    "t.min_revenue_yuan": "20000000",
    "t.or_tech_enterprise": "true",
    "t.min_needs": "2",
    "t.due_on": "2026-12-20",
}


def test_a_campaign_is_filled_from_a_confirmed_rule_and_leads_back_to_it(census: Served) -> None:
    city = Role.CITY_BUREAU
    assert census.ask(city, "POST", "/rules/new", data=CENSUS_RULE)[0] == 303
    assert census.ask(city, "POST", "/rules/1/withdraw", data={"version": "1"})[0] == 303
    assert census.ask(city, "GET", "/census?rule=1")[0] == 409
    assert census.ask(city, "POST", "/rules/1/confirm", data={"version": "1"})[0] == 303

    page = census.ask(city, "GET", "/census?rule=1")[1]
    filled = dict(re.findall(r'name="(rule|rule_version|min_needs|min_revenue_wan|due_on)"[^>]* value="([^"]+)"', page))
    given = {**CAMPAIGN, **filled, "quote": ""}
    assert filled == {
        "rule": "1", "rule_version": "1", "min_needs": "2", "min_revenue_wan": "2000", "due_on": "2026-12-20",
    }  # fmt: skip
    followed, own = (
        census.client.post(
            "/census",
            data={**each, "form_token": re.findall(r'name="form_token" value="([^"]+)"', page)[-1]},
            headers={"cookie": f"duijie_session={census.cookie(city)}"},
        )
        for each in (given | {"max_needs": ""}, given | {"max_needs": "", "min_needs": "3"})
    )

    told = 'href="/rules/1">规则 1</a> 第 1 版'
    boards = [census.ask(city, "GET", each.headers["location"])[1] for each in (followed, own)]
    assert [told in board for board in boards] == [True, False]


def test_a_need_tells_what_became_of_it(census: Served) -> None:
    page = census.ask(Role.CITY_BUREAU, "GET", "/needs/N1")[1]

    assert "凝练为共性问题：" in page
    assert "列入2026年科技计划：" in page
    assert "转送东海理工大学：" in page
    assert "需求去向" not in census.ask(Role.ENTERPRISE, "GET", "/needs/N1")[1]
