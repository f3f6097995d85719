"""Where a record was read from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The place of a record in the file it came from.

    Attributes:
        file: the file's name without its folder.
        sheet: worksheet, or table/page of a document ("表1", "第2页"); empty where the format has none.
        row: row number as a person sees it, from 1; for running text the number of the paragraph; 0 where unknown.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0


UNKNOWN_SOURCE = Source()
