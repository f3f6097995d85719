"""An agenda as a Word file: one page a participant, the cards of the tables, the sign-in sheet."""

from collections.abc import Iterator
from typing import Final

from data.records.events import Guest
from service.exports import agenda_phrases as phrases
from service.exports.agenda_days import day_of, evidence_lines, guest_day, guest_line
from service.exports.agenda_tables import card_of, change_list, day_list, sign_in
from service.exports.agenda_view import AgendaView
from service.exports.paper import PaperPart, plain_cell, shared_widths
from service.exports.paper_word import word_part, word_table
from service.exports.word_file import TEXT_WIDTH, append, new_document, saved
from service.exports.word_xml import CELL, HEAD_FONT, TABLE_SIZE, Look, cell_paragraph, paragraph, run
from service.exports.word_xml import table as drawn_table

_CARD: Final = Look(size=28)
"""Read from a chair, not from the hand: 四号, 14 pt."""
_CARD_HEAD: Final = Look(size=28, font=HEAD_FONT)
_LABEL: Final = Look(bold=True, size=TABLE_SIZE)


def render_agenda_word(view: AgendaView) -> bytes:
    """Draw an agenda as a Word file; byte-identical for the same agenda."""
    document = new_document(title=view.title, as_of=day_of(view))
    append(document, "".join(_cover(view)))
    for guest in view.guests:
        append(document, "".join(_guest_page(view, guest)))
    append(document, "".join(_cards(view)))
    append(document, "".join([_new_page(phrases.SIGN_IN), *word_table(sign_in(view))]))
    return saved(document)


def _cover(view: AgendaView) -> Iterator[str]:
    yield paragraph(run(view.title), style="Title", centred=True)
    for line in view.lead():
        yield paragraph(run(line))
    if view.replanned is not None:
        yield from word_part(PaperPart(phrases.CHANGES, table=change_list(view)))
    yield from word_part(PaperPart(phrases.MEETINGS, table=day_list(view)))


def _new_page(heading: str) -> str:
    return paragraph(run(heading), style="Heading1", new_page=True)


def _guest_page(view: AgendaView, guest: Guest) -> Iterator[str]:
    yield _new_page(view.name(guest.id))
    yield paragraph(run(guest_line(view, guest), CELL))
    yield from word_table(guest_day(view, guest.id))
    for meeting in view.day(guest.id):
        lines = list(evidence_lines(meeting))
        if not lines:
            continue
        yield paragraph(run(f"{meeting.span}　{meeting.table}　{meeting.title}"), style="Heading3", keep_next=True)
        for label, text in lines:
            yield paragraph(run(f"{label}：", _LABEL) + run(text, CELL))
        yield paragraph(run(phrases.NOTE_LINE, CELL))


def _cards(view: AgendaView) -> Iterator[str]:
    for table in view.problem.event.tables:
        card = card_of(view, table.id)
        yield paragraph(run(card.name), style="Title", centred=True, new_page=True)
        yield paragraph(run(f"{view.title}　{view.version}"), centred=True)
        rows = [[cell_paragraph(run(plain_cell(cell), _CARD)) for cell in cells] for cells in card.rows]
        heads = [column.header for column in card.columns]
        widths = shared_widths(card, total=TEXT_WIDTH)
        yield drawn_table(heads, rows, widths=widths, head=_CARD_HEAD) if rows else paragraph(run(card.empty))
