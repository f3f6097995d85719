"""What lists are filtered by: closed values that reading a record's texts gave."""

from dataclasses import dataclass
from datetime import datetime

from data.records.enums import CooperationMode, Readiness


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The closed values of one record; they never replace its texts, which stay as the file had them.

    Attributes:
        region_code: GB/T 2260, six digits; "" where no region was recognised.
        industry_code: GB/T 4754 section ("C") or division ("C27"); "" where none was recognised.
        readiness: None where it is unknown, and for needs and parties.
        modes: of cooperation; empty where none is named.
        edition: of the rules that read them from the texts; 0 where nobody has read them yet.
    """

    region_code: str = ""
    industry_code: str = ""
    readiness: Readiness | None = None
    modes: frozenset[CooperationMode] = frozenset()
    edition: int = 0


UNKNOWN_FACETS = Facets()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Which records a list shows; every value given must fit, and one left at its default asks nothing.

    Attributes:
        region_code: a region; records of everything that lies in it fit.
        industry_code: a section, whose divisions fit too, or a division.
        readiness: at least this stage.
        mode: among the modes the record names.
        organisation: enterprise, university or name, written exactly so.
        arrived_from: aware; records that came then or later.
        arrived_before: aware; records that came earlier.
        words: stand in the title or name, whatever the case.
        is_deleted: records that were deleted, instead of those that are there.
    """

    region_code: str = ""
    industry_code: str = ""
    readiness: Readiness | None = None
    mode: CooperationMode | None = None
    organisation: str = ""
    arrived_from: datetime | None = None
    arrived_before: datetime | None = None
    words: str = ""
    is_deleted: bool = False


EVERY_RECORD = RecordFilter()
