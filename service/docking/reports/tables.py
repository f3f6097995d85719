"""The tables and lists that reports are put together from; contacts are masked here, so that none is ever kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from data.records.reports import FigureHead, FigureTable, RuleUsed, TextList
from data.records.rules import Check, DueTerms
from ingest.contacts import mask_contacts
from service.docking.beijing import in_beijing
from service.docking.census.names import UNKNOWN_COUNTY
from service.docking.deals.amounts import wan
from service.docking.deals.monthly import progress_in
from service.docking.deals.phrases import STAGE_LABELS
from service.docking.notices.wording import OUTCOME_LABELS
from service.docking.reports.counting import facts_in, tabulate
from service.docking.reports.gathering import Material
from service.docking.reports.handing_in import EXTRA, HANDING_LABELS, Late
from service.docking.reports.periods import Period
from service.docking.rules.finding import terms_of

NO_TEXT: Final = "—"


def by_region(name: str, heads: Sequence[FigureHead], material: Material, period: Period) -> FigureTable:
    """Return figures of a period by region."""
    return tabulate(
        name,
        heads,
        facts_in(material.facts, period),
        groups=material.groups,
        key=material.group_of,
        rest=UNKNOWN_COUNTY,
        unknown=material.unknown,
    )


def moved_deals(material: Material, period: Period, *, name: str = "有进展的项目", is_marked: bool = False) -> TextList:
    """Return the deals in which something happened in a period, by region.

    Args:
        material: of the report.
        period: its days.
        name: of the list.
        is_marked: only those with a priority mark.
    """
    deals = [each for each in material.deals if each.marks or not is_marked]
    found = progress_in(deals, period.until(material.as_of))
    rows = tuple(
        (
            each.county or UNKNOWN_COUNTY,
            mask_contacts(each.deal.title),
            mask_contacts(each.deal.enterprise),
            mask_contacts(each.deal.university),
            "；".join(f"{step.on.month}月{step.on.day}日{STAGE_LABELS[step.after]}" for step in each.steps),
            "" if each.stage is None else STAGE_LABELS[each.stage],
            *(wan(money.fen) if money else "" for money in (each.intent, each.contract, each.received)),
        )
        for each in found
    )
    return TextList(
        name=name,
        heads=(
            "地区", "项目", "企业", "高校院所", "进展", "期末阶段",
            "意向金额（万元）", "合同成交额（万元）", "到账金额（万元）",
        ),
        rows=rows,
        records=tuple(f"deals:{each.deal.number}" for each in found),
        empty="报告期内没有进展。",
    )  # fmt: skip


def late_list(lates: Iterable[Late]) -> TextList:
    """Return how every unit stands with what was due, then who was not asked, and where nobody can tell who owes."""
    rows, records = [], []
    for late in lates:
        what = (mask_contacts(_item(late)), str(late.day))
        for each in (*late.standings, *late.extras):
            rows.append((
                mask_contacts(each.unit.name),
                *what,
                f"{HANDING_LABELS[each.state]}{EXTRA if each in late.extras else ''}",
                "、".join(_received(line.received_at) for line in each.lines),
                each.check.remedy or NO_TEXT,
            ))
            records.append(f"handed_in:{each.lines[-1].number}" if each.lines else "")
        told = [(mask_contacts(words), *what, state, "", remedy) for words, state, remedy in late.apart]
        rows += told
        records += [""] * len(told)
    return TextList(
        name="报送情况",
        heads=("单位", "事项", "截止日期", "报送情况", "收到时间", "还要做什么"),
        rows=tuple(rows),
        records=tuple(records),
        empty="报告期内没有到期的报送事项（规则在通知中确认之后才有）。",
    )


def rules_used(checks: Iterable[Check]) -> tuple[RuleUsed, ...]:
    """Return what rules said, each with its version and the sentence it rests on."""
    return tuple(
        RuleUsed(
            number=each.rule.number,
            version=each.rule.version,
            quote=mask_contacts(each.rule.quote.text),
            outcome=OUTCOME_LABELS[each.outcome],
            reason=mask_contacts(f"{each.subject}：{each.reason}"),
        )
        for each in checks
    )


def _item(late: Late) -> str:
    terms = terms_of(late.rule, DueTerms)
    return f"{terms.item}（{terms.form}）" if terms.form else terms.item


def _received(at: datetime | None) -> str:
    return "没有登记" if at is None else f"{in_beijing(at):%Y-%m-%d %H:%M}"
