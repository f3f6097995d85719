"""What the command line says, and where: results to standard output, everything else to standard error."""

import logging
import sys
import warnings
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from service.cli.notices import NoticeFormatter

_LOUD_LIBRARIES: Final = (
    "jieba",
    "transformers",
    "sentence_transformers",
    "torch",
    "huggingface_hub",
    "alembic",
    "bm25s",
)


def show(text: str = "") -> None:
    """Print a line of the result."""
    print(text)


def tell(text: str) -> None:
    """Print a line about the work: what was read, left out or written."""
    print(text, file=sys.stderr, flush=True)


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns aligned by their width on screen; the last column is never cut or wrapped.

    Numbers stand to the right, texts to the left.
    """
    table = [list(headings), *(["" if cell is None else _one_line(cell) for cell in row] for row in rows)]
    widths = [max(cell_len(row[column]) for row in table) for column in range(len(headings))]
    numeric = [all(_is_number(row[column]) for row in table[1:]) for column in range(len(headings))]
    for row in table:
        cells = [_padded(cell, width, right=right) for cell, width, right in zip(row, widths, numeric, strict=True)]
        show("  ".join(cells).rstrip())


def quiet_libraries(*, level: str, debug: bool) -> None:
    """Send our own log to standard error at the level asked for, and keep libraries from talking to officials.

    Args:
        level: name of a logging level.
        debug: show everything, the libraries' warnings too.
    """
    handler = logging.StreamHandler(sys.stderr)
    if debug:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    else:
        handler.setFormatter(NoticeFormatter())
    logging.basicConfig(level=logging.DEBUG if debug else level, handlers=[handler], force=True)
    if debug:
        return
    warnings.simplefilter("ignore")
    for name in _LOUD_LIBRARIES:
        logging.getLogger(name).setLevel(logging.ERROR)


def survive_narrow_encodings() -> None:
    """Print a question mark where the console's encoding lacks a character, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).replace(",", "").replace("-", "", 1).isdigit() or cell in {"", "-"}


def _padded(cell: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - cell_len(cell))
    return blanks + cell if right else cell + blanks
