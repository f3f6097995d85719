"""What stands above every page: the sections by job, of which each role sees those it may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from data.records.accounts import Actor
from service.docking.accounts import ROLE_LABELS
from service.docking.permissions import PERMISSIONS, Action, Reach
from service.identity import Caller


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that the navigation leads to, and what one must be permitted to open it."""

    label: str
    address: str
    action: Action


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one job.

    Attributes:
        entries: at least one.
        below: beginnings of other addresses that belong here.
    """

    label: str
    entries: tuple[Entry, ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the navigation; `is_current` marks where one is."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The navigation of one page.

    Attributes:
        sections: those one may open.
        pages: of the section one is in; empty where it has only one.
        place: where one is, in words: "找伙伴", "诊断需求"; empty where no section holds the page.
        who: name of the person; "" at the single desk of a workspace without accounts.
        role: their role in Chinese.
    """

    sections: tuple[Link, ...]
    pages: tuple[Link, ...]
    place: tuple[str, ...]
    who: str = ""
    role: str = ""


SECTIONS: Final = (
    Section(
        "首页",
        (
            Entry("首页", "/", Action.SEARCH),
            Entry("看板", "/board", Action.NEEDS_VIEW),
        ),
        ("/waiting/",),
    ),
    Section(
        "找伙伴",
        (
            Entry("粘贴需求", "/match", Action.TEXT_MATCH),
            Entry("查找", "/search", Action.SEARCH),
            Entry("保存的查找", "/searches", Action.SEARCH),
            Entry("诊断需求", "/doctor", Action.TEXT_MATCH),
            Entry("盲评", "/label", Action.PAIRS_LABEL),
        ),
    ),
    Section(
        "需求",
        (
            Entry("需求名单", "/needs", Action.NEEDS_VIEW),
            Entry("转来的需求", "/dispatched", Action.DISPATCHES_ANSWER),
        ),
        ("/companies/",),
    ),
    Section("成果", (Entry("成果名单", "/achievements", Action.ACHIEVEMENTS_VIEW),), ("/universities/",)),
    Section("单位", (Entry("单位名单", "/parties", Action.PARTIES_VIEW),)),
    Section(
        "对接会",
        (
            Entry("对接会", "/events", Action.EVENTS_VIEW),
            Entry("场次进度", "/events/quotas", Action.EVENTS_PLAN),
            Entry("专家走访", "/visits", Action.EVENTS_PLAN),
        ),
    ),
    Section(
        "签约",
        (
            Entry("签约台账", "/deals", Action.DEALS_VIEW),
            Entry("引荐", "/introductions", Action.INTRODUCTIONS_VIEW),
            Entry("签约仪式", "/ceremonies", Action.DEALS_VIEW),
            Entry("揭榜挂帅", "/challenges", Action.CHALLENGES_VIEW),
            Entry("联系方式查看记录", "/reveals", Action.REVEALS_VIEW),
        ),
    ),
    Section("联盟", (Entry("联盟名录", "/alliances", Action.ALLIANCES_VIEW),)),
    Section(
        "普查",
        (
            Entry("需求普查", "/census", Action.CENSUS_VIEW),
            Entry("共性问题", "/census/problems", Action.CENSUS_RUN),
            Entry("计划对照", "/census/plan", Action.CENSUS_RUN),
            Entry("需求转送", "/census/dispatches", Action.CENSUS_RUN),
            Entry("走访", "/census/visits", Action.CENSUS_RUN),
            Entry("长效机制", "/census/mechanisms", Action.CENSUS_RUN),
        ),
    ),
    Section(
        "通知与报表",
        (
            Entry("通知", "/notices", Action.NOTICES_VIEW),
            Entry("时限一览", "/rules/deadlines", Action.NOTICES_VIEW),
            Entry("规则", "/rules", Action.NOTICES_VIEW),
            Entry("台账", "/registers", Action.REGISTERS_VIEW),
            Entry("报表", "/reports", Action.REPORTS_VIEW),
            Entry("通知所附表格", "/reports/forms", Action.REPORTS_VIEW),
            Entry("报送情况", "/reports/handed-in", Action.REPORTS_VIEW),
            Entry("责任分工", "/reports/tasks", Action.REPORTS_VIEW),
            Entry("活动名额", "/reports/event-quotas", Action.REPORTS_VIEW),
        ),
    ),
    Section(
        "数据",
        (
            Entry("导入文件", "/imports/new", Action.RECORDS_IMPORT),
            Entry("导入记录", "/imports", Action.RECORDS_IMPORT),
            Entry("平台交换", "/connectors", Action.EXPORT),
            Entry("后台任务", "/jobs", Action.JOBS_VIEW),
        ),
    ),
    Section(
        "管理",
        (
            Entry("账户", "/users", Action.USERS_MANAGE),
            Entry("操作记录", "/audit", Action.AUDIT_VIEW),
            Entry("设置", "/settings", Action.SETTINGS_MANAGE),
        ),
    ),
)


def menu_of(caller: Caller, path: str) -> Menu:
    """Return the navigation of a page for whoever asks; with a foreign password, only their own account is open."""
    account = caller.account
    who, role = ("", "") if account is None else (account.name, ROLE_LABELS[account.role])
    if account is not None and account.must_change:
        return Menu((), (), (), who, role)
    here = section_of(path)
    opened = [(section, _open_to(caller.actor, section.entries)) for section in SECTIONS]
    sections = tuple(Link(section.label, entries[0].address, section is here) for section, entries in opened if entries)
    entries = _open_to(caller.actor, () if here is None else here.entries)
    current = _nearest(entries, path)
    pages = tuple(Link(each.label, each.address, each is current) for each in entries) if len(entries) > 1 else ()
    place = () if here is None else tuple(dict.fromkeys([here.label, *([current.label] if current else [])]))
    return Menu(sections, pages, place, who, role)


def section_of(path: str) -> Section | None:
    """Return the section a page belongs to; None for a page of no section, such as one's own account."""
    return next((section for section in SECTIONS if _holds(section, path)), None)


def _holds(section: Section, path: str) -> bool:
    return any(_is_below(each.address, path) for each in section.entries) or path.startswith(section.below or "\n")


def _is_below(address: str, path: str) -> bool:
    return path == address or (address != "/" and path.startswith(f"{address}/"))


def _open_to(actor: Actor, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(each for each in entries if PERMISSIONS[each.action][actor.role] is not Reach.NONE)


def _nearest(entries: Iterable[Entry], path: str) -> Entry | None:
    """Return the entry a page lies below; of one below another ("/census/plan" below "/census") the inner one."""
    found = [each for each in entries if _is_below(each.address, path)]
    return max(found, key=lambda each: len(each.address), default=None)
