"""Whatever is done in whatever order, the store holds what a plain dictionary holds, and has told of every step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from data.errors import StaleRecordError, UnknownIdError
from data.records.ids import NeedId
from data.records.scopes import EVERYTHING
from data.storage.audit_tables import AuditRow, RevisionRow
from data.storage.tables import ImportBatchRow, NeedRow
from data.storage.workspace import Stores, Workspace
from tests.factories.records import LI, make_batch, make_need

IDS = st.sampled_from(["N1", "N2", "N3", "N4"])
TITLES = st.sampled_from(["甲", "乙", "丙"])
STEP = st.one_of(
    st.tuples(st.just("import"), st.lists(st.tuples(IDS, TITLES), min_size=1, max_size=4)),
    st.tuples(st.just("change"), IDS, TITLES, st.integers(0, 1)),
    st.tuples(st.just("delete"), IDS),
    st.tuples(st.just("restore"), IDS),
    st.tuples(st.just("undo"), st.integers(0, 3)),
)


@dataclass
class Life:
    """A record as the model sees it."""

    title: str
    version: int = 1
    is_there: bool = True


@dataclass
class Model:
    """What should be stored: records in the order of arrival, what each file did, and how many lines were told.

    Of each file: by record the title before (None for a new one), whether it could be seen, and the title after.
    """

    lives: dict[str, Life] = field(default_factory=dict)
    files: list[dict[str, tuple[str | None, bool, str]]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    n_told: int = 0

    def put(self, number: str, title: str, *, is_there: bool = True) -> None:
        """Set a record that is known, one version further."""
        self.lives[number] = Life(title, self.lives[number].version + 1, is_there)
        self.n_told += 1

    def take_in(self, rows: Sequence[tuple[str, str]]) -> None:
        """Import a file; of a number that comes twice the last row counts."""
        did: dict[str, tuple[str | None, bool, str]] = {}
        for number, title in dict(rows).items():
            life = self.lives.get(number)
            if life is None:
                did[number] = (None, False, title)
                self.lives[number] = Life(title)
            elif not life.is_there or life.title != title:
                did[number] = (life.title, life.is_there, title)
                self.put(number, title)
        self.files.append(did)

    def take_back(self, file: int) -> None:
        """Undo a file where nobody did anything since."""
        for number, (before, was_there, after) in self.files[file].items():
            life = self.lives[number]
            if life.is_there and life.title == after:
                self.put(number, before or after, is_there=was_there)

    def visible(self) -> list[tuple[str, str, int]]:
        """List what can be seen."""
        return [(number, life.title, life.version) for number, life in self.lives.items() if life.is_there]


def do(stores: Stores, model: Model, step: tuple[Any, ...]) -> None:
    """Take one step in the store and in the model; both refuse the same ones."""
    name, *arguments = step
    if name == "import":
        rows = arguments[0]
        records = [make_need(number, title=title) for number, title in rows]
        model.numbers.append(stores.batches.add(make_batch()))
        stores.needs.add_many(records, batch=model.numbers[-1])
        model.take_in(rows)
    elif name == "undo":
        if arguments[0] < len(model.files):
            stores.needs.undo(model.numbers[arguments[0]])
            model.take_back(arguments[0])
    else:
        do_one(stores, model, name, *arguments)


def do_one(stores: Stores, model: Model, name: str, text: str, title: str = "", stale: int = 0) -> None:
    """Take one step that concerns one record."""
    number, life = NeedId(text), model.lives.get(text)
    wanted = name == "restore"
    if life is None or (life.is_there is wanted):
        with pytest.raises((UnknownIdError, StaleRecordError)):
            apply(stores, name, number, title, 0 if life is None else life.version)
    elif name == "change" and stale:
        with pytest.raises(StaleRecordError):
            apply(stores, name, number, title, life.version - 1)
    else:
        apply(stores, name, number, title, life.version)
        if name != "change" or life.title != title:
            model.put(text, title or life.title, is_there=name != "delete")


def apply(stores: Stores, name: str, number: NeedId, title: str, version: int) -> None:
    """Call the repository."""
    if name == "change":
        stores.needs.change(number, {"title": title}, expected_version=version)
    elif name == "delete":
        stores.needs.delete(number, expected_version=version)
    else:
        stores.needs.restore(number, expected_version=version)


def empty(workspace: Workspace) -> None:
    """Clear the tables: making a new database for each example would take most of the time."""
    with workspace._engine.begin() as connection:
        for table in (AuditRow, RevisionRow, NeedRow, ImportBatchRow):
            connection.execute(delete(table))


@given(steps=st.lists(STEP, max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_steps_leaves_what_the_model_says(workspace: Workspace, steps: list[tuple[Any, ...]]) -> None:
    empty(workspace)
    model = Model()
    for step in steps:
        with workspace.writing(LI) as stores:
            do(stores, model, step)
    with workspace.reading() as stores:
        page = stores.needs.page(scope=EVERYTHING, limit=9)
        n_told = stores.needs._session.scalar(select(func.count()).where(AuditRow.kind == "needs"))
        seen = [(each.record.id, each.record.title, each.version) for each in page.records]

        assert seen == model.visible()
        assert [need.id for need in stores.needs.all()] == [number for number, _, _ in model.visible()]
        assert len(stores.needs) == stores.needs.count(scope=EVERYTHING) == len(seen)
        assert n_told == model.n_told
