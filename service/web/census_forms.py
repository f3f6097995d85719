"""What the forms of the census send."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, Field

from data.records.census import Campaign, Enrolled
from data.records.notices import Quote
from data.records.rules import CensusTerms
from service.docking.census.names import name_key

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
    version: int = Field(default=0, ge=0)

    @classmethod
    def of(cls, campaign: Campaign) -> Self:
        """Return the form that shows a campaign."""
        terms = campaign.terms
        yuan = terms.min_revenue_yuan
        return cls(
            name=campaign.name,
            region_code=campaign.region_code,
            counties=list(campaign.counties),
            starts_on=campaign.starts_on,
            ends_on=campaign.ends_on,
            due_on=terms.due_on,
            min_revenue_wan=None if yuan is None else Decimal(yuan) / _YUAN_PER_WAN,
            or_tech_enterprise=terms.or_tech_enterprise,
            min_needs=terms.min_needs,
            max_needs=terms.max_needs,
            quote=campaign.quote.text,
            version=campaign.version,
        )

    def changing(self, stored: Campaign) -> Campaign:
        """Return a stored campaign as the form has it; terms and sentence left alone stay those of its rule."""
        given = self.campaign()
        is_ruled = given.terms == stored.terms and given.quote.text.split() == stored.quote.text.split()
        return replace(
            stored if is_ruled else replace(stored, rule_number=None, rule_version=None, quote=given.quote),
            name=given.name,
            region_code=given.region_code,
            counties=given.counties,
            starts_on=given.starts_on,
            ends_on=given.ends_on,
            terms=given.terms,
        )

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


class EnterpriseForm(BaseModel):
    """An enterprise of a register; what is left blank says nothing."""

    name: str = Field(default="", max_length=200)
    county_code: str = Field(default="", pattern=r"^([0-9]{6})?$")
    revenue_wan: OptionalWan = None
    is_tech: Annotated[bool | None, BeforeValidator(_blank_as_none)] = None
    contact: str = Field(default="", max_length=200)

    def entry(self, campaign: int) -> Enrolled:
        """Return the line it describes."""
        wan = self.revenue_wan
        return Enrolled(
            campaign=campaign,
            name=self.name.strip(),
            name_key=name_key(self.name),
            county_code=self.county_code,
            revenue_yuan=None if wan is None else int(wan * _YUAN_PER_WAN),
            is_tech=self.is_tech,
            contact=self.contact.strip(),
        )
