"""Writing what is kept of alliances: facts, members, consents, books; refuse, write and log in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Final

from data.errors import NotPermittedError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import BUREAUS, ORGANISATIONS, Actor
from data.records.alliances import (
    Activity,
    Alliance,
    AllianceEntry,
    AllianceFacts,
    AllianceStage,
    Consent,
    Expert,
    GrantEntry,
    GrantLine,
    Joining,
    Judgement,
    Member,
    MemberKind,
    MemberState,
    NewMember,
)
from data.records.audit import AuditAction, FieldChange
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.alliances.seeing import Side, locked, may_apply, visible
from service.docking.alliances.wording import CONTACT_KEYS, SHEET_LABELS, STATE_LABELS, TEXT_LABELS
from service.docking.beijing import beijing_day
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of

ALLIANCES: Final = "alliances"
"""Under which kind the audit trail names what happens here; it repeats no contact and no long text."""
MOST_TITLE: Final = 200
MOST_TEXT: Final = 5000
MOST_FEN: Final = 10**13
"""A hundred billion yuan: whatever is larger was mistyped."""
KEEPERS: Final = frozenset({Side.OFFICE, Side.LEAD})
_ANY: Final = frozenset(Side)
_SHORT_FACTS: Final = ("name", "lead", "region_code", "field", "direction", "notice", "driver", "kind")


def add_alliance(
    workspace: Workspace, actor: Actor, facts: AllianceFacts, *, members: Sequence[NewMember] = (), at: datetime
) -> Alliance:
    """Begin an alliance: an organisation leads it, a bureau begins it for a lead of its region.

    The lead becomes its first member, if it is not among those who are named.

    Raises:
        RefusalError: it would be somebody else's.
    """
    scope_of(actor, Action.ALLIANCES_EDIT)
    checked = checked_facts(facts)
    if actor.role in ORGANISATIONS and checked.lead != actor.organisation:
        raise RefusalError("联盟由牵头单位自己登记。", remedy=f"请把牵头单位写作“{actor.organisation}”。")
    _require_region(actor, checked)
    named = {each.organisation: checked_member(each) for each in members}
    first = named.pop(checked.lead, NewMember(organisation=checked.lead, joining=Joining.FOUNDED))
    with workspace.writing(actor, at=at) as stores:
        number = stores.alliances.add(checked, at=at, actor=actor)
        for member in (first, *named.values()):
            stores.alliances.put_member(number, member, state=MemberState.ADMITTED)
        stores.audit.tell(AuditAction.ADDED, ALLIANCES, str(number), [FieldChange("name", "", checked.name)])
        return visible(stores, actor, number)


def change_facts(
    workspace: Workspace, actor: Actor, place: tuple[int, int], facts: AllianceFacts, *, at: datetime
) -> Alliance:
    """Put other facts in the place of an alliance's; hidden contacts that were left alone stay as they are.

    Raises:
        RefusalError: the lead is another one and the actor not the office, or it would leave the office's region.
    """
    with workspace.writing(actor, at=at) as stores:
        before, side = _open(stores, actor, place, by=KEEPERS)
        meant = {
            key: taken_over("contact" if key in CONTACT_KEYS else key, before.texts.get(key, ""), text)
            for key, text in facts.texts.items()
        }
        after = checked_facts(replace(facts, texts={**before.texts, **meant}))
        if after.lead != before.lead and side is not Side.OFFICE:
            raise RefusalError("更换牵头单位由科技主管部门办理。", remedy="请联系负责的科技主管部门。")
        if after.region_code != before.region_code:
            _require_region(actor, after)
        changes = [
            FieldChange(name, str(getattr(before, name) or ""), str(getattr(after, name) or ""))
            for name in _SHORT_FACTS
            if getattr(before, name) != getattr(after, name)
        ]
        rewritten = [TEXT_LABELS[key] for key in after.texts if after.texts[key] != before.texts.get(key, "")]
        if rewritten:
            changes.append(FieldChange("texts", "", "、".join(rewritten)))
        stores.alliances.write_facts(before.number, after, version=before.version + 1)
        stores.audit.tell(AuditAction.CHANGED, ALLIANCES, str(before.number), changes)
        return visible(stores, actor, before.number)


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
        new = checked_member(replace(member, organisation=actor.organisation, joining=Joining.APPLIED))
        stores.alliances.put_member(number, new, state=MemberState.APPLIED)
        _told(stores, alliance, "member", "", f"{new.organisation}（{STATE_LABELS[MemberState.APPLIED]}）")
        return visible(stores, actor, number)


def put_member(
    workspace: Workspace, actor: Actor, place: tuple[int, int], member: NewMember, *, at: datetime
) -> Alliance:
    """Keep a member, or what else is to be said of one; a member itself may write its own sheet and consent.

    Args:
        workspace: holds it.
        actor: the lead, the office, or the member.
        place: number and version of the alliance.
        member: whole; a sheet's hidden contacts that were left alone stay as they are.
        at: aware.

    Raises:
        NotPermittedError: a member may write only of itself.
    """
    with workspace.writing(actor, at=at) as stores:
        alliance, side = _open(stores, actor, place, by=_ANY)
        known = next((each for each in alliance.members if each.organisation == member.organisation.strip()), None)
        if side is Side.MEMBER:
            if known is None or known.organisation != actor.organisation:
                raise NotPermittedError("只能填写本单位的入盟资料。", remedy="其他单位的由牵头单位办理。")
            member = _own_words(member, known)
        before = dict(known.sheet) if known is not None else {}
        sheet = {**before, **{key: _meant(key, before, text) for key, text in member.sheet}}
        new = checked_member(replace(member, sheet=tuple(sheet.items())))
        state = MemberState.ADMITTED if known is None else known.state
        stores.alliances.put_member(alliance.number, new, state=state, opinion="" if known is None else known.opinion)
        _told(stores, alliance, "member", "" if known is None else known.organisation, new.organisation)
        return visible(stores, actor, alliance.number)


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
    """Admit or refuse whoever applied, or write down that a member left.

    Raises:
        RefusalError: there is no such member, the lead would leave, or a refusal has no reason.
    """
    with workspace.writing(actor, at=at) as stores:
        alliance, _ = _open(stores, actor, place, by=KEEPERS)
        known = next((each for each in alliance.members if each.organisation == organisation), None)
        if known is None or state is MemberState.APPLIED or organisation == alliance.lead:
            raise RefusalError("不能这样办理这个成员。", remedy="请刷新页面，从成员表中选择；牵头单位不能退出。")
        if state is not MemberState.ADMITTED and not opinion.strip():
            raise RefusalError("没有写明意见。", remedy="不同意入盟或退出的，请写明原因。")
        new = NewMember(**{each.name: getattr(known, each.name) for each in fields(NewMember)})
        stores.alliances.put_member(alliance.number, new, state=state, opinion=_text("意见", opinion))
        _told(stores, alliance, organisation, known.state.value, state.value)
        return visible(stores, actor, alliance.number)


def keep_entry(
    workspace: Workspace, actor: Actor, place: tuple[int, int], entry: AllianceEntry, *, at: datetime
) -> Alliance:
    """Write an entry into the books.

    Raises:
        NotPermittedError: a judgement or a grant is written by the office alone.
    """
    is_office = isinstance(entry, Judgement) or (isinstance(entry, GrantEntry) and entry.line is GrantLine.GRANTED)
    with workspace.writing(actor, at=at) as stores:
        alliance, side = _open(stores, actor, place, by=KEEPERS)
        if is_office and side is not Side.OFFICE:
            raise NotPermittedError("这一项由科技主管部门登记。", remedy="请联系负责的科技主管部门。")
        checked = _checked_entry(alliance, entry, beijing_day(at))
        stores.alliances.keep(alliance.number, checked, at=at, by=actor.name)
        _told(stores, alliance, type(entry).__name__.lower(), "", _name_of(checked))
        return visible(stores, actor, alliance.number)


def strike_entry(
    workspace: Workspace, actor: Actor, place: tuple[int, int], number: int, *, note: str, at: datetime
) -> Alliance:
    """Strike an entry out; it stays, with the reason.

    Raises:
        UnknownIdError: there is none that counts.
        NotPermittedError: it is one that only the office writes.
    """
    with workspace.writing(actor, at=at) as stores:
        alliance, side = _open(stores, actor, place, by=KEEPERS)
        found = next((each for each in alliance.entries if each.number == number and not each.struck_note), None)
        if found is None:
            raise UnknownIdError("台账里没有这一条，或已划去。", remedy="请刷新页面后重试。")
        if isinstance(found.entry, Judgement) and side is not Side.OFFICE:
            raise NotPermittedError("这一项由科技主管部门登记。", remedy="请联系负责的科技主管部门。")
        stores.alliances.strike(number, _text("划去的原因", note, is_needed=True))
        _told(stores, alliance, type(found.entry).__name__.lower(), _name_of(found.entry), "")
        return visible(stores, actor, alliance.number)


def checked_facts(facts: AllianceFacts) -> AllianceFacts:
    """Return facts without blanks around their texts.

    Raises:
        UsageError: something is missing, too long, or nothing that is asked for.
    """
    unknown = sorted(set(facts.texts) - set(TEXT_LABELS))
    if unknown:
        raise UsageError(f"联盟没有这些栏目：{'、'.join(unknown)}。", remedy="请核对栏目名称。")
    if facts.region_code not in load_regions():
        raise UsageError("看不出联盟在哪个地区。", remedy="请写地区全称，例如 广东省广州市从化区。")
    return replace(
        facts,
        name=_text("联盟名称", facts.name, is_needed=True, most=MOST_TITLE),
        lead=_text("牵头单位", facts.lead, is_needed=True, most=MOST_TITLE),
        field=_text("产业领域", facts.field, most=MOST_TITLE),
        direction=_text("业务方向", facts.direction, most=MOST_TITLE),
        texts={key: _text(TEXT_LABELS[key], text) for key, text in facts.texts.items() if text.strip()},
    )


def checked_member(member: NewMember) -> NewMember:
    """Return a member without blanks around its texts.

    Raises:
        UsageError: something is missing, too long, or nothing that is asked for.
    """
    unknown = sorted({key for key, _ in member.sheet} - set(SHEET_LABELS))
    if unknown:
        raise UsageError(f"入盟申请表没有这些栏目：{'、'.join(unknown)}。", remedy="请核对栏目名称。")
    if member.region_code and member.region_code not in load_regions():
        raise UsageError("成员的地区代码不存在。", remedy="请写六位行政区划代码，或留空。")
    consent = member.consent
    if consent is not None:
        signed_by = _text("签字人", consent.signed_by, is_needed=True, most=MOST_TITLE)
        consent = Consent(signed_by=signed_by, on=consent.on, is_sealed=consent.is_sealed)
    return replace(
        member,
        organisation=_text("成员单位", member.organisation, is_needed=True, most=MOST_TITLE),
        size=member.size if member.kind is MemberKind.ENTERPRISE else None,
        consent=consent,
        sheet=tuple((key, _text(SHEET_LABELS[key], text, most=MOST_TITLE)) for key, text in member.sheet if text),
    )


def _open(stores: Stores, actor: Actor, place: tuple[int, int], *, by: frozenset[Side]) -> tuple[Alliance, Side]:
    """Return an alliance that may be changed now; errors of `locked`.

    Raises:
        RefusalError: it is closed, or handed in and the actor is not the office.
    """
    alliance, side = locked(stores, actor, place, by=by)
    if alliance.stage is AllianceStage.CLOSED:
        raise RefusalError("联盟已终止，不能再改动。", remedy="需要时请另行组建。")
    if alliance.stage is AllianceStage.SUBMITTED and side is not Side.OFFICE:
        raise RefusalError("材料已经报送，不能改动。", remedy="确需改动的，请联系科技主管部门退回补正。")
    return alliance, side


def _own_words(member: NewMember, known: Member) -> NewMember:
    """Return what a member says of itself; what lead and office wrote, and what it left empty, stays."""
    return replace(
        member,
        kind=known.kind,
        role=known.role,
        joining=known.joining,
        region_code=member.region_code or known.region_code,
        size=member.size or known.size,
        consent=member.consent or known.consent,
    )


def _require_region(actor: Actor, facts: AllianceFacts) -> None:
    if actor.role in BUREAUS and facts.region_code not in codes_within(actor.region_code):
        raise RefusalError("这个联盟不在您负责的地区。", remedy="请核对联盟所在地区。")


def _checked_entry(alliance: Alliance, entry: AllianceEntry, today: date) -> AllianceEntry:
    """Check an entry against what is there.

    Raises:
        RefusalError: there is no grant to spend, or not yet.
        UsageError: a value is missing or out of its range.
    """
    if isinstance(entry, Activity):
        _require_past(entry.on, today)
        title = _text("活动名称", entry.title, is_needed=True, most=MOST_TITLE)
        return replace(entry, title=title, place=_text("地点", entry.place), summary=_text("内容", entry.summary))
    if isinstance(entry, GrantEntry):
        return _checked_money(alliance, entry, today)
    if isinstance(entry, Expert):
        return replace(entry, name=_text("专家姓名", entry.name, is_needed=True), unit=_text("单位", entry.unit))
    if isinstance(entry, Judgement):
        proof = _text("依据", entry.proof, is_needed=entry.is_met)
        return replace(entry, criterion=_text("条件", entry.criterion, is_needed=True), proof=proof)
    strangers = [each for each in entry.sealed_by if each not in {one.organisation for one in alliance.members}]
    if strangers:
        raise UsageError(f"盖章的单位不是成员：{'、'.join(strangers)}。", remedy="请先登记成员。")
    return replace(
        entry, name=_text("材料名称", entry.name, is_needed=True, most=MOST_TITLE), note=_text("说明", entry.note)
    )


def _checked_money(alliance: Alliance, entry: GrantEntry, today: date) -> GrantEntry:
    if entry.line is GrantLine.GRANTED and any(each.line is GrantLine.GRANTED for _, each in alliance.grant):
        raise RefusalError("组建资金是一次性的，已经登记过拨付。", remedy="登记错了的，请先划去原来的一条。")
    if not 0 < entry.amount_fen <= MOST_FEN:
        raise UsageError("金额不对。", remedy="请核对金额，应大于零。")
    if entry.line is not GrantLine.PLANNED:
        _require_past(entry.on, today)
        if alliance.registration is None:
            raise RefusalError("登记以后才有组建资金。", remedy="预算可以先写。")
    if entry.activity is not None and entry.activity not in dict(alliance.activities):
        raise UsageError("没有这次活动。", remedy="请先登记活动，再登记它的支出。")
    return replace(entry, purpose=_text("用途", entry.purpose, is_needed=True, most=MOST_TITLE))


def _require_past(day: date, today: date) -> None:
    if day > today:
        raise UsageError("日期在今天之后。", remedy="这里只登记已经发生的事。")


def _meant(key: str, before: Mapping[str, str], text: str) -> str:
    return taken_over("contact" if key in CONTACT_KEYS else key, before.get(key, ""), text)


def _text(name: str, text: str, *, is_needed: bool = False, most: int = MOST_TEXT) -> str:
    """Return a text without blanks around it.

    Raises:
        UsageError: it is missing or too long.
    """
    plain = text.replace("\x00", "").strip()
    if (is_needed and not plain) or len(plain) > most:
        raise UsageError(f"{name}没有填写，或超过 {most:,} 字。", remedy="请填写后重新提交。")
    return plain


def _told(stores: Stores, alliance: Alliance, field: str, before: str, after: str) -> None:
    """Count a change of an alliance, and write it down."""
    stores.alliances.change(alliance.number, {}, version=alliance.version + 1)
    stores.audit.tell(AuditAction.CHANGED, ALLIANCES, str(alliance.number), [FieldChange(field, before, after)])


def _name_of(entry: AllianceEntry) -> str:
    """Return what the trail says of an entry; of an expert the unit, of money the amount."""
    if isinstance(entry, Activity):
        return entry.title
    if isinstance(entry, GrantEntry):
        return f"{entry.line.value} {entry.amount_fen} 分"
    if isinstance(entry, Expert):
        return entry.unit
    return entry.criterion if isinstance(entry, Judgement) else entry.name
