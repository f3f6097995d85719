"""An invented call for alliances with its rules confirmed, and alliances that answer it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from data.records.accounts import OPERATOR, Actor, Role
from data.records.alliances import Alliance, AllianceFacts, Consent, Joining, MemberKind, NewMember
from data.records.rules import (
    CompositionTerms,
    CriteriaTerms,
    DossierTerms,
    DueTerms,
    FieldMapTerms,
    MinCountTerms,
    NameTerms,
    Terms,
)
from data.storage.workspace import Workspace
from service.docking.alliances.joining import put_member
from service.docking.alliances.keeping import add_alliance
from service.docking.notices.deciding import RuleDraft, write
from tests.factories.notices import load
from tests.service.people import ACTORS

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
LEAD, OFFICE, UNIVERSITY = ACTORS[Role.ENTERPRISE], ACTORS[Role.COUNTY_BUREAU], ACTORS[Role.UNIVERSITY]
STRANGER = replace(LEAD, account_id=90, organisation="乙压铸有限公司")
OTHER_OFFICE = replace(OFFICE, account_id=91, region_code="320831")
FACTS = AllianceFacts(
    name="涟水县压铸技术创新联盟",
    lead=LEAD.organisation,
    region_code="320826",
    field="新材料",
    direction="铝合金压铸",
    texts={"head_name": "张三", "contact_name": "李四", "contact_phone": "13900001234"},
)
RULES: tuple[Terms, ...] = (
    CompositionTerms(lead_kind="enterprise", min_enterprises=2, min_universities=1, same_province=True),
    NameTerms(pattern="涟水县…技术创新联盟", unique_by=(("name",), ("field", "direction"))),
    DossierTerms(item="申报材料", papers=("联盟契约",), sealed_by="all"),
    DossierTerms(item="申报材料", papers=("工作计划",)),
    MinCountTerms(item="联盟活动", minimum=4, unit="牵头单位"),
    FieldMapTerms(item="领域", pairs=(("新材料", "新材料"), ("新型农业", "其他"))),
    DueTerms(item="联盟申报", on=date(2026, 11, 25), at="10:00"),
    CriteriaTerms(item="牵头企业", criteria=("行业骨干",)),
    CriteriaTerms(item="申报上级专题", criteria=("上级科技部门登记备案",)),
)


def call_for_alliances(workspace: Workspace, folder: Path, rules: tuple[Terms, ...] = RULES) -> int:
    """Load a notice and confirm rules of it; return its number."""
    notice = load(workspace, folder, actor=OPERATOR, at=NOW).number
    for terms in rules:
        write(workspace, OPERATOR, RuleDraft(terms=terms, notice=notice, sentence="各县科技局"), at=NOW)
    return notice


def begun(workspace: Workspace, *, notice: int | None = None, by: Actor = LEAD, **facts: object) -> Alliance:
    """Begin an alliance of a lead that is known to be an enterprise."""
    made = add_alliance(workspace, by, replace(FACTS, notice=notice, **facts), at=NOW)  # type: ignore[arg-type] # any
    return joined(workspace, made, made.lead, MemberKind.ENTERPRISE, by=by, joining=Joining.FOUNDED)


def joined(  # noqa: PLR0913 - one member, in words
    workspace: Workspace,
    alliance: Alliance,
    name: str,
    kind: MemberKind | None,
    *,
    by: Actor = LEAD,
    region_code: str = "320826",
    joining: Joining = Joining.INVITED,
    is_signed: bool = True,
) -> Alliance:
    """Add a member that signed."""
    consent = Consent(signed_by="王五", on=date(2026, 11, 20), is_sealed=True) if is_signed else None
    member = NewMember(organisation=name, kind=kind, region_code=region_code, joining=joining, consent=consent)
    return put_member(workspace, by, (alliance.number, alliance.version), member, at=NOW)
