"""Rules are confirmed, edited, rejected, taken back or written by hand; each told to the trail as it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from data.errors import RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import BUREAUS, Actor
from data.records.audit import AuditAction, FieldChange
from data.records.rulebook import NewRule, NewVersion, RuleDecision, RuleHistory
from data.records.rules import RuleState, Terms
from data.reference.regions import codes_within, load_regions
from data.storage.json_values import JsonFault, terms_to_json
from data.storage.workspace import Stores, Workspace
from service.docking.notices.loading import FROM_LIST, RULES, known_rule, of_notice
from service.docking.notices.validity import faults_of, period_faults
from service.docking.notices.wording import told_faults
from service.docking.permissions import Action, reach_of

MOST_NOTE_CHARACTERS: Final = 500
MOST_CONFIRMED: Final = 200

ALLOWED: Final[Mapping[RuleState, frozenset[RuleState]]] = MappingProxyType({
    RuleState.PROPOSED: frozenset({RuleState.CONFIRMED, RuleState.REJECTED}),
    RuleState.CONFIRMED: frozenset({RuleState.PROPOSED}),
    RuleState.REJECTED: frozenset({RuleState.PROPOSED}),
})
"""Where a version may go next; whoever changes their mind takes the decision back first."""

STATE_LABELS: Final[Mapping[RuleState, str]] = MappingProxyType({
    RuleState.PROPOSED: "待确认",
    RuleState.CONFIRMED: "已确认",
    RuleState.REJECTED: "不采用",
})

_LOOK_AGAIN: Final = "请刷新页面，看过最新的内容再办理。"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """A rule as somebody writes it, or the next version of one.

    Attributes:
        sentence: the words of the notice it rests on; "" none. They must stand in the notice.
        note: why; "" not said.
    """

    terms: Terms
    notice: int | None = None
    sentence: str = ""
    applies_from: date | None = None
    applies_to: date | None = None
    note: str = ""


ALREADY: Final = "已经是“{state}”，不用再办，没有写入。"


def decide(
    workspace: Workspace, actor: Actor, place: tuple[int, int], after: RuleState, *, note: str = "", at: datetime
) -> RuleHistory:
    """Confirm or reject a version of a rule, or take that back: refuse, write and log in one transaction.

    Args:
        workspace: holds the rule.
        actor: who decides.
        place: number of the rule, and the version that was looked at.
        after: what is decided; PROPOSED takes an earlier decision back.
        note: why; needed for rejecting.
        at: aware.

    Returns:
        The rule as it is now.

    Raises:
        UnknownIdError: there is no such rule or version.
        StaleRecordError: there is a newer version than the one that is to be confirmed.
        RefusalError: the version cannot go there from where it is, or the rule is another bureau's.
        UsageError: nothing is said why it is rejected, or its terms cannot be applied.
    """
    reach_of(actor, Action.NOTICES_EDIT)
    note = _checked_note(note, is_needed=after is RuleState.REJECTED)
    with workspace.writing(actor, at=at) as stores:
        _decide_one(stores, actor, place, after, note=note)
        return known_rule(stores, place[0])


def confirm_many(
    workspace: Workspace, actor: Actor, places: Sequence[tuple[int, int]], *, at: datetime
) -> tuple[RuleHistory, ...]:
    """Confirm versions of rules that were read one beside the other: all of them, or none.

    Args:
        workspace: holds the rules.
        actor: who confirms them.
        places: numbers and versions, as they were looked at; each once.
        at: aware.

    Returns:
        The rules as they are now, in that order.

    Raises:
        UsageError: none is named, or too many; otherwise the errors of `decide`, whose messages name the rule.
    """
    reach_of(actor, Action.NOTICES_EDIT)
    chosen = tuple(dict.fromkeys(places))
    if not 1 <= len(chosen) <= MOST_CONFIRMED:
        raise UsageError("没有选中规则，或选得太多。", remedy=f"请选中 1 到 {MOST_CONFIRMED} 条待确认的规则。")
    with workspace.writing(actor, at=at) as stores:
        for place in chosen:
            _decide_one(stores, actor, place, RuleState.CONFIRMED, note="")
        return tuple(known_rule(stores, number) for number, _ in chosen)


def _decide_one(stores: Stores, actor: Actor, place: tuple[int, int], after: RuleState, *, note: str) -> None:
    """Decide on a version inside a transaction.

    Raises:
        UnknownIdError: as `decide` says; likewise the others.
        StaleRecordError: as above.
        RefusalError: as above.
    """
    number, version = place
    history = known_rule(stores, number, is_locked=True)
    _require_authority(actor, history)
    rule = history.version(version)
    if rule is None:
        raise UnknownIdError(f"第 {number} 号规则没有第 {version} 版。", remedy=FROM_LIST)
    if after is RuleState.CONFIRMED and version != history.newest.version:
        raise StaleRecordError(
            f"第 {number} 号规则已有第 {history.newest.version} 版，本次没有写入。",
            remedy=_LOOK_AGAIN,
            version=history.newest.version,
        )
    if after is rule.state:
        raise RefusalError(f"第 {number} 号规则{ALREADY.format(state=STATE_LABELS[after])}", remedy=_LOOK_AGAIN)
    if after not in ALLOWED[rule.state]:
        raise RefusalError(
            f"第 {number} 号规则现在是“{STATE_LABELS[rule.state]}”，不能改为“{STATE_LABELS[after]}”。",
            remedy=_LOOK_AGAIN,
        )
    if after is RuleState.CONFIRMED:
        _require_valid(rule.terms, ())
    _decide(stores, number, version, (rule.state, after), note=note)


def edit(workspace: Workspace, actor: Actor, place: tuple[int, int], draft: RuleDraft, *, at: datetime) -> RuleHistory:
    """Write the next version of a rule; it waits for confirmation, and until then the one before it applies.

    Args:
        workspace: holds the rule.
        actor: who edits.
        place: number of the rule, and the version that was looked at.
        draft: terms of the same kind, the time they apply, and why; notice and sentence stay those of the rule.
        at: aware.

    Returns:
        The rule as it is now.

    Raises:
        StaleRecordError: somebody else wrote a version since.
        RefusalError: the rule is another bureau's.
        UsageError: the terms are of another kind, do not fit, or say the same as before.
    """
    reach_of(actor, Action.NOTICES_EDIT)
    number, version = place
    note = _checked_note(draft.note, is_needed=False)
    with workspace.writing(actor, at=at) as stores:
        history = known_rule(stores, number, is_locked=True)
        _require_authority(actor, history)
        newest = history.newest
        if version != newest.version:
            raise StaleRecordError(
                f"第 {number} 号规则在您打开之后已有第 {newest.version} 版，本次没有写入。",
                remedy=_LOOK_AGAIN,
                version=newest.version,
            )
        if type(draft.terms) is not type(newest.terms):
            raise UsageError("规则的类别不能改。", remedy="请另写一条规则，并把这一条改为不采用。")
        _require_valid(draft.terms, period_faults(draft.applies_from, draft.applies_to))
        if (draft.terms, draft.applies_from, draft.applies_to) == (
            newest.terms,
            newest.applies_from,
            newest.applies_to,
        ):
            raise UsageError("内容与现在的版本相同，没有写入。", remedy="请改动后再保存。")
        new = NewVersion(terms=draft.terms, applies_from=draft.applies_from, applies_to=draft.applies_to, note=note)
        stores.rules.add_version(number, newest.version + 1, new, at=at, by=actor)
        changes = [FieldChange("version", str(newest.version), str(newest.version + 1))]
        changes += _changed(terms_to_json(newest.terms), terms_to_json(draft.terms))
        stores.audit.tell(AuditAction.CHANGED, RULES, str(number), changes)
        return known_rule(stores, number)


def write(workspace: Workspace, actor: Actor, draft: RuleDraft, *, at: datetime) -> RuleHistory:
    """Write a rule by hand, of a notice or of none; whoever writes it confirms it by that.

    Args:
        workspace: where to.
        actor: who writes.
        draft: the rule; a sentence is looked for in the text of its notice.
        at: aware.

    Returns:
        The rule, confirmed.

    Raises:
        UnknownIdError: there is no such notice.
        UsageError: the terms do not fit, or the sentence does not stand in the notice.
    """
    reach_of(actor, Action.NOTICES_EDIT)
    note = _checked_note(draft.note, is_needed=False)
    _require_valid(draft.terms, period_faults(draft.applies_from, draft.applies_to))
    with workspace.writing(actor, at=at) as stores:
        clause, quote = _found_sentence(stores, draft)
        new = NewRule(
            terms=draft.terms,
            notice=draft.notice,
            clause=clause,
            quote=quote,
            applies_from=draft.applies_from,
            applies_to=draft.applies_to,
            note=note,
        )
        number = stores.rules.add(new, at=at, by=actor)
        stores.audit.tell(AuditAction.ADDED, RULES, str(number), [of_notice(draft.notice)])
        _decide(stores, number, 1, (RuleState.PROPOSED, RuleState.CONFIRMED), note=note)
        return known_rule(stores, number)


def _require_authority(actor: Actor, history: RuleHistory) -> None:
    """Refuse to touch a rule of which a bureau has the last word whose region is wider than one's own, or another.

    A county does not move the deadline by which its city asks it, nor bring back what its province rejected.

    Raises:
        RefusalError: as said, naming the region.
    """
    standing = {each.version: each.actor for each in history.decisions}
    own = set(codes_within(actor.region_code)) if actor.region_code else set()
    for who in standing.values():
        if actor.role in BUREAUS and who.role in BUREAUS and who.region_code and who.region_code not in own:
            region = load_regions().get(who.region_code)
            name = who.region_code if region is None else region.name
            raise RefusalError(
                f"第 {history.number} 号规则由{name}的科技主管部门办理，只由它和它的上级改动。",
                remedy="请与它联系；只用于本地区的，请另写一条规则，只在本地区适用。",
            )


def _decide(stores: Stores, number: int, version: int, states: tuple[RuleState, RuleState], *, note: str) -> None:
    before, after = states
    decision = RuleDecision(
        version=version, before=before, after=after, at=stores.audit.at, actor=stores.audit.actor, note=note
    )
    stores.rules.add_decision(number, decision)
    changes = [FieldChange("version", "", str(version)), FieldChange("state", before.value, after.value)]
    stores.audit.tell(AuditAction.CHANGED, RULES, str(number), changes)


def _found_sentence(stores: Stores, draft: RuleDraft) -> tuple[str, tuple[str, int, int]]:
    """Return the clause and the place of a sentence in a notice; ("", 0, 0) where there is none.

    Raises:
        UnknownIdError: there is no such notice.
        UsageError: the sentence does not stand in it, or there is no notice it could stand in.
    """
    sentence = draft.sentence.strip()
    if draft.notice is None:
        if sentence:
            raise UsageError("写了依据的原文，没有写是哪份通知。", remedy="请选择通知，或把原文写在说明里。")
        return "", ("", 0, 0)
    kept = stores.notices.get(draft.notice)
    if kept is None:
        raise UnknownIdError(f"没有第 {draft.notice} 号通知。", remedy="请从通知列表中选择。")
    start = kept.notice.text.find(sentence)
    if not sentence or start < 0:
        raise UsageError("通知中没有这段原文。", remedy="请从通知的正文中原样复制一句，不要改动标点和换行。")
    holding = [each for each in kept.notice.clauses if each.quote.start <= start < each.quote.end]
    clause = min(holding, key=lambda each: each.quote.end - each.quote.start).number if holding else ""
    return clause, (sentence, start, start + len(sentence))


def _require_valid(terms: Terms, more: tuple[JsonFault, ...]) -> None:
    """Refuse terms that cannot be applied.

    Raises:
        UsageError: values contradict each other; all of them are named.
    """
    faults = (*faults_of(terms), *more)
    if faults:
        raise UsageError(told_faults(faults), remedy="请改正后再保存。")


def _checked_note(note: str, *, is_needed: bool) -> str:
    """Return a note without blanks around it.

    Raises:
        UsageError: it is missing or too long.
    """
    note = note.replace("\x00", "").strip()
    if (is_needed and not note) or len(note) > MOST_NOTE_CHARACTERS:
        raise UsageError("理由没有填写或太长。", remedy=f"请写清楚，不超过 {MOST_NOTE_CHARACTERS} 个字。")
    return note


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[FieldChange]:
    return [FieldChange(name, _told(before[name]), _told(after[name])) for name in after if before[name] != after[name]]


def _told(value: object) -> str:
    return "" if value is None else str(value)
