"""Official forms as data: what is printed where, and which values go into it.

A line of a form is 24 units wide; cells, and columns of tables, take some of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

LINE_UNITS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell:
    """A cell of a form: printed words, or a place for a value.

    Attributes:
        label: printed words; "" where a value goes.
        key: which value goes here; "" where words are printed.
        units: width.
        rows: rows it spans.
        lines: height in lines of text, at least.
        options: what is to be ticked; () for a text. Several may be ticked.
        blank: what stands there while there is no value, such as a place for a seal.
        is_required: whether the form is incomplete without it.
        is_contact: a person's phone, address or the like: masked unless somebody entitled asks for it.
        is_office_only: filled in by the office alone; always printed empty.
    """

    label: str = ""
    key: str = ""
    units: int
    rows: int = 1
    lines: int = 1
    options: tuple[str, ...] = ()
    blank: str = ""
    is_required: bool = False
    is_contact: bool = False
    is_office_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """A column of a table; the attributes as those of a cell."""

    key: str
    header: str
    units: int
    is_required: bool = False
    is_contact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """A table inside a form: numbered rows, one an entry.

    Attributes:
        columns: with the first column of numbers, which needs no value, they fill the line.
        number_units: width of the first column; 0 for none.
        min_rows: empty rows are added up to so many.
    """

    key: str
    columns: tuple[FormColumn, ...]
    number_units: int = 1
    min_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """Cells side by side; with what spans down from above, they fill the line."""

    cells: tuple[FormCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLayout:
    """A form.

    Attributes:
        id: unique; the name of its file.
        label: as the notice calls it: "附件3".
        notice: which notice asks for it, in words.
        is_derived: the notice names the form without containing it: its fields were derived from the text.
        is_landscape: printed on A4 lying.
        lead: values above the frame, each (printed words, key).
        notes: below the frame.
        copies: on paper; None where the notice states none.
    """

    id: str
    label: str
    title: str
    notice: str
    is_derived: bool
    is_landscape: bool
    lead: tuple[tuple[str, str], ...]
    parts: tuple[FormRow | FormTable, ...]
    notes: tuple[str, ...] = ()
    copies: int | None = None


FormEntry = Mapping[str, str]
"""One row of a table: key of a column -> text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """What is filled in; every key must be one of the layout's.

    Attributes:
        texts: key -> text.
        ticks: key -> the options ticked.
        tables: key -> rows.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    ticks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: Mapping[str, Sequence[FormEntry]] = field(default_factory=dict)
