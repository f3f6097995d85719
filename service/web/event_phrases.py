"""Chinese words of the pages of docking events."""

from typing import Final

from data.records.consents import Consent
from data.records.docking_events import AgendaCause
from data.records.events import Bar, Wish
from service.docking.events.edits import EditKind
from service.docking.events.overview import Step

WISH_LABELS: Final = {Wish.MUST: "必须见", Wish.WANT: "希望见", Wish.NO: "不见"}
BAR_LABELS: Final = {
    Bar.DECLINED: "谢绝",
    Bar.ALREADY_MET: "已经见过",
    Bar.NEVER_AGAIN: "不再见面",
    Bar.RECUSAL: "须回避",
    Bar.NO_CONSENT: "未获同意",
}
CONSENT_WORDS: Final = {
    Consent.ASKED: "未表态",
    Consent.FORWARDED: "未表态",
    Consent.CONSENTED: "同意",
    Consent.DECLINED: "婉拒",
    Consent.WITHDRAWN: "撤回同意",
}
CAUSE_LABELS: Final = {
    AgendaCause.PLANNED: "排日程",
    AgendaCause.REPLANNED: "改排",
    AgendaCause.EDITED: "手工调整",
}
EDIT_LABELS: Final = {
    EditKind.MOVE: "改时段或桌位",
    EditKind.SWAP: "与另一场对调",
    EditKind.LOCK: "锁定",
    EditKind.UNLOCK: "解除锁定",
    EditKind.REMOVE: "取消这场会面",
    EditKind.ADD: "排入",
}
STEPS: Final = {
    Step.DRAW_UP_LIST: ("拟邀请名单", "invitations"),
    Step.ADD_PARTICIPANTS: ("录入参加者", "participants"),
    Step.ADD_REQUESTS: ("录入会面意愿", "requests"),
    Step.COLLECT_CONSENTS: ("催收同意，未全部同意的不安排", "requests?shown=silent"),
    Step.PLAN: ("排日程", "agenda"),
    Step.MEND: ("日程与现在的情况不符，请改排", "replan"),
    Step.CHECK_STALE: ("参加者或意愿有变动，请看是否改排", "replan"),
    Step.RELEASE: ("核对后发布", "agenda"),
    Step.TELL: ("通知有变动的参加者", "versions"),
}
"""Step -> (what it is called, where it is done, below the event)."""
