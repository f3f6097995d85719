"""Slots, tables and blocks as people type them come back as they were meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UsageError
from data.records.events import Block, Slot, Table
from service.docking.events.form_texts import (
    blocks_text,
    even_slots,
    read_blocks,
    read_slots,
    read_tables,
    read_times,
    slots_text,
    tables_text,
)

SLOTS = (Slot("09:00", "09:20"), Slot("09:25", "09:45"), Slot("09:50", "10:10"))


def test_slots_are_read_as_people_write_them() -> None:
    assert read_slots("9:00-9:20\n\n 09:25 — 09:45 \n09：50至10：10") == SLOTS
    assert slots_text(SLOTS) == "09:00-09:20\n09:25-09:45\n09:50-10:10"


def test_even_slots_end_in_time() -> None:
    # A fourth slot would begin at 10:15 and end at 10:35.
    assert even_slots("9:00", "10:30", minutes=20, pause=5) == SLOTS


def test_tables_need_no_more_than_a_name() -> None:
    given = "1\nA厅 12\n5 6 2 0.5 停用 09:00、09:50"

    tables = read_tables(given, SLOTS)

    assert tables == (Table("1"), Table("A厅", 12), Table("5", 6, 2.0, 0.5, frozenset({0, 2})))
    assert tables_text(tables, SLOTS) == "1 6 0 0\nA厅 12 0 0\n5 6 2 0.5 停用 09:00、09:50"


def test_blocks_name_their_slots_and_perhaps_participants() -> None:
    blocks = read_blocks("开幕式 09:00\n路演 09:25、09:50 C1、T2", SLOTS)

    assert blocks == (Block("开幕式", frozenset({0})), Block("路演", frozenset({1, 2}), ("C1", "T2")))
    assert blocks_text(blocks, SLOTS) == "开幕式 09:00\n路演 09:25、09:50 C1、T2"


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (lambda: read_slots("上午"), "时段“上午”无法识别。"),
        (lambda: read_slots("25:00-26:00"), "“25:00”不是时间。"),
        (lambda: read_tables("1 很多", SLOTS), "桌位“1 很多”无法识别。"),
        (lambda: read_tables("1 停用 08:00", SLOTS), "没有 08:00 开始的时段。"),
        (lambda: read_blocks("开幕式", SLOTS), "“开幕式”没有写时段。"),
        (lambda: read_times("九点", SLOTS), "“九点”不是时间。"),
        (lambda: even_slots("09:00", "09:10", minutes=20, pause=0), "按所填的起止时间和时长排不出时段。"),
    ],
)
def test_what_cannot_be_read_is_told(read: object, told: str) -> None:
    assert callable(read)
    with pytest.raises(UsageError) as caught:
        read()

    assert caught.value.message == told


@given(
    st.lists(
        st.tuples(st.integers(2, 50), st.floats(-99, 99).map(lambda x: round(x, 1)), st.frozensets(st.integers(0, 2))),
        max_size=8,
    )
)
def test_tables_come_back(rows: list[tuple[int, float, frozenset[int]]]) -> None:
    tables = tuple(Table(f"T{n}", seats, x, 0.0, closed) for n, (seats, x, closed) in enumerate(rows))

    assert read_tables(tables_text(tables, SLOTS), SLOTS) == tables
