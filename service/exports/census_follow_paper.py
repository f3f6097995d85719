"""What is done with the needs of a census, as papers: questions, problem sheets, plans, dispatches, briefings."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from data.records.achievements import Achievement
from data.records.census import CountyUnit
from data.records.needs import Need
from matcher.phrases import LEVEL_LABELS
from service.docking.census.condensing import ProblemSheet
from service.docking.census.names import short_name
from service.docking.census.phrases import VERDICT_LABELS
from service.docking.census.planning import PlanTrace
from service.docking.census.triage import TriagedNeed
from service.docking.census.visiting import BriefedNeed, Briefing
from service.exports import census_follow_phrases as phrases
from service.exports.census_paper import told_wan
from service.exports.masking import MASKED, RecordTexts, printable
from service.exports.paper import Paper, PaperCell, PaperPart, PaperTable, columns

Rows = tuple[tuple[PaperCell, ...], ...]

_MOST_TEXT: Final = 600
"""Characters of a need that a briefing quotes; the whole is in the system."""


def triage_paper(name: str, triaged: Sequence[TriagedNeed], *, as_of: date) -> Paper:
    """Return the needs with what the doctor says of them and what to ask the enterprise."""
    heads = columns(
        ("序号", 6), ("企业", 28), ("需求名称", 34), ("县区", 12), ("诊断", 12), ("向企业补问", 60), ("需求编号", 14)
    )
    rows: Rows = tuple(_triage_row(n, each) for n, each in enumerate(triaged, start=1))
    table = PaperTable(phrases.TRIAGE, heads, rows, phrases.NO_NEED)
    counts = {label: sum(each.verdict is verdict for each in triaged) for verdict, label in VERDICT_LABELS.items()}
    lead = "，".join(f"{label} {n} 项" for label, n in counts.items()) + "。"
    return Paper(_clean(f"{name}{phrases.TRIAGE}"), as_of, (lead,), (PaperPart(phrases.TRIAGE, table=table),), (table,))


def problem_paper(sheet: ProblemSheet, *, as_of: date) -> Paper:
    """Return a common problem with the needs it comes from and the projects that answer it."""
    texts = RecordTexts(MASKED)
    heads = columns(("序号", 6), ("企业", 28), ("需求名称", 40), ("需求编号", 14))
    rows: Rows = tuple(
        (n, _field(texts, need, "enterprise"), _field(texts, need, "title"), need.id)
        for n, need in enumerate(sheet.needs, start=1)
    )
    sources = PaperTable(phrases.SOURCES, heads, rows, phrases.NO_NEED)
    projects = _projects_table([(each.year, each.name, each.unit, each.money_yuan) for each in sheet.projects])
    hidden = (phrases.HIDDEN.format(n=sheet.n_hidden),) if sheet.n_hidden else ()
    parts = (
        PaperPart(phrases.STATEMENT, lines=(_clean(sheet.problem.statement),)),
        PaperPart(phrases.SOURCES, lines=hidden, table=sources),
        PaperPart(phrases.PROJECTS, table=projects),
    )
    lead = (phrases.PROBLEM_LEAD.format(needs=len(sheet.problem.need_ids), enterprises=len(sheet.enterprises)),)
    return Paper(_clean(sheet.problem.title), as_of, lead, parts, (sources, projects))


def plan_paper(traced: PlanTrace, *, as_of: date) -> Paper:
    """Return the projects of a plan, each with what stands behind it, and the share of the money."""
    heads = columns(
        ("序号", 6),
        ("项目", 38),
        ("承担单位", 28),
        ("经费（万元）", 12),
        ("共性问题", 34),
        ("需求", 24),
        ("有无需求支撑", 12),
    )
    rows: Rows = tuple(
        (
            n,
            _clean(each.project.name),
            _clean(each.project.unit),
            "未填" if each.project.money_yuan is None else told_wan(each.project.money_yuan),
            "；".join(_clean(problem.title) for problem in each.problems),
            "、".join(each.project.need_ids),
            "有" if each.is_backed else "没有",
        )
        for n, each in enumerate(traced.projects, start=1)
    )
    table = PaperTable(phrases.PLAN, heads, rows, phrases.NO_PROJECT)
    share = "—" if traced.share is None else f"{100 * traced.share:.1f}%"
    lead = phrases.PLAN_LEAD.format(
        n=len(traced.projects),
        backed=traced.n_backed,
        money=told_wan(traced.money_yuan),
        backed_money=told_wan(traced.backed_yuan),
        share=share,
        unknown=traced.n_unknown,
    )
    return Paper(
        phrases.PLAN_TITLE.format(year=traced.year), as_of, (lead,), (PaperPart(phrases.PLAN, table=table),), (table,)
    )


def dispatch_paper(
    university: str, needs: Sequence[tuple[Need, Sequence[Achievement]]], *, due: date, as_of: date
) -> Paper:
    """Return what is sent to a university: the needs meant for it, with its own results that speak for each."""
    texts = RecordTexts(MASKED)
    heads = columns(
        ("序号", 6), ("需求名称", 34), ("地区", 18), ("需求内容", 70), ("贵单位相近成果", 34), ("需求编号", 14)
    )
    rows: Rows = tuple(
        (
            n,
            _field(texts, need, "title"),
            _field(texts, need, "region"),
            _cut(_field(texts, need, "content")),
            "；".join(_field(texts, each, "title") for each in offers),
            need.id,
        )
        for n, (need, offers) in enumerate(needs, start=1)
    )
    table = PaperTable(phrases.DISPATCHED, heads, rows, phrases.NO_NEED)
    lead = (f"{_clean(university)}：", phrases.DISPATCH_LEAD.format(n=len(rows), due=_day(due)))
    return Paper(phrases.DISPATCH_TITLE, as_of, lead, (PaperPart(phrases.DISPATCHED, table=table),), (table,))


def briefing_paper(briefing: Briefing) -> Paper:
    """Return the two sides of a visit: our needs with what the host can answer, and what else the host has."""
    texts, visit = RecordTexts(MASKED), briefing.visit
    ours, theirs = _ours(texts, briefing.needs, has_offers=bool(briefing.n_offers)), _theirs(texts, briefing.offers)
    lead = [
        phrases.VISIT_LEAD.format(
            day=_day(visit.held_on), host=_clean(visit.host), leader=_clean(visit.leader) or "未定"
        ),
        phrases.VISIT_COUNTS.format(
            needs=len(briefing.needs),
            answered=sum(bool(each.answers) for each in briefing.needs),
            offers=briefing.n_offers,
        ),
    ]
    if visit.members:
        lead.append(phrases.MEMBERS.format(text=_clean(visit.members)))
    if visit.purpose:
        lead.append(phrases.PURPOSE.format(text=_clean(visit.purpose)))
    parts = (
        PaperPart(phrases.OURS, lines=(phrases.OURS_NOTE,), table=ours),
        PaperPart(phrases.THEIRS, lines=(phrases.THEIRS_NOTE,), table=theirs),
    )
    return Paper(phrases.BRIEFING_TITLE, briefing.as_of, tuple(lead), parts, (ours, theirs))


def directory_paper(name: str, units: Sequence[CountyUnit], *, as_of: date, in_full: bool = False) -> Paper:
    """Return the directory of a campaign, contacts masked; in full for whoever files it, which is written down."""
    heads = columns(
        ("序号", 6), ("地区", 14), ("单位", 30), ("工作组", 16), ("姓名", 12), ("职务", 18), ("联系方式", 22)
    )
    rows: Rows = tuple(
        (
            n,
            short_name(each.region_code),
            *(_clean(text) for text in (each.unit, each.group, each.person, each.post)),
            printable(each.contact if in_full else MASKED.value(each.contact)),
        )
        for n, each in enumerate(units, start=1)
    )
    table = PaperTable(phrases.DIRECTORY, heads, rows, phrases.NO_UNIT)
    part = PaperPart(phrases.DIRECTORY, table=table)
    return Paper(_clean(f"{name}{phrases.DIRECTORY}"), as_of, (), (part,), (table,))


def _triage_row(number: int, each: TriagedNeed) -> tuple[PaperCell, ...]:
    said = each.said
    questions = "" if said is None else "\n".join(f"{n}．{text}" for n, text in enumerate(said.questions, start=1))
    return (
        number,
        _clean(each.arrival.enterprise),
        _clean(each.arrival.title),
        short_name(each.county_code),
        VERDICT_LABELS[each.verdict],
        printable(MASKED.text(questions)),
        each.arrival.need_id,
    )


def _projects_table(projects: Iterable[tuple[int, str, str, int | None]]) -> PaperTable:
    heads = columns(("年度", 8), ("项目", 40), ("承担单位", 30), ("经费（万元）", 12))
    rows: Rows = tuple(
        (year, _clean(name), _clean(unit), "未填" if money is None else told_wan(money))
        for year, name, unit, money in projects
    )
    return PaperTable(phrases.PROJECTS, heads, rows, phrases.NO_PROJECT)


def _ours(texts: RecordTexts, needs: Sequence[BriefedNeed], *, has_offers: bool) -> PaperTable:
    heads = columns(("序号", 6), ("我方需求", 30), ("企业", 22), ("需求内容", 52), ("对方能解决的", 52))
    rows: Rows = tuple(
        (
            n,
            _field(texts, each.need, "title"),
            _field(texts, each.need, "enterprise"),
            _cut(_field(texts, each.need, "content")),
            _answers(texts, each, has_offers=has_offers),
        )
        for n, each in enumerate(needs, start=1)
    )
    return PaperTable(phrases.OURS, heads, rows, phrases.NO_NEED)


def _answers(texts: RecordTexts, each: BriefedNeed, *, has_offers: bool) -> str:
    lines = []
    for offer, match in each.answers:
        title, team = _field(texts, offer, "title"), _field(texts, offer, "team")
        summary = printable(texts.said_of(match.summary, each.need, offer))
        lines.append(f"{title}{f'（{team}）' if team else ''}：{LEVEL_LABELS[match.level]}。{summary}")
    if each.nearest is not None:
        offer, match = each.nearest
        lines.append(phrases.NEAREST.format(title=_field(texts, offer, "title"), level=LEVEL_LABELS[match.level]))
    return "\n".join(lines) or (phrases.NOT_ANSWERED if has_offers else phrases.NO_ANSWER)


def _theirs(texts: RecordTexts, offers: Sequence[Achievement]) -> PaperTable:
    heads = columns(("序号", 6), ("对方成果", 44), ("团队", 22), ("领域", 20), ("成熟程度", 16), ("成果编号", 14))
    rows: Rows = tuple(
        (n, *(_field(texts, each, name) for name in ("title", "team", "field", "maturity")), each.id)
        for n, each in enumerate(offers, start=1)
    )
    return PaperTable(phrases.THEIRS, heads, rows, phrases.NO_OFFER)


def _field(texts: RecordTexts, record: Need | Achievement, name: str) -> str:
    return " ".join(printable(texts.fields(record).get(name, "")).split())


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}……（全文见系统）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _clean(text: str) -> str:
    return " ".join(printable(MASKED.text(text)).split())
