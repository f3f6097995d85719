"""Loader of registers; a new one is a new file in `registers/`, not a program."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from data.errors import FaultError
from data.records.registers import (
    Clock,
    Register,
    RegisterColumn,
    RegisterFigure,
    Tally,
    ValueKind,
)

_YEARS: Final = frozenset({ValueKind.DATE, ValueKind.YEAR, ValueKind.INTEGER})
"""Kinds of values that put an entry into a year."""


@lru_cache(maxsize=1)
def load_registers() -> Mapping[str, Register]:
    """Read all registers: id -> register, in the order of their ids.

    Raises:
        FaultError: a file is not as docs/registers.md says.
    """
    folder = resources.files("data.reference").joinpath("registers")
    ids = sorted(each.name.removesuffix(".json") for each in folder.iterdir() if each.name.endswith(".json"))
    return {each: register_of(each, json.loads(folder.joinpath(f"{each}.json").read_text("utf-8"))) for each in ids}


def register_of(register_id: str, described: Mapping[str, Any]) -> Register:
    """Return the register that a JSON object describes.

    Args:
        register_id: its id.
        described: see docs/registers.md.

    Raises:
        FaultError: a key is missing or unknown, or a clock or figure names a column that is not there.
    """
    try:
        register = Register(
            id=register_id,
            **{name: described[name] for name in ("title", "section", "purpose", "asked_by")},
            requirements=tuple(described["requirements"]),
            columns=tuple(_column(each) for each in described["columns"]),
            unique_by=tuple(described.get("unique_by", ())),
            clocks=tuple(Clock(**each) for each in described.get("clocks", ())),
            figures=tuple(_figure(each) for each in described.get("figures", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FaultError(
            f"台账 {register_id} 写得不对：{error}。", remedy="请按 docs/registers.md 改正这个文件。"
        ) from error
    faults = list(_faults(register))
    if faults:
        raise FaultError(f"台账 {register_id}：{'；'.join(faults)}。", remedy="请按 docs/registers.md 改正这个文件。")
    return register


def _column(described: Mapping[str, Any]) -> RegisterColumn:
    kind = ValueKind(described.get("kind", "text"))
    return RegisterColumn(**{**described, "kind": kind, "options": tuple(described.get("options", ()))})


def _figure(described: Mapping[str, Any]) -> RegisterFigure:
    where = {key: tuple(values) for key, values in described.get("where", {}).items()}
    return RegisterFigure(**{**described, "tally": Tally(described.get("tally", "entries")), "where": where})


def _faults(register: Register) -> Iterator[str]:
    kinds = {each.key: each.kind for each in register.columns}
    if len(kinds) < len(register.columns):
        yield "有重复的 key"
    for column in register.columns:
        if (column.kind is ValueKind.CHOICE) != bool(column.options):
            yield f"“{column.header}”的 options 与 kind 不一致"
        if column.is_owner and column.kind is not ValueKind.ORGANISATION:
            yield f"“{column.header}”不是单位，不能作 is_owner"
        if column.by_office and (column.is_owner or column.is_required):
            yield f"“{column.header}”由主管部门填写，不能必填，也不能作 is_owner"
    for clock in register.clocks:
        named = [each for each in (clock.start, clock.due, clock.done) if each]
        if bool(clock.due) == (clock.days is not None) or not (clock.start or clock.due):
            yield f"期限“{clock.label}”应写 start 和 days，或者写 due（可以加 start）"
        yield from (f"期限“{clock.label}”的 {each} 不是日期栏" for each in named if kinds.get(each) != ValueKind.DATE)
    for figure in register.figures:
        yield from _figure_faults(figure, kinds)
    yield from (f"unique_by 没有 {each} 栏" for each in register.unique_by if each not in kinds)


def _figure_faults(figure: RegisterFigure, kinds: Mapping[str, ValueKind]) -> Iterator[str]:
    named = [each for each in (figure.key, figure.by, figure.year_of, *figure.where) if each]
    yield from (f"指标“{figure.label}”没有 {each} 栏" for each in named if each not in kinds)
    if figure.tally is Tally.SUM and kinds.get(figure.key) not in {ValueKind.INTEGER, ValueKind.MONEY}:
        yield f"指标“{figure.label}”求和的不是数"
    if figure.year_of and kinds.get(figure.year_of) not in _YEARS:
        yield f"指标“{figure.label}”的 year_of 不是日期、年份或整数"
