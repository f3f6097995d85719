"""Other platforms' files as data: which of their columns is which of our fields, and how they code it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import Literal


class CodedValue(StrEnum):
    """What a coded column says; each is read from our texts as lists and filters read it."""

    READINESS = "readiness"
    MODES = "modes"
    REGION = "region"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorColumn:
    """A column of a platform's file.

    Attributes:
        header: as the platform writes it.
        field: of our record; "" for a column that goes to and comes from the record's further columns.
        coded: what its codes say; None for plain text.
        codes: our value -> theirs, for readiness and modes; region and industry codes are the national ones and need
            none.
        is_required: the platform refuses a row without it.
        is_contact: left empty on the way out: a person's contact is typed in by whoever may.
    """

    header: str
    field: str
    coded: CodedValue | None = None
    codes: Mapping[str, str] = dataclass_field(default_factory=dict)
    is_required: bool = False
    is_contact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """A platform's file of one kind of record.

    Attributes:
        id: unique.
        platform: its name.
        named_in: which notice names it.
        kind: of our records.
        ending: "xlsx" or "csv".
        encoding: of a csv file: "utf-8-sig" or "gb18030".
        is_confirmed: whether the columns were compared with the platform's own template.
        columns: in the order of the file.
    """

    id: str
    platform: str
    named_in: str
    kind: Literal["needs", "achievements", "parties"]
    ending: Literal["xlsx", "csv"]
    encoding: str
    is_confirmed: bool
    columns: tuple[ConnectorColumn, ...]
