"""The registration form of a technical contract with its pre-check, as a paper: workbook and Word file."""

from service.docking.deals.registration import PRECHECK_RULE
from service.docking.deals.registration_lines import STANDING_LABELS, STATUS_LABELS, Precheck
from service.exports.feedback import masked_text
from service.exports.paper import Paper, PaperPart, PaperTable, columns

TITLE = "技术合同认定登记预审表"


def registration_paper(found: Precheck) -> Paper:
    """Return the form as it would be sent in, and what was found of it."""
    form, rules = _form(found), _rules(found)
    return Paper(
        title=TITLE,
        as_of=found.as_of,
        lead=(
            f"签约台账第 {found.deal.number} 号：{masked_text(found.contract.title)}。",
            f"还缺 {len(found.missing)} 项。" if found.missing else "没有缺项，仍有“无法判断”的请逐项核对。",
            PRECHECK_RULE,
        ),
        parts=(PaperPart("登记表", table=form), PaperPart("规则核对", table=rules)),
        sheets=(form, rules),
        foot=("卖方（盖章）：　　　　　　　　　　　　　　　年　　月　　日", "经办人（签字）："),
    )


def _form(found: Precheck) -> PaperTable:
    return PaperTable(
        "登记表",
        columns(("序号", 6), ("项目", 24), ("填写内容", 40), ("预审", 10), ("说明", 34), ("项目的依据", 14)),
        tuple(
            (
                str(place),
                each.field.name,
                masked_text(each.value),
                each.verdict,
                masked_text(each.reason),
                STANDING_LABELS[each.field.standing],
            )
            for place, each in enumerate(found.lines, start=1)
        ),
        "",
    )


def _rules(found: Precheck) -> PaperTable:
    return PaperTable(
        "规则核对",
        columns(("规则", 34), ("结果", 10), ("说明", 44), ("依据", 34), ("核实情况", 14)),
        tuple(
            (
                each.name,
                STATUS_LABELS[each.status],
                masked_text(each.reason),
                each.source,
                STANDING_LABELS[each.standing],
            )
            for each in found.rules
        ),
        "",
    )
