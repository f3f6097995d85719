"""Ruled tables of a PDF, merged cells included."""

from pathlib import Path

from ingest.readers.files import read_file
from tests.ingest.office import pdf_text, write_pdf


def line(*ends: int) -> bytes:
    return b"%d %d m %d %d l S\n" % ends


def test_merged_cells_are_told_by_the_ruling(tmp_path: Path) -> None:
    # Columns begin at 50, 150 and 250 and end at 350; rows at 700, 676, 652 and 628.
    # The name spans rows 2 and 3, the heading columns 2 and 3.
    drawn = line(50, 700, 350, 700) + line(50, 676, 350, 676) + line(150, 652, 350, 652) + line(50, 628, 350, 628)
    drawn += line(50, 700, 50, 628) + line(150, 700, 150, 628) + line(250, 676, 250, 628) + line(350, 700, 350, 628)
    drawn += pdf_text(53, 684, "企业名称") + pdf_text(153, 684, "需求")
    drawn += pdf_text(53, 650, "云河泵业") + pdf_text(153, 660, "甲") + pdf_text(253, 660, "一")
    drawn += pdf_text(153, 636, "乙") + pdf_text(253, 636, "二")

    (table,) = read_file(write_pdf(tmp_path / "a.pdf", [drawn])).tables

    assert [(row.cells, row.spread, row.merged) for row in table.rows] == [
        (("企业名称", "需求", "需求"), frozenset({2}), frozenset({1})),
        (("云河泵业", "甲", "一"), frozenset(), frozenset()),
        (("云河泵业", "乙", "二"), frozenset({0}), frozenset()),
    ]
