"""Terms of every kind, and rules with them: the numbers of real notices, the words invented."""

from dataclasses import replace
from datetime import date
from typing import Any

from data.records.notices import Quote
from data.records.rules import (
    CensusTerms,
    CompositionTerms,
    CriteriaTerms,
    DossierTerms,
    DueTerms,
    FieldMapTerms,
    LadderTerms,
    MinCountTerms,
    NameTerms,
    QuotaTerms,
    Rule,
    RuleState,
    Target,
    TargetTreeTerms,
    Terms,
    TimeLimitTerms,
)

CENSUS = CensusTerms(
    min_revenue_yuan=20_000_000, or_tech_enterprise=True, min_needs=1, max_needs=2, due_on=date(2010, 7, 20)
)
QUOTA = QuotaTerms(unit="每个地级以上市科技局", item="重大项目建议", form="附件3", minimum=5, maximum=8)
DUE = DueTerms(item="重大项目建议表", form="附件3", on=date(2007, 9, 30), copies=2, route="计划处")
COMPOSITION = CompositionTerms(lead_kind="enterprise", min_enterprises=10, min_universities=1, same_province=True)
MIN_COUNT = MinCountTerms(item="联盟活动", minimum=4)
NAME = NameTerms(pattern="从化区…技术创新联盟", unique_by=(("name",), ("field", "direction")))
CRITERIA = CriteriaTerms(item="签约项目", criteria=("高新技术方向", "实质性合作", "研发机构"))
DOSSIER = DossierTerms(item="申报材料", papers=("登记表", "联盟契约"), sealed_by="all")
LADDER = LadderTerms(steps=(("短期合作", "长期合作"), ("单项合作", "战略联盟")))
TARGETS = TargetTreeTerms(
    by_year=2020,
    targets=(
        Target(item="骨干联盟", amount=100, is_approximate=True),
        Target(item="产业骨干联盟", amount=70, part_of="骨干联盟"),
        Target(item="农业骨干联盟", amount=15, part_of="骨干联盟"),
        Target(item="服务业骨干联盟", amount=15, part_of="骨干联盟"),
    ),
)
FIELD_MAP = FieldMapTerms(item="产业领域", pairs=(("新材料", "新材料"), ("新型农业", ""), ("", "新能源汽车")))
TIME_LIMIT = TimeLimitTerms(item="成果转化", starts_with="项目验收", days=365)

TERMS: tuple[Terms, ...] = (
    CENSUS,
    QUOTA,
    DUE,
    COMPOSITION,
    MIN_COUNT,
    NAME,
    CRITERIA,
    DOSSIER,
    LADDER,
    TARGETS,
    FIELD_MAP,
    TIME_LIMIT,
)
"""One of every kind, in the order of the kinds."""


def rule_of(terms: Terms, **changes: Any) -> Rule:
    """Return a confirmed rule with these terms."""
    rule = Rule(
        number=1,
        version=1,
        notice_id=None,
        terms=terms,
        quote=Quote("按通知办理。", 0, 6),
        clause="",
        state=RuleState.CONFIRMED,
    )
    return replace(rule, **changes)
