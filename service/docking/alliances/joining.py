"""Who is in an alliance: invited, applied, reviewed, signed, left; every value that changes stands in the trail."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Final

from data.errors import NotPermittedError, RefusalError, UsageError
from data.records.accounts import Actor
from data.records.alliances import (
    Alliance,
    Consent,
    Joining,
    Member,
    MemberKind,
    MemberState,
    NewMember,
)
from data.records.audit import FieldChange
from data.reference.regions import load_regions
from data.storage.workspace import Stores, Workspace
from ingest.names import name_key
from service.docking.alliances.changing import (
    ANYBODY,
    MOST_TITLE,
    opened,
    plain_text,
    require_past,
    told,
)
from service.docking.alliances.seeing import Side, may_apply, visible
from service.docking.alliances.wording import (
    CONTACT_KEYS,
    MEMBER_FACT_LABELS,
    SHEET_LABELS,
    STATE_LABELS,
    member_fact_words,
)
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of

INSIDE: Final = frozenset({Side.MEMBER, Side.APPLICANT})
"""Who writes of itself alone."""
CLEARABLE: Final = frozenset({"kind", "role", "size", "region_code", "consent"})
"""What may be taken back; whatever else is left out stays as it is."""


def apply_to_join(workspace: Workspace, actor: Actor, number: int, member: NewMember, *, at: datetime) -> Alliance:
    """Ask to join a registered alliance, in the name of one's own organisation.

    Raises:
        RefusalError: it takes no applications from this organisation.
    """
    scope_of(actor, Action.ALLIANCES_EDIT)
    with workspace.writing(actor, at=at) as stores:
        alliance = visible(stores, actor, number, is_locked=True)
        if not may_apply(actor, alliance):
            raise RefusalError(
                "这个联盟现在不能申请加入。", remedy="已登记的联盟才能申请；本单位已在其中的不必再申请。"
            )
        before = _known(alliance, actor.organisation)
        name = actor.organisation if before is None else before.organisation
        own = replace(member, organisation=name, joining=Joining.APPLIED, since=at)
        new = checked_member(replace(own, consent=_signed(member.consent, None, actor)), at)
        stores.alliances.put_member(number, new, state=MemberState.APPLIED)
        state = FieldChange(new.organisation, STATE_LABELS[before.state] if before else "", "待审核")
        return told(stores, alliance, [state, *_changes(before, new)])


def put_member(
    workspace: Workspace,
    actor: Actor,
    place: tuple[int, int],
    member: NewMember,
    *,
    clears: frozenset[str] = frozenset(),
    at: datetime,
) -> Alliance:
    """Keep a member, or what else is to be said of one; a member itself may write its own sheet and consent.

    Args:
        workspace: holds it.
        actor: the lead, the office, or the member.
        place: number and version of the alliance.
        member: what is not said of one that is known stays; hidden contacts that were left alone too.
        clears: of `CLEARABLE`, what is taken back, such as a consent.
        at: aware.

    Raises:
        NotPermittedError: a member may write only of itself.
        RefusalError: nobody founds an alliance that is registered.
    """
    with workspace.writing(actor, at=at) as stores:
        alliance, side = opened(stores, actor, place, by=ANYBODY)
        known = _known(alliance, member.organisation.strip())
        if known is None and member.joining is Joining.FOUNDED and alliance.registration is not None:
            raise RefusalError("联盟已经登记，以后加入的不是发起单位。", remedy="请选受邀加入或申请加入。")
        if side in INSIDE:
            if known is None or known.organisation != actor.organisation:
                raise NotPermittedError("只能填写本单位的入盟资料。", remedy="其他单位的由牵头单位办理。")
            member, clears = replace(member, kind=known.kind, role=known.role), clears - {"kind", "role"}
        member = member if known is None else replace(member, organisation=known.organisation)
        new = checked_member(_with_what_stays(known, member, clears & CLEARABLE, actor, at), at)
        changes = _changes(known, new)
        if not changes:
            return alliance
        state = MemberState.ADMITTED if known is None else known.state
        stores.alliances.put_member(alliance.number, new, state=state, opinion="" if known is None else known.opinion)
        return told(stores, alliance, changes)


def review_member(  # noqa: PLR0913 - what is said of whom, all by name
    workspace: Workspace,
    actor: Actor,
    place: tuple[int, int],
    organisation: str,
    *,
    state: MemberState,
    opinion: str,
    at: datetime,
) -> Alliance:
    """Admit or refuse whoever applied, or write down that a member left; a member may leave of its own will.

    Whoever left takes its consent along: it has to sign again to come back.

    Raises:
        NotPermittedError: a member decides of nobody but itself, and only that it leaves.
        RefusalError: there is no such member, the lead would leave, or a refusal has no reason.
    """
    is_leaving = state is MemberState.LEFT and organisation == actor.organisation
    with workspace.writing(actor, at=at) as stores:
        alliance, side = opened(stores, actor, place, by=ANYBODY, is_leaving=is_leaving)
        if side in INSIDE and not is_leaving:
            raise NotPermittedError("这件事不由您办理。", remedy="请联系牵头单位或负责的科技主管部门。")
        known = _known(alliance, organisation)
        if known is None or state is MemberState.APPLIED or organisation == alliance.lead:
            raise RefusalError("不能这样办理这个成员。", remedy="请刷新页面，从成员表中选择；牵头单位不能退出。")
        if known.state is MemberState.LEFT and state is MemberState.ADMITTED:
            raise RefusalError("退出的成员不能由他人恢复。", remedy="请该单位自己重新申请，申请后再审核。")
        if state is not MemberState.ADMITTED and not opinion.strip():
            raise RefusalError("没有写明意见。", remedy="不同意入盟或退出的，请写明原因。")
        new = _new_of(known)
        new = replace(new, consent=None) if state is MemberState.LEFT else new
        stores.alliances.put_member(alliance.number, new, state=state, opinion=plain_text("意见", opinion))
        moved = FieldChange(organisation, STATE_LABELS[known.state], STATE_LABELS[state])
        return told(stores, alliance, [moved, *_changes(known, new)])


def admit_lead(stores: Stores, alliance: Alliance, lead: str, *, at: datetime) -> list[FieldChange]:
    """Make the new lead of an alliance a member that counts; return what that changed."""
    known = _known(alliance, lead)
    if known is not None and known.state is MemberState.ADMITTED:
        return []
    new = NewMember(organisation=lead, joining=Joining.INVITED, since=at) if known is None else _new_of(known)
    stores.alliances.put_member(alliance.number, new, state=MemberState.ADMITTED, opinion="改任牵头单位")
    before = "" if known is None else STATE_LABELS[known.state]
    return [FieldChange(lead, before, STATE_LABELS[MemberState.ADMITTED])]


def checked_member(member: NewMember, at: datetime) -> NewMember:
    """Return a member without blanks around its texts.

    Raises:
        UsageError: something is missing, too long, signed on a day to come, or nothing that is asked for.
    """
    unknown = sorted({key for key, _ in member.sheet} - set(SHEET_LABELS))
    if unknown:
        raise UsageError(f"入盟申请表没有这些栏目：{'、'.join(unknown)}。", remedy="请核对栏目名称。")
    if member.region_code and member.region_code not in load_regions():
        raise UsageError("成员的地区代码不存在。", remedy="请写六位行政区划代码，或留空。")
    consent = member.consent
    if consent is not None:
        require_past(consent.on, at)
        signed_by = plain_text("签字人", consent.signed_by, is_needed=True, most=MOST_TITLE)
        consent = replace(consent, signed_by=signed_by)
    return replace(
        member,
        organisation=plain_text("成员单位", member.organisation, is_needed=True, most=MOST_TITLE),
        size=member.size if member.kind is MemberKind.ENTERPRISE else None,
        consent=consent,
        sheet=tuple((key, plain_text(SHEET_LABELS[key], text, most=MOST_TITLE)) for key, text in member.sheet if text),
    )


def beginners(lead: str, members: Iterable[NewMember], actor: Actor, *, at: datetime) -> tuple[NewMember, ...]:
    """Return the members that an alliance begins with, each once, its lead first."""
    given = (replace(each, since=at, consent=_signed(each.consent, None, actor)) for each in members)
    named = {each.organisation: checked_member(each, at) for each in given}
    first = named.pop(lead, NewMember(organisation=lead, joining=Joining.FOUNDED, since=at))
    return (first, *named.values())


def _known(alliance: Alliance, organisation: str) -> Member | None:
    """Return the member of a name, however its blanks and brackets are written."""
    key = name_key(organisation)
    return next((each for each in alliance.members if name_key(each.organisation) == key), None)


def _new_of(member: Member) -> NewMember:
    return NewMember(**{each.name: getattr(member, each.name) for each in fields(NewMember)})


def _with_what_stays(
    known: Member | None, member: NewMember, clears: frozenset[str], actor: Actor, at: datetime
) -> NewMember:
    """Return what is to be kept of a member: what was said, and of the rest what is known of it."""
    if known is None:
        return replace(member, consent=_signed(member.consent, None, actor), since=at)
    before = dict(known.sheet)
    sheet = {**before, **{key: _meant(key, before, text) for key, text in member.sheet}}
    return replace(
        member,
        kind=member.kind or (None if "kind" in clears else known.kind),
        region_code=member.region_code or ("" if "region_code" in clears else known.region_code),
        role=member.role or (None if "role" in clears else known.role),
        size=member.size or (None if "size" in clears else known.size),
        consent=None if "consent" in clears else _signed(member.consent, known.consent, actor),
        joining=known.joining,
        sheet=tuple(sheet.items()),
        since=known.since,
    )


def _signed(given: Consent | None, known: Consent | None, actor: Actor) -> Consent | None:
    """Return a consent with who entered it; one that says nothing new stays as it is."""
    if given is None:
        return known
    entered_by = actor.organisation or actor.name
    same = None if known is None else replace(given, entered_by=known.entered_by)
    return known if known is not None and same == known else replace(given, entered_by=entered_by)


def _changes(before: NewMember | None, after: NewMember) -> list[FieldChange]:
    """Return every value of a member that changed; of its sheet the names of the fields alone."""
    organisation = after.organisation
    changes = [] if before is not None else [FieldChange("member", "", organisation)]
    for name, label in MEMBER_FACT_LABELS.items():
        old, new = (member_fact_words(each, name) for each in (before, after))
        if old != new:
            changes.append(FieldChange(f"{organisation}：{label}", old, new))
    was, now = dict(before.sheet) if before is not None else {}, dict(after.sheet)
    keys = [key for key in SHEET_LABELS if was.get(key, "") != now.get(key, "")]
    if keys:
        old, new = ("、".join(SHEET_LABELS[key] for key in keys if each.get(key)) for each in (was, now))
        changes.append(FieldChange(f"{organisation}：入盟申请表", old, new))
    return changes


def _meant(key: str, before: Mapping[str, str], text: str) -> str:
    return taken_over("contact" if key in CONTACT_KEYS else key, before.get(key, ""), text)
