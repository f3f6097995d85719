"""What reading gave, in the order in which a result shows it; files in each other's place."""

from pathlib import Path

import pytest

from data.errors import BadInputError, HeaderError
from ingest.report import ImportReport, RowFault, Severity
from service.docking.inputs import SWAPPED, Inputs, read_inputs, require_records


def test_the_counts_of_both_sides_come_before_any_detail() -> None:
    fault = RowFault(Severity.REJECTED, "需求.csv", "", 3, "", "名称为空", "")
    reports = (ImportReport(("需求.csv",), 2, 1, faults=(fault,)), ImportReport(("成果.csv",), 1, 1))

    assert Inputs((), (), reports).notes == (
        "“需求.csv”共2行：导入1条，未导入1行，跳过0行（标题、空行、合计、说明等）。",
        "“成果.csv”共1行：导入1条，未导入0行，跳过0行（标题、空行、合计、说明等）。",
        "“需求.csv”第3行：名称为空（未导入）。",
    )


def _files(folder: Path, needs: str, achievements: str) -> tuple[list[Path], list[Path]]:
    paths = folder / "needs.csv", folder / "achievements.csv"
    for path, text in zip(paths, (needs, achievements), strict=True):
        path.write_text(text, encoding="utf-8")
    return [paths[0]], [paths[1]]


@pytest.mark.parametrize(
    ("asked", "offered", "is_told"),
    [
        ("university", "budget", True),
        ("university,team", "extra", True),
        ("university", "extra", False),
        ("enterprise,university", "budget", False),
        ("enterprise", "university", False),
        ("extra", "extra", False),
    ],
)
def test_files_in_each_others_place_are_told_by_their_columns(
    tmp_path: Path, asked: str, offered: str, *, is_told: bool
) -> None:
    row = "1,题,文,甲,乙\n"
    needs, achievements = (f"id,title,content,{columns}\n{row}" for columns in (asked, offered))

    inputs = read_inputs(*_files(tmp_path, needs, achievements))

    assert (inputs.look_swapped, inputs.notes[0] == SWAPPED) == (is_told, is_told)


def test_files_that_can_only_be_read_the_other_way_round_are_told(tmp_path: Path) -> None:
    needs, achievements = "成果名称,成果简介\n题,文\n", "需求名称,需求内容\n题,文\n"

    with pytest.raises(HeaderError, match="没有找到需求表的表头") as caught:
        read_inputs(*_files(tmp_path, needs, achievements))

    assert caught.value.remedy == SWAPPED


def test_a_wrong_header_is_no_swap(tmp_path: Path) -> None:
    with pytest.raises(HeaderError) as caught:
        read_inputs(*_files(tmp_path, "甲,乙\n1,2\n", "id,title,content\n1,题,文\n"))

    assert caught.value.remedy != SWAPPED


def test_a_file_with_a_header_alone_is_told_as_one(tmp_path: Path) -> None:
    inputs = read_inputs(*_files(tmp_path, "id,title,content\n1,题,文\n", "id,title,content\n"))

    with pytest.raises(BadInputError, match=r"没有读到任何一条成果：“achievements\.csv”只有表头，没有一行数据。"):
        require_records(inputs)
