"""What people write into a register, in one form each, and back into what people read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from data.records.registers import Register, RegisterColumn, ValueKind
from data.reference.regions import load_regions
from ingest.contacts import mask_contacts, mask_value
from ingest.parsing.dates import parse_date
from ingest.parsing.money import parse_money
from ingest.parsing.regions import find_region
from service.docking.deals.amounts import wan

_FEN_PER_WAN: Final = 1_000_000
MOST_CHARACTERS: Final = 20_000
"""Of one value, as of a need's content."""
_FLAGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("yes", "是", "有", "√", "✓", "1", "true"), "yes"),
    **dict.fromkeys(("no", "否", "无", "×", "0", "false"), "no"),
}
_INTEGER: Final = re.compile(r"\d{1,12}")
_YEAR: Final = re.compile(r"([12]\d{3})(?:年度?)?")
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ValueFault:
    """A value that cannot be kept: in which column, why, and what to write instead."""

    header: str
    reason: str
    remedy: str


def read_values(register: Register, texts: Mapping[str, str]) -> tuple[dict[str, str], tuple[ValueFault, ...]]:
    """Return the values of an entry in their one form, and what is wrong with the others.

    Args:
        register: names the columns.
        texts: key -> what was written; blanks around it do not count, and an empty one is no value.
    """
    values: dict[str, str] = {}
    faults: list[ValueFault] = []
    for column in register.columns:
        text = texts.get(column.key, "").strip()
        read = _read(column, text) if text else ""
        if isinstance(read, ValueFault):
            faults.append(read)
        elif read:
            values[column.key] = read
        elif column.is_required:
            faults.append(ValueFault(column.header, "没有填写", "这一项必填"))
    return values, (*faults, *order_faults(register, values))


def order_faults(register: Register, values: Mapping[str, str]) -> tuple[ValueFault, ...]:
    """Return what cannot be of the days of a clock: an end, or the thing done, before the day it begins."""
    headers = {each.key: each.header for each in register.columns}
    faults = dict.fromkeys(
        ValueFault(headers[key], f"早于“{headers[clock.start]}”", "请核对这两个日期")
        for clock in register.clocks
        for key in (clock.due, clock.done)
        # Days are kept as in 2026-11-22, which sort as they follow.
        if clock.start and values.get(key) and values[key] < values.get(clock.start, "")
    )
    return tuple(faults)


def shown_value(column: RegisterColumn, value: str, *, is_masked: bool = True) -> str:
    """Return a value as people read it: 万元 with two decimals, names of regions, contacts masked."""
    if not value:
        return ""
    show = _SHOWN.get(column.kind)
    if show is not None:
        return show(column, value)
    if not is_masked:
        return value
    return mask_value(value) if column.kind is ValueKind.CONTACT else mask_contacts(value)


def form_value(column: RegisterColumn, value: str) -> str:
    """Return a value as a form shows it to whoever changes it: what `read_values` reads again."""
    if column.kind is ValueKind.MONEY and value:
        return f"{(Decimal(value) / _FEN_PER_WAN).normalize():f}万元"
    if column.kind is ValueKind.REGION:
        return shown_value(column, value)
    return value


def is_complete(register: Register, values: Mapping[str, str]) -> bool:
    """Tell whether an entry has everything that completes it."""
    return not lacking(register, values)


def lacking(register: Register, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the headers of what an entry lacks to be complete; a flag counts only when it says yes."""
    return tuple(
        each.header
        for each in register.columns
        if each.completes and (not values.get(each.key) or (each.kind is ValueKind.FLAG and values[each.key] != "yes"))
    )


def _read(column: RegisterColumn, text: str) -> str | ValueFault:
    if len(text) > MOST_CHARACTERS or _UNSTORABLE.search(text):
        return ValueFault(column.header, "太长，或含有无法保存的字符", f"最多 {MOST_CHARACTERS:,} 字")
    reader = _READERS.get(column.kind)
    if reader is None:
        return text
    return reader(column, text)


def _date(column: RegisterColumn, text: str) -> str | ValueFault:
    day = parse_date(text)
    return ValueFault(column.header, "不是日期", "请写成 2026年11月22日") if day is None else day.isoformat()


def _money(column: RegisterColumn, text: str) -> str | ValueFault:
    amount = parse_money(text, unit="万元")
    if amount is None or amount.low_fen != amount.high_fen:
        return ValueFault(column.header, "不是一个金额", "请写成 12.5万元；只写数字的按万元")
    return str(amount.low_fen)


def _integer(column: RegisterColumn, text: str) -> str | ValueFault:
    plain = text.removesuffix(column.unit).replace(",", "").strip()
    if not _INTEGER.fullmatch(plain):
        return ValueFault(column.header, "不是整数", "请只写数字")
    return str(int(plain))


def _year(column: RegisterColumn, text: str) -> str | ValueFault:
    year = _YEAR.fullmatch(text)
    return ValueFault(column.header, "不是年份", "请写成 2026") if year is None else year[1]


def _choice(column: RegisterColumn, text: str) -> str | ValueFault:
    if text not in column.options:
        return ValueFault(column.header, "不在可选的范围内", f"可选：{'、'.join(column.options)}")
    return text


def _flag(column: RegisterColumn, text: str) -> str | ValueFault:
    return _FLAGS.get(text.lower()) or ValueFault(column.header, "看不出是还是否", "请写“是”或“否”")


def _region(column: RegisterColumn, text: str) -> str | ValueFault:
    region = load_regions().get(text) or find_region(text)
    return ValueFault(column.header, "不认识这个地区", "请写全称，例如 江苏省淮安市") if region is None else region.code


_READERS: Final[Mapping[ValueKind, Callable[[RegisterColumn, str], str | ValueFault]]] = {
    ValueKind.DATE: _date,
    ValueKind.MONEY: _money,
    ValueKind.INTEGER: _integer,
    ValueKind.YEAR: _year,
    ValueKind.CHOICE: _choice,
    ValueKind.FLAG: _flag,
    ValueKind.REGION: _region,
}


def _shown_date(_column: RegisterColumn, value: str) -> str:
    day = date.fromisoformat(value)
    return f"{day.year}年{day.month}月{day.day}日"


def _shown_region(_column: RegisterColumn, value: str) -> str:
    region = load_regions().get(value)
    return value if region is None else region.name


_SHOWN: Final[Mapping[ValueKind, Callable[[RegisterColumn, str], str]]] = {
    ValueKind.MONEY: lambda _column, value: f"{wan(int(value))} 万元",
    ValueKind.FLAG: lambda _column, value: "是" if value == "yes" else "否",
    ValueKind.INTEGER: lambda column, value: f"{int(value):,}{column.unit}",
    ValueKind.DATE: _shown_date,
    ValueKind.REGION: _shown_region,
}
