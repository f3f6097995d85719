"""`duijie train` on the bundled samples, with the encoder that needs no weights."""

import csv
import json
from pathlib import Path

import pytest

from data.samples.paths import achievements_path, needs_path, pairs_path
from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e

SIDES = ("--needs", needs_path(), "--achievements", achievements_path())
SAMPLES = (*SIDES, "--pairs", pairs_path())
FILES = {"ranker.json", "manifest.json", "figures.json", "cases.csv", "MODEL_CARD.md", "report.html"}


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_trained_folder_is_a_model_and_the_same_at_every_run(run: Run, tmp_path: Path) -> None:
    done = run("train", *SAMPLES, "--out", "first", "--folds", "3")
    again = run("train", *SAMPLES, "--out", "second", "--folds", "3")
    scored = run("score", *SAMPLES, "--model", "first", "--out", "scored.csv")

    assert (done.returncode, again.returncode, scored.returncode) == (0, 0, 0)
    assert set(contents(tmp_path / "first")) == FILES
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert done.stdout.startswith("判定 519 对，57 项需求；以下数值都来自训练时没有见过的需求（按需求分 3 折）")
    assert "提示：可供训练的需求只有 57 项，不足 60 项" in done.stderr
    figures = json.loads((tmp_path / "first" / "figures.json").read_text(encoding="utf-8"))
    assert figures["overall"]["trained"]["ndcg_at_10"]["value"] > 0.9


def test_the_order_of_the_pairs_file_is_no_matter(run: Run, tmp_path: Path) -> None:
    with pairs_path().open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = list(csv.reader(file))
    with (tmp_path / "pairs.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *reversed(rows)])

    run("train", *SAMPLES, "--out", "first", "--folds", "3")
    run("train", *SIDES, "--pairs", "pairs.csv", "--out", "second", "--folds", "3")

    assert contents(tmp_path / "first")["ranker.json"] == contents(tmp_path / "second")["ranker.json"]


def test_evaluate_sets_models_side_by_side(run: Run) -> None:
    run("train", *SAMPLES, "--out", "mine", "--folds", "3", "--name", "我的")

    done = run("evaluate", *SAMPLES, "--model", "table", "--model", "mine")
    as_json = run("evaluate", *SAMPLES, "--model", "table", "--model", "mine", "--json")

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[1].partition("+table-")[0].startswith("模型1：")
    assert "+我的-" in lines[2]
    assert next(line for line in lines if line.startswith("等级 MAE") and "误差" in line).endswith("超出误差（较好）")
    assert "提示：模型“mine”是用这份判定训练的" in done.stderr
    assert len(json.loads(as_json.stdout)["models"]) == 2


def test_too_few_needs_are_refused_before_the_work(run: Run, files: list[str], tmp_path: Path) -> None:
    done = run("train", *files, "--pairs", "pairs.csv", "--out", "model")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("错误：可供训练的需求只有 0 项，至少要 20 项")
    assert not (tmp_path / "model").exists()


def test_a_model_of_another_encoder_is_refused_with_the_remedy(run: Run) -> None:
    run("train", *SAMPLES, "--out", "mine", "--folds", "3")

    done = run("score", *SAMPLES, "--model", "mine", "--encoder", "lsa", "--out", "scored.csv")

    assert done.returncode == 1
    assert "请用 --encoder 改回训练时的编码器" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [(("--name", "a/b"), "不能作名称"), (("--folds", "2"), "--folds"), (("--out", "."), "其他内容")],
)
def test_what_cannot_be_is_refused_before_the_work(
    run: Run, tmp_path: Path, options: tuple[str, str], message: str
) -> None:
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    out = () if options[0] == "--out" else ("--out", "model")

    done = run("train", *SAMPLES, *options, *out)

    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
