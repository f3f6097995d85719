"""The Chinese words of deals."""

from collections.abc import Collection, Mapping
from typing import Final

from data.records.deals import Form, Mark, Origin, Rung, Stage

STAGE_LABELS: Final[Mapping[Stage, str]] = {
    Stage.RECOMMENDED: "已推荐",
    Stage.AWAITING_CONSENT: "待双方同意",
    Stage.INTRODUCED: "已引荐",
    Stage.TALK: "洽谈",
    Stage.INTENT_AGREEMENT: "意向协议",
    Stage.CONTRACT: "正式合同",
    Stage.REGISTRATION: "认定登记",
    Stage.PERFORMANCE: "履行",
    Stage.ACCEPTANCE: "验收",
    Stage.DEEPENING: "深化",
    Stage.ON_HOLD: "搁置",
    Stage.DECLINED: "婉拒",
    Stage.TERMINATED: "终止",
}

ORIGIN_LABELS: Final[Mapping[Origin, str]] = {
    Origin.MATCH: "匹配名单",
    Origin.INTRODUCTION: "引荐",
    Origin.EVENT: "对接会",
    Origin.HAND: "手工登记",
}

MARK_LABELS: Final[Mapping[Mark, str]] = {
    Mark.MAJOR_PROJECT: "重大科技项目",
    Mark.ACADEMICIAN: "院士、高层次人才项目",
    Mark.STRATEGIC_ALLIANCE: "校企战略联盟",
    Mark.INDUSTRY_ALLIANCE: "产业技术联盟",
}

FORM_LABELS: Final[Mapping[Form, str]] = {
    Form.INTENT: "意向协议",
    Form.FRAMEWORK: "框架协议（按意向统计）",
    Form.CONTRACT: "技术合同",
}

RUNG_LABELS: Final[Mapping[Rung, str]] = {
    Rung.TEMPORARY: "临时合作",
    Rung.LONG_TERM: "长期合作",
    Rung.SINGLE_PROJECT: "单一项目",
    Rung.TECHNOLOGY: "技术合作",
    Rung.TALENT: "人才合作",
    Rung.JOINT_UNIT: "共建研发机构",
    Rung.ALLIANCE: "战略联盟",
}

MONEY_LABELS: Final[Mapping[str, str]] = {
    "intent": "意向金额",
    "contract": "合同成交额",
    "technology": "登记技术交易额",
    "received": "到账金额",
}
"""By the fields of `data.records.money.Sums`, in the order in which they are shown."""

MONEY_RULE: Final = (
    "四种金额口径不同，分别统计，不相加：意向金额只是意愿，框架协议计入意向；合同成交额按已签的技术合同计；"
    "技术交易额按登记证明计；到账金额按实际到账计。划去的条目不计，没有写金额的另行列出份数。"
)


def marks_text(marks: Collection[Mark]) -> str:
    """Return priority marks in words, in the order of the labels; "" for none."""
    return "、".join(label for mark, label in MARK_LABELS.items() if mark in marks)
