"""Chinese words of the pages that no export has."""

from typing import Final

from data.records.accounts import Role
from data.records.jobs import JobState
from service.docking.permissions import NOT_FOR_MACHINES, PERMISSIONS, Action, Reach

LABELLING_GUIDE: Final = (
    "只看双方的文字：这项成果能不能帮这家企业解决它写明的问题。不考虑地区远近、价格、单位名气。",
    "推荐：对象和功能都对得上，正是需要的技术，可以直接引荐。",
    "可以见面谈：方向对得上，有一部分问题要当面弄清，值得安排一次见面。",
    "用途不清、太早期、指标达不到：说的是同一件事，但现在帮不上忙。",
    "技术不符、对象不符：只是用词相同，做的不是一件事，或做的对象不同。",
    "看不懂、资料太少的，选存疑，不要猜。两个人各自判定，事先不商量。",
)

ACTION_LABELS: Final = {
    Action.NEEDS_VIEW: "查看需求及其候选成果",
    Action.NEEDS_EDIT: "增改需求",
    Action.ACHIEVEMENTS_VIEW: "查看成果及其候选需求",
    Action.ACHIEVEMENTS_EDIT: "增改成果",
    Action.PARTIES_VIEW: "查看单位",
    Action.PARTIES_EDIT: "增改单位",
    Action.RECORDS_IMPORT: "成批导入和撤销导入",
    Action.TEXT_MATCH: "用一段文字试配、诊断",
    Action.SEARCH: "查找",
    Action.PAIRS_VIEW: "查看判定",
    Action.PAIRS_JUDGE: "判定（推荐、婉拒、存疑）",
    Action.PAIRS_LABEL: "盲评",
    Action.EXPORT: "导出文件",
    Action.INTRODUCTIONS_VIEW: "查看引荐",
    Action.INTRODUCTIONS_ASK: "申请引荐",
    Action.INTRODUCTIONS_FORWARD: "转达引荐",
    Action.CONSENTS_STATE: "表明或撤回同意",
    Action.CONTACTS_REVEAL: "查看联系方式（双方同意后）",
    Action.REVEALS_VIEW: "查看联系方式被谁看过",
    Action.DEALS_VIEW: "查看签约台账",
    Action.DEALS_EDIT: "办理签约台账",
    Action.EVENTS_VIEW: "查看对接会",
    Action.EVENTS_PLAN: "安排对接会",
    Action.CHALLENGES_VIEW: "查看榜单",
    Action.CHALLENGES_RUN: "提出和办理榜单",
    Action.BIDS_SUBMIT: "揭榜",
    Action.ALLIANCES_VIEW: "查看联盟",
    Action.ALLIANCES_EDIT: "登记和修改联盟",
    Action.ALLIANCES_REGISTER: "受理、编号登记联盟",
    Action.REGISTERS_VIEW: "查看台账",
    Action.REGISTERS_EDIT: "登记台账",
    Action.NOTICES_VIEW: "查看通知和规则",
    Action.NOTICES_EDIT: "存入通知，确认、修改和检查规则",
    Action.CENSUS_VIEW: "查看需求普查",
    Action.CENSUS_RUN: "办理需求普查和需求转送",
    Action.DISPATCHES_ANSWER: "答复转给本单位的需求",
    Action.REPORTS_VIEW: "查看报表和报送情况",
    Action.REPORTS_SEND: "报送报表、登记收件和任务进展",
    Action.EVENTS_ANSWER: "答复会面意愿、表示同意",
    Action.JOBS_VIEW: "查看后台任务",
    Action.JOBS_RUN: "发起和取消后台任务",
    Action.WORKSPACE_RUN: "对全部记录发起任务（匹配、导出、备份）",
    Action.AUDIT_VIEW: "查看操作记录",
    Action.USERS_MANAGE: "管理账户",
    Action.TOKENS_MANAGE: "管理接口令牌",
    Action.SETTINGS_MANAGE: "修改设置",
    Action.METRICS_VIEW: "读取运行指标",
    Action.OWN_ACCOUNT: "修改自己的密码、退出",
}


STATE_LABELS: Final = {
    JobState.WAITING: "排队等候",
    JobState.RUNNING: "正在进行",
    JobState.DONE: "已完成",
    JobState.FAILED: "没有完成",
    JobState.CANCELLED: "已取消",
    JobState.INTERRUPTED: "已中断",
}
"""How a background job stands."""


def grantable(role: Role) -> tuple[Action, ...]:
    """Return what an account of a role may make a machine token for."""
    return tuple(
        action for action in Action if action not in NOT_FOR_MACHINES and PERMISSIONS[action][role] is not Reach.NONE
    )
