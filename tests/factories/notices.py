"""Terms of every kind, and rules with them: the numbers of real notices, the words invented."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data.records.accounts import OPERATOR, Actor
from data.records.ids import NoticeId
from data.records.notices import Assignment, Attachment, Clause, Notice, PolicyStatus, Quote, Repaired, UnitRole
from data.records.rules import (
    CensusTerms,
    CompositionTerms,
    Conflict,
    CriteriaTerms,
    DossierTerms,
    DueTerms,
    FieldMapTerms,
    LadderTerms,
    MinCountTerms,
    NameTerms,
    Proposal,
    QuotaTerms,
    Rule,
    RuleState,
    Target,
    TargetTreeTerms,
    Terms,
    TimeLimitTerms,
)
from data.storage.workspace import Workspace
from ingest.notices.reading import NoticeReading
from service.docking.notices.loading import LoadedNotice, load_notice
from tests.factories.storing import AT

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


TEXT = (
    "关于开展技术需求普查的通知\n"
    "各县科技局：\n"
    "一、需求征集。年销售额达到两千万的厂家以及全部科技企业都要填表，每家一到两条，七月二十日截止。\n"
    "二、项目推荐。每个市推荐五到八个项目，九月三十日前一式两份报计划科，联系电话13900001234。\n"
    "（一）联盟。由企业牵头，另有十家以上企业和一所以上省内高校参加。\n"
    "附件：1.需求表\n"
    "分享到微博\n"
)
"""Invented; the numbers are those of real notices."""


def quote_of(words: str) -> Quote:
    """Return some words of the text with their place."""
    start = TEXT.index(words)
    return Quote(words, start, start + len(words))


def reading() -> NoticeReading:
    """Return what a grammar could have read from the text."""
    clauses = tuple(
        Clause(number, "", Quote(TEXT[start:end], start, end))
        for number, start, end in (
            ("一", TEXT.index("一、"), TEXT.index("二、")),
            ("二", TEXT.index("二、"), TEXT.index("附件")),
            ("二/（一）", TEXT.index("（一）"), TEXT.index("附件")),
        )
    )
    notice = Notice(
        id=NoticeId("notice-1"),
        title="关于开展技术需求普查的通知",
        number="",
        issuer="某市科技局",
        issued_on=date(2026, 6, 1),
        status=PolicyStatus.TO_BE_REPEALED,
        text=TEXT,
        dropped=(quote_of("分享到微博"),),
        repairs=(Repaired("20266年", "2026年", quote_of("通知"), "多了一个数字"),),
        clauses=clauses,
        attachments=(Attachment("附件1", "需求表", 2, "计划科 13900001234", quote_of("1.需求表")),),
        assignments=(
            Assignment(
                "一", "需求征集", ((UnitRole.LEAD, "各县科技局"), (UnitRole.SUPPORT, "工信局")), quote_of("各县科技局")
            ),
        ),
    )
    census = replace(CENSUS, due_on=date(2026, 7, 20))
    due = replace(DUE, on=date(2026, 9, 30), route="计划科 13900001234")
    proposals = (
        Proposal(
            census, quote_of("年销售额达到两千万的厂家以及全部科技企业都要填表，每家一到两条，七月二十日截止"), "一"
        ),
        Proposal(QUOTA, quote_of("每个市推荐五到八个项目"), "二"),
        Proposal(due, quote_of("九月三十日前一式两份报计划科，联系电话13900001234"), "二"),
        Proposal(COMPOSITION, quote_of("由企业牵头，另有十家以上企业和一所以上省内高校参加"), "二/（一）"),
    )
    return NoticeReading(notice, proposals, (Conflict("牵头单位是否计入十家没有写明", (quote_of("十家以上企业"),)),))


def load(workspace: Workspace, folder: Path, *, actor: Actor = OPERATOR, at: datetime = AT) -> LoadedNotice:
    """Load the notice into a workspace."""
    path = folder / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    return load_notice(workspace, actor, path, read=lambda _: reading(), at=at)
