"""`duijie train` on the bundled samples, with the encoder that needs no weights."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.samples.paths import achievements_path, needs_path, pairs_path
from matcher.evaluation.split import is_frozen
from matcher.scoring import table_ranker
from models.encoders.adapter import VectorAdapter
from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e

SIDES = ("--needs", needs_path(), "--achievements", achievements_path())
SAMPLES = (*SIDES, "--pairs", pairs_path())
FILES = {
    "ranker.json",
    "manifest.json",
    "figures.json",
    "cases.csv",
    "MODEL_CARD.md",
    "report.html",
    "seen.safetensors",
}


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
    assert lines[2].split() == ["指标", "table", "mine"]
    assert "“mine”减“table”" in done.stdout
    assert ["+table-" in lines[-4], "+我的-" in lines[-3]] == [True, True]
    assert next(line for line in lines if line.startswith("等级 MAE") and "误差" in line).endswith("超出误差（较好）")
    assert "警告：这批判定中有 57 项需求曾用于训练模型“mine”" in done.stderr
    models = json.loads(as_json.stdout)["models"]
    assert [(one["n_seen_needs"], one["seen_share"]) for one in models] == [(0, 0.0), (57, 1.0)]


def test_an_earlier_model_gives_way_only_where_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "ranker.json").write_text("{}", encoding="utf-8")
    (tmp_path / "mine" / "manifest.json").write_text("{}", encoding="utf-8")

    refused = run("train", *SAMPLES, "--out", "mine", "--folds", "3")
    done = run("train", *SAMPLES, "--out", "mine", "--folds", "3", "--overwrite")

    assert (refused.returncode, refused.stderr.count("\n"), done.returncode) == (2, 1, 0)
    assert "已有一个训练好的模型，没有覆盖" in refused.stderr
    assert set(contents(tmp_path / "mine")) == FILES


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


VERDICTS = {4: "推荐,", 3: "推荐,可以见面谈", 2: "婉拒,太早期", 1: "婉拒,技术不符"}


@pytest.fixture
def judged(run: Run, tmp_path: Path) -> Run:
    """A workspace of the samples with a verdict on every judged pair, and one that says nothing of relevance."""
    with pairs_path().open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["need_id"], row["achievement_id"], int(row["level"])) for row in csv.DictReader(file)]
    lines = [f"{need},{offer},{VERDICTS[level]}" for need, offer, level in rows[1:]]
    silent = f"{rows[0][0]},{rows[0][1]},婉拒,地区不合"
    table = ["need_id,achievement_id,verdict,reason", silent, *lines]
    (tmp_path / "verdicts.csv").write_text("\n".join(table), encoding="utf-8")
    run("import", "needs", needs_path())
    run("import", "achievements", achievements_path())
    run("feedback", "import", "verdicts.csv")
    return run


def test_verdicts_make_the_next_model_and_frozen_needs_compare_it(judged: Run, tmp_path: Path) -> None:
    done = judged("train", "--feedback", "--out", "next", "--folds", "3")
    figures = json.loads((tmp_path / "next" / "figures.json").read_text(encoding="utf-8"))

    # 57 needs with 519 pairs, of which one verdict says nothing; 13 needs with 122 pairs are never trained on.
    assert done.returncode == 0
    assert "采用工作区的判定 396 对（44 项需求）。" in done.stderr
    assert "有 1 对的反馈不涉及技术是否相关" in done.stderr
    assert "有 122 对属于另一部分需求" in done.stderr
    assert "留作检验、从不训练的需求有判定 122 对，其中 13 项需求可计排序指标" in done.stdout
    rows = [line.split() for line in done.stdout.partition("训练后：")[2].splitlines()]
    assert rows[1] == ["指标", "训练前", "训练后", "差", "判断"]
    assert all(row[-1].startswith(("在误差之内", "超出误差")) for row in rows[2:])
    before, after = figures["before_after"]["models"]
    assert (before["n_seen_needs"], after["n_seen_needs"]) == (0, 0)
    assert "训练前后" in (tmp_path / "next" / "report.html").read_text(encoding="utf-8")


def test_a_file_beside_the_verdicts_brings_no_frozen_need_into_the_training(judged: Run, tmp_path: Path) -> None:
    done = judged("train", *SAMPLES, "--feedback", "--base-model", "table", "--out", "next", "--folds", "3")

    assert done.returncode == 0
    assert "成对清单中有 122 对属于留作检验的需求，没有用来训练。" in done.stderr
    sources = json.loads((tmp_path / "next" / "figures.json").read_text(encoding="utf-8"))["sources"]
    assert [one["kind"] for one in sources] == ["需求", "成果", "成对清单", "反馈"]


def test_exported_verdicts_bring_no_frozen_need_into_the_training(judged: Run, tmp_path: Path) -> None:
    trainable = judged("feedback", "export", "--pairs", "--out", "trainable.csv")
    judged("feedback", "export", "--pairs", "--part", "all", "--out", "all.csv")
    first = judged("train", *SIDES, "--pairs", "trainable.csv", "--out", "first", "--folds", "3")
    second = judged("train", *SIDES, "--pairs", "all.csv", "--out", "second", "--folds", "3")

    # As above: 396 pairs to train on, 122 of needs that are kept for checking.
    assert "已写出 trainable.csv：396 对。" in trainable.stderr
    assert "没有用来训练" not in first.stderr
    assert "成对清单中有 122 对属于留作检验的需求（frozen 为 1），没有用来训练。" in second.stderr
    assert contents(tmp_path / "first")["ranker.json"] == contents(tmp_path / "second")["ranker.json"]


def test_too_few_frozen_needs_are_said_and_nothing_is_compared(judged: Run, tmp_path: Path) -> None:
    kept = (tmp_path / "verdicts.csv").read_text(encoding="utf-8").splitlines()[1:]
    frozen = sorted({line.split(",")[0] for line in kept if is_frozen(line.split(",")[0])})[1:10]
    # Withdrawn verdicts count for nothing: five of the thirteen frozen needs lose theirs.
    for number, line in enumerate(kept, start=1):
        if line.split(",")[0] in frozen[:5]:
            judged("feedback", "withdraw", str(number))

    done = judged("train", "--feedback", "--out", "next", "--folds", "3")

    assert "其中 8 项需求可计排序指标，不足 10 项，暂不比较训练前后。" in done.stdout
    assert "训练后：" not in done.stdout


def save_tuned(folder: Path, encoder_id: str, dim: int) -> None:
    """Write a model with vectors of its own."""
    turn = np.roll(np.eye(dim, dtype=np.float32), 1, axis=1)
    folder.mkdir()
    (folder / "ranker.json").write_text(table_ranker().to_json(), encoding="utf-8")
    replace(VectorAdapter.neutral(encoder_id, dim), turn=turn).save(folder / "adapter")


def test_a_model_brings_its_vectors_wherever_it_is_used(run: Run, tmp_path: Path) -> None:
    save_tuned(tmp_path / "tuned", "hashing:1-3-512", 512)

    for model in ("table", "tuned"):
        assert run("score", *SAMPLES, "--model", model, "--out", f"{model}.csv").returncode == 0
    beside = run("evaluate", *SAMPLES, "--model", "table", "--model", "tuned")

    assert (tmp_path / "table.csv").read_bytes() != (tmp_path / "tuned.csv").read_bytes()
    first, second = (line.partition("+adapter:")[2] for line in beside.stdout.splitlines()[-4:-2])
    assert first != second


def test_vectors_of_another_encoder_are_refused(run: Run, tmp_path: Path) -> None:
    save_tuned(tmp_path / "tuned", "static:1", 256)

    done = run("score", *SAMPLES, "--model", "tuned", "--out", "scored.csv")

    assert done.returncode == 1
    assert "模型中的向量校正是在编码器 static:1 上学习的，本次使用的是 hashing:1-3-512" in done.stderr


def test_an_index_of_other_vectors_is_refused(run: Run, files: list[str], tmp_path: Path) -> None:
    assert files
    save_tuned(tmp_path / "tuned", "hashing:1-3-512", 512)
    run("import", "achievements", "achievements.csv")
    run("index")

    plain = run("search", "真空压铸")
    tuned = run("search", "真空压铸", DUIJIE_MODEL="tuned")

    assert (plain.returncode, tuned.returncode) == (0, 2)
    assert "两者的向量不能混用。 请用同一编码器重新运行 duijie index" in tuned.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "没有写用什么训练。"),
        (("--needs", needs_path()), "--needs、--achievements、--pairs 要一起写。"),
        ((*SAMPLES, "--base-model", "table"), "--base-model 要与 --feedback 同用。"),
        ((*SAMPLES, "--tune-vectors", "--encoder", "lsa"), "编码器 lsa 的向量随数据而变"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run: Run, options: tuple[str, ...], message: str) -> None:
    done = run("train", *options, "--out", "model")

    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


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
