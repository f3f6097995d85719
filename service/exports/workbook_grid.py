"""Worksheets that show all their text: column widths, estimated row heights and print set-up."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from service.exports.marks import MarkedText, Segment

# Excel's own limits: characters of a cell, height of a row, links of a sheet.
MAX_CELL_CHARACTERS: Final = 32_767
MAX_ROW_POINTS: Final = 409.0
MAX_LINKS: Final = 65_000
# Song 10 pt, which every Chinese office computer has; Noto and DengXian need a little more than its 13.5 pt a line.
FONT: Final = "宋体"
FONT_POINTS: Final = 10
LINE_POINTS: Final = 14.5
# Lines that one row may take before a text goes on in the next row: 24 lines are 348 pt, below Excel's limit.
LINES_PER_ROW: Final = 24
_CUT_NOTE: Final = "……（文字过长，其余见原始材料）"
_LINK_COLOUR: Final = "#1F4E79"
_BAND_COLOUR: Final = "#E7EDF3"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header and its width in characters (a Chinese character takes two)."""

    header: str
    width: float


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another cell of the same workbook."""

    text: str
    sheet: str
    row: int


Cell = str | int | Decimal | MarkedText | Link


class Styles:
    """Cell formats of a workbook: `base` for text, `band` for the first row of a block, `header` for column heads.

    `title` and `line` are for what stands above a table, without a frame.
    """

    def __init__(self, book: Workbook) -> None:
        common = {"font_name": FONT, "font_size": FONT_POINTS, "valign": "top", "text_wrap": True, "border": 1}
        common |= {"border_color": "#999999"}
        middle = common | {"valign": "vcenter", "align": "center"}
        self.header = book.add_format(middle | {"bold": True, "bg_color": _BAND_COLOUR})
        self.base = book.add_format(common)
        self.whole = book.add_format(common | {"align": "center"})
        self.signed = book.add_format(common | {"num_format": "+0.00;-0.00;0.00", "align": "right", "indent": 1})
        self.link = book.add_format(common | {"font_color": _LINK_COLOUR, "underline": 1})
        band = common | {"bold": True, "bg_color": _BAND_COLOUR, "top": 2}
        self.band = book.add_format(band)
        self.band_link = book.add_format(band | {"font_color": _LINK_COLOUR, "underline": 1})
        self.line = book.add_format({"font_name": FONT, "font_size": FONT_POINTS, "valign": "top", "text_wrap": True})
        middle_title = {"align": "center", "valign": "vcenter", "text_wrap": True}
        self.title = book.add_format({"font_name": FONT, "font_size": 15, "bold": True} | middle_title)
        self.plain = book.add_format({"font_name": FONT, "font_size": FONT_POINTS})
        self.underlined = book.add_format({"font_name": FONT, "font_size": FONT_POINTS, "underline": 1})
        self.numbered = book.add_format({"font_name": FONT, "font_size": FONT_POINTS, "bold": True})


class Grid:
    """A worksheet filled row by row, from the header down.

    Args:
        book: the XlsxWriter workbook.
        styles: its formats.
        name: name of the sheet.
        columns: its columns.
        print_columns: how many of them are printed; all when 0.
        preface: lines across all columns above the header, the first of them the title; none as a rule.
    """

    def __init__(
        self,
        book: Workbook,
        styles: Styles,
        *,
        name: str,
        columns: Sequence[Column],
        print_columns: int = 0,
        preface: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.next_row = 0
        self._header_row = len(preface)
        self._styles = styles
        self._columns = columns
        self._print_columns = print_columns or len(columns)
        self._n_links = 0
        self.sheet = book.add_worksheet(name)
        for index, column in enumerate(columns):
            self.sheet.set_column(index, index, column.width)
        self._set_up_print()
        for line in preface:
            self._add_line(line)
        self._add_header()

    def add(self, cells: Sequence[Cell], *, band: bool = False) -> int:
        """Write the next row, as high as its longest cell needs.

        Args:
            cells: one a column, from the left; missing ones stay empty but framed.
            band: is it the first row of a block?

        Returns:
            The row's index, from 0.
        """
        row = self.next_row
        filled = [*cells, *[""] * (len(self._columns) - len(cells))]
        n_lines = max(
            lines_needed(_plain(cell), width=column.width) for cell, column in zip(filled, self._columns, strict=True)
        )
        self.sheet.set_row(row, row_points(n_lines))
        for index, cell in enumerate(filled):
            self._write(row, index, cell, band=band)
        self.next_row += 1
        return row

    def add_wide(self, cells: Sequence[str], text: str) -> int:
        """Write a row whose last text spans all remaining columns.

        Args:
            cells: texts of the first columns.
            text: what spans the rest.

        Returns:
            The row's index, from 0.
        """
        row = self.next_row
        for index, cell in enumerate(cells):
            self._write(row, index, cell, band=False)
        width = sum(column.width for column in self._columns[len(cells) :])
        self.sheet.set_row(row, row_points(lines_needed(text, width=width)))
        last = len(self._columns) - 1
        if last > len(cells):
            self.sheet.merge_range(row, len(cells), row, last, "", self._styles.base)
        self.sheet.write_string(row, len(cells), shortened(text), self._styles.base)
        self.next_row += 1
        return row

    def finish(self) -> None:
        """Set what depends on the number of rows: the filter and the printed area."""
        last = max(self._header_row + 1, self.next_row - 1)
        self.sheet.autofilter(self._header_row, 0, last, len(self._columns) - 1)
        self.sheet.print_area(0, 0, last, self._print_columns - 1)

    def _add_line(self, line: str) -> None:
        row, style = self.next_row, self._styles.line if self.next_row else self._styles.title
        width = sum(column.width for column in self._columns)
        # The title is set half as large again.
        n_lines = lines_needed(line, width=width if row else width / 1.5)
        self.sheet.set_row(row, row_points(n_lines) if row else 1.5 * row_points(n_lines))
        self.sheet.merge_range(row, 0, row, len(self._columns) - 1, "", style)
        self.sheet.write_string(row, 0, shortened(line), style)
        self.next_row += 1

    def _add_header(self) -> None:
        row = self._header_row
        for index, column in enumerate(self._columns):
            self.sheet.write_string(row, index, column.header, self._styles.header)
        n_lines = max(lines_needed(column.header, width=column.width - 3) for column in self._columns)
        self.sheet.set_row(row, max(24.0, row_points(n_lines)))
        self.next_row = row + 1

    def _set_up_print(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        self.sheet.set_header(f'&C&"{FONT},Bold"&12{self.name}')
        self.sheet.set_footer(f'&C&"{FONT},Regular"&9第 &P 页，共 &N 页')
        self.sheet.repeat_rows(self._header_row)
        # A preface that stayed in sight would leave no room for the rows.
        if not self._header_row:
            self.sheet.freeze_panes(1, 0)

    def _write(self, row: int, index: int, cell: Cell, *, band: bool) -> None:
        styles = self._styles
        base = styles.band if band else styles.base
        if isinstance(cell, MarkedText):
            self._write_marked(row, index, cell)
        elif isinstance(cell, Link):
            self._write_link(row, index, cell, band=band)
        elif isinstance(cell, Decimal):
            self.sheet.write_number(row, index, float(cell), styles.signed)
        elif isinstance(cell, int):
            self.sheet.write_number(row, index, cell, styles.whole)
        elif cell:
            self.sheet.write_string(row, index, shortened(cell), base)
        else:
            self.sheet.write_blank(row, index, None, base)

    def _write_link(self, row: int, index: int, link: Link, *, band: bool) -> None:
        style = self._styles.band_link if band else self._styles.link
        self._n_links += 1
        if self._n_links > MAX_LINKS:
            self.sheet.write_string(row, index, link.text, self._styles.base)
        else:
            self.sheet.write_url(row, index, f"internal:'{link.sheet}'!A{link.row + 1}", style, link.text)

    def _write_marked(self, row: int, index: int, text: MarkedText) -> None:
        styles = self._styles
        pieces: list[Format | str] = []
        for segment in text.segments:
            pieces += [styles.numbered, segment.opens] if segment.opens else []
            pieces += [styles.underlined if segment.marked else styles.plain, line_feeds(segment.text)]
        # XlsxWriter takes two fragments or more; one alone is plain text.
        if len(pieces) > 2:
            self.sheet.write_rich_string(row, index, *pieces, styles.base)
        else:
            self.sheet.write_string(row, index, line_feeds(text.text), styles.base)


def display_width(text: str) -> int:
    """Return how many half-width places a line takes; East Asian wide and ambiguous characters take two or more."""
    # GB 18030 gives one byte to ASCII, two to what Chinese fonts draw wide (① and √ too) and four to rare characters:
    # the width, rather too much than too little, at the speed of C; a city's workbook measures 40 million characters.
    return len(text.encode("gb18030", errors="replace"))


def lines_needed(text: str, *, width: float) -> int:
    """Estimate how many lines a wrapped cell needs; neither Excel's file nor XlsxWriter knows.

    Args:
        text: the cell.
        width: the column's width in half-width characters.

    Returns:
        At least 1; slightly too many rather than too few, since too few hides text.
    """
    # A width counts digits of Calibri 11 (7 pixels); half a Song character of 10 pt has 6.7. The 5% more that fit, and
    # one place, are left for lines that break early, before a word or a stop.
    room = max(2.0, width - 1)
    return sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))


def row_points(n_lines: int) -> float:
    """Return the height of a row of so many lines, within Excel's limit."""
    return min(MAX_ROW_POINTS, n_lines * LINE_POINTS + 4)


def line_feeds(text: str) -> str:
    r"""Return a text whose lines end in \n, as those of cells do: a \r would be shown as "_x000D_"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shortened(text: str) -> str:
    """Return a text that Excel accepts in one cell; what is cut is said to be cut."""
    text = line_feeds(text)
    return text if len(text) <= MAX_CELL_CHARACTERS else text[: MAX_CELL_CHARACTERS - len(_CUT_NOTE)] + _CUT_NOTE


def row_sized(text: MarkedText, *, width: float) -> tuple[MarkedText, ...]:
    """Cut a long marked text into pieces that each fit into one row.

    Args:
        text: the text.
        width: width of its column.

    Returns:
        Pieces that join up to the text.
    """
    rows: list[list[Segment]] = [[]]
    used = 0
    for piece in _pieces(text, size=int(width / 2) * LINES_PER_ROW // 2):
        needed = lines_needed(piece.text.removesuffix("\n"), width=width)
        if rows[-1] and used + needed > LINES_PER_ROW:
            rows.append([])
            used = 0
        rows[-1].append(piece)
        used += needed
    return tuple(MarkedText(text.label, tuple(row)) for row in rows if row)


def _pieces(text: MarkedText, *, size: int) -> list[Segment]:
    """Cut segments at line breaks and at `size` characters.

    Returns:
        The pieces in order; a number stays with the first piece of its segment.
    """
    pieces: list[Segment] = []
    for segment in text.segments:
        opens = segment.opens
        for line in segment.text.splitlines(keepends=True):
            for start in range(0, len(line), size):
                pieces.append(Segment(line[start : start + size], opens, segment.marked))
                opens = ""
    return pieces


def _plain(cell: Cell) -> str:
    if isinstance(cell, MarkedText):
        return "".join(segment.opens + segment.text for segment in cell.segments)
    return cell.text if isinstance(cell, Link) else str(cell)
