"""What holds of every checker: unknown facts decide nothing, one more never spoils, the same facts give the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UsageError
from data.records.rules import (
    CensusTerms,
    CompositionTerms,
    CriteriaTerms,
    DossierTerms,
    MinCountTerms,
    Outcome,
    Rule,
    RuleKind,
)
from data.storage.json_values import to_json
from service.docking.rules.engine import CHECKERS, FACTS_OF, check, digest_of, facts_of_json
from service.docking.rules.facts import (
    CensusEnterprise,
    CensusFacts,
    Clock,
    CompositionFacts,
    Cooperation,
    CriteriaFacts,
    DossierFacts,
    DueFacts,
    Facts,
    FieldFacts,
    Happening,
    Judged,
    LadderFacts,
    Member,
    MinCountFacts,
    NameFacts,
    Paper,
    QuotaFacts,
    Reached,
    Submission,
    TargetFacts,
    TimeLimitFacts,
    UnitCount,
)
from tests.factories.notices import TERMS, rule_of

DAY = date(2026, 11, 22)
NOTHING_KNOWN: dict[RuleKind, Facts] = {
    RuleKind.CENSUS: CensusFacts(subject="某县", enterprises=None, as_of=DAY),
    RuleKind.QUOTA: QuotaFacts(units=(UnitCount(unit="某市", count=None),), as_of=DAY),
    RuleKind.DUE: DueFacts(subject="某市", submissions=None, at=datetime(2026, 11, 22, tzinfo=UTC)),
    RuleKind.COMPOSITION: CompositionFacts(subject="某联盟", members=None),
    RuleKind.MIN_COUNT: MinCountFacts(subject="某联盟", happenings=None, as_of=DAY, year=2025),
    RuleKind.NAME: NameFacts(name=""),
    RuleKind.CRITERIA: CriteriaFacts(subject="某项目", judged=()),
    RuleKind.DOSSIER: DossierFacts(subject="某联盟", papers=()),
    RuleKind.LADDER: LadderFacts(cooperations=(Cooperation(id="C", name="某合作", before="", after=""),)),
    RuleKind.TARGET_TREE: TargetFacts(subject="全省", reached=(Reached(item="骨干联盟", amount=None),), as_of=DAY),
    RuleKind.FIELD_MAP: FieldFacts(subject="某联盟", field=""),
    RuleKind.TIME_LIMIT: TimeLimitFacts(
        clocks=(Clock(id="T", name="某成果", started_on=None, is_done=None),), as_of=DAY
    ),
}
RULES = {rule.kind: rule for rule in map(rule_of, TERMS)}


def test_every_kind_has_a_checker_and_facts() -> None:
    assert set(CHECKERS) == set(FACTS_OF) == set(RULES) == set(NOTHING_KNOWN) == set(RuleKind)


@pytest.mark.parametrize("kind", RuleKind)
def test_where_nothing_is_known_nothing_is_decided(kind: RuleKind) -> None:
    checks = check(RULES[kind], NOTHING_KNOWN[kind])

    # The arithmetic of a tree rests on the rule alone.
    told = [each for each in checks if not each.subject.endswith("的分解")]
    assert {each.outcome for each in told} == {Outcome.CANNOT_TELL}
    assert all(each.reason and each.remedy for each in told)


@pytest.mark.parametrize("kind", RuleKind)
def test_facts_of_another_kind_are_refused(kind: RuleKind) -> None:
    other = RuleKind.QUOTA if kind is RuleKind.CENSUS else RuleKind.CENSUS

    with pytest.raises(UsageError):
        check(RULES[kind], NOTHING_KNOWN[other])
    with pytest.raises(UsageError):
        CHECKERS[kind](RULES[other], NOTHING_KNOWN[kind])


@pytest.mark.parametrize("kind", RuleKind)
def test_facts_go_through_json_and_keep_their_digest(kind: RuleKind) -> None:
    facts = NOTHING_KNOWN[kind]

    again = facts_of_json(kind, to_json(facts))

    assert (again, digest_of(again)) == (facts, digest_of(facts))
    with pytest.raises(UsageError, match=r"nonsense"):
        facts_of_json(kind, {**to_json(facts), "nonsense": 1})


maybe = st.none() | st.booleans()
enterprises = st.builds(
    CensusEnterprise,
    id=st.sampled_from([f"P{number}" for number in range(9)]),
    name=st.just("某厂"),
    revenue_yuan=st.none() | st.integers(0, 4),
    is_tech=maybe,
    n_needs=st.none() | st.integers(0, 3),
)
censuses = st.builds(
    CensusTerms,
    min_revenue_yuan=st.none() | st.integers(0, 4),
    or_tech_enterprise=st.booleans(),
    min_needs=st.integers(1, 2),
    due_on=st.none() | st.just(date(2026, 11, 1)),
)


def outcomes(rule: Rule, facts: Facts) -> list[Outcome]:
    return [each.outcome for each in check(rule, facts)]


def still_holds(before: list[Outcome], after: list[Outcome]) -> bool:
    """Tell whether nothing that was decided is decided otherwise."""
    return all(old in {Outcome.CANNOT_TELL, new} for old, new in zip(before, after, strict=True))


@given(censuses, st.lists(enterprises, max_size=4), st.data())
def test_a_census_that_is_decided_stays_so_whatever_the_unknown_turns_out_to_be(
    terms: CensusTerms, given_: list[CensusEnterprise], data: st.DataObject
) -> None:
    def completed(each: CensusEnterprise) -> CensusEnterprise:
        return replace(
            each,
            revenue_yuan=data.draw(st.integers(0, 4)) if each.revenue_yuan is None else each.revenue_yuan,
            is_tech=data.draw(st.booleans()) if each.is_tech is None else each.is_tech,
            n_needs=data.draw(st.integers(0, 3)) if each.n_needs is None else each.n_needs,
        )

    facts = CensusFacts(subject="某县", enterprises=tuple(given_), as_of=DAY)
    whole = replace(facts, enterprises=tuple(completed(each) for each in given_))

    assert still_holds(outcomes(rule_of(terms), facts), outcomes(rule_of(terms), whole))
    assert outcomes(rule_of(terms), whole)[0] is not Outcome.CANNOT_TELL


@given(censuses, st.lists(enterprises, max_size=4), enterprises)
def test_one_more_enterprise_that_reported_never_fails_a_census(
    terms: CensusTerms, given_: list[CensusEnterprise], more: CensusEnterprise
) -> None:
    facts = CensusFacts(subject="某县", enterprises=tuple(given_), as_of=DAY)
    reported = replace(more, n_needs=terms.min_needs)
    grown = replace(facts, enterprises=(*given_, reported))

    assert outcomes(rule_of(terms), grown) == outcomes(rule_of(terms), facts)


kinds = st.sampled_from(("", "enterprise", "university", "institute", "intermediary"))
regions = st.sampled_from(("", "440000", "440117", "330100"))
members = st.builds(Member, id=st.sampled_from("abcdefghij"), name=st.just("某单位"), kind=kinds, region_code=regions)
compositions = st.builds(
    CompositionTerms,
    lead_kind=st.sampled_from(("", "enterprise", "university")),
    min_enterprises=st.integers(0, 3),
    min_universities=st.integers(0, 2),
    same_province=st.booleans(),
    counts_lead=maybe,
).filter(lambda each: bool(each.lead_kind or each.min_enterprises or each.min_universities))


def with_lead(given_: list[Member], position: int) -> list[Member]:
    return [replace(each, is_lead=number == position) for number, each in enumerate(given_)]


@given(compositions, st.lists(members, max_size=5), st.integers(-1, 4), st.data())
def test_a_composition_that_is_decided_stays_so_whatever_the_unknown_turns_out_to_be(
    terms: CompositionTerms, given_: list[Member], lead: int, data: st.DataObject
) -> None:
    known_kinds, known_regions = kinds.filter(bool), regions.filter(bool)

    def completed(each: Member) -> Member:
        return replace(
            each,
            kind=each.kind or data.draw(known_kinds),
            region_code=each.region_code or data.draw(known_regions),
        )

    before = with_lead(given_, lead)
    after = [completed(each) for each in before]
    if before and not any(each.is_lead for each in before):
        after = with_lead(after, data.draw(st.integers(0, len(after) - 1)))
    facts = CompositionFacts(subject="某联盟", members=tuple(before), region_code="440117")
    whole = replace(facts, members=tuple(after))

    assert still_holds(outcomes(rule_of(terms), facts), outcomes(rule_of(terms), whole))


RANK = {Outcome.FAILED: 0, Outcome.CANNOT_TELL: 1, Outcome.PASSED: 2}


@given(compositions, st.lists(members, max_size=5), st.integers(-1, 4), members)
def test_one_more_member_never_makes_a_composition_worse(
    terms: CompositionTerms, given_: list[Member], lead: int, more: Member
) -> None:
    facts = CompositionFacts(subject="某联盟", members=tuple(with_lead(given_, lead)), region_code="440117")
    grown = replace(facts, members=(*with_lead(given_, lead), more))

    pairs = zip(outcomes(rule_of(terms), facts), outcomes(rule_of(terms), grown), strict=True)
    assert all(RANK[after] >= RANK[before] for before, after in pairs)


@given(st.integers(1, 3), st.lists(st.tuples(st.sampled_from("甲乙丙"), maybe, st.booleans()), max_size=4), st.data())
def test_criteria_that_are_decided_stay_so(
    needed: int, said: list[tuple[str, bool | None, bool]], data: st.DataObject
) -> None:
    rule = rule_of(CriteriaTerms(item="项目", criteria=("甲", "乙", "丙"), needed=needed))
    last = {name: (is_met, has_proof) for name, is_met, has_proof in said}
    judged = tuple(
        Judged(criterion=name, is_met=is_met, evidence=("D",) if has_proof else ())
        for name, (is_met, has_proof) in last.items()
    )
    facts = CriteriaFacts(subject="某项目", judged=judged)

    def completed() -> Iterator[Judged]:
        known = {each.criterion: each for each in judged}
        for name in ("甲", "乙", "丙"):
            each = known.get(name)
            if each is None or each.is_met is None or (each.is_met and not each.evidence):
                is_met = data.draw(st.booleans())
                yield Judged(criterion=name, is_met=is_met, evidence=("D",) if is_met else ())
            else:
                yield each

    whole = replace(facts, judged=tuple(completed()))
    assert still_holds(outcomes(rule, facts), outcomes(rule, whole))
    assert outcomes(rule, whole)[0] is not Outcome.CANNOT_TELL


days = st.dates(date(2025, 6, 1), date(2026, 6, 30))


@given(st.integers(1, 3), st.lists(st.none() | days, max_size=4), st.none() | days, st.data())
def test_happenings_that_are_decided_stay_so_and_one_more_never_spoils(
    minimum: int, when: list[date | None], more: date | None, data: st.DataObject
) -> None:
    rule = rule_of(MinCountTerms(item="活动", minimum=minimum))

    def told(*given_: date | None) -> list[Outcome]:
        happenings = tuple(Happening(id=str(number), on=on) for number, on in enumerate(given_))
        return outcomes(rule, MinCountFacts(subject="某联盟", happenings=happenings, as_of=DAY, year=2025))

    whole = [data.draw(days) if on is None else on for on in when]
    assert still_holds(told(*when), told(*whole))
    assert RANK[told(*when, more)[0]] >= RANK[told(*when)[0]]


papers = st.builds(
    Paper,
    name=st.sampled_from(("契约", "登记表")),
    is_there=maybe,
    sealed_by=st.none() | st.sets(st.sampled_from("甲乙")).map(tuple),
    needs_seal=st.booleans(),
)


@given(st.sampled_from(("", "lead", "all")), st.lists(papers, max_size=2, unique_by=lambda each: each.name), st.data())
def test_a_dossier_that_is_decided_stays_so(sealed_by: str, given_: list[Paper], data: st.DataObject) -> None:
    rule = rule_of(DossierTerms(item="材料", papers=("契约", "登记表"), sealed_by=sealed_by))
    facts = DossierFacts(subject="某联盟", papers=tuple(given_), lead="甲", members=("甲", "乙"))

    def completed(each: Paper) -> Paper:
        return replace(
            each,
            is_there=data.draw(st.booleans()) if each.is_there is None else each.is_there,
            sealed_by=("甲",) if each.sealed_by is None else each.sealed_by,
        )

    whole = replace(facts, papers=tuple(completed(each) for each in given_))
    assert still_holds(outcomes(rule, facts), outcomes(rule, whole))


@given(
    st.lists(
        st.builds(
            Submission,
            id=st.sampled_from("abc"),
            received_at=st.none() | st.datetimes(datetime(2007, 9, 1), datetime(2007, 10, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
            copies=st.none() | st.integers(1, 3),
            route=st.sampled_from(("", "计划处", "办公室")),
        ),
        max_size=3,
    ),
    st.integers(0, 60),
)
def test_one_more_submission_never_makes_a_deadline_worse(given_: list[Submission], days_on: int) -> None:
    at = datetime(2007, 9, 15, tzinfo=UTC) + timedelta(days=days_on)

    def rank(submissions: list[Submission]) -> int:
        facts = DueFacts(subject="某市", submissions=tuple(submissions), at=at)
        return RANK[outcomes(RULES[RuleKind.DUE], facts)[0]]

    # What comes in late beside nothing at all turns an open question into a no, and rightly so: the first is left out.
    ranks = [rank(given_[:number]) for number in range(1, len(given_) + 1)]
    assert ranks == sorted(ranks)
