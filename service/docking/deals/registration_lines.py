"""What a pre-check says: line by line of the form, rule by rule, each with how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.records.deals import Agreement, Deal
from data.records.enums import ConditionStatus
from data.reference.registration import RegistrationField, Standing

STANDING_LABELS: Final[Mapping[Standing, str]] = {
    Standing.CONFIRMED: "已核实",
    Standing.DRAFT: "征求意见稿，未核实",
    Standing.UNCONFIRMED: "未核实",
}

STATUS_LABELS: Final[Mapping[ConditionStatus, str]] = {
    ConditionStatus.PASS: "符合",
    ConditionStatus.FAIL: "不符合",
    ConditionStatus.CANNOT_TELL: "无法判断",
}

NOT_ASKED: Final = "不要求"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A line of the form.

    Attributes:
        value: as the form shows it: a code with its name; "" where nothing is there.
        status: whether it could be sent in so.
        reason: why, and what to do.
    """

    field: RegistrationField
    value: str
    status: ConditionStatus
    reason: str

    @property
    def is_missing(self) -> bool:
        """Whether it is wrong, or asked for and not there."""
        is_open = not self.value and self.status is ConditionStatus.CANNOT_TELL
        return is_open or self.status is ConditionStatus.FAIL

    @property
    def verdict(self) -> str:
        """The status in words; what is not asked for and not there meets nothing and fails nothing."""
        is_asked = self.value or self.status is not ConditionStatus.PASS
        return STATUS_LABELS[self.status] if is_asked else NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule looked at as a whole."""

    name: str
    status: ConditionStatus
    reason: str
    standing: Standing
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precheck:
    """The whole pre-check of one contract on one day."""

    deal: Deal
    contract: Agreement
    as_of: date
    lines: tuple[FormLine, ...]
    rules: tuple[RuleLine, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What fails or was not answered though the form asks for it, in words."""
        failed = ConditionStatus.FAIL
        lines = (f"{each.field.name}：{each.reason}" for each in self.lines if each.is_missing)
        return (*lines, *(f"{each.name}：{each.reason}" for each in self.rules if each.status is failed))
