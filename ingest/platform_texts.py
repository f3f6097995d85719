"""What cells of other platforms' files can carry of our texts, and the guard of csv files against formulas."""

import re
from typing import Final

CUT_NOTE: Final = "……（文字过长，其余见原始材料）"
"""Ends a text that a cell cannot hold whole."""

_MOST_CHARACTERS: Final = 32_767
"""Of a cell of a workbook (Excel specifications and limits)."""
_FORMULA: Final = re.compile("'*\\s*[=+\\-@\t\r\n＝＋－\uff20]")
"""What a spreadsheet program would run, and what the guard makes of that: both are guarded, or reading could not tell
one from the other."""
_LINE_ENDS: Final = re.compile("\r\n?")
_UNCARRIED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd-\uffff]")
"""Characters that XML 1.0 cannot hold, and those that readers take for damage."""


def carried(text: str, *, ending: str) -> str:
    """Return what a file holds of a text: blanks for what no cell can hold, lines ended in one way.

    Args:
        text: any.
        ending: of the file: "xlsx", whose cells are cut where they are full, or "csv".
    """
    plain = _UNCARRIED.sub(" ", _LINE_ENDS.sub("\n", text))
    if ending != "xlsx" or len(plain) <= _MOST_CHARACTERS:
        return plain
    return plain[: _MOST_CHARACTERS - len(CUT_NOTE)] + CUT_NOTE


def guarded(text: str) -> str:
    """Return a text for a csv file, after an apostrophe where a spreadsheet program would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
