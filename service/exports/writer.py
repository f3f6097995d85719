"""Writes results to files; the ending of the name chooses the format."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from data.records.matches import MatchReport
from service.exports import delimited, json_lines, web_page, word, workbook
from service.exports.files import check_output, replace_file
from service.exports.masking import MASKED, Masks

_RENDERERS: Final[Mapping[str, Callable[[MatchReport, Masks], bytes]]] = {
    ".xlsx": workbook.render,
    ".csv": delimited.render,
    ".jsonl": json_lines.render,
    ".html": web_page.render,
    ".docx": word.render,
}


def write_matches(report: MatchReport, path: Path, *, masks: Masks = MASKED) -> None:
    """Write matches in the format that the file's ending names.

    The file is replaced as a whole or not at all, and is byte-identical for the same report.

    Args:
        report: the matches.
        path: .xlsx, .csv, .jsonl, .html or .docx; an existing file is replaced.
        masks: how contacts are hidden.
    """
    check_output(path)
    replace_file(path, _RENDERERS[path.suffix.lower()](report, masks))
