from hypothesis import given
from hypothesis import strategies as st

from service.exports.marks import Segment, Span, circled, cut


def test_circled_covers_every_block_of_unicode() -> None:
    assert [circled(number) for number in (1, 20, 21, 35, 36, 50, 51)] == ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "(51)"]


def test_cut_numbers_overlapping_marks_where_they_begin() -> None:
    assert cut("甲乙丙丁戊", [Span(1, 4, "①"), Span(3, 5, "②")]) == (
        Segment("甲", "", marked=False),
        Segment("乙丙", "①", marked=True),
        Segment("丁", "②", marked=True),
        Segment("戊", "", marked=True),
    )


def test_cut_leaves_out_marks_outside_the_text() -> None:
    assert cut("甲乙", [Span(1, 9, "①"), Span(1, 1, "②")]) == (Segment("甲乙", "", marked=False),)


def test_cut_of_an_empty_text_is_empty() -> None:
    assert cut("", [Span(0, 1, "①")]) == ()


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=6))
def test_cut_joins_up_to_the_text_and_marks_exactly_the_spans(text: str, edges: list[tuple[int, int]]) -> None:
    spans = [Span(start, end, str(number)) for number, (start, end) in enumerate(edges)]
    segments = cut(text, spans)
    marked = "".join("1" * len(each.text) if each.marked else "0" * len(each.text) for each in segments)
    usable = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    expected = "".join("1" if any(s.start <= place < s.end for s in usable) else "0" for place in range(len(text)))
    assert ("".join(each.text for each in segments), marked) == (text, expected)
