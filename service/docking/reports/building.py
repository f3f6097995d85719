"""Reports as they stand now."""

from dataclasses import replace
from datetime import date, datetime

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.reports import Report, ReportKey, ReportKind
from data.storage.workspace import Stores, Workspace
from service.docking.beijing import beijing_day
from service.docking.census.names import name_key
from service.docking.reports.bodies import BODIES
from service.docking.reports.forms import SOURCES, form_report
from service.docking.reports.gathering import Material, gather, require_region
from service.docking.reports.occasion import Occasion
from service.docking.reports.periods import read_period, require_begun


def draft(workspace: Workspace, actor: Actor, key: ReportKey, *, at: datetime) -> Report:
    """Make a report of what the workspace holds now.

    Args:
        workspace: holds it.
        actor: who asks; without a region in the key it is their own.
        key: which report.
        at: now, aware; nothing that happened on a later day of Beijing's calendar is counted.

    Returns:
        The report; `require_region`, `read_period` and `require_begun` name the errors.
    """
    wanted = replace(key, region_code=require_region(actor, key.region_code))
    with workspace.reading() as stores:
        return make(stores, wanted, at=at)


def make(stores: Stores, key: ReportKey, *, at: datetime) -> Report:
    """Make a report inside a transaction; see `draft`."""
    today = beijing_day(at)
    period = require_begun(read_period(key.period), today)
    _require_fitting(key, is_month=period.is_month, is_year=period.is_year)
    key = known_key(stores, key)
    material = gather(stores, key.region_code, as_of=min(today, period.last))
    occasion = Occasion(stores, key, period, material, at)
    return form_report(occasion) if key.kind is ReportKind.FORM else BODIES[key.kind](occasion)


def draft_forms(
    workspace: Workspace, actor: Actor, region_code: str, *, month: str = "", at: datetime
) -> dict[str, Report]:
    """Fill every form of a region, for a month or its year; what the forms share is read once.

    Args:
        workspace: holds the records.
        actor: who asks.
        region_code: "" one's own; `require_region` names the error.
        month: "2026-10"; "" this month. `read_period` and `require_begun` name the errors.
        at: now, aware.

    Returns:
        Id of the layout -> the form.

    Raises:
        UsageError: it is no month.
    """
    region = require_region(actor, region_code)
    today = beijing_day(at)
    by_month = require_begun(read_period(month or f"{today:%Y-%m}"), today)
    if not by_month.is_month:
        raise UsageError(f"“{month[:20]}”不是一个月。", remedy="请写成 2026-10 这样。")
    by_year = read_period(f"{by_month.first:%Y}")
    with workspace.reading() as stores:
        materials: dict[date, Material] = {}
        found = {}
        for form, source in SOURCES.items():
            period = by_month if source.is_monthly else by_year
            as_of = min(today, period.last)
            if as_of not in materials:
                materials[as_of] = gather(stores, region, as_of=as_of)
            key = ReportKey(kind=ReportKind.FORM, form=form, region_code=region, period=period.text)
            found[form] = form_report(Occasion(stores, key, period, materials[as_of], at))
    return found


def known_key(stores: Stores, key: ReportKey) -> ReportKey:
    """Return the one key that says what several may say: its period as `read_period` writes it, its subject as kept.

    The errors are those of `read_period` and `_known_subject`.
    """
    return replace(key, period=read_period(key.period).text, subject=_known_subject(stores, key))


def _known_subject(stores: Stores, key: ReportKey) -> str:
    """Return whose report it is where it is that of one organisation, as the workspace writes it; "" the region's.

    Raises:
        UsageError: a report that is the region's names one.
        UnknownIdError: there is no such university.
    """
    wanted = key.subject.strip()
    if not wanted:
        return ""
    if key.form not in SOURCES or not SOURCES[key.form].by_university:
        raise UsageError("这种报表由地区报送，不能写成某个单位的。", remedy="请不要填写单位。")
    found = [each for each in stores.reports.reading.universities() if name_key(each) == name_key(wanted)]
    if not found:
        raise UnknownIdError("工作区里没有这个高校院所。", remedy="请按单位名录或成果中的写法填写名称。")
    return found[0]


def _require_fitting(key: ReportKey, *, is_month: bool, is_year: bool) -> None:
    """Refuse a form that is not filled here, and a period that a kind of report is not made for.

    Raises:
        UnknownIdError: no such form.
        UsageError: no such period.
    """
    if (key.kind is ReportKind.FORM) != (key.form in SOURCES):
        raise UnknownIdError(f"没有名为“{key.form}”、可以由本页填写的表格。", remedy="请从表格目录中选择。")
    if key.kind is ReportKind.MONTHLY and not is_month:
        raise UsageError("月报的报告期应为一个月。", remedy="请写成 2026-11 这样。")
    if key.kind is ReportKind.ANNUAL and not is_year:
        raise UsageError("年度统计的报告期应为一年。", remedy="请写成 2026 这样。")
