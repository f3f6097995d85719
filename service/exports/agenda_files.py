"""Writes an agenda; the ending of the name chooses the format."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from data.errors import BadInputError
from service.docking.agenda.agenda_file import agenda_text
from service.exports.agenda_book import render_agenda_workbook
from service.exports.agenda_calendar import render_event_calendar, render_guest_calendars
from service.exports.agenda_page import render_agenda_page
from service.exports.agenda_view import AgendaView, PlannedEvent
from service.exports.agenda_word import render_agenda_word
from service.exports.files import check_output, replace_file
from service.exports.masking import MASKED, Masks

_RENDERERS: Final[Mapping[str, Callable[[AgendaView], bytes]]] = {
    ".xlsx": render_agenda_workbook,
    ".docx": render_agenda_word,
    ".html": render_agenda_page,
    ".ics": render_event_calendar,
    ".zip": render_guest_calendars,
}
AGENDA_ENDINGS: Final = (".json", *_RENDERERS)


def check_event_day(held_on: str, outputs: Sequence[Path], *, source: Path) -> None:
    """Refuse files that show the day of an event which states none, before any long work is done for them.

    Args:
        held_on: the day as the file states it.
        outputs: the files to be written; JSON does without a day.
        source: the file that a person wrote the event in.

    Raises:
        BadInputError: there is no day, or none that is written as in 2026-11-22.
    """
    if all(path.suffix.lower() == ".json" for path in outputs):
        return
    try:
        date.fromisoformat(held_on)
    except ValueError as error:
        raise BadInputError(
            f"文件“{source}”的 event.held_on 是“{held_on}”，不是日期，无法写出打印件和日历。",
            remedy="请写成 2026-11-22 这样的日期，或只写出 .json。",
        ) from error


def write_agenda(planned: PlannedEvent, path: Path, *, masks: Masks = MASKED) -> None:
    """Write an agenda in the format that the file's ending names; the file is replaced as a whole or not at all.

    Args:
        planned: the event, its agenda, and what changed; `check_event_day` has passed.
        path: .json (for programs and the next change), .xlsx, .docx, .html, .ics (the whole event) or .zip (one
            calendar a participant).
        masks: how contacts are hidden; JSON carries ids and names as the problem file does.
    """
    check_output(path, endings=AGENDA_ENDINGS)
    replace_file(path, render_agenda(planned, path.suffix.lower(), masks=masks))


def render_agenda(planned: PlannedEvent, ending: str, *, masks: Masks = MASKED) -> bytes:
    """Return the content of a file of that ending, one of `AGENDA_ENDINGS`; see `write_agenda`."""
    if ending == ".json":
        return agenda_text(planned.problem, planned.agenda, replanned=planned.replanned).encode("utf-8")
    return _RENDERERS[ending](AgendaView(planned, masks))
