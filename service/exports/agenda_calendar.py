"""An agenda as calendars that follow its changes.

RFC 5545 (iCalendar) identifies an event by UID and tells its revisions apart by SEQUENCE, then by DTSTAMP; RFC 5546
(iTIP) publishes with METHOD:PUBLISH, which may carry STATUS:CANCELLED, and withdraws with METHOD:CANCEL. Programs
differ: subscriptions and most imports follow the status, Outlook removes an event for the method alone. So a calendar
keeps what was cancelled, marked in status and title, and whoever lost a meeting gets a second file that withdraws it.
"""

import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress

from service.exports import agenda_phrases as phrases
from service.exports.agenda_days import day_of, evidence_lines
from service.exports.agenda_view import AgendaView, MeetingView

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_OFFSET: Final = timedelta(hours=8)
_PRODUCT: Final = "-//Duijie//Agenda//ZH"
# The first moment a zip file can state: the clock leaves no trace.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN: Final = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))
_LONGEST_NAME: Final = 60
"""Characters of a file's name: 255 bytes less number and ending, at three bytes a character."""


def render_event_calendar(view: AgendaView) -> bytes:
    """Return the calendar of the whole event, cancelled meetings among them; byte-identical for the same agenda."""
    held = [view.view(meeting) for meeting in view.meetings()]
    return _calendar(view, [*held, *view.cancelled()], guest_id="", method="PUBLISH")


def render_guest_calendars(view: AgendaView) -> bytes:
    """Return a zip with a calendar for each who has or had meetings, and one that withdraws for each who lost some.

    The same agenda gives the same bytes.
    """
    buffer = io.BytesIO()
    width = len(str(len(view.problem.guests)))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, guest in enumerate(view.guests, start=1):
            held = [each for each in view.day(guest.id) if not each.is_off]
            off = view.cancelled(guest.id)
            if not held and not off:
                continue
            # Numbered: two participants may share a name.
            name = f"{number:0{width}}_{view.name(guest.id).translate(_FORBIDDEN)[:_LONGEST_NAME]}"
            _add(archive, f"{name}.ics", _calendar(view, [*held, *off], guest_id=guest.id, method="PUBLISH"))
            if off:
                content = _calendar(view, off, guest_id=guest.id, method="CANCEL")
                _add(archive, phrases.CANCEL_FILE.format(name=name), content)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    # "Unix", on every system: unpackers then take Chinese names as the UTF-8 that they are.
    entry.create_system = 3
    archive.writestr(entry, content)


def _calendar(view: AgendaView, meetings: Iterable[MeetingView], *, guest_id: str, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_time_zone())
    for meeting in meetings:
        calendar.add_component(_entry(view, meeting, guest_id))
    return bytes(calendar.to_ical())


def _time_zone() -> Timezone:
    """Return Beijing time as it has been since 1991, without the summer time of the five years before."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1991, 9, 15))  # noqa: DTZ001 - RFC 5545, 3.6.5: local time without a zone
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", _ZONE.key)
    zone.add_component(standard)
    return zone


def _entry(view: AgendaView, meeting: MeetingView, guest_id: str) -> Event:
    event, day = view.problem.event, day_of(view)
    entry = Event()
    entry.add("uid", calendar_uid(event.id, meeting.request_id, guest_id))
    entry.add("sequence", view.agenda.version)
    # Later versions are stamped later; the clock of whoever writes the file has no say.
    stamp = datetime.combine(day, time(), UTC) + timedelta(seconds=view.agenda.version)
    entry.add("dtstamp", stamp)
    for name, at in (("dtstart", meeting.start), ("dtend", meeting.end)):
        entry.add(name, datetime.combine(day, time.fromisoformat(at), _ZONE))
    what = meeting.title if guest_id else phrases.PARTIES.join(meeting.names)
    summary = phrases.CALENDAR_SUMMARY.format(event=view.clean(event.name), meeting=what)
    entry.add("summary", phrases.CALENDAR_OFF.format(summary=summary) if meeting.is_off else summary)
    entry.add("location", f"{view.clean(event.venue)} {meeting.table}".strip())
    description = "\n".join(f"{label}：{text}" for label, text in evidence_lines(meeting))
    if description:
        entry.add("description", description)
    entry.add("status", "CANCELLED" if meeting.is_off else "CONFIRMED")
    entry.add("organizer", _organiser(view))
    return entry


def _organiser(view: AgendaView) -> vCalAddress:
    """Return the organiser, which RFC 5546 wants with either method, by a name of its own in place of an address."""
    event = view.problem.event
    organiser = vCalAddress(uuid.uuid5(uuid.NAMESPACE_URL, f"duijie:{event.id}").urn)
    organiser.params["CN"] = view.clean(event.organiser or event.name).replace('"', "”")
    return organiser


def calendar_uid(event_id: str, request_id: str, guest_id: str) -> str:
    """Return the UID of a meeting in a participant's calendar, "" for that of the event: the same in every version."""
    digest = hashlib.sha256(json.dumps([event_id, request_id, guest_id]).encode("utf-8")).hexdigest()
    return f"{digest[:40]}@duijie.invalid"
