"""Writes a doctor's report; the ending of the name chooses the format."""

from pathlib import Path
from typing import Final

from service.docking.doctoring import Consultation
from service.exports.doctor_lines import render_lines
from service.exports.doctor_paper import doctor_paper
from service.exports.files import check_output, replace_file
from service.exports.masking import MASKED, Masks
from service.exports.paper_files import PAPER_ENDINGS, write_paper

DOCTOR_ENDINGS: Final = (*PAPER_ENDINGS, ".jsonl")


def write_consultation(report: Consultation, path: Path, *, masks: Masks = MASKED) -> None:
    """Write a report as .xlsx, .docx, .html, .csv or .jsonl; an existing file is replaced as a whole or not at all."""
    check_output(path, endings=DOCTOR_ENDINGS)
    if path.suffix.lower() == ".jsonl":
        replace_file(path, render_lines(report, masks))
    else:
        write_paper(doctor_paper(report, masks), path)
