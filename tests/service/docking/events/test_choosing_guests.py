"""Who to ask: worked by hand, and compared with trying every choice."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.ids import AchievementId, NeedId
from data.records.invitations import WEIGHTS, Fit, InviteTerms
from service.docking.events.choosing_guests import choose


def make_fit(need: str, enterprise: str, team: str, score: float) -> Fit:
    return Fit(NeedId(need), AchievementId(f"A-{team}"), enterprise, team, score)


def test_a_second_partner_of_a_need_counts_half() -> None:
    fits = [make_fit("N1", "E1", "T1", 0.8), make_fit("N1", "E1", "T2", 0.6), make_fit("N2", "E2", "T2", 0.5)]

    chosen = choose(fits, InviteTerms(most_enterprises=2, most_teams=2))

    # 0.8 + 0.6 / 2 + 0.5
    assert (round(chosen.value, 6), round(chosen.bound, 6)) == (1.6, 1.6)
    assert [(each.fit.need_id, each.fit.team, each.place) for each in chosen.served] == [
        ("N1", "T1", 1),
        ("N1", "T2", 2),
        ("N2", "T2", 1),
    ]


def test_one_team_that_serves_two_needs_is_asked_before_a_better_one_of_a_single_need() -> None:
    fits = [make_fit("N1", "E1", "T1", 0.9), make_fit("N1", "E1", "T2", 0.7), make_fit("N2", "E2", "T2", 0.7)]

    chosen = choose(fits, InviteTerms(most_enterprises=2, most_teams=1))

    assert (chosen.teams, chosen.enterprises, round(chosen.value, 6)) == (("T2",), ("E1", "E2"), 1.4)


def test_a_party_meets_no_more_others_than_its_day_has_slots() -> None:
    fits = [make_fit(f"N{number}", f"E{number}", "T1", 0.9 - number / 10) for number in range(3)]

    chosen = choose(fits, InviteTerms(most_meetings=2))

    assert (chosen.enterprises, round(chosen.value, 6)) == (("E0", "E1"), 1.7)


def test_one_meeting_serves_all_needs_that_two_parties_share() -> None:
    fits = [make_fit("N1", "E1", "T1", 0.5), make_fit("N2", "E1", "T1", 0.7)]

    chosen = choose(fits, InviteTerms(most_meetings=1))

    assert (chosen.meetings, round(chosen.value, 6)) == (frozenset({("E1", "T1")}), 1.2)


def test_no_fits_ask_nobody() -> None:
    assert choose([], InviteTerms()).value == 0.0


FITS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(1, 100)),
    min_size=1,
    max_size=8,
    unique_by=lambda x: x[:2],
).map(
    # Needs 0 and 1 are of one enterprise, so that a meeting may serve two of them.
    lambda rows: [make_fit(f"N{need}", f"E{max(need, 1)}", f"T{team}", score / 100) for need, team, score in rows]
)


def worth(fits: list[Fit], meetings: set[tuple[str, str]]) -> float:
    needs = {fit.need_id for fit in fits}
    scores = {
        need: sorted(
            (fit.score for fit in fits if fit.need_id == need and (fit.enterprise, fit.team) in meetings), reverse=True
        )
        for need in needs
    }
    return sum(weight * score for each in scores.values() for weight, score in zip(WEIGHTS, each, strict=False))


@settings(max_examples=40, deadline=None)
@given(FITS, st.integers(1, 3), st.integers(1, 2), st.integers(1, 2))
def test_no_choice_is_worth_more(fits: list[Fit], most_enterprises: int, most_teams: int, most_meetings: int) -> None:
    terms = InviteTerms(most_enterprises=most_enterprises, most_teams=most_teams, most_meetings=most_meetings)

    chosen = choose(fits, terms)

    pairs = sorted({(fit.enterprise, fit.team) for fit in fits})
    allowed = [
        set(some)
        for size in range(len(pairs) + 1)
        for some in combinations(pairs, size)
        if len({pair[0] for pair in some}) <= most_enterprises
        and len({pair[1] for pair in some}) <= most_teams
        and all(
            sum(party in pair for pair in some) <= most_meetings for party in {each for pair in some for each in pair}
        )
    ]
    assert chosen.meetings in [frozenset(each) for each in allowed]
    assert chosen.value == pytest.approx(max(worth(fits, each) for each in allowed))
    assert chosen.bound == pytest.approx(chosen.value)


@settings(max_examples=40, deadline=None)
@given(FITS)
def test_the_values_of_either_side_add_up(fits: list[Fit]) -> None:
    chosen = choose(fits, InviteTerms())

    assert sum(map(chosen.value_of, chosen.enterprises)) == pytest.approx(chosen.value)
    assert sum(map(chosen.value_of, chosen.teams)) == pytest.approx(chosen.value)
