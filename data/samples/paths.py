"""Where the bundled sample files lie."""

from importlib import resources
from pathlib import Path


def needs_path() -> Path:
    """Return the file of the needs (UTF-8 with a byte-order mark, one row a need)."""
    return _path("needs.csv")


def achievements_path() -> Path:
    """Return the file of the achievements."""
    return _path("achievements.csv")


def parties_path() -> Path:
    """Return the file of the enterprises, universities and institutes that the two lists name."""
    return _path("parties.csv")


def pairs_path() -> Path:
    """Return the file of the relevance judgements; levels as in `data.records.enums.Level`."""
    return _path("pairs.csv")


def notice_path() -> Path:
    """Return an invented notice of an authority (UTF-8), with deadlines, quotas, conditions and duties."""
    return _path("notice.txt")


def office_file_path() -> Path:
    """Return the workbook of twelve needs as an office sends them: titles, merged header, total."""
    return _path("需求汇总表.xlsx")


def _path(name: str) -> Path:
    # The distribution is installed unpacked (setuptools never zips it), so the resource is always a file of its own.
    return Path(str(resources.files("data.samples").joinpath(name)))
