"""An alliance proposed from the match graph: needs of a topic, achievements that fit them, who stands behind both."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.alliances import ChainRole, Expert, MemberKind
from data.records.enums import Direction, PartyKind
from data.records.facets import RecordFilter
from data.records.matches import Match
from data.records.needs import Need
from data.records.parties import Party
from data.records.rules import Check, CompositionTerms, Rule
from ingest.meanings import read_party_kind
from ingest.parsing.regions import find_region
from service.docking.alliances.wording import ROLE_LABELS, ROLE_OF_KIND
from service.docking.answering import Desk
from service.docking.finding import near_records
from service.docking.permissions import Action, scope_of
from service.docking.rules.composition import check_composition
from service.docking.rules.facts import CompositionFacts
from service.docking.rules.facts import Member as MemberFact
from service.docking.visibility import visible_findings, visible_matches

MOST_NEEDS: Final = 30
"""Needs and achievements looked at for one topic."""
MOST_MATCHED: Final = 8
"""Needs matched for one proposal; each takes some tenths of a second."""
_FITS: Final = 5
"""Candidates looked at for each of them."""
MOST_CANDIDATES: Final = 12
"""Candidates listed for one role."""
MOST_TOPIC: Final = 200
_MOST_PARTIES: Final = 5000
_KINDS: Final[Mapping[PartyKind, MemberKind]] = MappingProxyType({
    PartyKind.ENTERPRISE: MemberKind.ENTERPRISE,
    PartyKind.UNIVERSITY: MemberKind.UNIVERSITY,
    PartyKind.INSTITUTE: MemberKind.INSTITUTE,
    PartyKind.INTERMEDIARY: MemberKind.INTERMEDIARY,
    PartyKind.ST_BUREAU: MemberKind.GOVERNMENT,
})
_ROLE_WORDS: Final = (
    (re.compile(r"协会|商会|学会|促进会|联合会"), ChainRole.ASSOCIATION),
    (re.compile(r"基金|创投|创业投资|投资(?:管理)?(?:有限)?(?:公司|中心|合伙)"), ChainRole.FUND),
    (re.compile(r"技术转移|孵化|生产力促进|检测|知识产权|服务中心|众创"), ChainRole.SERVICE),
)
"""What the name of an organisation says of its role; the first that is in it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why somebody is proposed: a record and what it says; `kind` is "needs", "achievements" or "parties"."""

    kind: str
    record_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An organisation that could fill a role.

    Attributes:
        kind: None where neither register nor name tells it.
        region_code: as its name or records tell; "" unknown.
        n_links: fitting pairs of the match graph that it stands in.
        evidence: at least one.
    """

    organisation: str
    role: ChainRole
    kind: MemberKind | None
    region_code: str
    n_links: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An alliance as the match graph suggests it.

    Attributes:
        lead: None where no enterprise was found.
        roles: every role with its candidates, best first; () where nobody was found.
        checks: what the rules of compositions say if every candidate joined; () without such a rule.
        n_needs: needs of the topic.
        n_links: fitting pairs that were found.
        note: "" or what was left out: records, parties, candidates beyond the limits.
    """

    topic: str
    lead: Candidate | None
    roles: Mapping[ChainRole, tuple[Candidate, ...]]
    checks: tuple[Check, ...]
    n_needs: int
    n_links: int
    note: str

    @property
    def missing(self) -> tuple[ChainRole, ...]:
        """Roles for which nobody was found."""
        return tuple(role for role, found in self.roles.items() if not found)


def propose(
    desk: Desk, actor: Actor, topic: str, *, region_code: str = "", rules: Iterable[Rule] = (), as_of: date
) -> Proposed:
    """Propose an alliance for a topic, of what an actor may see.

    Enterprises come with the needs near the topic, those whose needs have fitting achievements first; the first is the
    candidate lead. Universities and institutes come with the achievements that fit these needs, then with those near
    the topic. Intermediaries, associations and funds come from the register of organisations.

    Args:
        desk: finds and matches.
        actor: who asks.
        topic: an industry, a product, a problem, in a few words.
        region_code: enterprises of this region alone; "" of all.
        rules: those of compositions are tried on the proposal.
        as_of: the day against which validity is checked.

    Returns:
        Candidates with their evidence; the errors are those of `loading.Loaded.side`.

    Raises:
        UsageError: there is no topic, or a text in its place.
    """
    plain = topic.strip()
    if not plain or len(plain) > MOST_TOPIC:
        raise UsageError("没有写主题，或主题太长。", remedy=f"请用不超过 {MOST_TOPIC} 个字写明产业、产品或问题。")
    wanted = RecordFilter(region_code=region_code)
    found = visible_findings(desk, actor, plain, Direction.ACHIEVEMENTS, top=MOST_NEEDS, wanted=wanted)
    near = near_records(plain, found.found, segmenter=desk.segmenter)
    needs = [(each.record, each.words) for each in near if isinstance(each.record, Need) and each.words]
    pairs = _pairs(desk, actor, [need for need, _ in needs[:MOST_MATCHED]], as_of=as_of)
    parties, has_more = _parties(desk, actor)
    book = _Book(parties)
    offered, offered_note = _near_achievements(desk, actor, plain)
    enterprises = _enterprises(book, needs, pairs)
    lead = enterprises[0] if enterprises else None
    every = _each_once([*enterprises, *_academics(book, pairs, offered), *book.helpers(plain)])
    roles, cut = _by_role(lead, every)
    left_out = [
        f"需求只匹配了前 {MOST_MATCHED} 项" if len(needs) > MOST_MATCHED else "",
        f"单位名单只看了前 {_MOST_PARTIES:,} 家" if has_more else "",
        *(f"{ROLE_LABELS[role]}另有 {n} 家没有列出" for role, n in cut.items()),
    ]
    notes = dict.fromkeys((found.note, offered_note, *(f"{each}。" for each in left_out if each)))
    return Proposed(
        topic=plain,
        lead=lead,
        roles=roles,
        checks=_composition(lead, roles, rules, region_code),
        n_needs=len(needs),
        n_links=len(pairs),
        note="".join(notes),
    )


def suggest_experts(desk: Desk, actor: Actor, topic: str) -> tuple[tuple[Expert, str], ...]:
    """Return teams behind the achievements near a topic, each with its reason, best first (CH-11).

    A team is proposed once; an achievement that names none is left out. `loading.Loaded.side` names the errors.
    """
    if not topic.strip():
        return ()
    experts: dict[tuple[str, str], tuple[Expert, str]] = {}
    for record, words in _near_achievements(desk, actor, topic)[0]:
        if record.team:
            expert = Expert(name=record.team, unit=record.university, field=record.field, achievement_id=record.id)
            experts.setdefault((record.team, record.university), (expert, _shared(record.title, words)))
    return tuple(experts.values())[:MOST_CANDIDATES]


def member_kind_of(name: str, parties: Sequence[Party] = ()) -> MemberKind | None:
    """Return what an organisation is, as the register says or else as its name ends; None where neither tells."""
    kind = parties[0].kind if parties else read_party_kind("", name)
    return None if kind is None else _KINDS[kind]


class _Book:
    """The organisations that are known."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._named: dict[str, list[Party]] = {}
        for each in parties:
            self._named.setdefault(each.name, []).append(each)

    def candidate(
        self, name: str, *, role: ChainRole | None, n_links: int, evidence: Iterable[Evidence], region: str = ""
    ) -> Candidate | None:
        """Return an organisation as a candidate; None where its role is not told by anything."""
        known = self._named.get(name, [])
        kind = member_kind_of(name, known)
        own = role or (None if kind is None else ROLE_OF_KIND.get(kind))
        if own is None:
            return None
        where = find_region(known[0].region if known and known[0].region else region) or find_region(name)
        return Candidate(
            organisation=name,
            role=own,
            kind=kind,
            region_code="" if where is None else where.code,
            n_links=n_links,
            evidence=tuple(evidence),
        )

    def helpers(self, topic: str) -> list[Candidate]:
        """Return intermediaries, associations and funds, those of the topic's industry first."""
        found = []
        for name, (party, *_) in self._named.items():
            role = next((role for words, role in _ROLE_WORDS if words.search(name)), None)
            if role is None and party.kind is PartyKind.INTERMEDIARY:
                role = ChainRole.SERVICE
            if role is None or party.kind in {PartyKind.UNIVERSITY, PartyKind.ST_BUREAU}:
                continue
            is_near = bool(party.industry) and (party.industry in topic or topic in party.industry)
            industry = f"，行业为{party.industry}" if party.industry else "，没有登记行业"
            evidence = Evidence("parties", party.id, f"单位名单中的{party.name}{industry}")
            made = self.candidate(name, role=role, n_links=int(is_near), evidence=[evidence])
            found += [] if made is None else [made]
        return sorted(found, key=lambda each: (-each.n_links, each.organisation))


def _parties(desk: Desk, actor: Actor) -> tuple[list[Party], bool]:
    """Return the register of organisations as far as it is read, and whether there is more of it."""
    with desk.workspace.reading() as stores:
        page = stores.parties.page(scope=scope_of(actor, Action.PARTIES_VIEW), limit=_MOST_PARTIES)
    return [each.record for each in page.records], page.next is not None


def _pairs(desk: Desk, actor: Actor, needs: Iterable[Need], *, as_of: date) -> list[tuple[Need, Achievement, Match]]:
    """Return the fitting pairs of some needs, best first for each need."""
    pairs = []
    for need in needs:
        report = visible_matches(desk, actor, need, top=_FITS, as_of=as_of)
        fitting = (match for found in report.lists for match in found.matches if match.fits)
        pairs += [(need, report.achievements[match.achievement_id], match) for match in fitting]
    return pairs


def _near_achievements(desk: Desk, actor: Actor, topic: str) -> tuple[list[tuple[Achievement, tuple[str, ...]]], str]:
    """Return the achievements near a topic with the words they share, and what the search left out."""
    found = visible_findings(desk, actor, topic, Direction.NEEDS, top=MOST_NEEDS)
    near = near_records(topic, found.found, segmenter=desk.segmenter)
    kept = [(each.record, each.words) for each in near if isinstance(each.record, Achievement) and each.words]
    return kept, found.note


def _enterprises(
    book: _Book, needs: Iterable[tuple[Need, tuple[str, ...]]], pairs: Iterable[tuple[Need, Achievement, Match]]
) -> list[Candidate]:
    """Return the enterprises behind some needs, those with most fitting pairs first, then with most needs."""
    linked: dict[str, list[Evidence]] = {}
    for need, achievement, _ in pairs:
        text = f"需求“{need.title}”有合适成果“{achievement.title}”（{achievement.university}）"
        linked.setdefault(need.enterprise, []).append(Evidence("needs", need.id, text))
    asked: dict[str, list[Evidence]] = {}
    regions: dict[str, str] = {}
    for need, words in needs:
        asked.setdefault(need.enterprise, []).append(Evidence("needs", need.id, _shared(need.title, words)))
        regions.setdefault(need.enterprise, need.region)
    order = sorted(asked, key=lambda name: (-len(linked.get(name, ())), -len(asked[name]), name))
    return [
        made
        for name in order
        if name
        and (
            made := book.candidate(
                name,
                role=ChainRole.CHAIN,
                n_links=len(linked.get(name, ())),
                evidence=[*linked.get(name, ()), *asked[name]],
                region=regions[name],
            )
        )
    ]


def _academics(
    book: _Book,
    pairs: Iterable[tuple[Need, Achievement, Match]],
    near: Iterable[tuple[Achievement, tuple[str, ...]]],
) -> list[Candidate]:
    """Return who offers what fits, most fitting pairs first, then what is near the topic."""
    linked: dict[str, list[Evidence]] = {}
    for need, achievement, match in pairs:
        text = f"成果“{achievement.title}”适合{need.enterprise}的“{need.title}”：{match.summary}"
        linked.setdefault(achievement.university, []).append(Evidence("achievements", achievement.id, text))
    offered: dict[str, list[Evidence]] = {}
    for achievement, words in near:
        evidence = Evidence("achievements", achievement.id, _shared(achievement.title, words))
        offered.setdefault(achievement.university, []).append(evidence)
    names = dict.fromkeys([*sorted(linked, key=lambda name: (-len(linked[name]), name)), *offered])
    made = (
        book.candidate(
            name,
            role=None,
            n_links=len(linked.get(name, ())),
            evidence=[*linked.get(name, ()), *offered.get(name, ())],
        )
        for name in names
        if name
    )
    return [each for each in made if each is not None]


def _each_once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return every organisation in the first role it was found for: it cannot join twice."""
    once: dict[str, Candidate] = {}
    for each in candidates:
        once.setdefault(each.organisation, each)
    return list(once.values())


def _by_role(
    lead: Candidate | None, every: Sequence[Candidate]
) -> tuple[Mapping[ChainRole, tuple[Candidate, ...]], Mapping[ChainRole, int]]:
    """Return every role with its first candidates, and how many more each has."""
    found = {role: [each for each in every if each.role is role and each is not lead] for role in ChainRole}
    found[ChainRole.LEADER] = [] if lead is None else [lead]
    cut = {role: len(each) - MOST_CANDIDATES for role, each in found.items() if len(each) > MOST_CANDIDATES}
    return {role: tuple(each[:MOST_CANDIDATES]) for role, each in found.items()}, cut


def _composition(
    lead: Candidate | None,
    roles: Mapping[ChainRole, tuple[Candidate, ...]],
    rules: Iterable[Rule],
    region_code: str,
) -> tuple[Check, ...]:
    members = tuple(
        MemberFact(
            id=each.organisation,
            name=each.organisation,
            kind="" if each.kind is None else each.kind.value,
            region_code=each.region_code,
            is_lead=each is lead,
        )
        for found in roles.values()
        for each in found
    )
    where = region_code or ("" if lead is None else lead.region_code)
    facts = CompositionFacts(subject="全部候选都加入时", members=members, region_code=where)
    return tuple(
        check for rule in rules if isinstance(rule.terms, CompositionTerms) for check in check_composition(rule, facts)
    )


def _shared(title: str, words: Iterable[str]) -> str:
    return f"“{title}”与主题同有：{'、'.join(words)}"
