"""Rows of a pairs file keep their columns, their order and their number."""

from pathlib import Path

import pytest

from data.errors import BadInputError, UnknownIdError
from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from service.docking.inputs import Inputs
from service.docking.matching import Score
from service.docking.pairs import read_pair_table, scored_table
from tests.factories.records import make_achievement, make_need

INPUTS = Inputs((make_need("N1"), make_need("N2")), (make_achievement("A1"),))


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_scores_stand_beside_the_columns_of_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, "p.csv", "备注,achievement_id,need_id,Level\n甲,A1,N2,4\n乙,,N1,\n丙,A1,N1,2\n")
    table = read_pair_table([path], INPUTS)

    headings, rows = scored_table(table, [Score(0.25, Level.WEAK), Score(1.0, Level.STRONG)])

    assert table.pairs == (
        Pair(NeedId("N2"), AchievementId("A1"), Level.STRONG),
        Pair(NeedId("N1"), AchievementId("A1"), Level.WEAK),
    )
    assert headings == ["备注", "achievement_id", "need_id", "given_Level", "score", "level"]
    assert rows == [
        ["甲", "A1", "N2", "4", "0.250000", "2"],
        ["乙", "", "N1", "", "", ""],
        ["丙", "A1", "N1", "2", "1.000000", "4"],
    ]


def test_two_files_share_their_columns_by_header(tmp_path: Path) -> None:
    first = _file(tmp_path, "1.csv", "need_id,achievement_id,甲\nN1,A1,x\n")
    second = _file(tmp_path, "2.csv", "乙,need_id,achievement_id\ny,N2,A1\n")

    headings, rows = scored_table(read_pair_table([first, second], INPUTS), [Score(0.0, Level.NONE)] * 2)

    assert headings == ["need_id", "achievement_id", "甲", "乙", "score", "level"]
    assert rows == [["N1", "A1", "x", "", "0.000000", "1"], ["N2", "A1", "", "y", "0.000000", "1"]]


def test_columns_of_one_name_all_stay(tmp_path: Path) -> None:
    path = _file(tmp_path, "p.csv", "need_id,achievement_id,备注,备注\nN1,A1,x,y\n")

    headings, rows = scored_table(read_pair_table([path], INPUTS), [Score(0.5, Level.WEAK)])

    assert headings == ["need_id", "achievement_id", "备注", "备注", "score", "level"]
    assert rows == [["N1", "A1", "x", "y", "0.500000", "2"]]


def test_unknown_ids_of_both_sides_are_named(tmp_path: Path) -> None:
    path = _file(tmp_path, "p.csv", "need_id,achievement_id\nN1,A1\nN9,A9\n")

    with pytest.raises(UnknownIdError) as caught:
        read_pair_table([path], INPUTS)

    assert caught.value.message == (
        "成对清单中有需求表或成果表里没有的编号：“p.csv”第3行的需求 N9；“p.csv”第3行的成果 A9。"
    )


def test_a_file_without_any_pair_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "p.csv", "need_id,achievement_id\nN1,\n")

    with pytest.raises(BadInputError, match="没有一对可用的编号"):
        read_pair_table([path], INPUTS)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("", "成对清单只有表头，没有一行数据。"),
        (
            "A1,N1\nA1,N2\n",
            "成对清单的两列看起来写反了：need_id 一列是成果的编号，achievement_id 一列是需求的编号。",
        ),
        (
            "X1,Y1\nX2,Y1\n",
            "成对清单里的编号没有一个在需求表或成果表中：清单里如 X1、Y1，需求表里如 N1，成果表里如 A1。",
        ),
    ],
)
def test_a_list_of_other_files_is_told_as_one(tmp_path: Path, rows: str, told: str) -> None:
    path = _file(tmp_path, "p.csv", f"need_id,achievement_id\n{rows}")

    with pytest.raises(BadInputError) as caught:
        read_pair_table([path], INPUTS)

    assert caught.value.message == told


def test_a_column_names_the_needs_that_are_kept_for_checking(tmp_path: Path) -> None:
    marked = _file(tmp_path, "p.csv", "need_id,achievement_id,level,Frozen\nN1,A1,4,1\nN2,A1,2,0\n,A1,2,1\n")
    bare = _file(tmp_path, "q.csv", "need_id,achievement_id,level\nN1,A1,4\n")

    assert read_pair_table([marked], INPUTS).frozen_needs() == {"N1"}
    assert read_pair_table([bare], INPUTS).frozen_needs() == frozenset()


def test_a_mark_that_says_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "p.csv", "need_id,achievement_id,level,frozen\nN1,A1,4,0\nN2,A1,2,-18℃\n")

    with pytest.raises(BadInputError, match=r"“p.csv”第3行的 frozen 列写着“-18℃”，看不出这项需求是否留作检验"):
        read_pair_table([path], INPUTS).frozen_needs()


def test_levels_that_nobody_can_read_are_named_with_what_is_written(tmp_path: Path) -> None:
    path = _file(tmp_path, "p.csv", "need_id,achievement_id,相关等级\nN1,A1,5\n,A1,9\nN2,A1,\nN2,A1,3\n")

    assert read_pair_table([path], INPUTS).unread_levels() == ("“p.csv”第2行“5”",)
