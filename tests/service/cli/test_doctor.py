"""`duijie doctor` and `duijie gaps`."""

import json
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e

DAY = ("--as-of", "2026-11-22")


def test_doctor_tells_verdict_and_questions(run: Run, files: list[str]) -> None:
    done = run("doctor", *files[:2], "--id", "N3")

    told = done.stdout.splitlines()
    assert (done.returncode, told[:2]) == (
        0,
        ["N3  轴承表面缺陷检测", "结论：可以直接匹配（空泛程度 17 分，满分 100）"],
    )
    assert "问 1：" in done.stdout


@pytest.mark.parametrize("n_needs", [1, 4])
def test_doctor_shows_no_contact_on_the_screen(run: Run, tmp_path: Path, n_needs: int) -> None:
    rows = "".join(f"N{n},废水脱氮（电话13800001234）,需要技术，电话13800001234。\n" for n in range(n_needs))
    (tmp_path / "needs.csv").write_text(f"id,title,content\n{rows}", encoding="utf-8")

    done = run("doctor", "--needs", str(tmp_path / "needs.csv"))

    assert (done.returncode, "废水脱氮" in done.stdout, "13800001234" in done.stdout) == (0, True, False)


def test_doctor_writes_every_format_alike_twice(run: Run, files: list[str], tmp_path: Path) -> None:
    endings = ("xlsx", "docx", "html", "csv", "jsonl")
    for name in ("a", "b"):
        outputs = [option for ending in endings for option in ("--out", f"{name}.{ending}")]
        assert run("doctor", *files, *outputs, *DAY, "--mask", "铝合金=金属").returncode == 0

    assert [(tmp_path / f"a.{each}").read_bytes() == (tmp_path / f"b.{each}").read_bytes() for each in endings] == [
        True
    ] * 5
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [
        "诊断总表",
        "空泛理由",
        "建议询问",
        "检查清单",
        "指标",
        "段落",
        "匹配靠哪些词",
        "隐去词后的变化",
        "说明",
    ]
    headings = [each.text for each in Document(str(tmp_path / "a.docx")).paragraphs if each.style.name == "Heading 1"]
    assert headings == [
        "总体情况",
        "全部需求（最空泛的在前）",
        "诊断书",
        "1．压铸件气孔缺陷控制",
        "2．高氨氮废水脱氮",
        "3．轴承表面缺陷检测",
    ]


def test_doctor_lines_tell_what_masking_does(run: Run, files: list[str], tmp_path: Path) -> None:
    run("doctor", *files, "--id", "N1", "--mask", "铝合金=金属", "--out", "a.jsonl", *DAY)

    (line,) = (json.loads(each) for each in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines())
    assert line["masking"]["masked"] == {"铝合金": "金属"}
    assert line["masking"]["before"][0]["achievement_id"] == "A1"
    assert [each["demand"] for each in line["indicators"]] == [True]


def test_doctor_refuses_masks_without_achievements(run: Run, files: list[str]) -> None:
    done = run("doctor", *files[:2], "--mask", "铝合金")

    assert done.returncode == 2
    assert done.stderr.startswith("错误：写了 --mask，但没有写 --achievements。")


def test_doctor_refuses_an_unknown_id(run: Run, files: list[str]) -> None:
    assert run("doctor", *files[:2], "--id", "N9").returncode == 2


def test_gaps_writes_one_sheet_a_kind(run: Run, files: list[str], tmp_path: Path) -> None:
    outputs = [option for ending in ("xlsx", "docx", "html", "csv") for option in ("--out", f"缺口.{ending}")]

    done = run("gaps", *files, *outputs, *DAY)

    assert done.returncode == 0
    assert openpyxl.load_workbook(tmp_path / "缺口.xlsx").sheetnames == [
        "共性技术需求",
        "无人能解的需求",
        "只差一个条件",
        "先退回补充的需求",
        "暂无需求的成果",
        "共性需求来源",
        "说明",
    ]
    assert "共有需求3项" in done.stderr


def test_gaps_of_the_same_files_are_the_same_bytes(run: Run, files: list[str], tmp_path: Path) -> None:
    run("gaps", *files, "--out", "a.xlsx", *DAY)
    run("gaps", *files, "--out", "b.xlsx", *DAY)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
