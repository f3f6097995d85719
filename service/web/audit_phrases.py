"""Chinese words for what the audit trail tells of accounts, jobs, imports, introductions and the like."""

from collections.abc import Mapping
from typing import Final

from data.records.accounts import Role
from data.records.consents import Consent, Side
from data.records.docking_events import AgendaCause, InvitationState
from data.records.feedback import Reason, Verdict
from data.records.jobs import JobKind
from matcher.feedback_phrases import REASON_LABELS, VERDICT_LABELS
from service.docking.accounts import ROLE_LABELS
from service.docking.consent_stages import CONSENT_LABELS
from service.docking.deals.phrases import ORIGIN_LABELS, STAGE_LABELS
from service.docking.events.inviting import INVITATION_LABELS
from service.docking.notices.deciding import STATE_LABELS as RULE_STATES
from service.docking.notices.wording import FIELD_LABELS, OUTCOME_LABELS
from service.web.census_words import CENSUS_FIELDS, CENSUS_VALUES
from service.web.event_phrases import CAUSE_LABELS
from service.web.phrases import STATE_LABELS
from service.web.records_phrases import field_label
from service.web.report_words import REPORT_FIELDS, REPORT_VALUES

_FIELDS: Final[Mapping[str, str]] = {
    "n_added": "新增条数",
    "n_updated": "更新条数",
    "n_unchanged": "没有变化的条数",
    "n_removed": "删除条数",
    "n_reverted": "恢复原内容的条数",
    "n_kept": "改过而未动的条数",
    "n_gone": "此前已删除的条数",
    "n_bytes": "大小（字节）",
    "made_at": "备份时间",
    "state": "状态",
    "is_cancel_asked": "要求取消",
    "need_id": "需求",
    "achievement_id": "成果",
    "need": "企业一方",
    "achievement": "高校院所一方",
    "reveal": "查看记录",
    "stage": "阶段",
    "origin": "来源",
    "broker": "技术经纪人",
    "marks": "优先标记",
    "next_on": "下次办理日期",
    "verdict": "判定",
    "reason": "理由",
    "withdrawn_at": "撤回时间",
    "login": "登录名",
    "role": "角色",
    "region_code": "地区代码",
    "organisation": "单位",
    "password": "密码",
    "disabled_at": "停用时间",
    "label": "名称",
    "actions": "准许的事",
    "expires_at": "到期时间",
    "revoked_at": "作废时间",
    "version": "版本",
    "notice": "通知",
    "file_name": "文件",
    "rule": "规则",
    "outcome": "结论",
    **REPORT_FIELDS,
    **CENSUS_FIELDS,
    "n_invitees": "拟定名单的家数",
    "invitee": "邀请对象",
    "invitation": "邀请",
    "day_expected": "撤销签到",
    "day_arrived": "到场",
    "day_absent": "缺席",
    "day_left": "离场",
    "day_held": "会面已进行",
    "day_not_held": "会面没有进行",
    "day_rated": "会面评价",
    "day_outcome": "会面结果",
    "day_led": "带队领导",
    "agenda": "日程草稿",
    "cause": "由来",
    "release": "发布的版本",
    "participant": "参加者",
    "request": "会面意愿",
    "now": "现在的时间",
    "needs_consent": "各方都同意才安排",
    "held_on": "日期",
    "venue": "地点",
    "organiser": "主办单位",
    "theme": "主题",
    "slots": "时段",
    "tables": "桌位",
    "blocks": "大会和路演",
}
_LEDGERS: Final[Mapping[str, str]] = {
    "agreements": "协议",
    "milestones": "里程碑",
    "instalments": "付款",
    "documents": "材料",
    "rungs": "合作深化",
}
_ENTRY_FIELDS: Final[Mapping[str, str]] = {
    "form": "：性质",
    "title": "：名称",
    "kind": "：类别",
    "signed_on": "：签订日期",
    "starts_on": "：有效期起",
    "ends_on": "：有效期止",
    "intent": "：意向金额",
    "contract": "：成交额",
    "technology": "：技术交易额",
    "registration_number": "：登记编号",
    "registered_on": "：登记日期",
    "form_values": "：登记表",
    "due_on": "：应办日期",
    "done_on": "：完成日期",
    "planned": "：应付金额",
    "received_on": "：到账日期",
    "received": "：到账金额",
    "name": "：文件名",
    "sha256": "：校验和",
    "n_bytes": "：字节数",
    "rung": "：一级",
    "on": "：日期",
    "note": "：说明",
    "was": "：此前的情况",
}
_JOBS: Final[Mapping[JobKind, str]] = {
    JobKind.IMPORT: "导入",
    JobKind.INDEX: "建立检索索引",
    JobKind.MATCH: "匹配",
    JobKind.EXPORT: "导出",
    JobKind.BACKUP: "备份",
    JobKind.INVITE: "拟定邀请名单",
    JobKind.AGENDA: "排日程",
}
_VALUES: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("jobs", "kind"): {each.value: _JOBS[each] for each in JobKind},
    ("jobs", "state"): {each.value: label for each, label in STATE_LABELS.items()},
    ("jobs", "is_cancel_asked"): {"true": "是"},
    **{("introductions", side.value): {each.value: CONSENT_LABELS[each] for each in Consent} for side in Side},
    ("deals", "stage"): {each.value: label for each, label in STAGE_LABELS.items()},
    ("deals", "origin"): {each.value: label for each, label in ORIGIN_LABELS.items()},
    ("feedback", "verdict"): {each.value: VERDICT_LABELS[each] for each in Verdict},
    ("feedback", "reason"): {each.value: REASON_LABELS[each] for each in Reason},
    ("rules", "state"): {each.value: label for each, label in RULE_STATES.items()},
    ("rule_checks", "outcome"): {each.value: label for each, label in OUTCOME_LABELS.items()},
    **CENSUS_VALUES,
    **REPORT_VALUES,
    ("events", "invitation"): {each.value: INVITATION_LABELS[each] for each in InvitationState},
    ("events", "cause"): {each.value: CAUSE_LABELS[each] for each in AgendaCause},
    ("accounts", "role"): {each.value: ROLE_LABELS[each] for each in Role},
}
"""(Kind of record, field) -> code -> word."""


def change_label(field: str) -> str:
    """Return what a field that changed is called."""
    ledger, _, rest = field.partition(".")
    if ledger in _LEDGERS and rest:
        number, _, name = rest.partition(".")
        return f"{_LEDGERS[ledger]}第 {number} 条{_ENTRY_FIELDS.get(name, '')}"
    return _FIELDS.get(field) or FIELD_LABELS.get(field) or field_label(field)


def change_value(kind: str, field: str, value: str) -> str:
    """Return a value that changed in words; one that is no code stays as it is."""
    return _VALUES.get((kind, field), {}).get(value, value)
