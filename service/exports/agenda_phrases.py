"""What the files of an agenda say."""

from typing import Final

from data.records.events import EventKind, GuestKind, Wish

EVENT_KINDS: Final = {
    EventKind.FAIR: "对接会",
    EventKind.TOPIC_ACTIVITY: "专题活动",
    EventKind.THEME_DAY: "县区主题日",
    EventKind.SHOWCASE: "高校成果展示",
    EventKind.VISIT: "走访",
}
GUEST_KINDS: Final = {
    GuestKind.ENTERPRISE: "企业",
    GuestKind.TEAM: "高校院所团队",
    GuestKind.EXPERT: "专家",
    GuestKind.BROKER: "技术经纪人",
}
WISHES: Final = {Wish.MUST: "必须", Wish.WANT: "希望", Wish.NO: "不安排"}
REASONS: Final = {
    "barred": "不应安排",
    "absent": "对方不来",
    "no_common_slot": "没有共同时段",
    "limit": "已满上限",
    "tables": "缺桌位",
    "seats": "固定桌位太小",
    "clash": "与已排的会面冲突",
    "called_off": "主办方取消",
    "left": "排得下但没有排入",
}

TITLE: Final = "{name}日程"
DRAFT: Final = "初稿"
RELEASED: Final = "第{version}次改动后"
VERSION: Final = "版本：{version}"
WHERE: Final = {"held_on": "日期：{}", "venue": "地点：{}"}
ABOUT: Final = {"organiser": "主办：{}", "theme": "主题：{}", "region": "地区：{}"}
CONCERNED: Final = {True: "本次有改动", False: "本次没有改动"}
N_HELD: Final = "会面 {n} 场"
TOTALS: Final = "共安排 {meetings} 场会面，{guests} 家有会面，{unplaced} 项意愿没有排上。"
CHANGED: Final = "本次改动 {changes} 场，须通知 {told} 家，改动处均以文字注明。{proof}"
PROOF: Final = {True: "已证明改动最少。", False: "这是在时限内找到的最小改动。", None: ""}
NOT_HERE: Final = "没有排上的意愿及其原因、统计见 Excel 文件（.xlsx）。"
GUIDE: Final = (
    "“参加者总表”“桌位总表”按时段列出全部会面；“桌签”每张桌一行一个时段。",
    "“未排上”写明每项意愿没有排上的原因和能排上的最小改动。",
    "“匹配价值”取自匹配得分；“上界”是任何日程都不能超过的数值，差距越小越好。",
)

NEW: Final = "新增"
GONE: Final = "取消"
RESCHEDULED: Final = "改时间"
RETABLED: Final = "换桌"
MOVED_FROM: Final = "{what}，原为{before}"
CANCELLED: Final = "取消，原为{before}"
MARKED: Final = "（{what}）"

ABSENT: Final = "不在"
ABSENT_ALL_DAY: Final = "不来"
CLOSED: Final = "不可用"
SHOW: Final = "【{title}】"
TABLE: Final = "{id}号桌"
UNSEATED: Final = "—"
PARTIES: Final = "／"
WITH: Final = "与{names}会面"

MEETS_NOBODY: Final = "没有会面"
NO_MEETING: Final = "没有安排会面。"
NO_UNPLACED: Final = "全部意愿都已排上。"
NO_CHANGE: Final = "与上一版相同。"
NO_TABLE: Final = "没有桌位。"
NO_GUEST: Final = "没有参加者。"

NEED: Final = "需求"
ACHIEVEMENT: Final = "成果"
WHY: Final = "为什么见"
ASK: Final = "建议询问"
NOTES: Final = "会面记录"
NOTE_LINE: Final = "结果（请勾选）：□ 继续洽谈　□ 达成意向　□ 不再合作　　备注："

PLAN_GUESTS: Final = "参加者总表"
PLAN_TABLES: Final = "桌位总表"
MEETINGS: Final = "会面清单"
UNPLACED: Final = "未排上"
SIGN_IN: Final = "签到表"
CARDS: Final = "桌签"
CHANGES: Final = "变动"
STATISTICS: Final = "统计"
PAGES: Final = "参加者日程"
SPAN: Final = "{first}—{last}"

PROVEN_BEST: Final = "上界为{bound:.2f}，已证明没有别的日程能够更高。"
GAP: Final = "上界为{bound:.2f}，差距{gap:.2%}：任何日程最多只能再提高{left:.2f}。"
BREAKS_PROVEN: Final = "已证明这些会面的空档不能更少。"
BREAKS_BOUND: Final = "这些会面的空档不可能少于{bound}个。"

CALENDAR_OFF: Final = "【已取消】{summary}"
CALENDAR_SUMMARY: Final = "{event}：{meeting}"
CANCEL_FILE: Final = "{name}_取消.ics"


def table_name(table_id: str) -> str:
    """Return what a table is called: "3号桌" for bare numbers and letters, else as it is named."""
    return TABLE.format(id=table_id) if table_id.isascii() and table_id.isalnum() else table_id
