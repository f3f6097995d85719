"""Planning ceremonies: the bureau of a region plans its own; refuse, write and log in one transaction."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Final

from data.errors import RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import BUREAUS, Actor, Role
from data.records.audit import AuditAction, FieldChange
from data.records.ceremonies import Ceremony, CeremonyFacts, CeremonyProject, CriterionWord, Signatory
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.ceremonies.opening import OpenedCeremony, opened_for
from service.docking.ceremonies.selecting import is_considered
from service.docking.permissions import Action, scope_of
from service.docking.rules.finding import BEIJING

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
        return opened_for(stores, ceremony, scope, day=now.astimezone(BEIJING).date())


def add_ceremony(workspace: Workspace, actor: Actor, facts: CeremonyFacts, *, at: datetime) -> Ceremony:
    """Plan a ceremony of one's region.

    Raises:
        RefusalError: it is not theirs to plan.
    """
    scope_of(actor, Action.DEALS_EDIT)
    checked = _checked(actor, facts)
    with workspace.writing(actor, at=at) as stores:
        number = stores.ceremonies.add(checked, at=at)
        stores.audit.tell(AuditAction.ADDED, CEREMONIES, str(number), [FieldChange("title", "", checked.title)])
        return _visible(stores, actor, number)


def change_ceremony(
    workspace: Workspace, actor: Actor, place: tuple[int, int], facts: CeremonyFacts, *, at: datetime
) -> Ceremony:
    """Plan a ceremony otherwise; errors of `_locked` and `_checked`."""
    checked = _checked(actor, facts)
    with workspace.writing(actor, at=at) as stores:
        before = _locked(stores, actor, place)
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

    Raises:
        UnknownIdError: the actor may not see such a deal.
    """
    checked = _checked_project(project)
    with workspace.writing(actor, at=at) as stores:
        before = _locked(stores, actor, place)
        deal = stores.deals.get(project.deal, scope_of(actor, Action.DEALS_VIEW))
        if deal is None or not is_considered(before, deal):
            raise UnknownIdError("没有这项可以签约的台账。", remedy="请从名单中选择。")
        projects = {**before.projects, deal.number: checked}
        facts = CeremonyFacts(**{each.name: getattr(before, each.name) for each in fields(CeremonyFacts)})
        stores.ceremonies.write(before.number, facts, projects.values(), version=before.version + 1)
        stores.audit.tell(
            AuditAction.CHANGED,
            CEREMONIES,
            str(before.number),
            [FieldChange("deal", "", str(deal.number)), FieldChange("chosen", "", _CHOICE[checked.is_chosen])],
        )
        return _visible(stores, actor, before.number)


_CHOICE: Final = {True: "列入", False: "不列入", None: "按排名"}


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
