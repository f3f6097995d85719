"""What an invitation list is drawn up from: needs of a theme and region, their matches, and whom not to ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations, product
from typing import Final

from data.records.accounts import Actor
from data.records.docking_events import DockingEvent, InvitationState, Participant
from data.records.enums import Direction, PartyKind
from data.records.events import Bar, Wish
from data.records.facets import RecordFilter
from data.records.ids import AchievementId, NeedId
from data.records.invitations import InviteTerms
from data.records.matches import MatchList
from data.records.needs import Need
from data.records.scopes import EVERYTHING
from data.storage.workspace import Stores
from models.protocols import Progress
from service.docking.answering import Desk
from service.docking.events.drafting import Material
from service.docking.events.invitee_classes import Registered, is_alliance
from service.docking.events.parties import identities_of
from service.docking.permissions import Action, scope_of
from service.docking.visibility import visible_findings, visible_matches

_CANDIDATES: Final = 10
"""Achievements looked at for each need; a team further down is no second choice any more."""
_MOST_PARTIES: Final = 5_000
_NEWEST: Final = "本地区共 {n} 项需求，只看了最新的 {most} 项。"
_NEAREST: Final = "按主题“{theme}”取最接近的 {n} 项需求。"
_LASTING: Final = frozenset({Bar.NEVER_AGAIN, Bar.RECUSAL})
"""What holds at every event; the other bars are of one event."""
_BARS: Final[Mapping[Bar | None, str]] = {
    None: "不安排会面",
    Bar.DECLINED: "谢绝会面",
    Bar.NEVER_AGAIN: "有一方表示不再见面",
    Bar.ALREADY_MET: "已经见过面",
    Bar.RECUSAL: "应当回避",
    Bar.NO_CONSENT: "未获同意",
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything a list is drawn up from.

    Attributes:
        registered: bureaus and alliances of the register.
        industries: need -> division of its industry.
        notes: Chinese sentences: what was left out of the looking.
    """

    material: Material
    registered: tuple[Registered, ...]
    industries: Mapping[NeedId, str]
    notes: tuple[str, ...]


def gather(
    desk: Desk,
    actor: Actor,
    event: DockingEvent,
    terms: InviteTerms,
    *,
    as_of: date,
    progress: Progress | None = None,
) -> Gathered:
    """Look at the needs of a theme and region and match each, which takes a fraction of a second a need.

    Args:
        desk: answers over the workspace; the errors are those of its `match` and `search`.
        actor: sees what they may see, and nothing else comes onto the list.
        event: whose day and earlier answers count.
        terms: theme, region and how many needs.
        as_of: the day against which matches check validity.
        progress: called with needs matched and needs in all; what it raises ends the work.

    Returns:
        Needs, candidates and bars.
    """
    needs, notes = _needs(desk, actor, terms)
    reports = {}
    for n_done, need in enumerate(needs, start=1):
        reports[need.id] = visible_matches(desk, actor, need, top=_CANDIDATES, as_of=as_of)
        if progress is not None:
            progress(n_done, len(needs))
    lists: dict[NeedId, MatchList] = {number: report.lists[0] for number, report in reports.items()}
    offers = {number: offer for report in reports.values() for number, offer in report.achievements.items()}
    held_on = date.fromisoformat(event.plan.held_on) if event.plan.held_on else as_of
    with desk.workspace.reading() as stores:
        regions, industries = _facets(stores, needs, offers)
        material = Material(
            needs=needs,
            achievements=offers,
            lists=lists,
            day=max(held_on, as_of),
            regions=regions,
            barred_parties=_barred_parties(stores, event.number),
            barred_pairs=_barred_pairs(stores, event.number),
        )
        registered = _registered(stores, actor)
    return Gathered(material, registered, industries, (*notes, *_remarks(report.notes for report in reports.values())))


def _needs(desk: Desk, actor: Actor, terms: InviteTerms) -> tuple[list[Need], list[str]]:
    wanted = RecordFilter(region_code=terms.region_code)
    if terms.theme:
        findings = visible_findings(
            desk, actor, terms.theme, Direction.ACHIEVEMENTS, top=terms.most_needs, wanted=wanted
        )
        found = [each.record for each in findings.found if isinstance(each.record, Need)]
        return found, [_NEAREST.format(theme=terms.theme, n=len(found))]
    scope = scope_of(actor, Action.NEEDS_VIEW)
    with desk.workspace.reading() as stores:
        page = stores.needs.page(wanted, scope=scope, limit=terms.most_needs, newest_first=True)
        n_all = stores.needs.count(wanted, scope=scope)
    notes = [_NEWEST.format(n=n_all, most=terms.most_needs)] if n_all > terms.most_needs else []
    return [each.record for each in page.records], notes


def _remarks(notes: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for each in notes for note in each))


def _facets(
    stores: Stores, needs: Sequence[Need], offers: Iterable[AchievementId]
) -> tuple[dict[str, str], dict[NeedId, str]]:
    """Return the regions of records and the industries of needs, as far as they are known."""
    of_needs = {need.id: stores.needs.get_versioned(need.id, scope=EVERYTHING) for need in needs}
    of_offers = {number: stores.achievements.get_versioned(number, scope=EVERYTHING) for number in offers}
    regions = {str(number): each.facets.region_code for number, each in of_needs.items() if each}
    regions |= {str(number): each.facets.region_code for number, each in of_offers.items() if each}
    # A section (C) is shared by half of all industry and says nothing of an alliance.
    industries = {number: each.facets.industry_code for number, each in of_needs.items() if each}
    return (
        {number: code for number, code in regions.items() if code},
        {number: code for number, code in industries.items() if len(code) > 1},
    )


def _registered(stores: Stores, actor: Actor) -> tuple[Registered, ...]:
    page = stores.parties.page(scope=scope_of(actor, Action.PARTIES_VIEW), limit=_MOST_PARTIES)
    return tuple(
        Registered(
            each.record.name,
            each.record.kind is PartyKind.ST_BUREAU,
            each.facets.region_code,
            each.facets.industry_code if len(each.facets.industry_code) > 1 else "",
        )
        for each in page.records
        if each.record.kind is PartyKind.ST_BUREAU or is_alliance(each.record.name)
    )


def _barred_parties(stores: Stores, event: int) -> dict[str, str]:
    said = {
        each.guest_id: "已谢绝本次活动" if each.state is InvitationState.DECLINED else "已从名单中移去"
        for each in stores.event_days.invitations(event)
        if each.state in {InvitationState.DECLINED, InvitationState.DROPPED}
    }
    absent = {each.guest.id: "不能参加本次活动" for each in stores.events.participants(event) if each.is_absent}
    return absent | said


def _barred_pairs(stores: Stores, event: int) -> dict[tuple[str, str], str]:
    """Return who is not brought together: by what was said at this event, and what holds for good from any other."""
    barred: dict[tuple[str, str], str] = {}
    for each in stores.events.all():
        bars = _bars(stores, each.number, is_own=each.number == event)
        known = {one.guest.id: one for one in stores.events.participants(each.number)} if bars else {}
        for guests, bar in bars:
            for one, other in permutations(guests, 2):
                named = product(_names(known.get(one), bar), _names(known.get(other), bar))
                barred.update(dict.fromkeys(named, _BARS[bar]))
    return barred


def _names(participant: Participant | None, bar: Bar | None) -> tuple[str, ...]:
    """Return by what a participant is named; who never wants to meet again means the whole university."""
    if participant is None:
        return ()
    names = identities_of(participant.guest, participant.organisation)
    whole = bar is Bar.NEVER_AGAIN and participant.organisation
    return (*names, participant.organisation) if whole else names


def _bars(stores: Stores, event: int, *, is_own: bool) -> list[tuple[tuple[str, ...], Bar | None]]:
    """Return (guests, why not) of the requests of an event that hold here."""
    requests = {each.request.id: each.request for each in stores.events.requests(event)}
    said = [(each.guests, each.bar) for each in requests.values() if each.wish is Wish.NO]
    last = {(each.request_id, each.guest_id): each for each in stores.events.answers(event) if each.wish is not None}
    said += [
        (requests[each.request_id].guests, each.bar or Bar.DECLINED)
        for each in last.values()
        if each.wish is Wish.NO and each.request_id in requests
    ]
    return [(guests, bar) for guests, bar in said if is_own or bar in _LASTING]
