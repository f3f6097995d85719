"""One deal on paper: its parties, what was signed, how far it is, what was paid (the progress form of GD-13)."""

from datetime import date

from data.records.deals import Agreement, Deal, Form
from data.records.money import Amount
from data.reference.contract_kinds import load_contract_kinds
from data.reference.regions import load_regions
from service.docking.deals.amounts import wan
from service.docking.deals.due import due_of
from service.docking.deals.ladders import climbs_of
from service.docking.deals.phrases import FORM_LABELS, MONEY_LABELS, MONEY_RULE, STAGE_LABELS, marks_text
from service.exports.feedback import masked_text
from service.exports.paper import Paper, PaperPart, PaperTable, columns

TITLE = "项目进展情况表"


def deal_sheet(deal: Deal, as_of: date) -> Paper:
    """Return a deal as a paper of its own; what was struck out is left out, and said to be."""
    tables = (_facts(deal), _papers(deal), _milestones(deal), _payments(deal), _steps(deal))
    late = [each for each in due_of(deal, as_of) if each.days_late > 0]
    parts = (deal.agreements, deal.milestones, deal.instalments, deal.documents, deal.rungs)
    n_struck = sum(not each.counts for part in parts for each in part)
    lead = [f"{masked_text(deal.title)}（签约台账第 {deal.number} 号），现在是“{STAGE_LABELS[deal.stage]}”。"]
    if late:
        lead.append(f"逾期 {len(late)} 件：{'；'.join(masked_text(each.text) for each in late)}。")
    if n_struck:
        lead.append(f"另有 {n_struck} 条已划去，不在表中。")
    return Paper(
        title=TITLE,
        as_of=as_of,
        lead=tuple(lead),
        parts=tuple(PaperPart(table.name, table=table) for table in tables),
        sheets=tables,
        foot=(MONEY_RULE, "填表单位（盖章）：　　　　　　填表人：　　　　　　日期："),
    )


def _facts(deal: Deal) -> PaperTable:
    region = load_regions().get(deal.region_code)
    sums = ((f"{label}（万元）", _summed(getattr(deal.sums, name))) for name, label in MONEY_LABELS.items())
    climbs = (
        (each.ladder, f"此前：{'、'.join(each.before) or '未登记'}；深化到：{'、'.join(each.after) or '未登记'}")
        for each in climbs_of(deal)
    )
    rows = (
        ("企业", f"{masked_text(deal.enterprise)}（{region.name if region else '地区不明'}）"),
        ("高校院所", masked_text(deal.university)),
        ("技术经纪人", masked_text(deal.broker) or "未指定"),
        ("优先标记", marks_text(deal.marks) or "无"),
        ("阶段", f"{STAGE_LABELS[deal.stage]}（自 {deal.stage_since}）"),
        *sums,
        *climbs,
    )
    return PaperTable("基本情况", columns(("项目", 24), ("内容", 76)), rows, "")


def _summed(amount: Amount) -> str:
    """Return a sum as pages show it: nothing registered is no amount of nothing."""
    return wan(amount.fen) if amount else "－"


def _papers(deal: Deal) -> PaperTable:
    kinds = load_contract_kinds()
    rows = tuple(
        (
            masked_text(each.title),
            FORM_LABELS[each.form] if each.form is not Form.CONTRACT else kinds[each.kind].name,
            str(each.signed_on),
            f"{each.starts_on or '未写明'} 至 {each.ends_on or '未写明'}",
            _priced(each),
            each.registration_number or "未登记",
        )
        for each in deal.agreements
        if each.counts
    )
    heads = columns(
        ("名称", 26), ("性质", 14), ("签订", 19), ("有效期", 20), ("金额（万元）", 13), ("认定登记编号", 28)
    )
    return PaperTable("协议和合同", heads, rows, "还没有协议和合同。")


def _priced(paper: Agreement) -> str:
    """Return the amount a paper names: of a contract what is owed, of a letter of intent what is intended."""
    amount = paper.contract if paper.form is Form.CONTRACT else paper.intent
    return "未写明" if amount is None else wan(amount.fen)


def _milestones(deal: Deal) -> PaperTable:
    rows = tuple(
        (masked_text(each.title), str(each.due_on), str(each.done_on or "未完成"))
        for each in deal.milestones
        if each.counts
    )
    return PaperTable("里程碑", columns(("事项", 60), ("应完成", 14), ("完成", 14)), rows, "没有登记里程碑。")


def _payments(deal: Deal) -> PaperTable:
    rows = tuple(
        (
            masked_text(each.title),
            str(each.due_on or "未约定"),
            wan(each.planned.fen) if each.planned else "－",
            str(each.received_on or "未到账"),
            wan(each.received.fen) if each.received else "－",
        )
        for each in deal.instalments
        if each.counts
    )
    heads = columns(("款项", 30), ("应付", 14), ("应付（万元）", 12), ("到账", 14), ("到账（万元）", 12))
    return PaperTable("付款和到账", heads, rows, "没有登记付款。")


def _steps(deal: Deal) -> PaperTable:
    rows = tuple(
        (str(step.on), STAGE_LABELS[step.after], masked_text(step.note), step.actor.organisation or step.actor.name)
        for step in deal.steps
    )
    return PaperTable("经过", columns(("日期", 19), ("阶段", 14), ("说明", 55), ("登记", 20)), rows, "")
