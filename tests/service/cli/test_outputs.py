"""Outputs are refused before the work, and never over an input."""

from pathlib import Path

import pytest

from data.errors import OutputError, UsageError
from service.cli.outputs import TABLE_ENDINGS, check_outputs, write_table


def test_an_output_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="文件夹不存在"):
        check_outputs([tmp_path / "no" / "a.csv"], inputs=[], endings=TABLE_ENDINGS)


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="类型无法识别"):
        check_outputs([tmp_path / "a.pdf"], inputs=[], endings=TABLE_ENDINGS)


def test_an_output_over_an_input_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.csv").write_text("id")

    with pytest.raises(UsageError, match="同时是输入文件"):
        check_outputs([tmp_path / "sub" / ".." / "a.csv"], inputs=[tmp_path / "a.csv"], endings=TABLE_ENDINGS)


def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="写了两次"):
        check_outputs([tmp_path / "a.csv", tmp_path / "a.csv"], inputs=[], endings=TABLE_ENDINGS)


def test_checking_leaves_no_trace(tmp_path: Path) -> None:
    check_outputs([tmp_path / "a.csv"], inputs=[], endings=TABLE_ENDINGS)

    assert list(tmp_path.iterdir()) == []


def test_a_table_of_plain_ascii_has_no_byte_order_mark(tmp_path: Path) -> None:
    write_table(tmp_path / "a.tsv", ("id", "score"), [("1", "0.5")])

    assert (tmp_path / "a.tsv").read_bytes() == b"id\tscore\r\n1\t0.5\r\n"


def test_a_table_opens_in_excel(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", ("编号", "名称"), [("1", "含,逗号")])

    assert (tmp_path / "a.csv").read_bytes() == '\ufeff编号,名称\r\n1,"含,逗号"\r\n'.encode()
