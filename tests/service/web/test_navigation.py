"""The navigation shows each role what it may open, and where one is."""

from dataclasses import replace

import pytest

from data.records.accounts import OPERATOR, Role
from service.identity import Caller
from service.web.navigation import Link, menu_of
from tests.service.people import ACTORS, Served, account_of

OFFICE = ["首页", "找伙伴", "需求", "成果", "单位", "对接会", "签约", "通知与报表", "数据"]
BUREAU = ["首页", "找伙伴", "需求", "成果", "单位", "对接会", "签约", "联盟", "普查", "通知与报表", "数据"]
# By hand from the permission table.
SECTIONS = {
    **dict.fromkeys(Role, BUREAU),
    Role.UNIVERSITY: [each for each in BUREAU if each != "普查"],
    Role.EVENT_PLANNER: OFFICE,
    Role.ADMINISTRATOR: [*BUREAU, "管理"],
}


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_sections(role: Role) -> None:
    menu = menu_of(Caller(ACTORS[role], account_of(role)), "/")

    assert [each.label for each in menu.sections] == SECTIONS[role]
    assert [each.label for each in menu.sections if each.is_current] == ["首页"]
    assert menu.who == role.value


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", ("首页",)),
        ("/waiting/vague", ("首页",)),
        ("/doctor", ("找伙伴", "诊断需求")),
        ("/label/N1", ("找伙伴", "盲评")),
        ("/needs/N1/matches", ("需求", "需求名单")),
        ("/companies/甲机械有限公司", ("需求",)),
        ("/jobs/7", ("数据", "后台任务")),
        ("/imports/new", ("数据", "导入文件")),
        ("/imports/3/undo", ("数据", "导入记录")),
        ("/notices/1", ("通知与报表", "通知")),
        ("/rules/deadlines", ("通知与报表", "时限一览")),
        ("/rules/3", ("通知与报表", "规则")),
        ("/census/1/register", ("普查", "需求普查")),
        ("/census/plan", ("普查", "计划对照")),
        ("/audit", ("管理", "操作记录")),
        ("/password", ()),
        ("/nothing", ()),
        ("/needsx", ()),
    ],
)
def test_where_one_is_stands_in_words(path: str, place: tuple[str, ...]) -> None:
    assert menu_of(Caller(OPERATOR), path).place == place


def test_pages_of_a_section_are_those_of_the_role() -> None:
    planner = menu_of(Caller(ACTORS[Role.EVENT_PLANNER], account_of(Role.EVENT_PLANNER)), "/match")

    assert planner.pages == (
        Link("粘贴需求", "/match", is_current=True),
        Link("查找", "/search", is_current=False),
        Link("保存的查找", "/searches", is_current=False),
        Link("诊断需求", "/doctor", is_current=False),
    )


def test_with_a_password_of_somebody_else_nothing_else_is_open() -> None:
    account = replace(account_of(Role.ADMINISTRATOR), must_change=True)
    menu = menu_of(Caller(ACTORS[Role.ADMINISTRATOR], account), "/password")

    assert (menu.sections, menu.pages) == ((), ())


@pytest.mark.parametrize("role", Role)
def test_every_link_of_the_menu_opens(peopled: Served, role: Role) -> None:
    menu = menu_of(Caller(ACTORS[role], account_of(role)), "/")
    pages = {page.address for link in menu.sections for page in menu_of(Caller(ACTORS[role]), link.address).pages}
    opened = {path: peopled.ask(role, "GET", path)[0] for path in pages | {link.address for link in menu.sections}}

    assert {path: status for path, status in opened.items() if status != 200} == {}
