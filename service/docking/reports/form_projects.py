"""Forms that are filled from deals: proposals, progress, deepening and talks."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from data.records.deals import ENDED, Deal, Mark, Rung, Stage
from data.records.reports import FormSheet
from data.reference.regions import load_regions
from service.docking.deals.amounts import wan
from service.docking.deals.due import overdue_of
from service.docking.deals.ladders import climbs_of
from service.docking.deals.monthly import progress_in
from service.docking.deals.phrases import RUNG_LABELS, STAGE_LABELS, marks_text
from service.docking.reports.form_rows import FormDraft, FormRowDraft, joined, yes_no
from service.docking.reports.occasion import Occasion

TOWN: Final = "专业镇"
_SHORT: Final = 80
"""Characters of a need's text that a cell of a form takes."""
_ACCEPTED: Final = frozenset({Stage.ACCEPTANCE, Stage.DEEPENING})


def proposals(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the projects that a bureau marked as major: enterprise and university both named, and not ended."""
    deals = [each for each in occasion.material.deals if Mark.MAJOR_PROJECT in each.marks and each.stage not in ENDED]
    stores = occasion.stores
    needs = stores.needs.get_many([each.need_id for each in deals if each.need_id])
    results = stores.achievements.get_many([each.achievement_id for each in deals if each.achievement_id])
    for deal in deals:
        need = needs.get(deal.need_id)
        result = results.get(deal.achievement_id)
        is_town = TOWN in f"{deal.title}{deal.event}"
        yield FormRowDraft(
            record=f"deals:{deal.number}",
            unit=_city(deal.region_code),
            tags=frozenset({TOWN}) if is_town else frozenset(),
            entry={
                "project": deal.title,
                "need_origin": "" if need is None else f"企业需求：{need.title}",
                "enterprise": deal.enterprise,
                "university": deal.university,
                "field": "" if result is None else result.field,
                "content": "" if need is None else joined(need.content[:_SHORT], need.indicators[:_SHORT]),
                "budget": "" if need is None else need.budget,
                "is_town": "是" if is_town else "",
                "contact": "" if need is None else need.contact,
            },
        )


def progress(occasion: Occasion) -> FormDraft:
    """Return one copy for every project whose contract was signed in the year before the report's (GD-13).

    Without any project it is one blank copy.
    """
    day = occasion.material.as_of
    year = occasion.period.last.year - 1
    held = [each for each in occasion.material.deals if any(paper.signed_on.year == year for paper in each.contracts)]
    blank = FormSheet(texts=(("unit", occasion.unit), ("filled_on", str(day))))
    sheets = tuple(_progress_sheet(occasion, deal, day) for deal in held) or (blank,)
    rows = tuple(FormRowDraft(record=f"deals:{each.number}", entry={}, unit=each.region_code) for each in held)
    return FormDraft(sheets=sheets, rows=rows)


def _progress_sheet(occasion: Occasion, deal: Deal, day: date) -> FormSheet:
    papers = deal.contracts
    late = overdue_of([deal], day).due
    texts = {
        "unit": occasion.unit,
        "filled_on": str(day),
        "project": deal.title,
        "number": "、".join(each.registration_number for each in papers if each.registration_number),
        "holder": deal.enterprise,
        "partner": deal.university,
        "year": str(min(each.signed_on for each in papers).year),
        "period": joined(*(_validity(each.starts_on, each.ends_on) for each in papers)),
        "contract_amount": wan(deal.sums.contract.fen),
        "received_amount": wan(deal.sums.received.fen),
        "stage": STAGE_LABELS[deal.stage],
        "accepted": yes_no(deal.stage in _ACCEPTED),
        "targets": joined(*(each.title for each in deal.milestones if each.counts)),
        "progress": joined(*_told(deal, occasion.counted.first, day))
        or f"报告期内没有登记的进展，现为{STAGE_LABELS[deal.stage]}",
        "problems": joined(*(f"{each.text}逾期 {each.days_late} 天" for each in late)),
    }
    return FormSheet(texts=tuple(texts.items()))


def deepening(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the deals of which a rung is known: what was there before, and what was reached (附表4)."""
    for deal in occasion.material.deals:
        rungs = [each for each in deal.rungs if each.counts]
        if not rungs:
            continue
        climbs = climbs_of(deal)
        was = [each.on for each in rungs if each.was]
        new = [each for each in rungs if not each.was and occasion.counted.holds(each.on)]
        yield FormRowDraft(
            record=f"deals:{deal.number}",
            unit=deal.region_code,
            entry={
                "enterprise": deal.enterprise,
                "partner": deal.university,
                "before": "、".join(name for each in climbs for name in each.before),
                "since": str(min(was)) if was else "",
                "after": "、".join(name for each in climbs for name in each.after),
                "step": "、".join(
                    _STEP_WORDS[each.rung] for each in rungs if not each.was and each.rung in _STEP_WORDS
                ),
                "progress": joined(*(f"{each.on.month}月{each.on.day}日达到{RUNG_LABELS[each.rung]}" for each in new)),
            },
        )


_STEP_WORDS: Final = {
    Rung.LONG_TERM: "长期合作",
    Rung.TALENT: "人才",
    Rung.JOINT_UNIT: "共建研发机构",
    Rung.ALLIANCE: "战略联盟",
}
"""As the form calls the kinds of deepening."""


def talks(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the deals that moved in a month; a framework agreement stands under intent alone (附表5)."""
    for each in progress_in(occasion.material.deals, occasion.counted):
        deal = each.deal
        signed = [paper for paper in deal.agreements if paper.counts and occasion.counted.holds(paper.signed_on)]
        yield FormRowDraft(
            record=f"deals:{deal.number}",
            unit=deal.region_code,
            entry={
                "project": deal.title,
                "enterprise": deal.enterprise,
                "partner": deal.university,
                "stage": "" if each.stage is None else STAGE_LABELS[each.stage],
                "talks": str(each.n_talks or ""),
                "intent": wan(each.intent.fen) if each.intent else "",
                "contract": wan(each.contract.fen) if each.contract else "",
                "signed_on": "、".join(f"{paper.signed_on.month}月{paper.signed_on.day}日" for paper in signed),
                "mark": marks_text(deal.marks),
            },
        )


def _told(deal: Deal, first: date, last: date) -> Iterator[str]:
    for step in deal.steps:
        if first <= step.on <= last:
            yield f"{step.on.month}月{step.on.day}日{STAGE_LABELS[step.after]}"
    for milestone in deal.milestones:
        if milestone.counts and milestone.done_on is not None and first <= milestone.done_on <= last:
            yield f"{milestone.done_on.month}月{milestone.done_on.day}日完成“{milestone.title}”"


def _validity(starts_on: date | None, ends_on: date | None) -> str:
    return f"{starts_on or ''} 至 {ends_on or ''}" if starts_on or ends_on else ""


def _city(code: str) -> str:
    region = load_regions().get(code)
    return "" if region is None else region.city or region.code
