"""Slots, tables and blocks as people type them, one a line, and back."""

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from data.errors import UsageError
from data.records.events import Block, Slot, Table

T = TypeVar("T")

_SPAN: Final = re.compile(r"(\d{1,2}[:：]\d{2})\s*[-—–~～至到]+\s*(\d{1,2}[:：]\d{2})")
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
_PARTS: Final = re.compile(r"[,，、;；]+")
_CLOSED: Final = "停用"
_MOST_LINES: Final = 2000
_MINUTES_A_DAY: Final = 24 * 60


def read_time(text: str) -> str:
    """Return a time as in "09:20".

    Raises:
        UsageError: it is none.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"“{text.strip()[:20]}”不是时间。", remedy="请写成 09:20 这样的时间。")
    return f"{int(found[1]):02}:{found[2]}"


def read_slots(text: str) -> tuple[Slot, ...]:
    """Read slots, each a line as in "09:00-09:20"; `check_event` looks at their order.

    Raises:
        UsageError: a line is none.
    """
    return _lines(text, "时段", _slot)


def even_slots(first: str, last: str, *, minutes: int, pause: int) -> tuple[Slot, ...]:
    """Return slots of one length with a pause between any two, from the first to the last that ends in time.

    Raises:
        UsageError: times or lengths give no slot.
    """
    start, end = _minutes(read_time(first)), _minutes(read_time(last))
    if minutes < 1 or pause < 0 or start + minutes > end or end > _MINUTES_A_DAY:
        raise UsageError("按所填的起止时间和时长排不出时段。", remedy="请检查开始、结束时间和每场分钟数。")
    starts = range(start, end - minutes + 1, minutes + pause)
    return tuple(Slot(_clock(each), _clock(each + minutes)) for each in starts)


def slots_text(slots: Sequence[Slot]) -> str:
    """Return what `read_slots` reads."""
    return "\n".join(f"{slot.start}-{slot.end}" for slot in slots)


def read_tables(text: str, slots: Sequence[Slot]) -> tuple[Table, ...]:
    """Read tables, each a line: name, seats, x, y in metres, and closed times, as in "5 6 2 0 停用 09:20、09:40".

    All but the name may be left out.

    Raises:
        UsageError: a line is none, or names a slot that is not there.
    """
    return _lines(text, "桌位", lambda line: _table(line, slots))


def tables_text(tables: Sequence[Table], slots: Sequence[Slot]) -> str:
    """Return what `read_tables` reads."""

    def line(table: Table) -> str:
        place = f"{table.id} {table.seats} {table.x:g} {table.y:g}"
        return f"{place} {_CLOSED} {times_text(table.closed, slots)}" if table.closed else place

    return "\n".join(line(table) for table in tables)


def read_blocks(text: str, slots: Sequence[Slot]) -> tuple[Block, ...]:
    """Read plenary items and roadshows, each a line: title, slots, participants, as in "路演 09:20、09:40 C1、T2".

    Raises:
        UsageError: a line is none, or names a slot that is not there.
    """
    return _lines(text, "大会和路演", lambda line: _block(line, slots))


def blocks_text(blocks: Sequence[Block], slots: Sequence[Slot]) -> str:
    """Return what `read_blocks` reads."""
    return "\n".join(
        " ".join(part for part in (block.title, times_text(block.slots, slots), "、".join(block.guests)) if part)
        for block in blocks
    )


def read_times(text: str, slots: Sequence[Slot]) -> frozenset[int]:
    """Return the slots that begin at these times, as in "09:20、09:40".

    Raises:
        UsageError: one is no time, or no slot begins then.
    """
    named = {slot.start: position for position, slot in enumerate(slots)}
    times = [read_time(each) for each in _PARTS.split(text.replace(" ", "、")) if each.strip()]
    unknown = [each for each in times if each not in named]
    if unknown:
        raise UsageError(f"没有 {'、'.join(unknown[:5])} 开始的时段。", remedy="请填写时段的开始时间。")
    return frozenset(named[each] for each in times)


def times_text(positions: frozenset[int], slots: Sequence[Slot]) -> str:
    """Return what `read_times` reads."""
    return "、".join(slots[each].start for each in sorted(positions) if each < len(slots))


def _lines(text: str, name: str, read: Callable[[str], T]) -> tuple[T, ...]:
    lines = [line.strip() for line in text.replace("\x00", "").splitlines() if line.strip()]
    if len(lines) > _MOST_LINES:
        raise UsageError(f"{name}太多。", remedy=f"请不超过 {_MOST_LINES} 行。")
    return tuple(read(line) for line in lines)


def _slot(line: str) -> Slot:
    found = _SPAN.fullmatch(line)
    if found is None:
        raise UsageError(f"时段“{line[:30]}”无法识别。", remedy="请每行写一个时段，如 09:00-09:20。")
    return Slot(read_time(found[1]), read_time(found[2]))


def _table(line: str, slots: Sequence[Slot]) -> Table:
    place, _, closed = line.partition(f" {_CLOSED}")
    parts = place.split()
    try:
        seats = int(parts[1]) if len(parts) > 1 else 6
        x, y = (float(parts[each]) if len(parts) > each else 0.0 for each in (2, 3))
    except ValueError as error:
        raise UsageError(f"桌位“{line[:30]}”无法识别。", remedy="请写成：编号 座位数 横向米 纵向米。") from error
    return Table(parts[0], seats, x, y, read_times(closed, slots))


def _block(line: str, slots: Sequence[Slot]) -> Block:
    title, *rest = line.split(maxsplit=2)
    if not rest:
        raise UsageError(f"“{line[:30]}”没有写时段。", remedy="请写成：名称 时段 参加者（不写即全体）。")
    guests = tuple(each.strip() for each in _PARTS.split(rest[1]) if each.strip()) if len(rest) > 1 else ()
    return Block(title, read_times(rest[0], slots), guests)


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
