"""The Chinese words of feedback: verdicts, reasons, and what a list says of them."""

from collections.abc import Mapping
from typing import Final

from data.records.feedback import Reason, Scope, Verdict

VERDICT_LABELS: Final[Mapping[Verdict, str]] = {
    Verdict.ACCEPT: "推荐",
    Verdict.REJECT: "婉拒",
    Verdict.UNSURE: "存疑",
}

REASON_LABELS: Final[Mapping[Reason, str]] = {
    Reason.WORTH_A_MEETING: "可以见面谈",
    Reason.WRONG_TECHNOLOGY: "技术不符",
    Reason.WRONG_OBJECT: "对象不符",
    Reason.UNCLEAR_USE: "用途不清",
    Reason.TOO_EARLY: "太早期",
    Reason.INDICATORS_MISSED: "指标达不到",
    Reason.REPEATED: "重复",
    Reason.WRONG_REGION: "地区不合",
    Reason.WRONG_PRICE: "价格不合",
    Reason.WRONG_COOPERATION: "合作方式不合",
    Reason.ALREADY_COOPERATING: "已合作",
    Reason.HAS_SUPPLIER: "已有供方",
    Reason.NEED_SOLVED: "需求已解决",
    Reason.ACHIEVEMENT_TAKEN: "成果已转让",
    Reason.OTHER: "其他",
    Reason.NEED_VAGUE: "需求不明",
    Reason.THIN_MATERIAL: "资料不足",
}

SCOPE_REMARKS: Final[Mapping[Scope, str]] = {
    Scope.PAIR: "只影响这一对",
    Scope.NEED: "这项需求不再列候选",
    Scope.ACHIEVEMENT: "这项成果不再列入任何名单",
}

EFFECTS: Final[Mapping[Verdict, str]] = {
    Verdict.ACCEPT: "排在名单最前",
    Verdict.REJECT: "不再列出",
    Verdict.UNSURE: "不影响名单",
}
"""What a verdict on a pair does to the pair."""

MOVES: Final[Mapping[float, str]] = {
    1.0: "相近的候选上升",
    0.5: "相近的候选上升一半",
    -1.0: "相近的候选下降",
}
"""What it does to what resembles the pair, by `matcher.feedback.GAINS`."""

REJECTED_BADGE: Final = "{text}（婉拒：{reason}）"
RESEMBLES_ACCEPTED: Final = "与已推荐的“{title}”相近（{percent}%）"
RESEMBLES_REJECTED: Final = "与因“{reason}”婉拒的“{title}”相近（{percent}%）"
ACCEPTED_ITSELF: Final = "本项已有人推荐"
REJECTED_ITSELF: Final = "本项已因“{reason}”婉拒"
RESEMBLES_NONE: Final = "与已判定的各项都不相近"

RERANKED: Final = "已按判定调整名次：{verdicts}；等级和得分仍是模型的判断，不随判定改变。"
ACCEPTED: Final = "推荐 {n} 条（排在最前）"
REJECTED: Final = "因技术原因婉拒 {n} 条"
LEFT_OUT: Final = "按反馈不再列出 {n} 项：{reasons}。"
SHOWN_AGAIN: Final = "名单中包含此前婉拒的 {n} 项：{reasons}。"
TOTAL_LEFT_OUT: Final = "按反馈，各名单共略去 {n} 对：{reasons}"
TOTAL_CLOSED: Final = "有 {n} 项不再列候选：{reasons}"
CLOSED: Final = "没有合适的匹配可列：{label}已标为“{reason}”，不再查找候选；撤回该条反馈后恢复。"
CLOSED_SHOWN: Final = "{label}已标为“{reason}”，按要求仍列出候选。"
SIDE_LABELS: Final[Mapping[Scope, str]] = {Scope.NEED: "该需求", Scope.ACHIEVEMENT: "该成果"}


def counted(reasons: Mapping[Reason, int]) -> str:
    """Return how often each reason was given, the most frequent first: "技术不符 2 项、已合作 1 项"."""
    order = list(REASON_LABELS)
    ranked = sorted(reasons.items(), key=lambda item: (-item[1], order.index(item[0])))
    return "、".join(f"{REASON_LABELS[reason]} {n} 项" for reason, n in ranked)
