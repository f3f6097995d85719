"""What is checked of an alliance without a rule: whether every member signed, and where the grant went."""

from collections.abc import Iterable
from typing import Final

from data.records.alliances import Alliance, GrantEntry, GrantLine
from service.docking.rules.finding import Finding, failed, listed, passed, unknown

_FEN_PER_YUAN: Final = 100


def consent_finding(alliance: Alliance) -> Finding:
    """Tell whether every member signed that it joins of its own will, under its seal."""
    every = alliance.admitted
    unsigned = [each.organisation for each in every if each.consent is None]
    unsealed = [each.organisation for each in every if each.consent is not None and not each.consent.is_sealed]
    used = tuple(str(each.number) for each in every if each.consent is not None)
    told = f"成员 {len(every)} 家，已签字 {len(every) - len(unsigned)} 家"
    by_others = [each for each in every if each.consent and each.consent.entered_by not in {"", each.organisation}]
    told += f"（其中 {len(by_others)} 家由他人录入）" if by_others else ""
    if unsigned or unsealed:
        parts = ((unsigned, "没有签字"), (unsealed, "没有盖章"))
        lack = "；".join(f"{listed(names)}{what}" for names, what in parts if names)
        return failed(f"{told}；{lack}", "请补签自愿入盟声明并盖章", used)
    return passed(told, used) if every else unknown("还没有成员", "请登记成员")


def grant_finding(alliance: Alliance) -> Finding:
    """Tell whether planned and spent money stay within what was given, and serve the alliance's activities."""
    money = alliance.grant
    if not money:
        return unknown("没有组建资金的记录", "拨付后请登记预算和支出")
    granted, planned, spent = (_sum(money, line) for line in GrantLine)
    used = tuple(str(number) for number, _ in money)
    told = f"拨付 {_yuan(granted)}，预算 {_yuan(planned)}，支出 {_yuan(spent)}"
    over = [
        f"{label}超出拨付 {_yuan(fen - granted)}"
        for label, fen in (("预算", planned), ("支出", spent))
        if fen > granted and (granted or label == "支出")
    ]
    outside = [f"第 {number} 号“{each.purpose}”" for number, each in money if each.is_for_activities is False]
    if outside or over:
        wrong = [*over, *([f"{listed(outside)}不是联盟活动的支出"] if outside else [])]
        return failed(f"{told}；{'；'.join(wrong)}", "请核减，或退回不符合用途的支出", used)
    unjudged = [number for number, each in money if each.line is GrantLine.SPENT and each.is_for_activities is None]
    if unjudged:
        return unknown(f"{told}；{len(unjudged)} 笔支出没有写明是否用于联盟活动", "请逐笔写明", used)
    return passed(told, used) if granted else unknown(f"{told}；还没有拨付", "拨付后请登记", used)


def _sum(money: Iterable[tuple[int, GrantEntry]], line: GrantLine) -> int:
    return sum(each.amount_fen for _, each in money if each.line is line)


def _yuan(fen: int) -> str:
    return f"{fen / _FEN_PER_YUAN:,.2f} 元"
