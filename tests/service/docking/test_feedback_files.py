"""Verdicts from tables: every faulty row named, all rows or none."""

from pathlib import Path

import pytest

from data.errors import BadInputError
from data.records.feedback import Reason, Verdict
from service.docking.feedback_files import read_feedback_files
from tests.factories.verdicts import AT, make_verdict


def write(folder: Path, text: str) -> list[Path]:
    path = folder / "判定.csv"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_rows_become_verdicts_and_unjudged_or_withdrawn_rows_are_passed_over(tmp_path: Path) -> None:
    rows = (
        "need_id,achievement_id,verdict,reason,comment,state\n"
        "N1,A1,推荐,,,\nN1,A2,reject,太早期,还在小试,有效\nN1,A3,,,,\nN1,A4,婉拒,重复,,已撤回\n"
    )

    assert read_feedback_files(write(tmp_path, rows), at=AT, judge="甲") == (
        make_verdict("N1", "A1", judge="甲"),
        make_verdict("N1", "A2", verdict=Verdict.REJECT, reason=Reason.TOO_EARLY, comment="还在小试", judge="甲"),
    )


def test_chinese_headers_are_understood_and_the_tables_judge_goes_first(tmp_path: Path) -> None:
    rows = "需求编号,成果编号,结论,理由,说明,判定人\nN1,A1,存疑,资料不足,,乙\n"

    assert read_feedback_files(write(tmp_path, rows), at=AT, judge="甲") == (
        make_verdict("N1", "A1", verdict=Verdict.UNSURE, reason=Reason.THIN_MATERIAL, judge="乙"),
    )


def test_every_faulty_row_is_named(tmp_path: Path) -> None:
    rows = "need_id,achievement_id,verdict,reason\nN1,A1,好,\nN1,A2,婉拒,\nN1,A3,婉拒,太贵\nN1,,推荐,\nN1,A5,推荐,\n"

    with pytest.raises(BadInputError) as caught:
        read_feedback_files(write(tmp_path, rows), at=AT)

    told = str(caught.value)
    assert told.startswith("反馈表有 4 行不能使用：")
    assert ["第2行" in told, "第3行" in told, "第4行" in told, "第5行" in told, "第6行" in told] == [True] * 4 + [False]


def test_a_table_without_any_verdict_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="没有任何一行写了结论"):
        read_feedback_files(write(tmp_path, "need_id,achievement_id\nN1,A1\n"), at=AT)


def test_the_columns_of_our_own_workbook_are_read(tmp_path: Path) -> None:
    rows = (
        "需求编号,成果编号,名次,处理意见,意见理由\nN1,A1,1,推荐,\nN1,A2,2,婉拒,对象不符：要锌合金\n"
        "N1,A3,3,婉拒,老板不同意\nN1,A4,4,存疑,再问问\nN1,A5,5,,\n"
    )

    found = read_feedback_files(write(tmp_path, rows), at=AT)

    assert [(each.achievement_id, each.reason, each.comment, each.shown.rank) for each in found] == [
        ("A1", None, "", 1),
        ("A2", Reason.WRONG_OBJECT, "要锌合金", 2),
        ("A3", Reason.OTHER, "老板不同意", 3),
        ("A4", None, "再问问", 4),
    ]
