"""Which verdict counts, and what a reason says."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.enums import Level
from data.records.feedback import MEANINGS, Reason, Scope, StoredFeedback, Verdict, reasons_of, standing
from tests.factories.verdicts import AT, make_verdict, stored

moments = st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 5), st.booleans()), max_size=12)


def history_of(drawn: Sequence[tuple[str, int, bool]]) -> list[StoredFeedback]:
    made = stored(*(make_verdict(achievement_id=pair, minute=minute) for pair, minute, _ in drawn))
    return [
        replace(each, withdrawn_at=AT) if withdrawn else each
        for each, (_, _, withdrawn) in zip(made, drawn, strict=True)
    ]


def test_every_reason_has_one_meaning_and_belongs_to_one_verdict() -> None:
    assert set(MEANINGS) == set(Reason)
    assert sorted(reason for verdict in Verdict for reason in reasons_of(verdict)) == sorted(Reason)


@pytest.mark.parametrize(
    ("verdict", "reason", "level"),
    [
        (Verdict.ACCEPT, None, Level.STRONG),
        (Verdict.ACCEPT, Reason.WORTH_A_MEETING, Level.FAIR),
        (Verdict.REJECT, Reason.UNCLEAR_USE, Level.WEAK),
        (Verdict.REJECT, Reason.WRONG_OBJECT, Level.NONE),
        (Verdict.REJECT, Reason.WRONG_REGION, None),
        (Verdict.REJECT, Reason.ALREADY_COOPERATING, None),
        (Verdict.REJECT, Reason.NEED_SOLVED, None),
        (Verdict.UNSURE, None, None),
    ],
)
def test_a_verdict_says_of_relevance_what_its_reason_says(
    verdict: Verdict, reason: Reason | None, level: Level | None
) -> None:
    assert make_verdict(verdict=verdict, reason=reason).level == level


def test_only_reasons_without_a_level_speak_of_one_side() -> None:
    one_sided = {reason: meaning for reason, meaning in MEANINGS.items() if meaning.scope is not Scope.PAIR}

    assert {reason: meaning.level for reason, meaning in one_sided.items()} == {
        Reason.HAS_SUPPLIER: None,
        Reason.NEED_SOLVED: None,
        Reason.ACHIEVEMENT_TAKEN: None,
    }


@given(moments)
def test_the_newest_verdict_that_was_not_withdrawn_counts(drawn: list[tuple[str, int, bool]]) -> None:
    history = history_of(drawn)

    found = standing(history)

    expected = []
    for pair in "AB":
        left = [e for e in history if e.feedback.achievement_id == pair and e.withdrawn_at is None]
        expected += sorted(left, key=lambda e: (e.feedback.given_at, e.number))[-1:]
    assert found == tuple(sorted(expected, key=lambda e: e.number))


@given(moments, st.randoms(use_true_random=False))
def test_the_order_in_which_a_history_is_read_does_not_matter(
    drawn: list[tuple[str, int, bool]], random: Random
) -> None:
    history = history_of(drawn)
    mixed = history.copy()
    random.shuffle(mixed)

    assert standing(mixed) == standing(history)
