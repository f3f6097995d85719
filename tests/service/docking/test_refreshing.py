"""Indexes follow the records of a workspace, and answer like those built anew."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import WorkspaceError
from data.records.achievements import Achievement
from data.records.ids import AchievementId
from data.storage.workspace import Workspace
from matcher.language import Language
from models.corpus_terms import CorpusTerm
from service.docking.index_files import IndexFiles
from service.docking.language import LanguageChoice, open_language, with_terms
from service.docking.loading import refresh_indexes
from service.docking.searching import (
    ACHIEVEMENTS,
    IndexUpdate,
    SideIndex,
    build_index,
    home_of,
    index_stamp,
    load_index,
    read_index_state,
    refresh_index,
)
from tests.conftest import REPOSITORY
from tests.factories.records import make_achievement

TEXTS = ("铝合金压铸件气孔控制", "高氨氮废水短程硝化", "海藻肥制备工艺", "激光切割头温度控制", "真空压铸模具涂层")
texts = st.sampled_from(TEXTS)
QUERIES = ("压铸气孔", "废水硝化", "温度控制工艺")


def choice_in(folder: Path) -> LanguageChoice:
    return LanguageChoice(encoder="hashing", segmenter="rjieba", cache_dir=folder)


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """What every test reads with."""
    return open_language(choice_in(tmp_path_factory.mktemp("cache")))


def achievement(number: int, title: str, content: str) -> Achievement:
    return make_achievement(f"A{number}", title=title, content=content)


def fill(workspace: Workspace, n: int = 40) -> None:
    records = [achievement(number, TEXTS[number % 5], TEXTS[number % 3] + f"第{number}号样机") for number in range(n)]
    with workspace.writing() as stores:
        stores.achievements.add_many(records)


def answers(index: SideIndex, language: Language) -> list[object]:
    """Return everything three sentences are told: ids, and the scores of both searches."""
    told: list[object] = [index.search(query, language, top=10) for query in QUERIES]
    vectors = language.encoder.encode(QUERIES, role="query")
    words = [language.segmenter.words_for_index(query) for query in QUERIES]
    told.append(index.retriever.by_words.search(words, 100).scores.tolist())
    told.append(np.round(index.retriever.by_title.search(vectors, 100).scores, 5).tolist())
    told.append(np.round(index.retriever.by_meaning.search(vectors, 100).scores, 5).tolist())
    return told


@pytest.fixture(params=["files", "postgresql"])
def new_url(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return addresses of empty databases; "" for the file in the workspace's folder."""
    make: Callable[[], str] = (lambda: "") if request.param == "files" else request.getfixturevalue("new_database")
    return make


edits = st.lists(
    st.tuples(st.sampled_from(["add", "change", "delete", "restore", "refresh"]), st.integers(0, 49), texts, texts),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=edits, n=st.sampled_from([3, 45]))
def test_answers_and_scores_are_those_of_an_index_built_anew(
    steps: list[tuple[str, int, str, str]],
    n: int,
    language: Language,
    new_url: Callable[[], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with Workspace.open(tmp_path_factory.mktemp("home"), url=new_url()) as workspace:
        fill(workspace, n)
        build_index(workspace, ACHIEVEMENTS, language)
        for step in [*steps, ("refresh", 0, "", "")]:
            apply(workspace, language, *step)
        followed = answers(load_index(workspace, ACHIEVEMENTS, language), language)
        build_index(workspace, ACHIEVEMENTS, language)

        assert followed == answers(load_index(workspace, ACHIEVEMENTS, language), language)


def apply(workspace: Workspace, language: Language, what: str, number: int, title: str, content: str) -> None:
    if what == "refresh":
        refresh_index(workspace, ACHIEVEMENTS, language)
        return
    with workspace.writing() as stores:
        there = stores.achievements.get(AchievementId(f"A{number}"))
        if what == "add" or (what == "change" and there is not None):
            stores.achievements.add_many([achievement(number, title, content)])
        elif what == "delete" and there is not None and len(stores.achievements) > 1:
            stores.achievements.delete(there.id)
        elif what == "restore":
            stores.achievements.add_many([achievement(number, title, title)])


@pytest.fixture
def filled(tmp_path: Path, language: Language) -> Workspace:
    """A workspace of forty achievements, indexed, of which one was changed and one deleted since."""
    workspace = Workspace.open(tmp_path / "home")
    fill(workspace)
    build_index(workspace, ACHIEVEMENTS, language)
    with workspace.writing() as stores:
        stores.achievements.change(AchievementId("A1"), {"title": "海藻肥"}, expected_version=1)
        stores.achievements.delete(AchievementId("A2"))
    return workspace


def folders(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in (workspace.index_folder / "achievements").iterdir())


def test_few_changes_write_a_patch_and_leave_the_base(filled: Workspace, language: Language) -> None:
    assert folders(filled) == ["base-1", "manifest.json", "patch-2"]

    update = refresh_index(filled, ACHIEVEMENTS, language)
    again = refresh_index(filled, ACHIEVEMENTS, language)

    assert (update, again) == (IndexUpdate(39, n_fresh=1, n_gone=2), IndexUpdate(39))
    assert folders(filled) == ["base-1", "manifest.json", "patch-3"]


def test_a_patch_that_has_grown_becomes_part_of_a_new_base(filled: Workspace, language: Language) -> None:
    with filled.writing() as stores:
        stores.achievements.add_many([achievement(number, "真空压铸", "气孔") for number in range(50, 53)])

    refresh_index(filled, ACHIEVEMENTS, language)

    assert folders(filled) == ["base-3", "manifest.json", "patch-4"]


def test_records_that_are_too_many_are_left_for_later_but_none_stays_that_is_gone(
    filled: Workspace, language: Language
) -> None:
    update = refresh_index(filled, ACHIEVEMENTS, language, most_fresh=0)
    index = load_index(filled, ACHIEVEMENTS, language)

    assert (update, index.is_current) == (IndexUpdate(38, n_fresh=0, n_gone=2), False)
    assert not {"A1", "A2"} & set(index.ids)


def test_an_index_of_which_nothing_is_left_is_removed(filled: Workspace, language: Language) -> None:
    with filled.writing() as stores:
        for record in stores.achievements.all():
            stores.achievements.delete(record.id)

    assert refresh_index(filled, ACHIEVEMENTS, language).n_records == 0
    assert index_stamp(filled, ACHIEVEMENTS) is None
    with pytest.raises(WorkspaceError, match="还没有检索索引"):
        refresh_index(filled, ACHIEVEMENTS, language)


def test_terms_stay_until_half_of_the_records_are_others(filled: Workspace, language: Language, tmp_path: Path) -> None:
    choice, terms = choice_in(tmp_path), (CorpusTerm("第号样机", 10),)
    build_index(filled, ACHIEVEMENTS, with_terms(language, choice, terms), terms=terms)
    with filled.writing() as stores:
        stores.achievements.add_many([achievement(number, "真空压铸", "气孔") for number in range(20)])
    followed = refresh_indexes(filled, choice, language)[1]
    kept = read_index_state(home_of(filled, ACHIEVEMENTS), ACHIEVEMENTS).terms
    with filled.writing() as stores:
        stores.achievements.add_many([achievement(number, "激光切割", "温度") for number in range(20)])
    refresh_indexes(filled, choice, language)
    rebuilt = refresh_indexes(filled, choice, language)[1]

    assert (followed.is_rebuilt, kept) == (False, terms)
    assert (rebuilt.is_rebuilt, read_index_state(home_of(filled, ACHIEVEMENTS), ACHIEVEMENTS).n_since_terms) == (
        True,
        0,
    )


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    first, second = IndexFiles(tmp_path / "needs"), IndexFiles(tmp_path / "needs", wait_seconds=0)

    with first.locked(), pytest.raises(WorkspaceError, match="另一个程序正在更新检索索引"), second.locked():
        pass
    with second.locked():
        pass


DYING = """
import os, sys
from pathlib import Path
from data.storage.workspace import Workspace
from service.docking.language import LanguageChoice, open_language
from service.docking.searching import ACHIEVEMENTS, refresh_index
home, left = Path(sys.argv[1]), int(sys.argv[2])
language = open_language(LanguageChoice(encoder="hashing", segmenter="rjieba", cache_dir=home / "cache"))
steps = []
def hook(event, arguments):
    if event in {"os.rename", "os.mkdir", "os.rmdir", "os.remove"} and "indexes" in str(arguments[0]):
        steps.append(event)
        if len(steps) > left:
            os._exit(9)
with Workspace.open(home) as workspace:
    sys.addaudithook(hook)
    refresh_index(workspace, ACHIEVEMENTS, language)
"""


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 2, 4, 6])
def test_a_killed_revision_leaves_the_old_index_or_the_new_one(
    filled: Workspace, language: Language, tmp_path: Path, left: int
) -> None:
    done = subprocess.run([sys.executable, "-c", DYING, str(tmp_path / "home"), str(left)], cwd=REPOSITORY, check=False)
    index = load_index(filled, ACHIEVEMENTS, language)
    held = len(index.ids)
    with filled.writing() as stores:
        stores.achievements.delete(AchievementId("A3"))
    refresh_index(filled, ACHIEVEMENTS, language)

    assert (done.returncode, held) in {(9, 40), (9, 39)}
    assert load_index(filled, ACHIEVEMENTS, language).is_current
    assert [name.split("-")[0] for name in folders(filled)] == ["base", "manifest.json", "patch"]


def test_a_database_follows_its_records_and_keeps_no_files(
    language: Language, new_database: Callable[[], str], tmp_path: Path
) -> None:
    with Workspace.open(tmp_path / "home", url=new_database()) as workspace:
        fill(workspace)
        build_index(workspace, ACHIEVEMENTS, language, terms=(CorpusTerm("样机", 12),))
        before = index_stamp(workspace, ACHIEVEMENTS)
        with workspace.writing() as stores:
            stores.achievements.delete(AchievementId("A2"))
        update = refresh_index(workspace, ACHIEVEMENTS, language)

        assert update == IndexUpdate(39, n_gone=1)
        assert (before, index_stamp(workspace, ACHIEVEMENTS)) == (1, 2)
        assert read_index_state(home_of(workspace, ACHIEVEMENTS), ACHIEVEMENTS).terms == (CorpusTerm("样机", 12),)
        assert not workspace.index_folder.exists()


def test_a_database_gives_the_scores_of_files(
    language: Language, new_database: Callable[[], str], tmp_path: Path
) -> None:
    told = []
    for folder, url in (("a", ""), ("b", new_database())):
        with Workspace.open(tmp_path / folder, url=url) as workspace:
            fill(workspace)
            build_index(workspace, ACHIEVEMENTS, language)
            told.append(answers(load_index(workspace, ACHIEVEMENTS, language), language))

    (in_files, in_database) = told
    assert in_database[:3] == in_files[:3]
    assert np.array(in_database[3]) == pytest.approx(np.array(in_files[3]), rel=1e-5)
    assert in_database[4:] == in_files[4:]
