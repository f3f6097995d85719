"""Planning ceremonies: the bureau of a region plans its own; refuse, write and log in one transaction."""

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import datetime
from typing import Final

from data.errors import RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import BUREAUS, Actor, Role
from data.records.audit import AuditAction, FieldChange
from data.records.ceremonies import Ceremony, CeremonyFacts, CeremonyProject, CriterionWord, Signatory
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.alliances.checking import rulebook_of
from service.docking.beijing import beijing_day
from service.docking.ceremonies.opening import OpenedCeremony, opened_for
from service.docking.ceremonies.selecting import criteria_of, is_considered, rules_for_signing, running_order
from service.docking.permissions import Action, scope_of

CEREMONIES: Final = "ceremonies"
"""Under which kind the audit trail names what happens here."""
MOST_TITLE: Final = 200
MOST_PROOF: Final = 1000
MOST_WANTED: Final = 1000
MOST_GROUP: Final = 50


def ceremonies_of(workspace: Workspace, actor: Actor) -> tuple[Ceremony, ...]:
    """Return the ceremonies an actor may see, newest first; organisations see none."""
    scope_of(actor, Action.DEALS_VIEW)
    with workspace.reading() as stores:
        every = stores.ceremonies.all()
    return tuple(each for each in reversed(every) if _is_theirs(actor, each))


def open_ceremony(workspace: Workspace, actor: Actor, number: int, *, now: datetime) -> OpenedCeremony:
    """Return a ceremony with its ranking; errors of `_visible`."""
    scope = scope_of(actor, Action.DEALS_VIEW)
    with workspace.reading() as stores:
        ceremony = _visible(stores, actor, number)
        return opened_for(stores, ceremony, scope, day=beijing_day(now))


def add_ceremony(workspace: Workspace, actor: Actor, facts: CeremonyFacts, *, at: datetime) -> Ceremony:
    """Plan a ceremony of one's region.

    Raises:
        RefusalError: it is not theirs to plan.
    """
    scope_of(actor, Action.DEALS_EDIT)
    checked = _checked(actor, facts)
    with workspace.writing(actor, at=at) as stores:
        _require_notice(stores, checked)
        number = stores.ceremonies.add(checked, at=at)
        stores.audit.tell(AuditAction.ADDED, CEREMONIES, str(number), [FieldChange("title", "", checked.title)])
        return _visible(stores, actor, number)


def change_ceremony(
    workspace: Workspace, actor: Actor, place: tuple[int, int], facts: CeremonyFacts, *, at: datetime
) -> Ceremony:
    """Plan a ceremony otherwise, its list settled or not as it was; errors of `_locked` and `_checked`."""
    given = _checked(actor, facts)
    with workspace.writing(actor, at=at) as stores:
        before = _locked(stores, actor, place)
        _require_notice(stores, given)
        checked = replace(given, is_settled=before.is_settled)
        changes = [
            FieldChange(each.name, str(getattr(before, each.name) or ""), str(getattr(checked, each.name) or ""))
            for each in fields(CeremonyFacts)
            if getattr(before, each.name) != getattr(checked, each.name)
        ]
        stores.ceremonies.write(before.number, checked, before.projects.values(), version=before.version + 1)
        stores.audit.tell(AuditAction.CHANGED, CEREMONIES, str(before.number), changes)
        return _visible(stores, actor, before.number)


def say_of_deal(
    workspace: Workspace, actor: Actor, place: tuple[int, int], project: CeremonyProject, *, at: datetime
) -> Ceremony:
    """Write down what is said of a deal: criteria with proof, signatories, its place, whether it is on the list.

    What was said of criteria that the notice holds no more is kept.

    Raises:
        UnknownIdError: the actor may not see such a deal.
        UsageError: something is said of a criterion that the notice does not hold.
    """
    checked = _checked_project(project)
    with workspace.writing(actor, at=at) as stores:
        before = _locked(stores, actor, place)
        deal = stores.deals.get(project.deal, scope_of(actor, Action.DEALS_VIEW))
        if deal is None or not is_considered(before, deal):
            raise UnknownIdError("没有这项可以签约的台账。", remedy="请从名单中选择。")
        book = rulebook_of(stores, before.notice, beijing_day(at), region_code=before.region_code)
        asked = criteria_of(rules_for_signing(book.rules))
        known = before.projects.get(deal.number, CeremonyProject(deal=deal.number))
        kept = _with_stale(checked, known, asked)
        projects = {**before.projects, deal.number: kept}
        stores.ceremonies.write(before.number, _facts_of(before), projects.values(), version=before.version + 1)
        stores.audit.tell(
            AuditAction.CHANGED,
            CEREMONIES,
            str(before.number),
            [FieldChange("deal", "", str(deal.number)), FieldChange("chosen", "", _CHOICE[checked.is_chosen])],
        )
        return _visible(stores, actor, before.number)


def settle_ceremony(
    workspace: Workspace, actor: Actor, place: tuple[int, int], *, is_settled: bool, at: datetime
) -> Ceremony:
    """Settle the list of a ceremony as it stands, with its running order; or open it again. Errors of `_locked`.

    What is settled changes by a person's word alone: deals, marks and contracts that come later move nobody.
    """
    with workspace.writing(actor, at=at) as stores:
        before = _locked(stores, actor, place)
        projects = dict(before.projects)
        if is_settled:
            day = beijing_day(at)
            ranked = opened_for(stores, before, scope_of(actor, Action.DEALS_VIEW), day=day).ranked
            turns = running_order(ranked, per_group=before.per_group)
            for number, turn in enumerate(turns, start=1):
                projects[turn.ranked.deal.number] = replace(turn.ranked.project, settled=number)
        else:
            projects = {number: replace(each, settled=None) for number, each in projects.items()}
        facts = replace(_facts_of(before), is_settled=is_settled)
        stores.ceremonies.write(before.number, facts, projects.values(), version=before.version + 1)
        told = FieldChange("settled", _SETTLED[before.is_settled], _SETTLED[is_settled])
        stores.audit.tell(AuditAction.CHANGED, CEREMONIES, str(before.number), [told])
        return _visible(stores, actor, before.number)


_SETTLED: Final = {True: "已定", False: "未定"}


def _facts_of(ceremony: Ceremony) -> CeremonyFacts:
    return CeremonyFacts(**{each.name: getattr(ceremony, each.name) for each in fields(CeremonyFacts)})


def _with_stale(project: CeremonyProject, known: CeremonyProject, asked: Collection[str]) -> CeremonyProject:
    """Return what is said of a deal with what was said before of criteria that are asked no more.

    Raises:
        UsageError: a criterion is neither asked nor was it.
    """
    stale = tuple(each for each in known.words if each.criterion not in asked)
    strange = {each.criterion for each in project.words} - {*asked, *(each.criterion for each in stale)}
    if strange:
        raise UsageError(f"通知中没有“{min(strange)[:40]}”这一入选条件。", remedy="请刷新页面，按现行的入选条件填写。")
    words = (*(each for each in project.words if each.criterion in asked), *stale)
    return replace(project, words=words, settled=known.settled)


_CHOICE: Final = {True: "列入", False: "不列入", None: "按排名"}


def _require_notice(stores: Stores, facts: CeremonyFacts) -> None:
    """Refuse a notice that is not there.

    Raises:
        UsageError: as said.
    """
    if facts.notice is not None and stores.notices.get(facts.notice) is None:
        raise UsageError(f"没有第 {facts.notice} 号通知。", remedy="请从通知列表中选择，或先存入通知。")


def _visible(stores: Stores, actor: Actor, number: int, *, is_locked: bool = False) -> Ceremony:
    """Return a ceremony an actor may see.

    Raises:
        UnknownIdError: there is none, or it is another region's; which of them is not said.
    """
    found = stores.ceremonies.get(number, is_locked=is_locked)
    if found is None or not _is_theirs(actor, found):
        raise UnknownIdError(f"没有第 {number} 号签约仪式。", remedy="请从列表中选择。")
    return found


def _locked(stores: Stores, actor: Actor, place: tuple[int, int]) -> Ceremony:
    """Return a ceremony, held until the transaction ends.

    Raises:
        StaleRecordError: somebody else changed it since that version.
    """
    scope_of(actor, Action.DEALS_EDIT)
    found = _visible(stores, actor, place[0], is_locked=True)
    if found.version != place[1]:
        raise StaleRecordError(
            f"第 {found.number} 号签约仪式刚被他人改动，没有写入。",
            remedy="请刷新页面，核对之后再办。",
            version=found.version,
        )
    return found


def _is_theirs(actor: Actor, ceremony: Ceremony) -> bool:
    if actor.role is Role.ADMINISTRATOR:
        return True
    return actor.role in BUREAUS and ceremony.region_code in codes_within(actor.region_code)


def _checked(actor: Actor, facts: CeremonyFacts) -> CeremonyFacts:
    """Return facts without blanks around their texts.

    Raises:
        RefusalError: the actor plans no ceremony, or not of that region.
        UsageError: something is missing or out of its range.
    """
    if actor.role not in {*BUREAUS, Role.ADMINISTRATOR}:
        raise RefusalError("签约仪式由科技主管部门安排。", remedy="请联系当地科技主管部门。")
    title, place = facts.title.replace("\x00", "").strip(), facts.place.replace("\x00", "").strip()
    if not title or max(len(title), len(place)) > MOST_TITLE or facts.region_code not in load_regions():
        raise UsageError("名称没有填写或太长，或看不出地区。", remedy="请写明名称和地区。")
    if actor.role in BUREAUS and facts.region_code not in codes_within(actor.region_code):
        raise RefusalError("这个地区不由您负责。", remedy="请写您负责的地区。")
    if not 1 <= facts.per_group <= MOST_GROUP or not 1 <= (facts.wanted or 1) <= MOST_WANTED:
        raise UsageError(
            "项目数或每组的项目数不对。", remedy=f"每组 1 到 {MOST_GROUP} 项，总数不超过 {MOST_WANTED} 项。"
        )
    return replace(facts, title=title, place=place)


def _checked_project(project: CeremonyProject) -> CeremonyProject:
    """Return what is said of a deal without blanks around its texts.

    Raises:
        UsageError: a text is too long, or the place out of range.
    """
    words = tuple(
        CriterionWord(criterion=each.criterion, outcome=each.outcome, proof=_text(each.proof, MOST_PROOF))
        for each in project.words
    )
    sides = [
        Signatory(name=_text(each.name, MOST_TITLE), post=_text(each.post, MOST_TITLE))
        for each in (project.enterprise, project.university)
    ]
    if project.place is not None and not 1 <= project.place <= MOST_WANTED:
        raise UsageError("签约次序不对。", remedy=f"请写 1 到 {MOST_WANTED}。")
    return replace(project, words=words, enterprise=sides[0], university=sides[1])


def _text(text: str, most: int) -> str:
    plain = text.replace("\x00", "").strip()
    if len(plain) > most:
        raise UsageError(f"文字超过 {most:,} 字。", remedy="请写短一些。")
    return plain
