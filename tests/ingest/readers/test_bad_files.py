"""Files that cannot be read say what is wrong and what to do, and a damaged row never costs the good ones."""

import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from data.errors import FileReadError
from ingest.batch import read_needs
from ingest.readers import raw
from ingest.readers.files import read_file
from ingest.readers.raw import MAX_FILE_BYTES
from ingest.readers.sniffing import OLE_MAGIC
from tests.ingest.office import write_docx, write_pdf, write_xls, write_xlsx

ROWS = [["需求名称", "需求内容"], ["甲", "一"]]


def refusal(path: Path) -> str:
    with pytest.raises(FileReadError) as caught:
        read_needs(path)
    message = str(caught.value)
    assert caught.value.remedy
    assert "\n" not in message
    return message


def test_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "没有.xlsx"

    assert refusal(path) == f"找不到文件“{path}”。 请检查路径和文件名（包括后缀）是否正确。"


def test_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"“{tmp_path}”是文件夹，不是文件。 请指定其中的具体文件。"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\n", b"\0\0\0"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    assert refusal(path) == "文件“a.csv”是空的。 请确认保存时有内容，再重新选择文件。"


def test_too_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.touch()
    os.truncate(path, 2 * MAX_FILE_BYTES)

    assert refusal(path).startswith("文件“a.xlsx”有200MB，超过一次可读的100MB。")


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "MAX_ROWS", 1)

    assert refusal(write_xlsx(tmp_path / "a.xlsx", {"S": ROWS})).startswith("文件“a.xlsx”有2行，超过一次可读的1行。")


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.xls"])
def test_encrypted_office_file(tmp_path: Path, name: str) -> None:
    # An encrypted file is a compound file with a stream of this name (MS-OFFCRYPTO 2.3.4.4).
    path = tmp_path / name
    path.write_bytes(OLE_MAGIC + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480))

    assert refusal(path).startswith(f"文件“{name}”已加密，需要密码才能打开。")


def test_old_workbook_with_password(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [["需求表"], *ROWS])
    content = path.read_bytes()
    # INTERFACEHDR (00E1), the first record after BOF, becomes FILEPASS (002F, MS-XLS 2.4.117): the mark of encryption.
    at = content.index(b"\xe1\x00\x02\x00")
    path.write_bytes(content[:at] + b"\x2f" + content[at + 1 :])

    assert refusal(path).startswith("文件“a.xls”已加密，需要密码才能打开。")


def test_old_word_document(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    header = OLE_MAGIC + bytes(22) + b"\x09\0" + bytes(480)  # sectors of 2^9 bytes
    path.write_bytes(header + "WordDocument".encode("utf-16-le") + bytes(488))

    assert refusal(path) == "文件“a.doc”是旧版Word文档（doc）。 请用Word或WPS打开后另存为docx。"


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_corrupt_zip(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(write_xlsx(tmp_path / "whole.xlsx", {"S": ROWS}).read_bytes()[:300])

    assert refusal(path).startswith(f"文件“{name}”已损坏，无法解开。")


def test_damaged_part_inside_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")

    assert refusal(path).startswith("文件“a.xlsx”已损坏，无法作为Excel工作簿读取。")


def test_damaged_part_inside_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<broken")

    assert refusal(path).startswith("文件“a.docx”已损坏，无法作为Word文档读取。")


def test_zip_that_is_no_office_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")

    assert refusal(path).startswith("文件“a.xlsx”是压缩包或我们不认识的文档，不是xlsx或docx。")


def test_damaged_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing")

    assert refusal(path).startswith("文件“a.pdf”已损坏，无法作为PDF读取。")


def test_scanned_pdf(tmp_path: Path) -> None:
    assert refusal(write_pdf(tmp_path / "a.pdf", [b""])).startswith("文件“a.pdf”里没有文字，可能是扫描件。")


def test_unknown_ending(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    path.write_text("需求名称,需求内容\n甲,一\n", encoding="utf-8")

    assert refusal(path).startswith("文件“a.dat”的后缀“.dat”不是可读的格式。 可读的格式有xlsx、xls、csv")


@pytest.mark.parametrize(
    ("content", "kind"), [(b"Rar!\x1a\x07", "RAR压缩包"), (b"\x89PNG\r\n", "图片"), (b"{\\rtf1", "RTF文档")]
)
def test_foreign_kinds_are_named(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)

    assert refusal(path).startswith(f"文件“a.xls”是{kind}，无法读取。")


def test_text_called_a_word_document(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("需求名称：甲", encoding="utf-8")

    assert refusal(path) == "文件“a.docx”的内容不是Word文档，而是普通文本。 请改正后缀为txt或csv，或重新导出。"


@pytest.mark.parametrize("content", [b"\xff\x00\xfe" * 40, "需求名称,需求内容\n".encode("utf-16-le")])
def test_unreadable_encoding(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    assert refusal(path).startswith("文件“a.csv”的文字编码无法识别。")


def test_renamed_files_are_read_for_what_they_are(tmp_path: Path) -> None:
    text = tmp_path / "a.xls"
    text.write_bytes("需求名称\t需求内容\n甲\t一\n".encode("gb18030"))
    book = write_xlsx(tmp_path / "b.csv", {"S": ROWS})
    document = write_docx(tmp_path / "c.xlsx", [ROWS])

    batch = read_needs([text, book, document])

    assert [need.content for need in batch.records] == ["一", "一", "一"]
    assert [fault.reason for fault in batch.report.faults] == [
        "文件“a.xls”的后缀是“.xls”，实际是分隔文本，已按分隔文本读取",
        "文件“b.csv”的后缀是“.csv”，实际是Excel工作簿，已按Excel工作簿读取",
        "文件“c.xlsx”的后缀是“.xlsx”，实际是Word文档，已按Word文档读取",
    ]


def test_damaged_bytes_cost_their_row_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    good = "".join(f"需求名称{number},很长的需求内容第{number}条\n" for number in range(20)).encode()
    path.write_bytes("需求名称,需求内容\n".encode() + b"\xe7\x94,\xe4\n" + good)

    batch = read_needs(path)

    assert len(batch.records) == 20
    assert [(fault.row, fault.reason) for fault in batch.report.rejected] == [(2, "含有无法识别的字节")]


def test_quote_that_never_closes_costs_its_row_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title,content\n甲,"一\n乙,二\n丙,三\n', encoding="utf-8")

    batch = read_needs(path)

    assert [need.title for need in batch.records] == ["乙", "丙"]
    assert [(fault.row, fault.reason) for fault in batch.report.rejected] == [(2, "引号没有配对")]


def test_stray_quote_does_not_swallow_the_rows_up_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title,content\n甲,"一\n乙,二\n丙,"三，好"\n丁,四\n', encoding="utf-8")

    batch = read_needs(path)

    assert [(need.title, need.content) for need in batch.records] == [("乙", "二"), ("丙", "三，好"), ("丁", "四")]
    assert [fault.row for fault in batch.report.rejected] == [2]


def test_json_without_any_object(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{oops\n", encoding="utf-8")

    assert refusal(path).startswith("文件“a.jsonl”里没有一行可读的JSON对象。")


def test_json_list_is_read_like_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"title": "甲", "content": null, "tags": ["一", "二"]}]', encoding="utf-8")

    (table,) = read_file(path).tables

    assert [row.cells for row in table.rows] == [("title", "content", "tags"), ("甲", "", "一、二")]


def test_stray_cell_in_the_last_corner_does_not_take_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ROWS[0])
        sheet.write_row(1, 0, ROWS[1])
        sheet.write_string(1_048_575, 16_383, "x")

    assert refusal(path) == (
        "文件“a.xlsx”有一张工作表一直用到第1048576行、XFD列，超出可读的范围。"
        " 多半是远处有一个误填的单元格：请删除数据区以外的行和列，保存后再试。"
    )


def test_impossible_extent_in_an_old_workbook(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [["需求表"], *ROWS])
    content = path.read_bytes()
    at = content.index(b"\x00\x02\x0e\x00")
    path.write_bytes(content[: at + 8] + b"\xff\xff\xff\x00" + content[at + 12 :])

    assert refusal(path).startswith("文件“a.xls”已损坏，无法打开。")
