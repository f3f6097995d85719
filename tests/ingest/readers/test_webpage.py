"""Web pages."""

import time

from ingest.readers.webpage import read_web_page


def test_blocks_breaks_and_comments() -> None:
    page = "<div>甲 <b>乙</b><br>丙<!-- 丁 --></div>戊<p>己</p>"

    (text,) = read_web_page(page.encode(), "a.html")

    assert [row.cells[0] for row in text.rows] == ["甲 乙", "丙", "戊", "己"]


def test_a_long_page_and_absurd_spans_are_read_in_linear_time() -> None:
    cells = "<td rowspan=1000 colspan=1000>甲</td>" * 10
    page = f"<table><tr>{cells}</tr></table>" + "<p>乙<br>丙</p>" * 20_000

    start = time.process_time()
    table, text = read_web_page(page.encode(), "a.html")

    assert (len(table.rows), len(text.rows)) == (1, 40_000)
    assert time.process_time() - start < 8.0
