"""Blind labelling: what comes next, and what a judge is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.ids import NeedId
from data.storage.workspace import Workspace
from matcher.scoring import default_ranker, table_ranker
from service.docking.answering import Desk
from service.docking.feedback import give
from service.docking.labelling import sheet, shown_blind, tasks
from tests.factories.verdicts import make_verdict
from tests.service.conftest import choice_of
from tests.service.verdicts import small_service


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_service(tmp_path) as (_, settings):
        opened = Desk(Workspace.open(settings.home), choice_of(settings), default_ranker())
        yield opened
        opened.close()


def test_needs_with_fewer_judged_pairs_come_first(desk: Desk) -> None:
    first, second = (task.need.id for task in tasks(desk, "甲", most=2))
    give(desk.workspace, [make_verdict(first, "A1", judge="甲")])

    assert [(task.need.id, task.n_judged) for task in tasks(desk, "甲", most=2)] == [(second, 0), (first, 1)]
    assert [(task.need.id, task.n_judged) for task in tasks(desk, "乙", most=1)] == [(first, 0)]


def test_the_next_candidate_is_the_one_behind_and_then_from_the_beginning(desk: Desk) -> None:
    need = desk.need("N1")
    order = [candidate.id for candidate in sheet(desk, need, "甲").candidates]
    give(desk.workspace, [make_verdict("N1", order[1], judge="甲")])
    found = sheet(desk, need, "甲")

    upcoming = [found.next_after(number) for number in ("", order[0], order[-1])]
    assert [None if each is None else each.id for each in upcoming] == [order[0], order[2], order[0]]
    assert found.n_judged == 1


def test_what_the_model_thought_is_kept_for_later(desk: Desk) -> None:
    shown, unknown = (shown_blind(desk, desk.need(NeedId("N1")), number) for number in ("A1", "A99"))

    assert (shown.is_blind, shown.rank in {1, 2, 3, 4}) == (True, True)
    # The shipped ranker was trained with another encoder.
    assert shown.model.endswith(table_ranker().id)
    assert (unknown.is_blind, unknown.rank, unknown.score) == (True, None, None)
