"""Verdicts into the workspace, and out of it as labels."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.enums import Level
from data.records.feedback import Feedback, Reason, Verdict
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from data.storage.workspace import Workspace
from matcher.evaluation.split import is_frozen
from service.docking.feedback import (
    Contradiction,
    Part,
    book_of,
    feedback_pairs,
    give,
    history,
    make_feedback,
    read_reason,
    read_verdict,
    withdraw,
)
from tests.factories.records import make_achievement, make_need
from tests.factories.verdicts import AT, make_verdict

TRAINED, FROZEN = "XQ00001", "XQ00009"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Two needs, one of them frozen, and three achievements."""
    with Workspace.open(tmp_path / "home") as opened:
        with opened.writing() as stores:
            stores.needs.add_many([make_need(FROZEN), make_need(TRAINED)])
            stores.achievements.add_many([make_achievement(f"A{n}") for n in (1, 2, 3)])
        yield opened


def pair(number: int, level: Level, need_id: str = TRAINED) -> Pair:
    return Pair(NeedId(need_id), AchievementId(f"A{number}"), level)


def rejected(number: int, reason: Reason, **changes: Any) -> Feedback:
    return make_verdict(TRAINED, f"A{number}", verdict=Verdict.REJECT, reason=reason, **changes)


def test_the_two_needs_are_on_the_two_sides() -> None:
    assert (is_frozen(TRAINED), is_frozen(FROZEN)) == (False, True)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"verdict": Verdict.REJECT}, "婉拒没有写理由。"),
        ({"verdict": Verdict.ACCEPT, "reason": Reason.TOO_EARLY}, "理由“太早期”不能用于“推荐”。"),
        ({"verdict": Verdict.REJECT, "reason": Reason.OTHER, "comment": " "}, "理由选了“其他”，但没有写说明。"),
        ({"verdict": Verdict.UNSURE, "comment": "字" * 1001}, "说明共 1,001 个字"),
        ({"verdict": Verdict.UNSURE, "judge": "字" * 51}, "判定人共 51 个字"),
    ],
)
def test_a_verdict_whose_parts_do_not_fit_is_refused(values: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        make_feedback("N1", "A1", at=AT, **values)


def test_labels_and_code_names_are_both_read() -> None:
    assert [read_verdict(text) for text in ("推荐", " REJECT ", "好")] == [Verdict.ACCEPT, Verdict.REJECT, None]
    assert [read_reason(text) for text in ("太早期", "wrong_object", "?")] == [
        Reason.TOO_EARLY,
        Reason.WRONG_OBJECT,
        None,
    ]


def test_the_same_verdict_is_kept_once_and_a_changed_one_again(workspace: Workspace) -> None:
    first = give(workspace, [make_verdict(TRAINED, "A1")])
    again = give(workspace, [make_verdict(TRAINED, "A1", minute=1)])
    changed = give(workspace, [rejected(1, Reason.WRONG_OBJECT, minute=2)])

    assert (first, again, changed) == ((1,), (), (2,))
    assert [each.verdict for each in book_of(workspace).verdicts] == [Verdict.REJECT]


def test_a_table_read_twice_changes_nothing_and_a_repeated_word_counts_anew(workspace: Workspace) -> None:
    accepted = make_verdict(TRAINED, "A1", judge="甲")
    table = [rejected(1, Reason.REPEATED, judge="甲"), accepted, rejected(1, Reason.WRONG_PRICE, judge="乙")]

    first, again = (give(workspace, table, from_table=True) for _ in range(2))
    stands = book_of(workspace).verdicts
    repeated = give(workspace, [make_verdict(TRAINED, "A1", judge="甲", minute=5)])

    assert (first, again, repeated) == ((1, 2), (), (3,))
    assert [each.reason for each in stands] == [Reason.WRONG_PRICE]
    assert [each.verdict for each in book_of(workspace).verdicts] == [Verdict.ACCEPT]


def test_one_unknown_id_keeps_everything_out(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError, match="工作区里没有：成果 A9。"):
        give(workspace, [make_verdict(TRAINED, "A1"), make_verdict(TRAINED, "A9")])

    assert history(workspace) == []


def test_withdrawing_brings_the_verdict_before_back(workspace: Workspace) -> None:
    give(workspace, [make_verdict(TRAINED, "A1")])
    give(workspace, [rejected(1, Reason.WRONG_OBJECT, minute=1)])

    withdraw(workspace, 2, at=AT, by="李科")

    assert book_of(workspace).verdicts == (make_verdict(TRAINED, "A1"),)
    with pytest.raises(RefusalError, match="第 2 号反馈此前已经撤回"):
        withdraw(workspace, 2, at=AT, by="李科")
    with pytest.raises(UnknownIdError, match="没有第 3 号反馈"):
        withdraw(workspace, 3, at=AT, by="李科")


def test_pairs_hold_what_says_something_of_relevance(workspace: Workspace) -> None:
    give(
        workspace,
        [make_verdict(TRAINED, "A1"), rejected(2, Reason.TOO_EARLY), rejected(3, Reason.WRONG_REGION)],
    )

    found = feedback_pairs(workspace)

    assert found.pairs == (pair(1, Level.STRONG), pair(2, Level.WEAK))
    assert ([need.id for need in found.needs], [each.id for each in found.achievements]) == ([TRAINED], ["A1", "A2"])
    assert found.n_silent == 1


def test_the_frozen_fifth_is_never_among_what_is_trained_on(workspace: Workspace) -> None:
    give(workspace, [make_verdict(TRAINED, "A1"), make_verdict(FROZEN, "A1")])

    parts = {part: feedback_pairs(workspace, part=part) for part in Part}

    trained, frozen = pair(1, Level.STRONG), pair(1, Level.STRONG, FROZEN)
    assert {part: found.pairs for part, found in parts.items()} == {
        Part.TRAINING: (trained,),
        Part.FROZEN: (frozen,),
        Part.ALL: (trained, frozen),
    }
    assert parts[Part.TRAINING].n_other_part == 1


def test_judges_a_level_apart_give_the_lower_and_further_apart_nothing(workspace: Workspace) -> None:
    worth = {"verdict": Verdict.ACCEPT, "reason": Reason.WORTH_A_MEETING}
    give(
        workspace,
        [
            make_verdict(TRAINED, "A1", judge="甲"),
            make_verdict(TRAINED, "A1", judge="乙", minute=1, **worth),
            make_verdict(TRAINED, "A2", judge="甲"),
            rejected(2, Reason.WRONG_OBJECT, judge="乙", minute=1),
        ],
    )

    found = feedback_pairs(workspace)

    assert found.pairs == (pair(1, Level.FAIR),)
    assert found.contradictions == (Contradiction(NeedId(TRAINED), AchievementId("A2"), (Level.NONE, Level.STRONG)),)
    assert found.notes == ("有 1 对的判定人意见相差两级以上，未采用。",)


def test_a_judge_who_changes_their_mind_contradicts_nobody(workspace: Workspace) -> None:
    give(workspace, [make_verdict(TRAINED, "A1", judge="甲")])
    give(workspace, [rejected(1, Reason.WRONG_TECHNOLOGY, judge="甲", minute=1)])

    assert feedback_pairs(workspace).pairs == (pair(1, Level.NONE),)


def test_a_refusal_for_circumstances_leaves_the_other_judges_level(workspace: Workspace) -> None:
    give(workspace, [make_verdict(TRAINED, "A1", judge="甲"), rejected(1, Reason.WRONG_PRICE, judge="乙", minute=1)])

    assert feedback_pairs(workspace).pairs == (pair(1, Level.STRONG),)
