"""Training a ranker and keeping it."""

from pathlib import Path

import pytest

from data.errors import BadInputError, OutputError
from data.samples.paths import achievements_path, needs_path, pairs_path
from models.artefacts import read_manifest, sha256_of
from service.docking.inputs import read_inputs
from service.docking.language import open_ranker
from service.docking.pairs import read_pair_table
from service.docking.training import TrainingRun, check_folder, judged_sets, require_distinct_ids, save_ranker
from tests.factories.trainings import make_training

NEEDS = "id,title,content\nN1,{title},内容\n"


@pytest.fixture(scope="module")
def run() -> TrainingRun:
    return make_training()


def test_a_saved_ranker_opens_and_says_where_it_came_from(run: TrainingRun, tmp_path: Path) -> None:
    manifest = save_ranker(run, tmp_path / "model", pages={"report.html": b"<p>"})

    assert open_ranker(tmp_path / "model") == run.trained.ranker
    assert manifest == read_manifest(tmp_path / "model", kind="ranker")
    assert (manifest.id, manifest.encoder_id) == (run.trained.ranker.id, "hashing:1-3-512")
    assert sha256_of(pairs_path()) in manifest.trained_on
    assert (manifest.figures["n_pairs"], manifest.figures["n_needs"], manifest.figures["seed"]) == (519, 57, 0)
    assert set(manifest.files) == {"ranker.json", "report.html"}


def test_every_pair_is_reported_once_by_a_ranker_that_has_not_seen_its_need(run: TrainingRun) -> None:
    assert len(run.report.cases) == 519
    assert [fold.n_pairs for fold in run.report.folds] == [
        int((run.trained.folds == number).sum()) for number in range(3)
    ]
    assert run.report.overall.trained["ndcg_at_10"].value > run.report.overall.table["ndcg_at_10"].value


def test_the_worst_are_ten_too_high_and_ten_too_low(run: TrainingRun) -> None:
    gaps = run.report.worst["gap"].tolist()

    assert len(gaps) == 20
    assert gaps[:10] == sorted(run.report.cases["gap"], reverse=True)[:10]
    assert gaps[10:] == sorted(run.report.cases["gap"])[:10]


def test_another_seed_draws_other_folds(run: TrainingRun) -> None:
    other = make_training(seed=1)

    assert other.trained.folds.tolist() != run.trained.folds.tolist()
    assert other.trained.ranker != run.trained.ranker


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    inputs = read_inputs([needs_path()], [achievements_path()])
    paths = [tmp_path / "a" / "pairs.csv", tmp_path / "b" / "pairs.csv"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(pairs_path().read_bytes())

    sets = judged_sets({path: read_pair_table([path], inputs) for path in paths})

    assert [one.name for one in sets] == ["a/pairs.csv", "b/pairs.csv"]


def test_one_id_for_two_records_is_refused(tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{name}.csv" for name in "abc")
    first.write_text(NEEDS.format(title="甲"), encoding="utf-8")
    second.write_text(NEEDS.format(title="乙"), encoding="utf-8")
    third.write_text(NEEDS.format(title="甲"), encoding="utf-8")

    require_distinct_ids([first, third], [])
    with pytest.raises(BadInputError, match=r"编号 N1 .*两条不同的记录"):
        require_distinct_ids([first, second], [])


def test_a_folder_with_other_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")

    check_folder(tmp_path / "new")
    with pytest.raises(OutputError, match="已有其他内容"):
        check_folder(tmp_path)
    with pytest.raises(OutputError, match="同名文件"):
        check_folder(tmp_path / "note.txt")
