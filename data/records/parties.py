"""Organisations that need, offer or mediate."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.records.enums import PartyKind
from data.records.ids import PartyId
from data.records.sources import UNKNOWN_SOURCE, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An enterprise, university, institute, intermediary or bureau, values as they stood in the file."""

    id: PartyId
    name: str
    kind: PartyKind
    region: str = ""
    industry: str = ""
    contact: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    source: Source = UNKNOWN_SOURCE
