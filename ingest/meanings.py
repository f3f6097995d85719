"""Closed sets as people write them: relevance levels and kinds of parties."""

import re
import unicodedata
from typing import Final

from data.records.enums import Level, PartyKind

LEVELS: Final = {
    **dict.fromkeys(("1", "无", "无相关", "不相关", "无关", "none"), Level.NONE),
    **dict.fromkeys(("2", "弱", "弱相关", "较弱", "较弱相关", "weak"), Level.WEAK),
    **dict.fromkeys(("3", "较强", "较强相关", "fair"), Level.FAIR),
    **dict.fromkeys(("4", "强", "强相关", "strong"), Level.STRONG),
}

KINDS: Final = {
    **{kind.value: kind for kind in PartyKind},
    **dict.fromkeys(("企业", "公司", "科技型企业", "高新技术企业", "需求方", "需求企业"), PartyKind.ENTERPRISE),
    **dict.fromkeys(("高校", "大学", "高等院校", "高等学校", "学校", "院校"), PartyKind.UNIVERSITY),
    **dict.fromkeys(
        ("科研院所", "研究院", "研究所", "科研机构", "研究机构", "院所", "新型研发机构"), PartyKind.INSTITUTE
    ),
    **dict.fromkeys(("中介机构", "中介", "服务机构", "技术转移机构", "科技服务机构"), PartyKind.INTERMEDIARY),
    **dict.fromkeys(("科技局", "主管部门", "科技主管部门", "政府部门", "科技厅"), PartyKind.ST_BUREAU),
}

NAME_KINDS: Final = (
    (re.compile(r"(?:公司|厂|合作社|集团|农场|酒店|企业|工作室|个体户)(?:\(.*\))?$"), PartyKind.ENTERPRISE),
    (re.compile(r"(?:大学|(?<!科)学院|学校|党校)(?:\(.*\))?$"), PartyKind.UNIVERSITY),
    (re.compile(r"(?:科技局|科技厅|科学技术局|科学技术厅|科技委|科学技术委员会|科工局)$"), PartyKind.ST_BUREAU),
    (re.compile(r"(?:技术转移中心|交易中心|生产力促进中心|事务所|交易所)$"), PartyKind.INTERMEDIARY),
    (re.compile(r"(?:研究院|研究所|研究中心|科学院|实验室|设计院|院|所)(?:\(.*\))?$"), PartyKind.INSTITUTE),
)
"""Endings of names, the first that fits; 科学院 is an institute though it ends like a college."""


def read_level(text: str) -> Level | None:
    """Return the level a cell states (3, 3.0, ３级, 较强), None if empty or none of them."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    return LEVELS.get(re.sub(r"^([1-4])(?:\.0+|级)?$", r"\1", folded))


def read_party_kind(kind: str, name: str) -> PartyKind | None:
    """Return the kind a cell states, else the kind the name's ending tells, None if neither does."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", kind)).lower()
    if folded in KINDS:
        return KINDS[folded]
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    return next((found for ending, found in NAME_KINDS if ending.search(plain)), None)
