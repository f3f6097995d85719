"""Chinese words for alliances, their members and books."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from data.records.alliances import (
    AllianceKind,
    AllianceStage,
    ChainRole,
    Consent,
    Driver,
    EnterpriseSize,
    GrantLine,
    Joining,
    MemberKind,
    MemberState,
    NewMember,
)
from data.reference.regions import load_regions
from service.docking.notices.wording import day_words

STAGE_LABELS: Final[Mapping[AllianceStage, str]] = MappingProxyType({
    AllianceStage.DRAFT: "筹建",
    AllianceStage.SUBMITTED: "已报送",
    AllianceStage.RETURNED: "退回补正",
    AllianceStage.REGISTERED: "已登记",
    AllianceStage.CLOSED: "已终止",
})
ROLE_LABELS: Final[Mapping[ChainRole, str]] = MappingProxyType({
    ChainRole.LEADER: "龙头、骨干企业",
    ChainRole.CHAIN: "上下游企业",
    ChainRole.UNIVERSITY: "高校",
    ChainRole.INSTITUTE: "科研院所",
    ChainRole.SERVICE: "服务机构",
    ChainRole.ASSOCIATION: "行业组织",
    ChainRole.FUND: "创投基金",
})
MEMBER_LABELS: Final[Mapping[MemberKind, str]] = MappingProxyType({
    MemberKind.ENTERPRISE: "企业",
    MemberKind.UNIVERSITY: "高等学校",
    MemberKind.INSTITUTE: "科研机构",
    MemberKind.INTERMEDIARY: "中介机构",
    MemberKind.GOVERNMENT: "政府部门",
})
"""As the form of applications prints them."""
SIZE_LABELS: Final[Mapping[EnterpriseSize, str]] = MappingProxyType({
    EnterpriseSize.LARGE: "大型",
    EnterpriseSize.MEDIUM: "中型",
    EnterpriseSize.SMALL: "小型",
    EnterpriseSize.MICRO: "微型",
})
JOINING_LABELS: Final[Mapping[Joining, str]] = MappingProxyType({
    Joining.FOUNDED: "发起",
    Joining.INVITED: "受邀加入",
    Joining.APPLIED: "申请加入",
})
STATE_LABELS: Final[Mapping[MemberState, str]] = MappingProxyType({
    MemberState.APPLIED: "待审核",
    MemberState.ADMITTED: "已入盟",
    MemberState.REFUSED: "未同意入盟",
    MemberState.LEFT: "已退出",
})
KIND_LABELS: Final[Mapping[AllianceKind, str]] = MappingProxyType({
    AllianceKind.CLASSIC: "经典联盟",
    AllianceKind.BACKBONE: "骨干联盟",
    AllianceKind.CITY: "城市联盟",
})
DRIVER_LABELS: Final[Mapping[Driver, str]] = MappingProxyType({
    Driver.MARKET: "市场主导",
    Driver.MINISTRY: "部门主导",
    Driver.GOVERNMENT: "地方政府主导",
})
LINE_LABELS: Final[Mapping[GrantLine, str]] = MappingProxyType({
    GrantLine.GRANTED: "拨付",
    GrantLine.PLANNED: "预算",
    GrantLine.SPENT: "支出",
})
TEXT_LABELS: Final[Mapping[str, str]] = MappingProxyType({
    "head_name": "总负责人",
    "head_unit": "总负责人所在单位",
    "head_phone": "总负责人电话",
    "head_email": "总负责人邮箱",
    "contact_name": "联络人",
    "contact_unit": "联络人所在单位",
    "contact_phone": "联络人电话",
    "contact_email": "联络人邮箱",
    "industry_state": "产业现状、前景和地位",
    "gap": "本市的位置和差距",
    "policy_fit": "与战略目标、产业政策的相符性",
    "breakthrough": "重大需求和技术突破",
    "chain": "产业带动和技术创新链",
    "standards": "自主核心技术和标准",
    "relations": "持续的产学研合作关系",
    "standing": "牵头单位的行业地位",
    "background": "组建背景和产业需求",
    "goals": "目标和主要任务",
    "bodies": "理事会、专家委员会等机构",
    "sector": "产业门类（工业、农业、现代服务业）",
    "remarks": "其他需要补充的情况",
})
"""What forms ask for in sentences: key -> what it is called; nothing else may be written."""
SHEET_LABELS: Final[Mapping[str, str]] = MappingProxyType({
    "site": "网址",
    "address": "联系地址",
    "postcode": "邮政编码",
    "legal_person": "法人",
    "legal_phone": "法人联系方式",
    "contact_name": "联系人",
    "contact_post": "职务",
    "office_phone": "办公电话",
    "mobile": "手机号码",
    "fax": "传真号码",
    "email": "电子邮箱",
})
"""The fields of a member's application form beyond its name and kind."""
FACT_LABELS: Final[Mapping[str, str]] = MappingProxyType({
    "name": "联盟名称",
    "lead": "牵头单位",
    "region_code": "地区",
    "field": "产业领域",
    "direction": "业务方向",
    "notice": "依据的通知",
    "driver": "由谁主导",
    "kind": "类型",
})
"""What an alliance is known by; once it is registered, only the office changes it."""
MEMBER_FACT_LABELS: Final[Mapping[str, str]] = MappingProxyType({
    "kind": "类别",
    "region_code": "地区",
    "role": "产业链角色",
    "size": "企业规模",
    "joining": "加入方式",
    "consent": "自愿声明",
})
"""What is said of a member beyond its application form."""
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({
    "kind": {each.value: words for each, words in MEMBER_LABELS.items()},
    "role": {each.value: words for each, words in ROLE_LABELS.items()},
    "size": {each.value: words for each, words in SIZE_LABELS.items()},
    "joining": {each.value: words for each, words in JOINING_LABELS.items()},
})
CONTACT_KEYS: Final = frozenset({
    *("head_phone", "head_email", "contact_phone", "contact_email"),
    *("address", "legal_phone", "office_phone", "mobile", "fax", "email"),
})
"""Of both, those that are a person's contact as a whole."""
ROLE_OF_KIND: Final[Mapping[MemberKind, ChainRole]] = MappingProxyType({
    MemberKind.ENTERPRISE: ChainRole.CHAIN,
    MemberKind.UNIVERSITY: ChainRole.UNIVERSITY,
    MemberKind.INSTITUTE: ChainRole.INSTITUTE,
    MemberKind.INTERMEDIARY: ChainRole.SERVICE,
})
"""The role of a member of which nobody said another."""


def region_words(code: str) -> str:
    """Return the names of a region and of what it lies in, from the province on; "" of an unknown code."""
    region = load_regions().get(code)
    if region is None:
        return ""
    outer = dict.fromkeys(each for each in (region.province, region.city, region.county) if each)
    return "".join(load_regions()[each].name for each in outer)


def consent_words(consent: Consent | None) -> str:
    """Return a consent in words: who signed it, when, whether it is sealed; "" of none."""
    if consent is None:
        return ""
    return f"{consent.signed_by} {day_words(consent.on)}{'' if consent.is_sealed else '，没有盖章'}"


def member_fact_words(member: NewMember | None, name: str) -> str:
    """Return one of `MEMBER_FACT_LABELS` of a member in words; "" where it is not known."""
    value = None if member is None else getattr(member, name)
    if not value:
        return ""
    if isinstance(value, Consent):
        return consent_words(value)
    if name == "region_code":
        return region_words(str(value)) or str(value)
    return _CHOICES[name][value]
