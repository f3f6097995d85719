"""An invitation list from matches: who should come, what for, which needs are answered, and why the others are not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Final

from data.records.achievements import Achievement
from data.records.ids import AchievementId, NeedId
from data.records.invitations import (
    Fit,
    InvitationDraft,
    Invitee,
    InviteeClass,
    InviteTerms,
    NeedAnswer,
    NeedState,
    NotAsked,
    ProposedMeeting,
)
from data.records.matches import MatchList
from data.records.needs import Need
from ingest.parsing.dates import parse_period
from service.docking.agenda.from_matches import evidence_of
from service.docking.events.choosing_guests import Choice, choose
from service.docking.events.parties import PartyName, enterprise_of, team_of

TOLD: Final[Mapping[NeedState, str]] = {
    NeedState.NO_FIT: "现有成果中没有达到较强相关的。",
    NeedState.OVER: "活动当天需求已过有效期。",
    NeedState.BARRED: "相关的成果都有不宜邀请的原因：{why}。",
    NeedState.NO_ENTERPRISE_PLACE: "企业名额（{enterprises} 家）已用于合计价值更高的单位。",
    NeedState.NO_TEAM_PLACE: "团队名额（{teams} 个）已用于合计价值更高的单位。",
    NeedState.NO_MEETING_PLACE: "双方都在名单上，但当天场次（每家最多 {meetings} 场）已满。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a list is drawn up from.

    Attributes:
        needs: looked at, in order.
        achievements: that the lists name.
        lists: of each need its candidates, as matching gave them; a need without list has no fit.
        day: of the event, or of drawing up the list where that is not fixed: needs that are over by then ask nobody.
        regions: id of a need or an achievement -> region code; where unknown, missing.
        barred_parties: key of a party -> why it is not asked, in Chinese.
        barred_pairs: an enterprise and a team, each by key or organisation -> why they are not brought together.
    """

    needs: Sequence[Need]
    achievements: Mapping[AchievementId, Achievement]
    lists: Mapping[NeedId, MatchList]
    day: date
    regions: Mapping[str, str] = field(default_factory=dict)
    barred_parties: Mapping[str, str] = field(default_factory=dict)
    barred_pairs: Mapping[tuple[str, str], str] = field(default_factory=dict)


def draft_of(material: Material, terms: InviteTerms, *, as_of: date, notes: Iterable[str] = ()) -> InvitationDraft:
    """Draw up a list.

    Args:
        material: needs, their matches, and whom not to ask.
        terms: how many of each side.
        as_of: the day against which the matches checked validity.
        notes: what was left out before, in Chinese.

    Returns:
        A list whose lines each name the needs they follow from; bureaus and alliances are added by
        `service.docking.events.invitee_classes`.
    """
    drawing = _Drawing(material, terms)
    chosen = choose(drawing.fits, terms)
    return InvitationDraft(
        terms=terms,
        as_of=as_of,
        invitees=drawing.invitees(chosen),
        answers=tuple(drawing.answer(need, chosen) for need in material.needs),
        not_asked=drawing.not_asked(),
        value=chosen.value,
        bound=chosen.bound,
        notes=tuple(notes),
        meetings=drawing.meetings(chosen),
    )


class _Drawing:
    """The fits of the material, those that may be used apart from those that may not."""

    def __init__(self, material: Material, terms: InviteTerms) -> None:
        self._material = material
        self._terms = terms
        self._parties: dict[str, PartyName] = {}
        self._regions: dict[str, str] = {}
        self._why: dict[NeedId, dict[str, None]] = defaultdict(dict)
        self._left: dict[str, dict[str, None]] = defaultdict(dict)
        self._has_fits: set[NeedId] = set()
        self._over = {need.id for need in material.needs if _is_over(need, material.day)}
        self.fits = [fit for need in material.needs for fit in self._usable(need)]

    def _usable(self, need: Need) -> list[Fit]:
        """Return the fits of a need that may be used; whatever may not is noted with its reason."""
        if need.id in self._over or need.id not in self._material.lists:
            return []
        enterprise = self._known(enterprise_of(need), need.id)
        found = []
        for match in self._material.lists[need.id].matches:
            if not match.fits:
                continue
            self._has_fits.add(need.id)
            team = self._known(team_of(self._material.achievements[match.achievement_id]), match.achievement_id)
            reason = self._bar(enterprise, team)
            if reason:
                self._why[need.id][reason] = None
            else:
                found.append(Fit(need.id, match.achievement_id, enterprise, team, match.score))
        return found

    def _known(self, party: PartyName, record: str) -> str:
        self._parties.setdefault(party.key, party)
        if self._material.regions.get(record):
            self._regions.setdefault(party.key, self._material.regions[record])
        return party.key

    def _bar(self, enterprise: str, team: str) -> str:
        """Return why two parties are not brought together, noting whom it concerns; "" where nothing speaks against."""
        for party in (enterprise, team):
            if reason := self._material.barred_parties.get(party):
                self._left[self._parties[party].name][reason] = None
                return f"{self._parties[party].name}{reason}"
        one, other = self._parties[enterprise], self._parties[team]
        for pair in product(one.identities, other.identities):
            if reason := self._material.barred_pairs.get(pair):
                self._left[f"{one.name}与{other.name}"][reason] = None
                return f"{one.name}与{other.name}{reason}"
        return ""

    def invitees(self, chosen: Choice) -> tuple[Invitee, ...]:
        """Return the asked parties, enterprises first, the most valuable first, ties by name."""
        lines = [self._line(chosen, key) for key in (*chosen.enterprises, *chosen.teams)]
        return tuple(sorted(lines, key=lambda each: (list(InviteeClass).index(each.kind), -each.value, each.name)))

    def meetings(self, chosen: Choice) -> tuple[ProposedMeeting, ...]:
        """Return the meetings of the asked parties, each by its best match, the most valuable first."""
        best: dict[tuple[str, str], Fit] = {}
        for each in sorted(chosen.served, key=lambda one: (-one.fit.score, one.fit.need_id)):
            best.setdefault((each.fit.enterprise, each.fit.team), each.fit)
        return tuple(self._meeting(fit) for fit in best.values())

    def _meeting(self, fit: Fit) -> ProposedMeeting:
        found = self._material.lists[fit.need_id].matches
        match = next(each for each in found if each.achievement_id == fit.achievement_id)
        need = next(each for each in self._material.needs if each.id == fit.need_id)
        evidence = evidence_of(match, need, self._material.achievements[fit.achievement_id])
        return ProposedMeeting(enterprise=fit.enterprise, team=fit.team, value=fit.score, evidence=evidence)

    def _line(self, chosen: Choice, key: str) -> Invitee:
        party = self._parties[key]
        own = [each for each in chosen.served if key in {each.fit.enterprise, each.fit.team}]
        worth: dict[str, float] = defaultdict(float)
        for each in own:
            worth[each.fit.team if key == each.fit.enterprise else each.fit.enterprise] += each.value
        return Invitee(
            key=key,
            kind=party.kind,
            name=party.name,
            organisation=party.organisation,
            value=chosen.value_of(key),
            needs=tuple(dict.fromkeys(each.fit.need_id for each in own)),
            achievements=tuple(dict.fromkeys(each.fit.achievement_id for each in own)),
            partners=tuple(sorted(worth, key=lambda partner: (-worth[partner], partner))),
            region_code=self._regions.get(key, ""),
        )

    def answer(self, need: Need, chosen: Choice) -> NeedAnswer:
        """Return what the choice does for a need, and what is in the way where it does nothing."""
        partners = tuple(each.fit.team for each in chosen.served if each.fit.need_id == need.id)
        state = NeedState.COVERED if partners else self._state(need, chosen)
        told = TOLD.get(state, "").format(
            why="；".join(self._why[need.id]),
            enterprises=self._terms.most_enterprises,
            teams=self._terms.most_teams,
            meetings=self._terms.most_meetings,
        )
        party = enterprise_of(need)
        return NeedAnswer(
            need_id=need.id, title=need.title, enterprise=party.name, state=state, partners=partners, told=told
        )

    def _state(self, need: Need, chosen: Choice) -> NeedState:
        usable = [fit for fit in self.fits if fit.need_id == need.id]
        if need.id in self._over:
            return NeedState.OVER
        if not usable:
            return NeedState.BARRED if need.id in self._has_fits else NeedState.NO_FIT
        is_full = len(chosen.enterprises) >= self._terms.most_enterprises
        if usable[0].enterprise not in chosen.enterprises and is_full:
            return NeedState.NO_ENTERPRISE_PLACE
        has_team = any(fit.team in chosen.teams for fit in usable)
        return NeedState.NO_MEETING_PLACE if has_team else NeedState.NO_TEAM_PLACE

    def not_asked(self) -> tuple[NotAsked, ...]:
        """Return whom the bars concern, by name."""
        return tuple(NotAsked(name, "；".join(reasons)) for name, reasons in sorted(self._left.items()))


def _is_over(need: Need, day: date) -> bool:
    period = parse_period(need.valid_until) if need.valid_until else None
    return period is not None and period.end is not None and period.end < day
