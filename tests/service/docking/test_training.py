"""Training a ranker and keeping it."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from data.errors import OutputError
from data.samples.paths import pairs_path
from matcher.training.turning import Turning
from models.artefacts import read_manifest, sha256_of
from models.encoders.adapter import VectorAdapter
from service.docking.language import open_model
from service.docking.training import TrainingRun, check_folder, save_ranker
from tests.factories.trainings import make_training

Thing = TypeVar("Thing")


def checked(thing: Thing | None) -> Thing:
    assert thing is not None
    return thing


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def run() -> TrainingRun:
    return make_training()


def test_a_saved_ranker_opens_and_says_where_it_came_from(run: TrainingRun, tmp_path: Path) -> None:
    manifest = save_ranker(run, tmp_path / "model", pages={"report.html": b"<p>"})

    assert open_model(tmp_path / "model").ranker == run.trained.ranker
    assert manifest == read_manifest(tmp_path / "model", kind="ranker")
    assert (manifest.id, manifest.encoder_id) == (run.trained.ranker.id, "hashing:1-3-512")
    assert sha256_of(pairs_path()) in manifest.trained_on
    assert (manifest.figures["n_pairs"], manifest.figures["n_needs"], manifest.figures["seed"]) == (519, 57, 0)
    assert set(manifest.files) == {"ranker.json", "report.html", "seen.safetensors"}
    assert open_model(tmp_path / "model").seen.share(run.examples.pairs) == 1.0


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


def test_vectors_are_tuned_upon_needs_not_looked_at_and_kept_with_the_ranker(tmp_path: Path) -> None:
    tuned, again = (make_training(tunes_vectors=True, dim=32) for _ in range(2))
    run = replace(
        tuned, turning=replace(checked(tuned.turning), figures={**checked(tuned.turning).figures, "iterations": 1.0})
    )

    save_ranker(run, tmp_path / "first", pages={})
    save_ranker(replace(again, turning=run.turning), tmp_path / "second", pages={})

    model = open_model(tmp_path / "first")
    assert checked(model.adapter).id == checked(run.adapter).id
    assert checked(tuned.turning).adapter.id == checked(again.turning).adapter.id
    assert tuned.trained.ranker == again.trained.ranker
    assert content(tmp_path / "first") == content(tmp_path / "second")


def test_vectors_that_gain_nothing_stay_as_they_are(run: TrainingRun) -> None:
    assert (run.adapter, run.turning_note) == (None, "")
    nothing = Turning(
        VectorAdapter.neutral("hashing", 2),
        {
            "askers": 20.0,
            "iterations": 0.0,
            "agreement_before": 0.6,
            "agreement_after": 0.61,
            "gain": 0.01,
            "gain_error": 0.02,
        },
        (),
    )
    untuned = replace(run, turning=nothing)

    assert untuned.adapter is None
    assert untuned.turning_note == (
        "向量的校正：在 20 项没有参加学习的需求上，次序正确的比例由 0.600 变为 0.610（差 +0.010，标准误 0.020），"
        "好处没有超出误差，未采用，向量不变。"
    )


def test_what_the_vectors_had_seen_is_said(run: TrainingRun) -> None:
    assert (run.n_seen_needs, run.seen_share, run.seen_note) == (0, 0.0, "")
    assert replace(run, n_seen_needs=14, seen_share=0.254).seen_note == (
        "这批判定中有 14 项需求曾用于训练自带的向量校正（25% 的对连成果也相同），"
        "下面的数值偏高，不能说明对新需求的效果。"
    )


def test_a_folder_with_other_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")

    check_folder(tmp_path / "new")
    with pytest.raises(OutputError, match="已有其他内容"):
        check_folder(tmp_path)
    with pytest.raises(OutputError, match="同名文件"):
        check_folder(tmp_path / "note.txt")


def test_an_earlier_model_is_replaced_only_where_that_is_asked_for(run: TrainingRun, tmp_path: Path) -> None:
    save_ranker(run, tmp_path / "model", pages={})

    with pytest.raises(OutputError, match=r"已有一个训练好的模型，没有覆盖。 请换一个文件夹，或加上 --overwrite"):
        check_folder(tmp_path / "model")
    check_folder(tmp_path / "model", may_replace=True)
