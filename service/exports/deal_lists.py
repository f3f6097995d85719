"""Lists of deals as papers: what pages, workbooks, Word files and the terminal show alike; texts masked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from data.records.deals import Deal
from service.docking.deals.amounts import wan
from service.docking.deals.due import DUE_LABELS, DueList
from service.docking.deals.ladders import climbs_of
from service.docking.deals.monthly import Month, Progress
from service.docking.deals.phrases import MONEY_LABELS, MONEY_RULE, STAGE_LABELS, marks_text
from service.docking.deals.sampling import Sample
from service.docking.deals.viewing import Workload, sums_of
from service.exports.feedback import masked_text
from service.exports.paper import Paper, PaperPart, PaperTable, columns

_WHO: Final = (("台账", 7), ("项目", 32), ("企业", 22), ("高校院所", 20))
_BRIEF: Final = (0, 1, 2, 3, 4, 6, 7, 8, 9)
_MONEY: Final = tuple((f"{label}（万元）", 14) for label in MONEY_LABELS.values())


def deals_paper(deals: Iterable[Deal], as_of: date) -> Paper:
    """Return the list of deals as they come, with the totals of each kind of money below."""
    every = list(deals)
    heads = columns(*_WHO, ("阶段", 11), ("自", 12), *_MONEY, ("优先标记", 18), ("技术经纪人", 12), ("下次办理", 12))
    rows = [
        (
            *_who(deal),
            STAGE_LABELS[deal.stage],
            str(deal.stage_since),
            *_money(deal),
            marks_text(deal.marks),
            masked_text(deal.broker),
            str(deal.next_on or ""),
        )
        for deal in every
    ]
    if rows:
        total = sums_of(every)
        added = (wan(getattr(total, name).fen) for name in MONEY_LABELS)
        rows.append(("合计", f"{len(every)} 项", "", "", "", "", *added, "", "", ""))
    table = PaperTable("签约台账", heads, tuple(rows), "还没有台账。")
    paper = _paper("签约台账", as_of, (MONEY_RULE,), table)
    # A Word page is too narrow for the dates, marks and brokers.
    return replace(paper, brief=(PaperPart(table.name, table=_first(table, _BRIEF)),))


def overdue_paper(found: DueList, as_of: date) -> Paper:
    """Return what is overdue, and below the deals of which it cannot be told (GD-12)."""
    heads = columns(*_WHO, ("类别", 16), ("事项", 34), ("应办日期", 23), ("逾期天数", 12))
    rows = [
        (*_who(each.deal), DUE_LABELS[each.kind], masked_text(each.text), str(each.due_on), str(each.days_late))
        for each in found.due
    ]
    rows += [(*_who(deal), "无法判断", "合同没有写截止日期，也没有里程碑", "", "") for deal in found.undated]
    notes = (
        f"逾期 {len(found.due)} 件，无法判断 {len(found.undated)} 件。",
        "逾期指应办日期已过而没有办结：下次办理、搁置复查、里程碑、应付款、合同到期未验收；当天到期的不算逾期。",
        "合同没有写截止日期、也没有里程碑的，无法判断是否逾期，列在最后。",
    )
    return _paper("逾期清单", as_of, notes, PaperTable("逾期清单", heads, tuple(rows), "没有逾期的事项。"))


def sample_paper(sample: Sample) -> Paper:
    """Return a spot check with its rule and seed, and room for what was found."""
    heads = columns(
        ("序", 5), *_WHO, ("现在的阶段", 12), ("合同成交额（万元）", 14), ("到账金额（万元）", 14), ("抽查情况", 26)
    )
    rows: tuple[tuple[str, ...], ...] = tuple(
        (str(place), *_who(deal), STAGE_LABELS[deal.stage], _money(deal)[1], _money(deal)[3], "")
        for place, deal in enumerate(sample.deals, start=1)
    )
    if rows:
        # On the sheet itself, for sheets are printed and passed on without the others.
        seed = masked_text(sample.seed)
        said = f"种子：{seed}；截至 {sample.as_of}；范围 {sample.n_frame} 项，抽 {len(rows)} 项"
        rows = (*rows, ("", "", said, *[""] * 6))
    table = PaperTable("抽查名单", heads, rows, "抽查范围里没有台账。")
    return _paper("技术合同抽查名单", sample.as_of, (sample.rule,), table)


def deepening_paper(deals: Iterable[Deal], as_of: date) -> Paper:
    """Return the before and after of both ladders, of the deals that have any (附表4)."""
    ladders = (("期限：此前", 14), ("期限：深化到", 14), ("内容：此前", 20), ("内容：深化到", 26))
    heads = columns(*_WHO, *ladders, ("最近一级的日期", 14))
    rows = []
    for deal in deals:
        counted = [each for each in deal.rungs if each.counts]
        if counted:
            texts = ("、".join(part) for climb in climbs_of(deal) for part in (climb.before, climb.after))
            rows.append((*_who(deal), *texts, str(max(each.on for each in counted))))
    notes = ("“此前”是开台账以前已有的合作，“深化到”是开台账以后达到的。没有登记的留空，不作推断。",)
    table = PaperTable("合作深化", heads, tuple(rows), "还没有登记合作的深度。")
    return _paper("产学研合作深化情况", as_of, notes, table)


def workload_paper(workloads: Iterable[Workload], as_of: date) -> Paper:
    """Return what each broker has in hand (FJ-14)."""
    heads = columns(("技术经纪人", 24), ("在办", 8), ("已办结", 8), ("在办台账所处阶段", 70))
    rows = tuple(
        (
            masked_text(each.broker) or "（未指定）",
            str(each.n_live),
            str(each.n_done),
            "、".join(f"{STAGE_LABELS[stage]} {n}" for stage, n in each.by_stage.items()),
        )
        for each in workloads
    )
    notes = ("在办指从推荐到履行、以及搁置的台账；验收、深化、婉拒、终止的算办结。",)
    return _paper("技术经纪人工作量", as_of, notes, PaperTable("技术经纪人", heads, rows, "还没有台账。"))


def _first(table: PaperTable, kept: Sequence[int]) -> PaperTable:
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def monthly_paper(found: Sequence[Progress], month: Month, as_of: date) -> Paper:
    """Return what moved in a month, county by county (附表5)."""
    heads = columns(
        ("县（区）", 16),
        *_WHO,
        ("本月进展", 34),
        ("月末阶段", 11),
        ("意向金额（万元）", 12),
        ("合同成交额（万元）", 12),
        ("到账金额（万元）", 12),
    )
    rows = tuple(
        (
            each.county or "未写明",
            *_who(each.deal),
            "；".join(f"{step.on.month}月{step.on.day}日{STAGE_LABELS[step.after]}" for step in each.steps),
            "尚未建账" if each.stage is None else STAGE_LABELS[each.stage],
            *(wan(money.fen) if money else "" for money in (each.intent, each.contract, each.received)),
        )
        for each in found
    )
    notes = (
        f"{month.name}有进展的 {len(found)} 项，洽谈 {sum(each.n_talks for each in found)} 次。",
        "进展按实际发生的日期计，不按登记的日期；搁置后恢复的不另计洽谈；金额只计本月签订的协议、合同和本月的到账。",
        MONEY_RULE,
    )
    table = PaperTable("洽谈签约月报", heads, rows, f"{month.name}没有进展。")
    return _paper(f"洽谈签约情况（{month.name}）", as_of, notes, table)


def table_of(paper: Paper) -> PaperTable:
    """Return the one table of such a paper."""
    return paper.sheets[0]


def _paper(title: str, as_of: date, notes: tuple[str, ...], table: PaperTable) -> Paper:
    part = PaperPart(table.name, table=table)
    return Paper(title=title, as_of=as_of, lead=notes, parts=(part,), sheets=(table,))


def _who(deal: Deal) -> tuple[str, str, str, str]:
    return str(deal.number), masked_text(deal.title), masked_text(deal.enterprise), masked_text(deal.university)


def _money(deal: Deal) -> tuple[str, ...]:
    amounts = (getattr(deal.sums, name) for name in MONEY_LABELS)
    return tuple(wan(each.fen) if each else "" for each in amounts)
