"""The official forms that reports fill: with what, for whom, and by which quotas and deadlines of notices."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from data.records.forms import FormCell, FormColumn, FormLayout, FormTable
from data.records.notices import Notice
from data.records.reports import Figure, FigureHead, FigureLine, FigureTable, FormSheet, Measure, Report
from data.records.rulebook import KeptNotice
from data.records.rules import Check, DueTerms, Outcome, QuotaTerms, Rule, RuleKind
from data.reference.form_layouts import form_text, load_form_layouts
from data.reference.regions import RegionLevel, load_regions
from data.storage.workspace import Workspace
from ingest.contacts import mask_contacts, mask_value
from ingest.parsing.regions import find_region
from service.docking.beijing import beijing_day
from service.docking.census.names import name_key
from service.docking.events.event_quotas import level_of
from service.docking.notices.standing import standing
from service.docking.reports import form_projects, form_records, form_signings
from service.docking.reports.form_rows import FormDraft, FormRowDraft
from service.docking.reports.gathering import group_code
from service.docking.reports.occasion import Occasion
from service.docking.reports.tables import rules_used
from service.docking.rules.facts import QuotaFacts, UnitCount
from service.docking.rules.quota import check_quota

Rows = Callable[[Occasion], Iterable[FormRowDraft]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSource:
    """What a form is filled with.

    Attributes:
        whose: Chinese: with whose data, and which records are chosen.
        table: key of its table; "" where each record gets a copy of its own.
        rows: fills the table.
        copies: makes the copies of a form without a table.
        items: word in the item of a quota rule -> the tag of the rows it counts; "" all rows.
        by_university: quotas are those of universities, and it may be asked for of one alone.
        is_monthly: for a month; else for a year.
        counts: what its number of lines is called, with its unit.
        figures: of a form whose lines are figures: the tables they stand in, with their records.
    """

    whose: str
    table: str = ""
    rows: Rows | None = None
    copies: Callable[[Occasion], FormDraft] | None = None
    items: Mapping[str, str] = field(default_factory=dict)
    by_university: bool = False
    is_monthly: bool = False
    counts: tuple[str, str] = ("填报", "项")
    figures: Callable[[Occasion], tuple[FigureTable, ...]] | None = None


SOURCES: Final[Mapping[str, FormSource]] = MappingProxyType({
    "guangdong-2007-3": FormSource(
        whose="签约台账中标为“重大科技项目”、没有婉拒或终止的项目；需求来源、内容和投入取自对应的需求。",
        table="projects", rows=form_projects.proposals, items={form_projects.TOWN: form_projects.TOWN},
    ),
    "guangdong-2007-4": FormSource(
        whose="签约台账中写明成果、并有本地区企业参加的科技成果；成果内容取自成果库。",
        table="achievements", rows=form_records.results, by_university=True,
    ),
    "guangdong-2007-5": FormSource(
        whose="“示范基地和产业化基地”台账中状态为申报、推荐的。",
        table="bases", rows=form_records.bases,
        items={form_records.AREA: form_records.AREA, form_records.BASE: form_records.BASE},
    ),
    "guangdong-2007-6": FormSource(
        whose="签约台账中报告期上一年签订技术合同的项目，一个项目一张；合同额和到账额分列。",
        copies=form_projects.progress, counts=("填表项目", "项"),
    ),
    "guangdong-2007-7": FormSource(
        whose="全部台账和名册，每个数字附统计口径。", table="figures", rows=form_records.statistics,
        counts=("指标", "个"), figures=form_records.figure_tables,
    ),
    "huaian-2010-2": FormSource(
        whose="需求普查的通讯录。", table="people", rows=form_records.directory, counts=("人员", "人")
    ),
    "huaian-2010-3": FormSource(
        whose="报告期内到达的企业需求；销售收入和是否科技型企业取自普查名册。",
        table="needs", rows=form_records.census_needs,
    ),
    "huaian-2010-4": FormSource(
        whose="签约台账中登记了合作深度的项目。", table="enterprises", rows=form_projects.deepening, is_monthly=True
    ),
    "huaian-2010-5": FormSource(
        whose="签约台账中报告月份内有洽谈、签约或到账的项目。", table="deals", rows=form_projects.talks, is_monthly=True
    ),
    "huaian-2010-6": FormSource(
        whose="报告期内签约仪式选定的项目；没有安排签约仪式的，取签约台账中有优先标记、已签协议或合同的项目，合同在前。",
        table="projects", rows=form_signings.signings, items={"重点对接项目": "", "签约": ""},
    ),
})  # fmt: skip
"""By the id of the layout. The other forms are filled where their own work is done."""


def form_report(occasion: Occasion) -> Report:
    """Return a form filled, with the quotas that notices set for it checked."""
    layout, source = load_form_layouts()[occasion.key.form], SOURCES[occasion.key.form]
    draft = _draft(occasion, layout, source)
    checks = quota_checks(occasion, layout, source, draft.rows)
    label, unit = source.counts
    head = FigureHead(id="rows", label=label, measure=Measure.COUNT, unit=unit, rule=source.whose)
    figure = Figure(amount=len(draft.rows), records=tuple(each.record for each in draft.rows))
    figures = () if source.figures is None else source.figures(occasion)
    line = FigureLine(code=occasion.key.region_code, name=occasion.unit, figures=(figure,))
    return replace(
        occasion.report(),
        title=f"{occasion.unit}{occasion.period.name}{layout.title}（{layout.label}）",
        lead=(source.whose,),
        tables=(FigureTable(name="填报", heads=(head,), lines=(line,)), *figures),
        sheets=draft.sheets,
        layout=form_text(layout.id),
        rules=rules_used(checks),
    )


def _draft(occasion: Occasion, layout: FormLayout, source: FormSource) -> FormDraft:
    if source.copies is not None:
        draft = source.copies(occasion)
        return replace(draft, sheets=tuple(_hidden(layout, each) for each in draft.sheets))
    assert source.rows is not None  # noqa: S101 - one of the two is there
    rows = tuple(source.rows(occasion))
    lead = {"unit": occasion.unit, "filled_on": str(occasion.material.as_of)}
    lead |= {"month": occasion.period.name, "period": occasion.period.name, "batch": occasion.period.name}
    asked = {key for _, key in layout.lead}
    sheet = FormSheet(
        texts=tuple((key, text) for key, text in lead.items() if key in asked),
        tables=((source.table, tuple(tuple(each.entry.items()) for each in rows)),),
    )
    return FormDraft(sheets=(_hidden(layout, sheet),), rows=rows)


def _hidden(layout: FormLayout, sheet: FormSheet) -> FormSheet:
    """Return a copy of a form with its contacts masked: what is kept and sent holds none."""
    personal = {each.key for each in _places(layout) if each.is_contact}

    def hide(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple((key, mask_value(text) if key in personal else mask_contacts(text)) for key, text in pairs)

    tables = tuple((key, tuple(hide(row) for row in rows)) for key, rows in sheet.tables)
    return FormSheet(texts=hide(sheet.texts), tables=tables)


def _places(layout: FormLayout) -> Iterator[FormCell | FormColumn]:
    for part in layout.parts:
        yield from part.columns if isinstance(part, FormTable) else part.cells


def quota_checks(
    occasion: Occasion, layout: FormLayout, source: FormSource, rows: Sequence[FormRowDraft]
) -> tuple[Check, ...]:
    """Check the lines of a form by every quota that applies on the day, unit by unit (GD-05, 06, 09, 11).

    What is still missing is no failure before the last day of the form or, where none is known, of its period.
    """
    found: list[Check] = []
    rules = rules_for(occasion, layout, source)
    day = occasion.material.as_of
    last_days = [terms.on for _, terms in rules.dues if terms.on is not None] or [occasion.period.last]
    is_over = all(beijing_day(occasion.at) > each for each in last_days)
    for rule, terms in rules.quotas:
        tag = next((tag for word, tag in source.items.items() if word in terms.item), "")
        counted = [each for each in rows if not tag or tag in each.tags]
        units = _units(occasion, source, terms, counted)
        checks = check_quota(rule, QuotaFacts(units=units, as_of=day, is_over=is_over))
        wider = "" if source.by_university else _wider(occasion, layout, rule, terms)
        found += [_of_a_part(each, wider) for each in checks] if wider else checks
    return tuple(found)


def _units(
    occasion: Occasion, source: FormSource, terms: QuotaTerms, rows: Sequence[FormRowDraft]
) -> tuple[UnitCount, ...]:
    """Return how many lines each unit of a quota brings: universities, the cities of a province, or the region."""
    if source.by_university:
        names = [occasion.key.subject] if occasion.key.subject else sorted({each.unit for each in rows})
        return tuple(_counted(name, [row for row in rows if name_key(row.unit) == name_key(name)]) for name in names)
    groups = occasion.material.groups
    is_whole = not terms.unit or load_regions()[occasion.material.region_code].level is not RegionLevel.PROVINCE
    if is_whole:
        return (_counted(occasion.unit, rows),)
    return tuple(_counted(name, [row for row in rows if group_code(groups, row.unit) == code]) for code, name in groups)


def _wider(occasion: Occasion, layout: FormLayout, rule: Rule, terms: QuotaTerms) -> str:
    """Return whose quota it is, in words, where that is a wider place than the report's region; else "".

    A quota "of each city" is no county's, and one for the whole is that of whoever issued the notice, as far as it, or
    the name of the form's notice, tells; a county holds no campaign of its own.
    """
    regions = load_regions()
    own = _LEVELS.index(regions[occasion.material.region_code].level)
    if terms.unit:
        level = level_of(terms.unit)
        return terms.unit if level is not None and _LEVELS.index(level) < own else ""
    kept = next((each for each in occasion.stores.notices.all() if each.notice.id == rule.notice_id), None)
    issuer = None if kept is None else find_region(f"{kept.notice.issuer}{kept.notice.title}")
    issuer = issuer or find_region(layout.notice)
    if issuer is None:
        return "整个活动" if _LEVELS[own] is RegionLevel.COUNTY else ""
    return f"{issuer.name}全部" if _LEVELS.index(issuer.level) < own else ""


_LEVELS: Final = (RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY)
"""From wide to narrow."""


def _of_a_part(check: Check, wider: str) -> Check:
    """Return a check of a wider place's quota as a part of that place can tell it."""
    return replace(
        check,
        outcome=Outcome.CANNOT_TELL,
        reason=f"{check.reason.removesuffix('。')}（这是{wider}的名额，本地区只是其中一部分）。",
        remedy="请由上级汇总时核对。",
    )


def _counted(unit: str, rows: Sequence[FormRowDraft]) -> UnitCount:
    return UnitCount(unit=unit, count=len(rows), used=tuple(each.record for each in rows))


@dataclass(frozen=True, slots=True)
class FormRules:
    """What notices ask of a form: quotas and deadlines in force."""

    quotas: tuple[tuple[Rule, QuotaTerms], ...]
    dues: tuple[tuple[Rule, DueTerms], ...]


def rules_for(occasion: Occasion, layout: FormLayout, source: FormSource) -> FormRules:
    """Return the quotas and deadlines that apply to a form on the day of the report.

    A rule belongs to a form by the label that it names, or a quota by a word in its item; and its notice must name a
    form of that label and a like title.
    """
    stores = occasion.stores
    rules = standing(stores.rules.all(), occasion.material.as_of, region_code=occasion.key.region_code)
    own = _own_rules(stores.notices.all(), rules, layout)
    quotas = tuple(
        (rule, rule.terms)
        for rule in own
        if isinstance(rule.terms, QuotaTerms) and _is_about(rule.terms, layout, source)
    )
    return FormRules(quotas, _dues_among(own, layout))


def dues_of_forms(workspace: Workspace, day: date) -> dict[str, tuple[tuple[Rule, DueTerms], ...]]:
    """Return the deadlines that apply to every form on a day, by the id of the layout; a form's own notice counts."""
    with workspace.reading() as stores:
        kept, rules = stores.notices.all(), standing(stores.rules.all(), day, kind=RuleKind.DUE)
    return {layout.id: _dues_among(_own_rules(kept, rules, layout), layout) for layout in load_form_layouts().values()}


def _dues_among(rules: Iterable[Rule], layout: FormLayout) -> tuple[tuple[Rule, DueTerms], ...]:
    return tuple(
        (rule, rule.terms) for rule in rules if isinstance(rule.terms, DueTerms) and rule.terms.form == layout.label
    )


def _own_rules(kept: Iterable[KeptNotice], rules: Iterable[Rule], layout: FormLayout) -> list[Rule]:
    """Return the rules of notices that ask for a form, and those without a notice."""
    asking = {each.notice.id for each in kept if asks_for(each.notice, layout)}
    return [rule for rule in rules if rule.notice_id is None or rule.notice_id in asking]


def _is_about(terms: QuotaTerms, layout: FormLayout, source: FormSource) -> bool:
    return terms.form == layout.label or (not terms.form and any(word in terms.item for word in source.items))


def asks_for(notice: Notice, layout: FormLayout) -> bool:
    """Tell whether a notice asks for a form: it names one of that label, untitled or of a like title."""
    return any(
        each.label == layout.label and (not each.title or _is_like(each.title, layout.title))
        for each in notice.attachments
    )


def _is_like(one: str, other: str) -> bool:
    """Tell whether two titles share at least half of the pairs of characters of the shorter one."""
    pairs = [{text[place : place + 2] for place in range(len(text) - 1)} for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) >= min(len(each) for each in pairs) > 0
