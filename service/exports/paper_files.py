"""Papers as xlsx, docx, html and csv."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from markupsafe import Markup
from xlsxwriter.workbook import Workbook

from service.exports.delimited import harmless
from service.exports.files import check_output, replace_file
from service.exports.paper import Paper, plain_cell
from service.exports.paper_sheets import add_sheet
from service.exports.paper_word import word_part
from service.exports.phrases import MORE_NOTES, NOTES_AT_HEAD, NOTES_TITLE
from service.exports.web_page import TEMPLATES, template_environment
from service.exports.word_file import append, new_document, saved
from service.exports.word_xml import paragraph, run
from service.exports.workbook_grid import Column, Grid, Styles

GUIDE_SHEET: Final = "说明"
_LEAD: Final = 1 + NOTES_AT_HEAD
"""Sentences under the title of a Word file, the totals being the first; more would push the overview off its page."""


def render_workbook(paper: Paper) -> bytes:
    """Draw the sheets of a paper, and one more with what it says besides.

    Returns:
        An xlsx file; byte-identical for the same paper.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, options) as book:
        created = datetime(paper.as_of.year, paper.as_of.month, paper.as_of.day, tzinfo=UTC)
        book.set_properties({"title": paper.title, "created": created})
        styles = Styles(book)
        for sheet in paper.sheets:
            add_sheet(book, styles, sheet)
        guide = Grid(book, styles, name=GUIDE_SHEET, columns=(Column("项目", 18), Column("说明", 110)))
        for line in paper.lead:
            guide.add(["概况", line])
        for line in paper.foot:
            guide.add(["怎样阅读", line])
        guide.finish()
    return buffer.getvalue()


def render_word(paper: Paper) -> bytes:
    """Draw a paper as a Word file; byte-identical for the same paper."""
    document = new_document(title=paper.title, as_of=paper.as_of)
    append(document, "".join(_opening(paper)))
    for part in paper.brief or paper.parts:
        append(document, "".join(word_part(part)))
    append(document, "".join(_closing(paper)))
    return saved(document)


def render_page(paper: Paper) -> bytes:
    """Draw a paper as one self-contained page that loads nothing and prints on A4."""
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("matches.css", "paper.css"))
    page = template_environment().get_template("paper.html")
    # Our own style sheets: no text of a user is ever part of them.
    return page.render(paper=paper, style=Markup(style)).encode("utf-8")  # noqa: S704 - as above


def render_csv(paper: Paper) -> bytes:
    """Draw the sheets of a paper one below the other, each headed by its name; UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for sheet in paper.sheets:
        writer.writerow(["表", *(column.header for column in sheet.columns)])
        for cells in sheet.rows or (((sheet.empty,),)):
            writer.writerow([sheet.name, *(harmless(plain_cell(cell)) for cell in cells)])
    return text.getvalue().encode("utf-8-sig")


_RENDERERS: Final[Mapping[str, Callable[[Paper], bytes]]] = {
    ".xlsx": render_workbook,
    ".docx": render_word,
    ".html": render_page,
    ".csv": render_csv,
}
PAPER_ENDINGS: Final = tuple(_RENDERERS)


def write_paper(paper: Paper, path: Path) -> None:
    """Write a paper in the format that the file's ending names; the file is replaced as a whole or not at all."""
    check_output(path, endings=PAPER_ENDINGS)
    replace_file(path, _RENDERERS[path.suffix.lower()](paper))


def _opening(paper: Paper) -> Iterator[str]:
    yield paragraph(run(paper.title), style="Title", centred=True)
    yield paragraph(run(f"{paper.as_of.year}年{paper.as_of.month}月{paper.as_of.day}日"), centred=True)
    for line in paper.lead[:_LEAD]:
        yield paragraph(run(line))
    if len(paper.lead) > _LEAD:
        yield paragraph(run(MORE_NOTES.format(n=len(paper.lead) - _LEAD)))


def _closing(paper: Paper) -> Iterator[str]:
    if len(paper.lead) > _LEAD:
        yield paragraph(run(NOTES_TITLE), style="Heading1")
        yield from (paragraph(run(line)) for line in paper.lead[_LEAD:])
    yield from (paragraph(run(line)) for line in paper.foot)
