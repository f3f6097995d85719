"""Frozen records to JSON and back, strictly: every value that does not fit is named by its place."""

import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from data.records.rules import KIND_OF, RuleKind, Terms

_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL, or any encoding, cannot keep."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS: Final[Mapping[type, str]] = {str: "应为文字", int: "应为整数", bool: "应为 true 或 false", float: "应为数"}
Made = TypeVar("Made")

TERMS_OF: Final[Mapping[RuleKind, type[Terms]]] = {kind: terms for terms, kind in KIND_OF.items()}
"""The type of a kind's terms."""


@dataclass(frozen=True, slots=True)
class JsonFault:
    """A value that does not fit; `place` is its path ("targets[2].amount"), `reason` Chinese."""

    place: str
    reason: str


class JsonFaultsError(ValueError):
    """JSON that is no such record; whoever reads it turns this into an error of the exception tree."""

    def __init__(self, faults: tuple[JsonFault, ...]) -> None:
        super().__init__("；".join(f"{each.place}：{each.reason}" if each.place else each.reason for each in faults))
        self.faults = faults


def to_json(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a frozen record, or a part of one, as JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(each) for each in value]
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def terms_to_json(terms: Terms) -> dict[str, Any]:
    """Return the terms of a rule as JSON values, their kind first."""
    return {"kind": KIND_OF[type(terms)].value, **to_json(terms)}


def terms_from_json(given: object) -> Terms:
    """Return the terms that JSON values tell.

    Raises:
        JsonFaultsError: the kind is none of the twelve, or values do not fit; all of them are named.
    """
    kind = given.get("kind") if isinstance(given, Mapping) else None
    if not isinstance(given, Mapping) or not isinstance(kind, str) or kind not in set(RuleKind):
        raise JsonFaultsError((JsonFault("kind", f"应为 {'、'.join(RuleKind)} 之一"),))
    rest = {name: value for name, value in given.items() if name != "kind"}
    return from_json(TERMS_OF[RuleKind(kind)], rest)


def from_json(wanted: type[Made], given: object) -> Made:
    """Return the record of a type that JSON values tell.

    Text is never taken for a number, nor a number for text; what has a default may be left out; nothing else may
    stand beside the record's own fields.

    Raises:
        JsonFaultsError: values do not fit; all of them are named.
    """
    reader = _Reader()
    made: Made = reader.read(wanted, given, "")
    if reader.faults:
        raise JsonFaultsError(tuple(reader.faults))
    return made


class _Reader:
    """Reads values by their types, and keeps what does not fit; a value with a fault reads as None."""

    def __init__(self) -> None:
        self.faults: list[JsonFault] = []

    def read(self, wanted: Any, given: object, place: str) -> Any:  # noqa: ANN401 - a type of any kind, a value of it
        if is_dataclass(wanted) and isinstance(wanted, type):
            return self._record(wanted, given, place)
        if get_origin(wanted) is tuple:
            return self._row(get_args(wanted), given, place)
        if get_origin(wanted) in {Union, types.UnionType}:
            return self._either(get_args(wanted), given, place)
        if wanted in {date, datetime}:
            return self._moment(wanted, given, place)
        return self._plain(wanted, given, place)

    def _plain(self, wanted: Any, given: object, place: str) -> Any:  # noqa: ANN401 - as above
        if isinstance(wanted, type) and issubclass(wanted, StrEnum):
            found = next((each for each in wanted if each.value == given), None)
            return found or self._fault(place, f"应为 {'、'.join(wanted)} 之一")
        plain = getattr(wanted, "__supertype__", wanted)  # an id is a str by another name
        if isinstance(given, str) and _UNKEPT.search(given):
            return self._fault(place, "含有无法保存的字符")
        if plain is float and type(given) is int:
            return float(given)
        # A bool is an int to Python.
        return given if type(given) is plain else self._fault(place, _WORDS[plain])

    def _record(self, wanted: type, given: object, place: str) -> Any:  # noqa: ANN401 - as above
        if not isinstance(given, Mapping):
            return self._fault(place, "应为 JSON 对象")
        before = len(self.faults)
        hints, own = _shape(wanted)
        self.faults.extend(JsonFault(_path(place, str(name)), "没有这一项") for name in given if name not in hints)
        values = {
            each.name: self.read(hints[each.name], given[each.name], _path(place, each.name))
            for each in own
            if each.name in given
        }
        for each in own:
            if each.name not in given and each.default is MISSING:
                self._fault(_path(place, each.name), "缺少这一项")
        return wanted(**values) if len(self.faults) == before else None

    def _row(self, kinds: tuple[Any, ...], given: object, place: str) -> Any:  # noqa: ANN401 - as above
        if not isinstance(given, list):
            return self._fault(place, "应为列表")
        if kinds[-1] is Ellipsis:
            kinds = (kinds[0],) * len(given)
        if len(kinds) != len(given):
            return self._fault(place, f"应有 {len(kinds)} 项")
        pairs = enumerate(zip(kinds, given, strict=True))
        return tuple(self.read(kind, each, f"{place}[{number}]") for number, (kind, each) in pairs)

    def _either(self, kinds: tuple[Any, ...], given: object, place: str) -> Any:  # noqa: ANN401 - as above
        if given is None and type(None) in kinds:
            return None
        [kind] = [each for each in kinds if each is not type(None)]
        return self.read(kind, given, place)

    def _moment(self, wanted: type[date], given: object, place: str) -> Any:  # noqa: ANN401 - as above
        """Read a day, or a moment with its time zone."""
        word = "应写成 2026-11-22 这样的日期" if wanted is date else "应写成 2026-11-22T09:00:00+08:00 这样的时刻"
        if not isinstance(given, str) or (wanted is date and not _DAY.fullmatch(given)):
            return self._fault(place, word)
        try:
            found = wanted.fromisoformat(given)
        except ValueError:
            return self._fault(place, word)
        if isinstance(found, datetime) and found.tzinfo is None:
            return self._fault(place, word)
        return found

    def _fault(self, place: str, reason: str) -> Any:  # noqa: ANN401 - None, in the place of any value
        self.faults.append(JsonFault(place, reason))


@cache
def _shape(wanted: type) -> tuple[dict[str, Any], tuple[Field[Any], ...]]:
    return get_type_hints(wanted), fields(wanted)


def _path(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
