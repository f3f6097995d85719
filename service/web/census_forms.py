"""What the forms of the census send."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from data.records.census import Campaign
from data.records.notices import Quote
from data.records.rules import CensusTerms

_YUAN_PER_WAN = 10_000


def _blank_as_none(value: object) -> object:
    """Take a field that was left blank for none."""
    return None if isinstance(value, str) and not value.strip() else value


OptionalDay = Annotated[date | None, BeforeValidator(_blank_as_none)]
OptionalCount = Annotated[int | None, BeforeValidator(_blank_as_none), Field(ge=1, le=1000)]
OptionalWan = Annotated[Decimal | None, BeforeValidator(_blank_as_none), Field(ge=0, le=100_000_000, decimal_places=4)]


class CampaignForm(BaseModel):
    """What opens a campaign; the threshold is written in 万元."""

    name: str = Field(default="", max_length=200)
    region_code: str = Field(default="", max_length=6)
    counties: list[str] = []
    starts_on: OptionalDay = None
    ends_on: OptionalDay = None
    due_on: OptionalDay = None
    min_revenue_wan: OptionalWan = None
    or_tech_enterprise: bool = False
    min_needs: int = Field(default=1, ge=1, le=100)
    max_needs: OptionalCount = None
    quote: str = Field(default="", max_length=2000)

    def campaign(self) -> Campaign:
        """Return the campaign it describes."""
        wan = self.min_revenue_wan
        return Campaign(
            name=self.name.strip(),
            region_code=self.region_code.strip(),
            counties=tuple(sorted(set(self.counties))),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            quote=Quote(self.quote.strip(), 0, len(self.quote.strip())),
            terms=CensusTerms(
                min_revenue_yuan=None if wan is None else int(wan * _YUAN_PER_WAN),
                or_tech_enterprise=self.or_tech_enterprise,
                min_needs=self.min_needs,
                max_needs=self.max_needs,
                due_on=self.due_on,
            ),
        )
