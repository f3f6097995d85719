"""Which part of the records somebody may see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the records; nothing at all unless something is said.

    Attributes:
        everything: all records; the other two then say nothing.
        region_code: GB/T 2260; records whose region is this one or lies in it. Records of unknown region are outside.
        organisation: records of the enterprise or university written exactly so, or the party of that name. Where a
            region is given as well, a record must fit both.
    """

    everything: bool = False
    region_code: str = ""
    organisation: str = ""


EVERYTHING = Scope(everything=True)
NOTHING = Scope()
