"""The consent ledger: introductions are asked for, each side consents step by step, contacts follow both consents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import ORGANISATIONS, Actor, Role
from data.records.achievements import Achievement
from data.records.audit import AuditAction, FieldChange
from data.records.consents import Consent, ConsentStep, Dispute, Introduction, NewIntroduction, Reveal, Side
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from data.records.scopes import EVERYTHING, Scope
from data.storage.workspace import Stores, Workspace
from ingest.contacts import find_contacts
from service.docking.consent_stages import ACTION_OF, ALLOWED, CONSENT_LABELS
from service.docking.deals.entries import local_day
from service.docking.deals.sources import advance_by_consent
from service.docking.facets import organisation_of
from service.docking.permissions import PERMISSIONS, Action, Reach, scope_of
from service.docking.visibility import lies_within, may_see_pair, pairs_within

INTRODUCTIONS: Final = "introductions"
DISPUTES: Final = "disputes"
"""Under which kinds the audit trail names what happens here; it repeats no purpose, note or contact."""
MOST_TEXT_CHARACTERS: Final = 500

_FROM_LIST: Final = "请从引荐列表中选择。"

NumberedT = TypeVar("NumberedT")


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a contact, with the introduction it followed and what was said against it."""

    reveal: Reveal
    introduction: Introduction
    disputes: tuple[Dispute, ...]


def ask(workspace: Workspace, actor: Actor, pair: tuple[str, str], *, purpose: str, at: datetime) -> Introduction:
    """Ask for an introduction; an enterprise or university that asks consents for its own side by asking.

    Args:
        workspace: holds the records.
        actor: who asks.
        pair: need and achievement.
        purpose: what the contact is wanted for.
        at: aware.

    Returns:
        The introduction.

    Raises:
        UnknownIdError: a record is not there, or lies outside; which of them is not said.
        RefusalError: the pair has one already.
    """
    purpose = _checked(purpose, name="事由", is_needed=True)
    scope = scope_of(actor, Action.INTRODUCTIONS_ASK)
    with workspace.writing(actor, at=at) as stores:
        need = stores.needs.get_versioned(NeedId(pair[0]), scope=EVERYTHING)
        achievement = stores.achievements.get(AchievementId(pair[1]))
        may = pairs_within(stores, scope, [pair]) and may_see_pair(stores, actor, pair)
        if need is None or achievement is None or not may:
            raise UnknownIdError("工作区里没有这对需求和成果。", remedy="请从匹配名单中选择。")
        there = stores.introductions.of_pair(need.record.id, achievement.id)
        if there is not None:
            raise RefusalError(
                f"这对需求和成果已有第 {there.number} 号引荐。",
                remedy="请在原有的引荐上办理；婉拒或撤回的可以重新转达。",
            )
        new = NewIntroduction(
            need_id=need.record.id,
            achievement_id=achievement.id,
            need_owner=organisation_of(need.record),
            need_region_code=need.facets.region_code,
            achievement_owner=organisation_of(achievement),
            purpose=purpose,
            asked_at=at,
            asked_by=actor,
        )
        return _asked(stores, new)


def move(  # noqa: PLR0913 - what was said, when, and how it is known
    workspace: Workspace,
    actor: Actor,
    place: tuple[int, Side],
    after: Consent,
    *,
    note: str = "",
    on: date | None = None,
    at: datetime,
) -> Introduction:
    """Bring one side of an introduction a step further: refuse, write and log in one transaction.

    Args:
        workspace: holds the introduction.
        actor: who acts: the side itself, or its bureau (for either side), which then says how it knows.
        place: number of the introduction, and side.
        after: where it goes.
        note: what is said with it; needed from whoever speaks for a side.
        on: the day on which the side let it be known; None today.
        at: aware.

    Returns:
        The introduction as it is now.

    Raises:
        RefusalError: the side cannot go there from where it is.
        UsageError: somebody speaks for a side without saying how they know.
    """
    number, side = place
    note = _checked(note, name="说明", is_needed=False)
    on = _past_day(on, at)
    scope = scope_of(actor, ACTION_OF.get(after, Action.CONSENTS_STATE))
    with workspace.writing(actor, at=at) as stores:
        introduction = _known(stores, number, scope, side, actor=actor)
        before = introduction.state(side)
        if after is before:
            raise RefusalError(f"这一方已经是“{CONSENT_LABELS[after]}”，不用再办。", remedy="请刷新页面。")
        if after not in ALLOWED[before]:
            raise RefusalError(
                f"这一方现在是“{CONSENT_LABELS[before]}”，不能改为“{CONSENT_LABELS[after]}”。",
                remedy="请刷新页面，查看最新的进展。",
            )
        speaks_for = actor.role not in ORGANISATIONS and after is not Consent.FORWARDED
        if speaks_for and not note:
            raise UsageError("代为表态没有写依据。", remedy="请写明对方何时、以何种方式作出的表示。")
        step = ConsentStep(side=side, before=before, after=after, at=at, actor=actor, note=note, on=on)
        stores.introductions.add_step(number, step)
        change = FieldChange(side.value, before.value, after.value)
        stores.audit.tell(AuditAction.CHANGED, INTRODUCTIONS, str(number), [change])
        moved = _known(stores, number, scope, side, actor=actor)
        advance_by_consent(stores, moved)
        return moved


def part_of(
    listed: Sequence[NumberedT], number_of: Callable[[NumberedT], int], *, before: int | None, limit: int
) -> tuple[list[NumberedT], int | None]:
    """Cut one page out of a list that has the newest first.

    Args:
        listed: introductions, or looks at contacts.
        number_of: gives the number of one.
        before: only those with a smaller number, as the page before gave it; None for the first page.
        limit: at most so many, at least 1.

    Returns:
        The page, and what the next one begins before; None where it is the last.
    """
    found = [each for each in listed if before is None or number_of(each) < before]
    return found[:limit], number_of(found[limit - 1]) if len(found) > limit else None


def introductions_of(workspace: Workspace, actor: Actor) -> list[Introduction]:
    """Return the introductions an actor may see, newest first."""
    scope = scope_of(actor, Action.INTRODUCTIONS_VIEW)
    with workspace.reading() as stores:
        found = stores.introductions.all()
    return [each for each in reversed(found) if _may_view(actor, scope, each)]


def introduction_of(workspace: Workspace, actor: Actor, number: int) -> Introduction:
    """Return an introduction an actor may see.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    scope = scope_of(actor, Action.INTRODUCTIONS_VIEW)
    with workspace.reading() as stores:
        found = stores.introductions.get(number)
    if found is None or not _may_view(actor, scope, found):
        raise UnknownIdError(f"没有第 {number} 号引荐。", remedy=_FROM_LIST)
    return found


def is_entitled(actor: Actor, introduction: Introduction) -> bool:
    """Tell whether an actor may look at the contacts of an introduction now: both consents stand, and it is theirs."""
    scope = scope_of(actor, Action.CONTACTS_REVEAL)
    return introduction.both_consent and any(_in_scope(scope, introduction, side) for side in Side)


def moves_open_to(actor: Actor, introduction: Introduction, side: Side) -> list[Consent]:
    """Return where somebody may bring a side from here; an organisation only its own."""
    reaches = {after: PERMISSIONS[ACTION_OF[after]][actor.role] for after in ALLOWED[introduction.state(side)]}
    is_own = introduction.owner(side) == actor.organisation
    return [
        after
        for after in Consent
        if reaches.get(after, Reach.NONE) is not Reach.NONE and (reaches[after] is not Reach.OWN or is_own)
    ]


def reveal_contact(
    workspace: Workspace, actor: Actor, place: tuple[int, Side], *, at: datetime
) -> tuple[Reveal, tuple[str, ...]]:
    """Show the contact of one side of an introduction, the look being written down in the same transaction.

    Args:
        workspace: holds the records.
        actor: who looks.
        place: number of the introduction, and whose contact.
        at: aware.

    Returns:
        The look, and the contact as the record writes it: its field, or where that is empty what its texts hold.

    Raises:
        RefusalError: not both consents stand; nothing is shown or written.
        UnknownIdError: the introduction lies outside, or the record is no longer there.
    """
    number, side = place
    scope = scope_of(actor, Action.CONTACTS_REVEAL)
    with workspace.writing(actor, at=at) as stores:
        introduction = stores.introductions.get(number, is_locked=True)
        if introduction is None or not any(_in_scope(scope, introduction, each) for each in Side):
            raise UnknownIdError(f"没有第 {number} 号引荐。", remedy=_FROM_LIST)
        if not introduction.both_consent:
            raise RefusalError("双方尚未都同意，或有一方已撤回，不能查看联系方式。", remedy="请待双方同意后再看。")
        record = _record(stores, introduction, side)
        stores.audit.tell(
            AuditAction.REVEALED, INTRODUCTIONS, str(number), [FieldChange(f"{side.value}_id", "", record.id)]
        )
        return stores.introductions.add_reveal(number, side, at=at, actor=actor), _contacts(record)


def looks_at(workspace: Workspace, actor: Actor) -> list[Look]:
    """Return the looks an actor may know of, newest first: an organisation those at its own contacts."""
    scope = scope_of(actor, Action.REVEALS_VIEW)
    with workspace.reading() as stores:
        introductions = {each.number: each for each in stores.introductions.all()}
        reveals, disputes = stores.introductions.reveals(), stores.introductions.disputes()
    return [
        Look(each, introductions[each.introduction], tuple(one for one in disputes if one.reveal == each.number))
        for each in reversed(reveals)
        if _in_scope(scope, introductions[each.introduction], each.side)
    ]


def dispute(workspace: Workspace, actor: Actor, number: int, text: str, *, at: datetime) -> Dispute:
    """Say something against a look at one's contact.

    Returns:
        What is kept; the look itself stays as it is.

    Raises:
        UnknownIdError: there is no such look, or it lies outside; which of them is not said.
    """
    text = _checked(text, name="异议", is_needed=True)
    if all(look.reveal.number != number for look in looks_at(workspace, actor)):
        raise UnknownIdError(f"没有第 {number} 号查看记录。", remedy="请从查看记录中选择。")
    with workspace.writing(actor, at=at) as stores:
        made = stores.introductions.add_dispute(number, text, at=at, actor=actor)
        stores.audit.tell(AuditAction.ADDED, DISPUTES, str(made.number), [FieldChange("reveal", "", str(number))])
        return made


def _past_day(on: date | None, at: datetime) -> date | None:
    """Return the day of a statement; None where it is the day on which it is written down.

    Raises:
        UsageError: it has not come yet.
    """
    today = local_day(at)
    if on is not None and on > today:
        raise UsageError("表态日期在今天之后。", remedy="这里只登记已经作出的表示；请核对日期。")
    return None if on == today else on


def _asked(stores: Stores, new: NewIntroduction) -> Introduction:
    number = stores.introductions.add(new)
    introduction = Introduction(**{name: getattr(new, name) for name in _FIELDS}, number=number)
    changes = [FieldChange("need_id", "", new.need_id), FieldChange("achievement_id", "", new.achievement_id)]
    for side in Side:
        if new.asked_by.role in ORGANISATIONS and _owns(new.asked_by, introduction, side):
            step = ConsentStep(
                side=side, before=Consent.ASKED, after=Consent.CONSENTED, at=new.asked_at, actor=new.asked_by
            )
            stores.introductions.add_step(number, step)
            changes.append(FieldChange(side.value, Consent.ASKED.value, Consent.CONSENTED.value))
    stores.audit.tell(AuditAction.ADDED, INTRODUCTIONS, str(number), changes)
    return stores.introductions.get(number) or introduction


_FIELDS: Final = tuple(NewIntroduction.__dataclass_fields__)


def _known(stores: Stores, number: int, scope: Scope, side: Side, *, actor: Actor) -> Introduction:
    """Return an introduction whose side an actor may move, locked.

    Raises:
        UnknownIdError: there is none, or its side lies outside, or was not yet forwarded to whom it concerns.
    """
    found = stores.introductions.get(number, is_locked=True)
    if found is None or not _in_scope(scope, found, side) or not _is_told(actor, found):
        raise UnknownIdError(f"没有第 {number} 号引荐。", remedy=_FROM_LIST)
    return found


def _in_scope(scope: Scope, introduction: Introduction, side: Side) -> bool:
    """Tell whether a side belongs to a scope: to the bureau of the need both do, to an organisation its own."""
    if scope.everything:
        return True
    if scope.region_code:
        return lies_within(introduction.need_region_code, scope.region_code)
    return bool(scope.organisation) and introduction.owner(side) == scope.organisation


def _may_view(actor: Actor, scope: Scope, introduction: Introduction) -> bool:
    return any(_in_scope(scope, introduction, side) for side in Side) and _is_told(actor, introduction)


def _is_told(actor: Actor, introduction: Introduction) -> bool:
    """Tell whether an actor may know of it yet: an enterprise only once its bureau has forwarded it."""
    if actor.role is not Role.ENTERPRISE:
        return True
    return introduction.state(Side.NEED) is not Consent.ASKED


def _owns(actor: Actor, introduction: Introduction, side: Side) -> bool:
    own = Role.ENTERPRISE if side is Side.NEED else Role.UNIVERSITY
    return actor.role is own and actor.organisation == introduction.owner(side)


def _record(stores: Stores, introduction: Introduction, side: Side) -> Need | Achievement:
    """Return the record of a side.

    Raises:
        UnknownIdError: it is no longer there.
    """
    record: Need | Achievement | None = (
        stores.needs.get(introduction.need_id)
        if side is Side.NEED
        else stores.achievements.get(introduction.achievement_id)
    )
    if record is None:
        raise UnknownIdError("这条记录已不在工作区。", remedy="请向当地科技主管部门询问。")
    return record


def _contacts(record: Need | Achievement) -> tuple[str, ...]:
    if record.contact.strip():
        return (record.contact.strip(),)
    texts = (record.content, *record.extra.values())
    found = [text[each.start : each.end] for text in texts for each in find_contacts(text)]
    return tuple(dict.fromkeys(found))


def _checked(text: str, *, name: str, is_needed: bool) -> str:
    """Return a text without blanks around it.

    Raises:
        UsageError: it is missing or too long.
    """
    # No database but SQLite keeps this character.
    text = text.replace("\x00", "").strip()
    if (is_needed and not text) or len(text) > MOST_TEXT_CHARACTERS:
        raise UsageError(f"{name}没有填写或太长。", remedy=f"请写清楚，不超过 {MOST_TEXT_CHARACTERS} 个字。")
    return text
