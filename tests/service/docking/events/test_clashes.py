"""Clashes of the parties of two events."""

from datetime import date

from service.docking.events.clashes import ClashKind, Engagement, clashes_of, engagement_of
from tests.factories.events import make_event

OWN = Engagement(1, "压铸对接会", date(2026, 11, 24), "09:00", "11:00")
PARTIES = {"E1": "甲公司", "甲公司": "甲公司", "T1": "乙大学"}


def other(number: int, day: int, start: str = "09:00", end: str = "11:00") -> Engagement:
    return Engagement(number, f"活动{number}", date(2026, 11, day), start, end)


def test_overlapping_hours_stand_in_the_way_and_the_rest_is_a_warning() -> None:
    # 2026-11-24 is a Tuesday; the 29th is the Sunday of its week, the 30th the Monday after.
    others = [
        (other(2, 29), ["E1"]),
        (other(3, 24, "11:00", "12:00"), ["T1"]),
        (other(4, 24, "10:30", "12:00"), ["甲公司", "E1"]),
        (other(5, 30), ["E1"]),
        (other(6, 24), ["E9"]),
        (OWN, ["E1"]),
    ]

    found = clashes_of(OWN, PARTIES, others)

    assert [(each.kind, each.party, each.other.event) for each in found] == [
        (ClashKind.OVERLAP, "甲公司", 4),
        (ClashKind.SAME_DAY, "乙大学", 3),
        (ClashKind.SAME_WEEK, "甲公司", 2),
    ]


def test_hours_run_from_the_first_slot_to_the_last() -> None:
    assert engagement_of(7, make_event(held_on="2026-11-24")) == Engagement(
        7, "对接会", date(2026, 11, 24), "08:00", "09:20"
    )


def test_an_event_without_a_day_tells_nothing() -> None:
    assert engagement_of(7, make_event()) is None
