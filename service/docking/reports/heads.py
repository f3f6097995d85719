"""The figures of reports: what each says, and by which rule it counts (统计口径)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from data.records.reports import FigureHead, Measure

_EVERY: Final = (
    FigureHead(
        id="due", label="应报企业", measure=Measure.COUNT, unit="家",
        rule="名册中销售收入达到起点的企业和科技型企业，各计一家；无法判断是否应报的不计",
    ),
    FigureHead(
        id="reported", label="已报企业", measure=Measure.COUNT, unit="家",
        rule="应报企业中，到统计日报足最少项数的，各计一家",
    ),
    FigureHead(
        id="missing", label="未报企业", measure=Measure.COUNT, unit="家",
        rule="应报企业中，到统计日没有报足的，各计一家；应报＝已报＋未报",
    ),
    FigureHead(
        id="coverage", label="报送率", measure=Measure.SHARE, unit="%",
        rule="已报企业占应报企业的比例；没有应报企业的不计算",
    ),
    FigureHead(
        id="needs", label="收到需求", measure=Measure.COUNT, unit="项",
        rule="报告期内到达工作区、统计日仍在库的技术需求，按到达日期计；到达日期没有记录的不计",
    ),
    FigureHead(
        id="dispatches", label="转送高校院所的需求", measure=Measure.COUNT, unit="项次",
        rule="报告期内转送的，一项需求转送一所计一次；撤回的不计",
    ),
    FigureHead(
        id="visits", label="走访", measure=Measure.COUNT, unit="次", rule="报告期内登记的走访，按走访日期计",
    ),
    FigureHead(
        id="led", label="领导带队走访", measure=Measure.COUNT, unit="次", rule="报告期内的走访中写明带队领导的",
    ),
    FigureHead(
        id="talks", label="洽谈项目", measure=Measure.COUNT, unit="项",
        rule="报告期内有过洽谈的台账，一项台账洽谈几次都计一项，按实际洽谈日期计",
    ),
    FigureHead(
        id="intents", label="意向协议", measure=Measure.COUNT, unit="份",
        rule="报告期内签订的意向协议，按签订日期计；不算合同，划去的不计",
    ),
    FigureHead(
        id="frameworks", label="框架协议", measure=Measure.COUNT, unit="份",
        rule="报告期内签订的框架协议，按签订日期计；只算意向，不算合同，划去的不计",
    ),
    FigureHead(
        id="intent_amount", label="意向金额", measure=Measure.INTENT, unit="万元",
        rule="上述意向协议和框架协议写明的金额；只是意愿，不与合同、登记、到账相加",
    ),
    FigureHead(
        id="contracts", label="技术合同", measure=Measure.COUNT, unit="份",
        rule="报告期内签订的技术合同，按签订日期计；意向协议和框架协议不计，划去的不计",
    ),
    FigureHead(
        id="contract_amount", label="合同成交额", measure=Measure.CONTRACT, unit="万元",
        rule="上述技术合同写明的成交额；不与意向、登记、到账相加",
    ),
    FigureHead(
        id="registered", label="认定登记合同", measure=Measure.COUNT, unit="份",
        rule="报告期内取得认定登记证明的技术合同，按登记日期计",
    ),
    FigureHead(
        id="technology_amount", label="登记技术交易额", measure=Measure.TECHNOLOGY, unit="万元",
        rule="上述登记证明写明的技术交易额；不与合同成交额相加",
    ),
    FigureHead(
        id="payments", label="到账", measure=Measure.COUNT, unit="笔",
        rule="报告期内到账的款项，按到账日期计；划去的不计",
    ),
    FigureHead(
        id="received_amount", label="到账金额", measure=Measure.RECEIVED, unit="万元",
        rule="上述到账款项的金额；不与合同成交额相加",
    ),
    FigureHead(
        id="accepted", label="验收项目", measure=Measure.COUNT, unit="项", rule="报告期内通过验收的台账，按验收日期计",
    ),
    FigureHead(
        id="deepened", label="深化合作", measure=Measure.COUNT, unit="项次",
        rule="报告期内新达到的合作级别，一项台账达到一级计一次；开台账以前已有的不计",
    ),
    FigureHead(
        id="plan_projects", label="科技计划项目", measure=Measure.COUNT, unit="项",
        rule="报告期年度的计划项目，各计一项",
    ),
    FigureHead(
        id="plan_from_needs", label="来自企业需求的计划项目", measure=Measure.COUNT, unit="项",
        rule="上述计划项目中写明对应需求或共性问题的",
    ),
    FigureHead(
        id="problems", label="凝练的共性问题", measure=Measure.COUNT, unit="项",
        rule="制表时已由企业需求凝练成的共性问题，不分报告期，撤回的不计",
    ),
    FigureHead(
        id="achievements", label="在库成果", measure=Measure.COUNT, unit="项",
        rule="制表时工作区里该单位的科技成果，不分报告期",
    ),
    FigureHead(
        id="partners", label="合作企业", measure=Measure.COUNT, unit="家",
        rule="报告期内与该单位签订技术合同的企业，同一企业只计一家；意向协议和框架协议不计",
    ),
    FigureHead(
        id="events", label="对接活动", measure=Measure.COUNT, unit="场", rule="报告期内举办的对接会，按举办日期计",
    ),
)  # fmt: skip

HEADS: Final[Mapping[str, FigureHead]] = MappingProxyType({each.id: each for each in _EVERY})
"""By id."""


def heads_of(*ids: str) -> tuple[FigureHead, ...]:
    """Return heads in the order named."""
    return tuple(HEADS[each] for each in ids)


CENSUS_HEADS: Final = heads_of("due", "reported", "missing", "coverage")
MOVED_HEADS: Final = heads_of(
    "needs", "dispatches", "visits", "led", "events", "talks", "intents", "frameworks", "intent_amount", "contracts",
    "contract_amount", "registered", "technology_amount", "payments", "received_amount", "accepted", "deepened",
)  # fmt: skip
"""What happened in a period."""
PARTNER_HEADS: Final = heads_of(
    "achievements", "talks", "intents", "frameworks", "intent_amount", "contracts", "contract_amount", "registered",
    "technology_amount", "payments", "received_amount", "partners", "deepened",
)  # fmt: skip
"""Of universities and institutes."""
AGENCY_HEADS: Final = heads_of(
    "talks", "intents", "frameworks", "intent_amount", "contracts", "contract_amount", "registered",
    "technology_amount", "payments", "received_amount",
)  # fmt: skip
"""Of brokers and transfer offices."""
LEAGUE_HEADS: Final = heads_of(
    "coverage", "needs", "talks", "intents", "frameworks", "contracts", "contract_amount", "received_amount"
)
"""Of the league table of a bulletin: few enough for a page of paper."""
