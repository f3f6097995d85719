"""The census as files: the board as a workbook or Word file, reminders by county; nothing is sent from here."""

import io
import zipfile
from pathlib import Path
from typing import Final

from service.docking.census.coverage import Census, Coverage, State
from service.docking.census.names import short_name
from service.exports.census_paper import board_paper, reminder_paper
from service.exports.files import replace_file
from service.exports.paper_files import render_word, render_workbook

# The first moment a zip file can state: the same census gives the same bytes.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def render_board(census: Census, ending: str) -> bytes:
    """Draw the board with the lists behind it; `ending` is "xlsx" or "docx"."""
    return render_workbook(board_paper(census)) if ending == "xlsx" else render_word(board_paper(census))


def render_reminder(census: Census, county: Coverage) -> bytes:
    """Draw the reminder of a county as a Word file."""
    return render_word(reminder_paper(census, county))


def reminded(census: Census) -> list[Coverage]:
    """Return the counties that somebody is missing in, by code; those of unknown county are nobody's to remind."""
    return [each for each in census.counties if each.code and each.n[State.MISSING]]


def reminder_name(census: Census, county: Coverage) -> str:
    """Return what a reminder's file is called."""
    return f"催报_{short_name(county.code)}_{census.as_of:%Y%m%d}.docx"


def render_reminders(census: Census) -> bytes:
    """Pack the reminders of all counties, and the whole list, into one zip file."""
    files = {reminder_name(census, each): render_reminder(census, each) for each in reminded(census)}
    files[f"未报企业_{census.as_of:%Y%m%d}.xlsx"] = render_board(census, "xlsx")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def write_reminders(census: Census, folder: Path) -> list[Path]:
    """Write the reminder of each county with missing enterprises, and the whole list; return the files in order."""
    written = []
    for each in reminded(census):
        path = folder / reminder_name(census, each)
        replace_file(path, render_reminder(census, each))
        written.append(path)
    path = folder / f"未报企业_{census.as_of:%Y%m%d}.xlsx"
    replace_file(path, render_board(census, "xlsx"))
    return [*written, path]
