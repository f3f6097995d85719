"""The published benchmark: every file is read, and quick ones have the published answer (needs ../shared)."""

import json
from pathlib import Path

import pytest

from service.docking.agenda.b2b_answer import solve_b2b
from service.docking.agenda.b2b_file import read_b2b

pytestmark = pytest.mark.shared

QUICK = [
    "forum-13.fixed040-Forb",
    "forum-13crafb.fixed040-Forb",
    "forumt-14.original",
    "tic-12.prec25",
    "tic-13.fixed020-Forb",
    "tic-13crafb.fixed040-Forb",
    "tic-14crafa.forb0007",
]


@pytest.mark.parametrize("name", QUICK)
def test_quick_instances_have_the_published_answer(shared_dir: Path, name: str) -> None:
    folder = shared_dir / "data" / "b2b"
    published = json.loads((folder / "published_optima.json").read_text(encoding="utf-8"))["values"][name]

    answer = solve_b2b(read_b2b(folder / f"{name}.dzn"), fairness=2, time_limit=60)

    assert (answer.status.value, answer.value) == (
        ("infeasible", None) if published["infeasible"] else ("optimal", published["optimum"])
    )


def test_every_instance_is_read_without_leftovers(shared_dir: Path) -> None:
    files = sorted((shared_dir / "data" / "b2b").glob("*.dzn"))

    assert len(files) == 70
    assert [path.name for path in files if read_b2b(path).ignored] == []
