"""Alliances: begun, joined, checked, handed in, registered."""

from typing import Annotated

from fastapi import APIRouter, Query

from data.records.accounts import Actor
from data.records.alliances import (
    Activity,
    Alliance,
    AllianceEntry,
    AllianceFacts,
    AlliancePaper,
    Expert,
    GrantEntry,
    Member,
)
from service.api.alliance_schemas import (
    ENTRY_KINDS,
    AllianceBody,
    AllianceCheckBody,
    AllianceMoveRequest,
    AllianceRequest,
    AllianceReviewRequest,
    AllianceStrikeRequest,
    ChecksBody,
    EntryRequest,
    MemberBody,
    MemberRequest,
    PaperRequest,
)
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, STALE, ExpectedVersion
from service.dependencies import MOST_ROWS, DeskDep, RowNumber
from service.docking.alliances.checking import AllianceChecks
from service.docking.alliances.joining import apply_to_join, put_member, review_member
from service.docking.alliances.keeping import add_alliance, keep_entry, strike_entry
from service.docking.alliances.moving import move_alliance
from service.docking.alliances.reading import check_alliance
from service.docking.alliances.seeing import Side, alliances_shown, heads_of, open_alliance, shown_to, side_of
from service.docking.alliances.shapes import kind_of, missing_roles, topology_of
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/alliances", tags=["联盟"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.ALLIANCES_VIEW)]
Editing = Annotated[Actor, permitted(Action.ALLIANCES_EDIT)]


@router.get("", summary="联盟")
def listed(
    desk: DeskDep,
    actor: Viewing,
    start: Annotated[int, Query(ge=0, le=MOST_ROWS)] = 0,
    limit: Annotated[int, Query(ge=1, le=500, description="最多几个；还有的从 start 接着取。")] = 500,
) -> list[AllianceBody]:
    """List the alliances one may see, newest first, five hundred at most."""
    numbers = [each.number for each in heads_of(desk.workspace, actor)][start : start + limit]
    return [_body(each, actor) for each in alliances_shown(desk.workspace, actor, numbers)]


@router.post("", status_code=201, summary="筹建联盟", responses=CONFLICT, dependencies=JSON_WRITES)
def begun(body: AllianceRequest, desk: DeskDep, at: Now, actor: Editing) -> AllianceBody:
    """Begin an alliance."""
    return _body(add_alliance(desk.workspace, actor, AllianceFacts(**body.model_dump()), at=at), actor)


@router.get("/{number}", summary="一个联盟")
def one(number: RowNumber, desk: DeskDep, actor: Viewing) -> AllianceBody:
    """Show one alliance."""
    return _body(open_alliance(desk.workspace, actor, number).alliance, actor)


@router.get("/{number}/checks", summary="按规则检查")
def checked(number: RowNumber, desk: DeskDep, at: Now, actor: Viewing) -> ChecksBody | None:
    """Check an alliance; null for a reader who is not in it."""
    found = check_alliance(desk, actor, number, now=at).checks
    return None if found is None else _checks(found)


@router.post("/{number}/move", summary="办理下一步", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def moved(
    number: RowNumber, body: AllianceMoveRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> AllianceBody:
    """Bring an alliance a stage further."""
    place = (number, version)
    return _body(move_alliance(desk.workspace, actor, place, body.after, note=body.note, at=at), actor)


@router.post("/{number}/members", summary="增加或改写成员", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def member(
    number: RowNumber, body: MemberRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> AllianceBody:
    """Keep a member."""
    place = (number, version)
    return _body(put_member(desk.workspace, actor, place, body.record(), clears=body.cleared(), at=at), actor)


@router.post("/{number}/apply", summary="申请入盟", responses=CONFLICT, dependencies=JSON_WRITES)
def applied(number: RowNumber, body: MemberRequest, desk: DeskDep, at: Now, actor: Editing) -> AllianceBody:
    """Ask to join."""
    return _body(apply_to_join(desk.workspace, actor, number, body.record(), at=at), actor)


@router.post("/{number}/review", summary="审核入盟申请", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def reviewed(
    number: RowNumber, body: AllianceReviewRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> AllianceBody:
    """Admit or refuse whoever applied."""
    place = (number, version)
    after = review_member(
        desk.workspace, actor, place, body.organisation, state=body.state, opinion=body.opinion, at=at
    )
    return _body(after, actor)


@router.post("/{number}/entries", summary="记一条台账", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def written(
    number: RowNumber, body: EntryRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> AllianceBody:
    """Write an entry into the books."""
    values = body.model_dump(exclude={"book"})
    if isinstance(body, PaperRequest):
        values["sealed_by"] = tuple(body.sealed_by)
    return _body(keep_entry(desk.workspace, actor, (number, version), ENTRY_KINDS[body.book](**values), at=at), actor)


@router.post(
    "/{number}/entries/{entry}/strike", summary="划去一条台账", responses=CONFLICT | STALE, dependencies=JSON_WRITES
)
def struck(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    entry: RowNumber,
    body: AllianceStrikeRequest,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: ExpectedVersion,
) -> AllianceBody:
    """Strike an entry out."""
    return _body(strike_entry(desk.workspace, actor, (number, version), entry, note=body.note, at=at), actor)


def _body(whole: Alliance, actor: Actor) -> AllianceBody:
    """Return an alliance as an actor may read it, whatever it was that they just did to it."""
    alliance = shown_to(actor, whole)
    kind = kind_of(alliance)
    registration = alliance.registration
    is_told = side_of(actor, whole) in {Side.OFFICE, Side.LEAD}
    return AllianceBody(
        number=alliance.number,
        version=alliance.version,
        stage=alliance.stage,
        name=masked_text(alliance.name),
        lead=masked_text(alliance.lead),
        region_code=alliance.region_code,
        field=masked_text(alliance.field),
        direction=masked_text(alliance.direction),
        notice=alliance.notice,
        kind=kind.kind,
        kind_reason=kind.reason,
        topology=topology_of(alliance.admitted).label,
        code="" if registration is None else registration.code,
        upward="" if registration is None else masked_text(registration.upward),
        first_submitted_at=alliance.first_submitted_at,
        submitted_at=alliance.submitted_at,
        members=[_member(each, is_told=is_told) for each in alliance.members],
        missing_roles=list(missing_roles(alliance)),
        entries={each.number: _told(each.entry) for each in alliance.entries if not each.struck_note},
    )


def _member(member: Member, *, is_told: bool) -> MemberBody:
    names = set(MemberBody.model_fields) - {"organisation", "is_signed"}
    return MemberBody(
        organisation=masked_text(member.organisation),
        is_signed=(member.consent is not None) if is_told else None,
        **{name: getattr(member, name) for name in names},
    )


def _told(entry: AllianceEntry) -> str:
    if isinstance(entry, AlliancePaper):
        return masked_text(f"材料：{entry.name}，{'有' if entry.is_there else '缺'}")
    if isinstance(entry, Expert):
        return masked_text(f"专家：{entry.name}，{entry.unit}")
    if isinstance(entry, Activity):
        return masked_text(f"活动：{entry.title}，{entry.on}")
    if isinstance(entry, GrantEntry):
        return masked_text(f"资金：{entry.line.value} {entry.amount_fen} 分，{entry.purpose}")
    return masked_text(f"判断：{entry.criterion}，{'符合' if entry.is_met else '不符合'}")


def _checks(found: AllianceChecks) -> ChecksBody:
    return ChecksBody(
        checks=[
            AllianceCheckBody(
                rule=each.rule.number,
                kind=each.rule.kind.value,
                outcome=each.outcome,
                reading=each.reading,
                reason=masked_text(each.reason),
                remedy=masked_text(each.remedy),
                used=list(each.used),
            )
            for each in found.checks
        ],
        lacking=[each.value for each in found.lacking],
        skipped={each.rule.number: masked_text(each.reason) for each in found.skipped},
        consents=found.consents.outcome,
        consents_reason=masked_text(found.consents.reason),
        grant=found.grant.outcome,
        grant_reason=masked_text(found.grant.reason),
    )
