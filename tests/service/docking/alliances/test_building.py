"""An alliance proposed from matches: every organisation in one role, and what was cut is said."""

import csv
from collections import Counter
from collections.abc import Iterator

import pytest

from data.records.accounts import OPERATOR, Role
from data.records.alliances import ChainRole
from data.storage.workspace import Workspace
from matcher.scoring import table_ranker
from service.docking.alliances import building
from service.docking.alliances.building import MOST_CANDIDATES, propose
from service.docking.answering import Desk
from service.docking.visibility import ONLY_VISIBLE
from tests.service.conftest import AS_OF, choice_of, import_into, index_workspace, settings_of
from tests.service.people import ACTORS

ENTERPRISES = ("涟水检测有限公司", "涟水孵化有限公司")
"""Names that say of both that they are service organisations; both have needs of the topic."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Two enterprises with needs, a university, and a register in which the enterprises stand too."""
    folder = tmp_path_factory.mktemp("building")
    settings = settings_of(folder)
    columns = ("id", "title", "content")
    needs = [(f"N{n}", "压铸件气孔", f"铝合金压铸气孔{n}。", name, "江苏省") for n, name in enumerate(ENTERPRISES)]
    offers = [("A1", "压铸件气孔控制", "铝合金压铸气孔少。", "东海理工大学", "江苏省")]
    centres = [(f"P{n}", f"涟水第{n}技术转移中心", "intermediary") for n in range(MOST_CANDIDATES + 2)]
    parties = [*((f"E{n}", name, "enterprise") for n, name in enumerate(ENTERPRISES)), *centres]
    for kind, header, rows in (
        ("needs", (*columns, "enterprise", "region"), needs),
        ("achievements", (*columns, "university", "region"), offers),
        ("parties", ("id", "name", "kind"), parties),
    ):
        path = folder / f"{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        import_into(settings, kind, path)
    index_workspace(settings)
    opened = Desk(Workspace.open(settings.home), choice_of(settings), table_ranker())
    yield opened
    opened.close()


def test_every_organisation_stands_in_one_role_and_the_rest_is_counted(desk: Desk) -> None:
    found = propose(desk, OPERATOR, "压铸件气孔", as_of=AS_OF)

    names = Counter(each.organisation for candidates in found.roles.values() for each in candidates)
    assert (max(names.values()), set(ENTERPRISES) <= set(names)) == (1, True)
    assert {each.organisation for each in found.roles[ChainRole.SERVICE]} & set(ENTERPRISES) == set()
    assert len(found.roles[ChainRole.SERVICE]) == MOST_CANDIDATES
    assert found.note == "服务机构另有 2 家没有列出。"


def test_what_was_not_looked_at_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_MOST_PARTIES", 3)

    assert propose(desk, OPERATOR, "压铸件气孔", as_of=AS_OF).note == "单位名单只看了前 3 家。"
    # A university is shown its own achievements alone: the search of them says so.
    assert ONLY_VISIBLE in propose(desk, ACTORS[Role.UNIVERSITY], "压铸件气孔", as_of=AS_OF).note
