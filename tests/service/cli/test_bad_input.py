"""Whatever is wrong with the input: one Chinese paragraph, status 2, no traceback, nothing written."""

from pathlib import Path

import pytest

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e

GOOD = "id,title,content\nA1,题,文\n"
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("缺.csv", None, "找不到文件"),
        ("空.csv", b"", "是空的"),
        ("乱码.csv", b"id,title,content\n1,\xff\xfe\xfd\x81\xff,\xff\xff\n" * 3, "编码"),
        ("加密.xlsx", ENCRYPTED, "加密"),
        ("不识.csv", "甲,乙\n1,2\n".encode(), "列"),
        ("只有表头.csv", b"id,title,content\n", "没有读到任何一条需求"),
        ("未知.abc", b"id,title,content\n", "“未知.abc”"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_bad_file_is_one_paragraph_with_status_2(
    run_process: Run, tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    (tmp_path / "成果.csv").write_text(GOOD, encoding="utf-8")
    if content is not None:
        (tmp_path / name).write_bytes(content)

    done = run_process("match", "--needs", name, "--achievements", "成果.csv", "--out", "结果.csv")

    last = done.stderr.splitlines()[-1]
    assert (done.returncode, done.stdout) == (2, "")
    assert last.startswith("错误：")
    assert told in last
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "结果.csv").exists()


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "成果.csv").write_text(GOOD, encoding="utf-8")

    done = run("match", "--needs", "文件夹", "--achievements", "成果.csv", "--out", "结果.csv")

    assert (done.returncode, done.stderr.splitlines()[-1].split("。")[0]) == (2, "错误：“文件夹”是文件夹，不是文件")


@pytest.mark.parametrize("out", ["无此文件夹/结果.csv", "结果.pdf", "需求.csv"])
def test_an_output_that_cannot_be_written_is_told_before_anything_is_read(run: Run, tmp_path: Path, out: str) -> None:
    (tmp_path / "需求.csv").write_text(GOOD, encoding="utf-8")

    done = run("match", "--needs", "需求.csv", "--achievements", "缺.csv", "--out", out)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"错误：输出文件“{out}”")
    assert (tmp_path / "需求.csv").read_text(encoding="utf-8") == GOOD


def test_files_in_each_others_place_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,title,content,university\n1,题,文,甲大学\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("id,title,content,budget\n1,题,文,10万元\n", encoding="utf-8")

    done = run("match", "--needs", "n.csv", "--achievements", "a.csv", "--out", "结果.csv")

    warned = "警告：看起来两个文件放反了：--needs 的文件像成果表，--achievements 的文件像需求表。"
    assert done.returncode == 0
    assert any(line.startswith(warned) for line in done.stderr.splitlines())


def test_an_unknown_encoder_is_told_with_the_choices(run: Run, files: list[str]) -> None:
    done = run("match", *files, "--out", "结果.csv", "--encoder", "word3vec")

    assert (done.returncode, done.stderr.splitlines()[-1].split(" ")[0]) == (
        2,
        "错误：没有名为“word3vec”的编码器，也没有这个文件夹。",
    )


def test_a_model_folder_without_model_is_told(run: Run, files: list[str]) -> None:
    done = run("match", *files, "--out", "结果.csv", "--model", "无")

    assert (done.returncode, done.stderr.splitlines()[-1].split(" ")[0]) == (
        2,
        "错误：文件夹“无”中没有排序模型（ranker.json）。",
    )
