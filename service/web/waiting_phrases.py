"""What each kind of waiting is called, and where its records are listed."""

from dataclasses import dataclass
from typing import Final

from service.docking.waiting import Kind, Waiting


@dataclass(frozen=True, slots=True)
class Words:
    """How a page speaks of one kind: `title` stands beside the count, `act` says what to do."""

    title: str
    act: str


WORDS: Final = {
    Kind.FORWARD: Words("引荐等您转达", "把申请转告对方，再点“登记为已转达”。"),
    Kind.ANSWER: Words("引荐等答复", "由当事一方答复；主管部门代为登记的要写明依据。"),
    Kind.INVITATIONS: Words("对接会的邀请等本单位答复", "打开邀请，接受或谢绝。"),
    Kind.NEW_FOR_NEEDS: Words("需求有合适成果，还没有人看过", "打开候选，给出推荐、婉拒或存疑。"),
    Kind.NEW_FOR_ACHIEVEMENTS: Words("本单位成果有了合适的需求", "打开候选需求，合适的可以申请引荐。"),
    Kind.WITHOUT_FIT: Words("需求没有合适的成果", "把需求写具体些，或扩大征集成果的范围。"),
    Kind.VAGUE: Words("需求被判为写得不清楚", "补充要解决的问题、指标和条件，再重新匹配。"),
    Kind.RULES: Words("通知中读出的规则待确认", "对照原文确认、修改或不采用；确认之后才用来检查。"),
    Kind.UNMATCHED: Words("需求还没有参加全部匹配", "在“任务”中重新做一次全部匹配。"),
    Kind.OVERDUE_DEALS: Words("签约台账有逾期的事项", "打开台账，登记完成、到账或验收，或写明下次办理日期。"),
    Kind.CENSUSES: Words("需求普查临近或刚过完成期限", "主管部门打开看板催报；企业把还差的需求报上来。"),
    Kind.DISPATCHES: Words("转送的需求超期没有答复", "向高校院所询问，把答复登记下来，或撤回改送。"),
    Kind.DISPATCHED: Words("科技局转来的需求等本单位答复", "打开需求，答复有意承接或写明不能承接的理由。"),
    Kind.OPEN_CHALLENGES: Words("榜单正在揭榜，本单位还没有方案", "看过要求，能做的提交方案。"),
    Kind.ALLIANCES: Words("联盟等您办理", "科技局受理报送的联盟；牵头单位审核入盟申请。"),
    Kind.CHALLENGES: Words("揭榜挂帅等您办理下一步", "打开榜单，按列出的下一步办理。"),
    Kind.REGISTERS: Words("台账登记超期或临近期限", "办完的登记完成日期，没有办的抓紧办理。"),
    Kind.RUNNING_JOBS: Words("后台任务正在进行", "可查看进度，也可取消。"),
    Kind.FAILED_JOBS: Words("后台任务没有完成", "看明原因后重新提交。"),
    Kind.REJECTED_ROWS: Words("导入的文件有未收下的行", "查看原因，改正后重新导入。"),
    Kind.FITTED: Words("需求有合适的成果", "打开候选，安排对接。"),
}

RECORDS_OF: Final = {
    Kind.NEW_FOR_NEEDS: "needs",
    Kind.NEW_FOR_ACHIEVEMENTS: "achievements",
    Kind.WITHOUT_FIT: "needs",
    Kind.VAGUE: "needs",
    Kind.UNMATCHED: "needs",
    Kind.FITTED: "needs",
}
"""Kinds that are listed on a page of their own, and whose records they are; the others have theirs already."""

_LISTS: Final = {
    Kind.FORWARD: ("/introductions?waiting=forward", "/introductions/"),
    Kind.ANSWER: ("/introductions?waiting=answer", "/introductions/"),
    Kind.INVITATIONS: ("/events#invitations", "/events/"),
    Kind.OVERDUE_DEALS: ("/deals/overdue", "/deals/"),
    Kind.CENSUSES: ("/census", "/census/"),
    Kind.DISPATCHES: ("/census/dispatches?list=overdue", ""),
    Kind.DISPATCHED: ("/dispatched", ""),
    Kind.OPEN_CHALLENGES: ("/challenges?stage=posted", "/challenges/"),
    Kind.ALLIANCES: ("/alliances", "/alliances/"),
    Kind.CHALLENGES: ("/challenges", "/challenges/"),
    Kind.REGISTERS: ("/registers", "/registers/"),
    Kind.RULES: ("/rules", "/rules/"),
    Kind.RUNNING_JOBS: ("/jobs?shown=unfinished", "/jobs/"),
    Kind.FAILED_JOBS: ("/jobs?shown=failed", "/jobs/"),
    Kind.REJECTED_ROWS: ("/imports", ""),
}
"""Address of the list, and what stands before the number of a single one; "" where one has no page of its own."""


def address_of(waiting: Waiting) -> str:
    """Return where the records of a count are listed; a single one opens at once."""
    if waiting.kind in RECORDS_OF:
        return f"/waiting/{waiting.kind.value}"
    listed, one = _LISTS[waiting.kind]
    address = f"{one}{waiting.items[0].number}" if one and len(waiting.items) == 1 else listed
    return f"{address}/invitations" if waiting.kind is Kind.INVITATIONS and address != listed else address
