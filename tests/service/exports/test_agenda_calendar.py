"""Calendars follow an agenda through its changes."""

import io
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

from service.exports.agenda_calendar import calendar_uid, render_event_calendar, render_guest_calendars
from service.exports.agenda_view import AgendaView
from tests.factories.agendas import changed_plan, first_plan

FIRST, CHANGED = AgendaView(first_plan()), AgendaView(changed_plan())


def files_of(view: AgendaView) -> dict[str, Calendar]:
    with zipfile.ZipFile(io.BytesIO(render_guest_calendars(view))) as archive:
        return {name: Calendar.from_ical(archive.read(name)) for name in archive.namelist()}


def entries(calendar: Calendar) -> list[tuple[str, str, int, str]]:
    return [
        (str(each["uid"]), f"{each.decoded('dtstart'):%H:%M}", int(str(each["sequence"])), str(each["status"]))
        for each in calendar.walk("VEVENT")
    ]


def test_who_has_meetings_has_a_calendar_and_whoever_lost_one_a_second() -> None:
    # C3 meets nobody in the first plan.
    assert list(files_of(FIRST)) == ["1_单位C1.ics", "2_单位C2.ics", "4_单位T1.ics", "5_单位T2.ics"]
    assert [name for name in files_of(CHANGED) if "取消" in name] == ["1_单位C1_取消.ics", "4_单位T1_取消.ics"]


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence() -> None:
    uid = calendar_uid("E", "C2-T1", "T1")

    assert (uid, "08:40", 0, "CONFIRMED") in entries(files_of(FIRST)["4_单位T1.ics"])
    assert (uid, "08:20", 1, "CONFIRMED") in entries(files_of(CHANGED)["4_单位T1.ics"])


def test_a_dropped_meeting_is_cancelled_in_both_ways() -> None:
    gone = (calendar_uid("E", "C1-T1", "C1"), "08:20", 1, "CANCELLED")
    files = files_of(CHANGED)

    assert entries(files["1_单位C1.ics"]) == entries(files["1_单位C1_取消.ics"]) == [gone]
    assert (files["1_单位C1.ics"]["method"], files["1_单位C1_取消.ics"]["method"]) == ("PUBLISH", "CANCEL")


def test_times_are_those_of_beijing_and_the_clock_has_no_say() -> None:
    (entry,) = files_of(FIRST)["1_单位C1.ics"].walk("VEVENT")

    assert entry.decoded("dtstart") == datetime(2026, 11, 22, 8, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert entry.decoded("dtstamp") == datetime(2026, 11, 22, tzinfo=UTC)
    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai" in render_event_calendar(FIRST)


def test_an_entry_says_with_whom_where_and_why() -> None:
    (entry,) = files_of(FIRST)["1_单位C1.ics"].walk("VEVENT")

    assert entry["summary"] == "对接会：与单位T1会面"
    assert entry["location"] == "会展中心 T1号桌"
    assert str(entry["description"]).splitlines()[2] == "为什么见：较强相关：两边都谈到涂层。"


def test_the_calendar_of_the_event_names_everybody() -> None:
    summaries = [str(each["summary"]) for each in Calendar.from_ical(render_event_calendar(CHANGED)).walk("VEVENT")]

    assert summaries == [
        "对接会：单位C2／单位T1",
        "对接会：单位C3／单位T2",
        "对接会：单位C2／单位T2",
        "【已取消】对接会：单位C1／单位T1",
    ]


def test_uids_differ_by_participant_and_hold_no_name() -> None:
    assert len({calendar_uid("E", "r", guest) for guest in ("", "C1", "T1")}) == 3
    assert calendar_uid("活动", "意愿", "某公司").isascii()
