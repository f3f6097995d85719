"""Parts of a paper as blocks of a Word file."""

from collections.abc import Iterator
from typing import Final

from service.exports.marks import MarkedText
from service.exports.paper import PaperCell, PaperPart, PaperTable, plain_cell, shared_widths
from service.exports.word_file import TEXT_WIDTH
from service.exports.word_xml import (
    CELL,
    CELL_HEAD,
    GAP,
    PLAIN,
    SMALL,
    SMALL_HEAD,
    Look,
    cell_paragraph,
    marked_runs,
    paragraph,
    run,
    table,
)

_FEWEST_SPLIT: Final = 600
"""Characters of a cell from which its row may run over to the next page."""
_FEWEST_SMALL: Final = 5
"""Columns from which a table is set in small type."""


def word_part(part: PaperPart) -> Iterator[str]:
    """Yield the paragraphs and the table of a part.

    Args:
        part: the part.

    Yields:
        Blocks for `word_file.append`.
    """
    yield paragraph(run(part.heading), style=f"Heading{part.level}")
    for line in part.lines:
        # What is said of a table stays with its first rows.
        yield paragraph(_runs(line, CELL if part.is_small else PLAIN), keep_next=part.table is not None)
    if part.table is not None:
        yield from word_table(part.table, is_small=part.is_small)


def word_table(shown: PaperTable, *, is_small: bool = False) -> Iterator[str]:
    """Yield a table alone, or what stands in its place.

    Args:
        shown: the table.
        is_small: whether it is set in small type though its columns are few.

    Yields:
        Blocks for `word_file.append`.
    """
    if not shown.rows:
        yield paragraph(run(shown.empty))
        return
    look, head = (SMALL, SMALL_HEAD) if is_small or len(shown.columns) >= _FEWEST_SMALL else (CELL, CELL_HEAD)
    rows = [[_cell(cell, look) for cell in cells] for cells in shown.rows]
    is_long = any(len(plain_cell(cell)) >= _FEWEST_SPLIT for cells in shown.rows for cell in cells)
    header = [column.header for column in shown.columns]
    yield table(header, rows, widths=shared_widths(shown, total=TEXT_WIDTH), may_split=is_long, head=head)
    yield GAP


def _cell(cell: PaperCell, look: Look) -> str:
    return cell_paragraph(marked_runs(cell, look) if isinstance(cell, MarkedText) else run(str(cell), look))


def _runs(line: str | MarkedText, look: Look) -> str:
    if isinstance(line, MarkedText):
        return run(f"{line.label}：", look) + marked_runs(line, look)
    return run(line, look)
