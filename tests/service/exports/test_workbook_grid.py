from hypothesis import given
from hypothesis import strategies as st

from service.exports.marks import MarkedText, Span, cut
from service.exports.workbook_grid import LINES_PER_ROW, display_width, lines_needed, row_points, row_sized


def test_display_width_counts_chinese_and_circled_characters_twice() -> None:
    assert display_width("a1涂层①√") == 10


def test_lines_needed_counts_wrapped_lines_and_breaks() -> None:
    # 20 characters take 40 places; a column of 11 leaves 10 a line: 4 lines, then one empty, then one.
    assert lines_needed("涂" * 20 + "\n\n层", width=11) == 6


def test_row_points_never_exceed_what_excel_takes() -> None:
    assert (row_points(1), row_points(1000)) == (18.5, 409.0)


@given(st.text(alphabet="涂层a1 \n\r\u2028", max_size=3000), st.integers(0, 3000), st.integers(1, 500))
def test_row_sized_pieces_join_up_and_fit(text: str, start: int, length: int) -> None:
    marked = MarkedText("内容", cut(text, [Span(start, start + length, "①")]))
    pieces = row_sized(marked, width=20)
    assert "".join(piece.text for piece in pieces) == text
    assert all(lines_needed(piece.text.removesuffix("\n"), width=20) <= LINES_PER_ROW for piece in pieces)
    assert sum(segment.opens == "①" for piece in pieces for segment in piece.segments) == int(
        start < len(text) >= start + length
    )
