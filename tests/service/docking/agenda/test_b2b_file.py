"""Benchmark files are read exactly, and refused with file and line."""

from pathlib import Path

import pytest

from data.errors import FileReadError
from data.records.timetables import B2bInstance, B2bMeeting, Half
from service.docking.agenda.b2b_file import read_b2b

TEXT = """nBusiness = 3; % people
nMeetings = 2;
nTables = 1;
nTotalSlots = 4;
nMorningSlots = 2;

requested = [|1, 2,1,
|2, 3,3,
|];

meetingsxBusiness = [{1,2},{1,2,3},{1,3}];
nMeetingsBusiness = [1,2,1];
forbidden = [{0},{0,3},{0}];
fixed = [0,4];
precedences = [{},{1}];
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "case.dzn"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_and_counted_from_zero(tmp_path: Path) -> None:
    assert read_b2b(write(tmp_path, TEXT)) == B2bInstance(
        n_participants=3,
        n_tables=1,
        n_slots=4,
        n_morning_slots=2,
        meetings=(B2bMeeting(0, 1, Half.MORNING), B2bMeeting(1, 2, Half.ANY, 3)),
        forbidden=(frozenset(), frozenset({2}), frozenset()),
        precedences=((0, 1),),
    )


def test_what_may_be_absent_and_what_is_unknown(tmp_path: Path) -> None:
    lines = [line for line in TEXT.splitlines() if not line.startswith(("forbidden", "fixed", "precedences"))]

    read = read_b2b(write(tmp_path, "\n".join([*lines, "nExtra = 5"])))

    assert (read.forbidden, read.precedences, read.ignored) == ((frozenset(),) * 3, (), ("nExtra",))
    assert [meeting.fixed_slot for meeting in read.meetings] == [None, None]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nTables = 1;", "nTables = 1", "第 4 行：应为“;”，实为“nTotalSlots”"),
        ("nTables = 1;", "", "第 1 行：缺少“nTables”"),
        ("nTables = 1;", "nTables = #;", "第 3 行：有不认识的字符“#”"),
        ("nTables = 1;", "nBusiness = 1;", "第 3 行：“nBusiness”写了两次"),
        ("nTables = 1;", "nTables = -1;", "第 3 行：“nTables”应为不小于 0 的整数"),
        ("nMorningSlots = 2", "nMorningSlots = 5", "第 5 行：上午的时段数多于总时段数"),
        ("|2, 3,3", "|2, 4,3", "第 7 行：第 2 次会面的参加者不在 1 至 3 之间"),
        ("|2, 3,3", "|2, 2,3", "第 7 行：第 2 次会面的两位参加者相同"),
        ("|2, 3,3", "|2, 3,4", "第 7 行：第 2 次会面的场次应为 1、2 或 3，实为 4"),
        ("|2, 3,3", "|2, 3", "第 7 行：第 2 次会面应有三个数：两位参加者和场次"),
        ("|2, 3,3,\n", "", "第 7 行：有 1 行，nMeetings 却是 2"),
        ("{1,2,3}", "{1,3}", "第 11 行：第 2 位参加者的会面与 requested 不一致"),
        ("[1,2,1]", "[1,1,1]", "第 12 行：第 2 位参加者写着 1 次会面，requested 中有 2 次"),
        ("{0,3}", "{0,5}", "第 13 行：“forbidden”的第 2 个集合中有不在 0 至 4 之间的数"),
        ("[0,4]", "[0,5]", "第 14 行：时段应在 0 至 4 之间"),
        ("[0,4]", "[0]", "第 14 行：“fixed”应有 2 项，实有 1 项"),
        ("[{},{1}]", "[{},{1}", "第 15 行：应为“,”，实为“;”"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = write(tmp_path, TEXT.replace(old, new))

    with pytest.raises(FileReadError) as caught:
        read_b2b(path)

    assert caught.value.message == f"文件“{path}”{message}。"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileReadError, match="没有文件"):
        read_b2b(tmp_path / "none.dzn")
