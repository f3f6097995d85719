from pathlib import Path

import pytest

from data.errors import OutputError
from data.records.ids import NeedId
from data.records.matches import MatchList
from service.exports import check_output, write_matches
from tests.factories.matches import make_report

ENDINGS = ["jsonl", "csv", "xlsx", "html", "docx"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_report_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    write_matches(make_report(), first)
    write_matches(make_report(), second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("lists", [[], [MatchList(NeedId("N1"), ())]])
def test_an_empty_report_is_written_too(tmp_path: Path, ending: str, lists: list[MatchList]) -> None:
    path = tmp_path / f"out.{ending}"
    write_matches(make_report(lists=lists, notes=()), path)
    assert path.exists()


def test_only_the_file_itself_is_left_in_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "结果.CSV"
    path.write_bytes(b"old")
    write_matches(make_report(), path)
    assert ([each.name for each in tmp_path.iterdir()], path.read_bytes()[:3]) == (["结果.CSV"], b"\xef\xbb\xbf")


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        check_output(tmp_path / "out.pdf")
    assert caught.value.remedy == "请把文件名的结尾改为下列之一：.xlsx、.csv、.jsonl、.html、.docx。"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "没有" / "out.csv"
    with pytest.raises(OutputError) as caught:
        write_matches(make_report(), path)
    assert caught.value.message == f"输出文件“{path}”所在的文件夹不存在。"


def test_a_folder_cannot_be_written_as_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "out.csv"
    folder.mkdir()
    with pytest.raises(OutputError) as caught:
        check_output(folder)
    assert caught.value.message == f"输出位置“{folder}”是一个文件夹，不能写成文件。"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="only Linux has a folder where nobody can make a file")
def test_a_folder_that_takes_no_file_is_found_out_by_trying() -> None:
    with pytest.raises(OutputError, match="无法写入"):
        check_output(Path("/proc/out.csv"))


def test_checking_leaves_no_trace(tmp_path: Path) -> None:
    check_output(tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_name_of_the_greatest_length_is_written(tmp_path: Path) -> None:
    # 83 Chinese characters of three bytes, two letters and the ending: 255 bytes.
    path = tmp_path / f"{'长' * 83}ab.csv"
    write_matches(make_report(), path)
    assert path.exists()


def test_a_name_the_system_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    # 252 letters and the ending are one byte more than file systems allow.
    path = tmp_path / f"{'a' * 252}.csv"
    with pytest.raises(OutputError):
        write_matches(make_report(), path)
    assert list(tmp_path.iterdir()) == []
