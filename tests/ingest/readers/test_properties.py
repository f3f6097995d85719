"""Random tables come back as they were, and no garbage breaks the account of rows."""

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import BadInputError
from ingest.batch import read_needs
from ingest.rows import GROUP_TEXT, NOTE_TEXT, TOTAL_TEXT, fold
from tests.ingest.office import pdf_table, write_docx, write_pdf, write_xls, write_xlsx

FIELDS = ("id", "title", "content", "region")

TEXTS = st.text(
    st.one_of(
        st.sampled_from("甲乙丙需求，。：；%≥“”\"'\n,;\t|　12.-"),
        st.characters(codec="utf-8", exclude_characters="\0\r"),
    ),
    max_size=30,
)


def is_plain(text: str) -> bool:
    """No total, note or heading, which are told apart on purpose."""
    folded = fold(text)
    return bool(text.strip()) and not any(sign.fullmatch(folded) for sign in (TOTAL_TEXT, NOTE_TEXT, GROUP_TEXT))


TABLES = st.lists(st.tuples(TEXTS.filter(is_plain), TEXTS.filter(is_plain), TEXTS), min_size=1, max_size=6)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_back(name: str, content: bytes) -> list[tuple[str, str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        batch = read_needs(path)
    assert batch.report.n_accepted == len(batch.records)
    return [(need.id, need.title, need.content, need.region) for need in batch.records]


def numbered(table: list[tuple[str, str, str]]) -> list[tuple[str, str, str, str]]:
    return [(f"n{index}", *row) for index, row in enumerate(table)]


@given(TABLES)
@QUICK
def test_csv_comes_back(table: list[tuple[str, str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([FIELDS, *numbered(table)])

    assert read_back("a.csv", out.getvalue().encode()) == numbered(table)


@given(TABLES)
@QUICK
def test_json_lines_come_back(table: list[tuple[str, str, str]]) -> None:
    lines = [json.dumps(dict(zip(FIELDS, row, strict=True)), ensure_ascii=False) for row in numbered(table)]

    assert read_back("a.jsonl", "\n".join(lines).encode()) == numbered(table)


# XML 1.0 (2.2) forbids most control characters; a workbook cannot hold them, nor U+FFFE and U+FFFF.
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30
)


@given(st.lists(st.tuples(CELLS.filter(is_plain), CELLS.filter(is_plain), CELLS), min_size=1, max_size=6))
@QUICK
def test_workbook_comes_back(table: list[tuple[str, str, str]]) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([FIELDS, *numbered(table)]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)

    assert read_back("a.xlsx", out.getvalue()) == numbered(table)


PIECES = st.lists(
    st.sampled_from([
        "需求名称",
        "需求内容",
        "id",
        "合计",
        "注：说明",
        "一、组",
        ",",
        ",",
        ",",
        "\n",
        "\n",
        '"',
        "x",
        "：",
        "需求名称：",
        "{",
        "}",
        "\t",
        " ",
    ]),
    max_size=60,
).map("".join)


@given(st.one_of(PIECES.map(str.encode), st.binary(max_size=200)), st.sampled_from([".csv", ".txt", ".html", ".jsonl"]))
@settings(max_examples=300, deadline=None)
def test_every_row_is_accounted_for_in_any_garbage(content: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes("需求名称,需求内容\n".encode() + content)
        try:
            batch = read_needs(path)
        except BadInputError:
            return
    report = batch.report
    assert report.n_rows == report.n_accepted + report.n_rejected + report.n_skipped
    assert report.n_accepted == len(batch.records)
    assert len({need.id for need in batch.records}) == len(batch.records)
    assert report.total


GRIDS = st.lists(
    st.lists(
        st.sampled_from(["", "需求名称", "需求内容", "联系人", "姓名", "甲", "合计", "注：乙", "3"]),
        min_size=4,
        max_size=4,
    ),
    min_size=1,
    max_size=8,
)
MERGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3), st.integers(1, 2), st.integers(1, 3)), max_size=2)


@given(GRIDS, MERGES)
@settings(max_examples=150, deadline=None)
def test_every_row_of_any_merged_grid_is_accounted_for(
    grid: list[list[str]], merges: list[tuple[int, int, int, int]]
) -> None:
    spans = "".join(
        "<tr>"
        + "".join(
            f"<td rowspan={next((m[2] for m in merges if m[:2] == (row, column)), 1)}"
            f" colspan={next((m[3] for m in merges if m[:2] == (row, column)), 1)}>{text}</td>"
            for column, text in enumerate(texts)
        )
        + "</tr>"
        for row, texts in enumerate(grid)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.html"
        path.write_text(f"<table>{spans}</table>", encoding="utf-8")
        try:
            report = read_needs(path).report
        except BadInputError:
            return
    assert report.n_rows == report.n_accepted + report.n_rejected + report.n_skipped


@pytest.fixture(scope="module")
def sound_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("sound")
    rows = [["需求名称", "需求内容"], ["甲", "一"]]
    paths = [
        write_xlsx(folder / "a.xlsx", {"S": rows}),
        write_xls(folder / "a.xls", [["需求表"], *rows]),
        write_docx(folder / "a.docx", ["需求名称：乙", rows]),
        write_pdf(folder / "a.pdf", [pdf_table(760, [60, 180], rows)]),
    ]
    return {path.name: path.read_bytes() for path in paths}


@given(
    st.sampled_from(["a.xlsx", "a.xls", "a.docx", "a.pdf"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8),
)
# The same examples every time: a damaged file that brings down a native reader must not do so now and then.
@settings(max_examples=120, deadline=None, derandomize=True)
def test_flipped_bytes_are_read_or_refused(
    sound_files: dict[str, bytes], name: str, flips: list[tuple[float, int]]
) -> None:
    content = bytearray(sound_files[name])
    for place, value in flips:
        content[int(place * len(content))] = value
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            report = read_needs(path).report
        except BadInputError:
            return
    assert report.n_rows == report.n_accepted + report.n_rejected + report.n_skipped
