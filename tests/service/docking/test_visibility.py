"""What lies outside the scope is not there; what lies inside is found, however much lies outside."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import event

from data.errors import UnknownIdError
from data.records.accounts import Actor, Channel, Role
from data.records.enums import Direction
from data.storage.workspace import Workspace
from matcher.retrieval import POOL
from matcher.scoring import table_ranker
from service.docking.answering import Desk
from service.docking.permissions import Action
from service.docking.visibility import (
    ONLY_VISIBLE,
    visible_findings,
    visible_matches,
    visible_need,
    visible_needs,
    visible_pairs,
    visible_stock,
)
from tests.service.conftest import AS_OF, choice_of, import_into, index_workspace, settings_of
from tests.service.people import account_of

N_OTHERS = 4 * POOL
"""Needs of others, each nearer to the achievement than the enterprise's own: more than any pool holds."""
OWN = "N-own"


def actor(role: Role, place: str = "") -> Actor:
    return account_of(role, place=place).acting(Channel.WEB)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A workspace of many needs in 杭州, one of a small enterprise in 淮安 and one whose name alone tells 涟水."""
    folder = tmp_path_factory.mktemp("visibility")
    settings = settings_of(folder)
    columns = ("id", "title", "content", "enterprise", "region")
    rows = [
        *((f"N{n}", "真空压铸气孔控制", f"铝合金压铸气孔第{n}种。", "乙公司", "杭州市") for n in range(N_OTHERS)),
        (OWN, "砂型铸造缩松", "铸钢件缩松，愿改用压铸。", "甲公司", "淮安市"),
        ("N-named", "食品废水脱氮", "氨氮高。", "涟水县食品厂", ""),
    ]
    _write(folder / "needs.csv", columns, rows)
    offers = [
        ("A1", "真空压铸气孔控制工艺", "铝合金压铸气孔少。", "东海大学", "江苏省"),
        ("A2", "短程硝化", "", "云大", ""),
    ]
    _write(folder / "achievements.csv", (*columns[:3], "university", "region"), offers)
    for kind in ("needs", "achievements"):
        import_into(settings, kind, folder / f"{kind}.csv")
    index_workspace(settings)
    opened = Desk(Workspace.open(settings.home), choice_of(settings), table_ranker())
    yield opened
    opened.close()


def _write(path: Path, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


@pytest.mark.parametrize(
    ("asker", "own"),
    [
        (actor(Role.ENTERPRISE, "甲公司"), frozenset({OWN})),
        (actor(Role.CITY_BUREAU, "320800"), frozenset({OWN, "N-named"})),
        (actor(Role.COUNTY_BUREAU, "320826"), frozenset({"N-named"})),
        (actor(Role.ENTERPRISE, "没有的公司"), frozenset()),
    ],
)
def test_whoever_sees_little_finds_it_among_much(desk: Desk, asker: Actor, own: frozenset[str]) -> None:
    seen = visible_needs(desk, asker, Action.NEEDS_VIEW)
    findings = visible_findings(desk, asker, "真空压铸气孔", Direction.ACHIEVEMENTS, top=5)
    [listed] = visible_matches(desk, asker, desk.achievement("A1"), top=3, as_of=AS_OF).lists

    assert (seen, visible_stock(desk, asker).n_needs) == (own, len(own))
    assert (frozenset(each.record.id for each in findings.found), findings.note) == (own, ONLY_VISIBLE)
    shown = [match.need_id for match in listed.matches or listed.nearest]
    assert (set(shown) <= own, bool(shown)) == (True, bool(own))


def test_a_list_within_a_scope_is_that_of_a_workspace_without_the_others(desk: Desk) -> None:
    hangzhou = actor(Role.CITY_BUREAU, "330100")
    within = visible_matches(desk, hangzhou, desk.achievement("A1"), top=9, as_of=AS_OF).lists
    everything = visible_matches(desk, actor(Role.ADMINISTRATOR), desk.achievement("A1"), top=9, as_of=AS_OF).lists

    assert [match.need_id for match in within[0].matches] == [match.need_id for match in everything[0].matches]


def test_narrowed_searches_are_those_of_an_index_over_the_allowed_alone(desk: Desk) -> None:
    visible_findings(desk, actor(Role.ADMINISTRATOR), "压铸", Direction.ACHIEVEMENTS, top=1)
    assert desk._loaded is not None
    whole = desk._loaded.sides["needs"].retriever
    allowed = np.arange(0, N_OTHERS, 3, dtype=np.int64)
    vectors = desk._loaded.sides["needs"].corpus.text_vectors[:2]
    every = whole.nearest(whole.by_meaning, vectors, N_OTHERS + 2).positions
    narrowed = replace(whole, allowed=allowed).nearest(whole.by_meaning, vectors, 7).positions

    assert [row.tolist() for row in narrowed] == [[p for p in row if p in set(allowed.tolist())][:7] for row in every]


def test_a_record_outside_is_not_there(desk: Desk) -> None:
    assert visible_need(desk, actor(Role.COUNTY_BUREAU, "320826"), "N-named").id == "N-named"
    for number in (OWN, "nothing"):
        with pytest.raises(UnknownIdError, match=f"没有编号为“{number}”的需求"):
            visible_need(desk, actor(Role.COUNTY_BUREAU, "320826"), number)


def test_pairs_are_a_bureaus_by_the_need_and_an_organisations_by_either(desk: Desk) -> None:
    pairs = {(OWN, "A1"), ("N1", "A1"), ("N1", "A2"), (OWN, "gone"), ("gone", "A1")}

    def own(role: Role, place: str) -> set[tuple[str, str]]:
        return visible_pairs(desk, actor(role, place), pairs, Action.PAIRS_VIEW)

    assert own(Role.CITY_BUREAU, "320800") == {(OWN, "A1")}
    assert own(Role.ENTERPRISE, "乙公司") == {("N1", "A1"), ("N1", "A2")}
    assert own(Role.UNIVERSITY, "东海大学") == {(OWN, "A1"), ("N1", "A1")}


def test_fifty_pairs_cost_no_more_queries_than_one(desk: Desk) -> None:
    def queries(n: int) -> int:
        asked: list[str] = []

        def note(*given: object) -> None:
            asked.append(str(given[2]))

        event.listen(desk.workspace.engine, "before_cursor_execute", note)
        found = visible_pairs(
            desk, actor(Role.ENTERPRISE, "乙公司"), [(f"N{k}", "A1") for k in range(n)], Action.PAIRS_VIEW
        )
        event.remove(desk.workspace.engine, "before_cursor_execute", note)
        assert len(found) == n
        return sum(each.startswith("SELECT") for each in asked)

    assert queries(1) == queries(50) == 4
