"""Chinese words of the pages of records."""

from collections.abc import Mapping
from typing import Final

from data.records.audit import AuditAction
from data.records.enums import CooperationMode, PartyKind
from service.docking.amounts import UNIT_KEYS
from service.docking.record_kinds import VALUE_LABELS, RecordKind

KIND_TITLES: Final[Mapping[RecordKind, str]] = {"needs": "技术需求", "achievements": "科技成果", "parties": "单位"}

MODE_LABELS: Final = {
    CooperationMode.JOINT_DEV: "合作开发",
    CooperationMode.COMMISSIONED_DEV: "委托开发",
    CooperationMode.ASSIGNMENT: "技术转让",
    CooperationMode.LICENCE: "技术许可",
    CooperationMode.EQUITY_CONTRIBUTION: "作价入股",
    CooperationMode.JOINT_PLATFORM: "共建平台",
    CooperationMode.CONSULTING: "技术咨询",
    CooperationMode.SERVICE: "技术服务",
    CooperationMode.TALENT: "人才合作",
    CooperationMode.OTHER: "其他",
}
PARTY_LABELS: Final = {
    PartyKind.ENTERPRISE: "企业",
    PartyKind.UNIVERSITY: "高校",
    PartyKind.INSTITUTE: "科研院所",
    PartyKind.INTERMEDIARY: "中介机构",
    PartyKind.ST_BUREAU: "科技局",
}
ACTION_WORDS: Final = {
    AuditAction.ADDED: "新增",
    AuditAction.CHANGED: "修改",
    AuditAction.DELETED: "删除",
    AuditAction.RESTORED: "恢复",
    AuditAction.UNDONE: "撤销导入",
    AuditAction.REVEALED: "查看联系方式",
}
_UNITS: Final = {f"extra.{key}": f"{VALUE_LABELS[field]}单位" for field, key in UNIT_KEYS.items()}


def field_label(name: str) -> str:
    """Return what a field of a record is called; a column that no field claims by its header."""
    if name in _UNITS:
        return _UNITS[name]
    if name.startswith("extra."):
        return name.removeprefix("extra.")
    return VALUE_LABELS.get(name, name)
