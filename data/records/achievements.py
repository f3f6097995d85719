"""What a university or institute can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from data.records.ids import AchievementId
from data.records.sources import UNKNOWN_SOURCE, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """A research result on offer, every value as it stood in the file.

    Nothing is cleaned, folded or parsed here: explanations quote these texts by character offsets. A missing value
    is the empty string.

    Attributes:
        id: as the file gives it, or made from the content when the file gives none.
        field: technical field or industry the result belongs to.
        scope: where it can be applied.
        indicators: technical parameters, where the file keeps them apart from the content.
        extra: columns that no field of ours claims, by their header as written.
    """

    id: AchievementId
    title: str
    content: str
    university: str = ""
    team: str = ""
    region: str = ""
    field: str = ""
    scope: str = ""
    indicators: str = ""
    maturity: str = ""
    ip_type: str = ""
    cooperation: str = ""
    price: str = ""
    contact: str = ""
    extra: Mapping[str, str] = dataclass_field(default_factory=dict)
    source: Source = UNKNOWN_SOURCE
