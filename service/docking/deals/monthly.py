"""What moved in a month (HA-06): talks held, agreements and contracts signed, per county, told from the steps alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from data.errors import UsageError
from data.records.deals import Deal, DealStep, Form, Stage
from data.records.money import ContractAmount, IntentAmount, ReceivedAmount, total
from data.reference.regions import load_regions
from service.docking.deals.past import is_resumed


class Days(Protocol):
    """Some days that follow each other."""

    @property
    def last(self) -> date:
        """The last of them."""

    def holds(self, day: date | None) -> bool:
        """Tell whether a day is one of them."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        return (self.first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

    @property
    def name(self) -> str:
        """As papers write it: "2026年11月"."""
        return f"{self.first.year}年{self.first.month}月"

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a deal did in a month.

    Attributes:
        county: name of the county, or of the smallest region that is known; "" unknown.
        steps: of the month, by the day on which they happened.
        stage: where it stood at the end of the month; None where it was taken up only later, with papers of the month.
        n_talks: talks among the steps; who only comes back from a rest has held none.
        intent: of papers signed in the month; likewise `contract`.
        received: on days of the month.
    """

    deal: Deal
    county: str
    steps: tuple[DealStep, ...]
    stage: Stage | None
    n_talks: int
    intent: IntentAmount
    contract: ContractAmount
    received: ReceivedAmount


def read_month(text: str, *, today: date) -> Month:
    """Read a month as a month field sends it, "2026-11"; "" is the month of today.

    Raises:
        UsageError: it is none, or it has not begun.
    """
    try:
        first = date.fromisoformat(f"{text}-01") if text else today.replace(day=1)
    except ValueError as error:
        raise UsageError(f"“{text[:20]}”不是月份。", remedy="请写成 2026-11 这样。") from error
    if first > today:
        raise UsageError("这个月还没有开始。", remedy="请填本月或以前的月份。")
    return Month(first)


def progress_in(deals: Iterable[Deal], month: Days) -> tuple[Progress, ...]:
    """Return the deals in which something happened in a month, or in any days, by county, then by number.

    The day on which something happened counts, not the day on which it was written down.
    """
    found = [each for deal in deals if (each := _progress(deal, month)) is not None]
    return tuple(sorted(found, key=lambda each: (each.deal.region_code, each.deal.number)))


def _progress(deal: Deal, month: Days) -> Progress | None:
    steps = tuple(step for step in deal.steps if month.holds(step.on))
    signed = [each for each in deal.agreements if each.counts and month.holds(each.signed_on)]
    paid = [each for each in deal.instalments if each.counts and month.holds(each.received_on)]
    if not (steps or signed or paid):
        return None
    known = [step.after for step in deal.steps if step.on <= month.last]
    return Progress(
        deal=deal,
        county=_county(deal.region_code),
        steps=steps,
        stage=known[-1] if known else None,
        n_talks=sum(step.after is Stage.TALK and not is_resumed(step) for step in steps),
        intent=total(IntentAmount, (each.intent for each in signed)),
        contract=total(ContractAmount, (each.contract for each in signed if each.form is Form.CONTRACT)),
        received=total(ReceivedAmount, (each.received for each in paid)),
    )


def _county(code: str) -> str:
    region = load_regions().get(code)
    return "" if region is None else region.name
