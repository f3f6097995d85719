"""`duijie train` on the bundled samples, with the encoder that needs no weights."""

import json
from pathlib import Path

import pytest

from data.samples.paths import achievements_path, needs_path, pairs_path
from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e

SAMPLES = ("--needs", needs_path(), "--achievements", achievements_path(), "--pairs", pairs_path())
FILES = {"ranker.json", "manifest.json", "figures.json", "cases.csv", "MODEL_CARD.md"}


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_trained_folder_is_a_model_and_the_same_at_every_run(run: Run, tmp_path: Path) -> None:
    done = run("train", *SAMPLES, "--out", "first", "--folds", "3")
    again = run("train", *SAMPLES, "--out", "second", "--folds", "3")
    scored = run("score", *SAMPLES, "--model", "first", "--out", "scored.csv")

    assert (done.returncode, again.returncode, scored.returncode) == (0, 0, 0)
    assert set(contents(tmp_path / "first")) >= FILES
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    figures = json.loads((tmp_path / "first" / "figures.json").read_text(encoding="utf-8"))
    assert figures["overall"]["n_pairs"] == 519
    assert figures["overall"]["trained"]["ndcg_at_10"]["value"] > 0.9
