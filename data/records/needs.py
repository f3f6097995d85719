"""What an enterprise asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.records.ids import NeedId
from data.records.sources import UNKNOWN_SOURCE, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A technical need, every value as it stood in the file.

    Nothing is cleaned, folded or parsed here: explanations quote these texts by character offsets. A missing value
    is the empty string.

    Attributes:
        id: as the file gives it, or made from the content when the file gives none.
        extra: columns that no field of ours claims, by their header as written.
    """

    id: NeedId
    title: str
    content: str
    enterprise: str = ""
    region: str = ""
    industry: str = ""
    indicators: str = ""
    existing_base: str = ""
    budget: str = ""
    cooperation: str = ""
    valid_until: str = ""
    contact: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    source: Source = UNKNOWN_SOURCE
