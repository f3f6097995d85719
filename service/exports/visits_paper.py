"""The visits of a year as a paper."""

from service.docking.events.visits import VISIT_LABELS, VISIT_RULES, VisitFigure, VisitYear
from service.exports.feedback import masked_text
from service.exports.invitation_paper import OUTCOME_LABELS
from service.exports.paper import Paper, PaperPart, PaperTable, columns


def visits_paper(found: VisitYear) -> Paper:
    """Return the visits of a year with how they are counted, contacts masked."""
    rows = tuple((VISIT_LABELS[each], found.count(each), VISIT_RULES[each]) for each in VisitFigure)
    figures = PaperTable("统计", columns(("项目", 26), ("数量", 10), ("统计口径", 76)), rows, "")
    checks = tuple(
        (
            masked_text(each.reason),
            OUTCOME_LABELS[each.outcome],
            masked_text(each.remedy),
            masked_text(each.rule.quote.text),
        )
        for each in found.checks
    )
    headers = (("规则", 50), ("结果", 12), ("还要做什么", 30), ("通知原文", 50))
    rules = PaperTable("对照规则", columns(*headers), checks, "没有登记对走访的规则。")
    visits = _visits(found)
    day = f"{found.as_of.year}年{found.as_of.month}月{found.as_of.day}日"
    lead = [f"截至{day}登记的内容。"]
    if found.doubtful:
        names = "、".join(masked_text(each) for each in found.doubtful)
        lead.append(f"同名而单位不同或没有写单位的专家：{names}，按不同的人计，请核对。")
    if found.n_undated:
        lead.append(f"另有 {found.n_undated} 场走访没有写明日期，没有计入。")
    tables = (figures, rules, visits)
    return Paper(
        title=f"{found.year}年专家走访统计",
        as_of=found.as_of,
        lead=tuple(lead),
        parts=tuple(PaperPart(each.name, table=each, is_small=True) for each in tables),
        sheets=tables,
    )


def _visits(found: VisitYear) -> PaperTable:
    rows = tuple(
        (
            each.held_on.isoformat(),
            masked_text(each.expert),
            masked_text(each.expert_organisation),
            masked_text(each.enterprise),
            masked_text(each.event_name),
            "有" if each.has_sheet else "没有",
            masked_text(each.leaders) or "没有登记",
            "重复，没有计" if each.is_repeated else "计入",
        )
        for each in found.visits
    )
    people = (("日期", 12), ("专家", 16), ("单位", 28), ("企业", 30))
    about = (("活动", 30), ("对接单", 8), ("带队领导", 18), ("是否计入", 14))
    return PaperTable("走访记录", columns(*people, *about), rows, "这一年还没有进行了的走访。")
