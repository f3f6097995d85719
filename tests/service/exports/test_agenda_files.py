"""The files of an agenda: the same bytes each time, no contact, pages of their own for everybody."""

import re
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from data.errors import BadInputError
from data.records.events import Evidence
from service.exports.agenda_files import AGENDA_ENDINGS, check_event_day, write_agenda
from service.exports.agenda_view import PlannedEvent
from tests.factories.agendas import changed_plan, first_plan, make_evening
from tests.factories.events import make_event
from tests.service.exports.test_masking import MAIL, PHONE, text_of


@pytest.mark.parametrize("ending", AGENDA_ENDINGS)
def test_a_file_is_the_same_each_time(tmp_path: Path, ending: str) -> None:
    one, two = tmp_path / f"one{ending}", tmp_path / f"two{ending}"

    write_agenda(changed_plan(), one)
    write_agenda(changed_plan(), two)

    assert one.read_bytes() == two.read_bytes()


def with_contacts() -> PlannedEvent:
    """Return an agenda with a phone number and a mail address wherever a text can stand."""
    said = f"联系电话{PHONE}，{MAIL}"
    problem = make_evening(venue=f"会展中心 {said}", organiser=said, theme=said, region=said)
    evidence = Evidence(said, said, said, (said,), said)
    guests = tuple(replace(each, name=f"{each.name} {said}") for each in problem.guests)
    requests = tuple(replace(each, evidence=evidence) for each in problem.requests)
    planned = first_plan(replace(problem, guests=guests, requests=requests))
    unplaced = tuple(replace(each, told=said, change=said) for each in planned.agenda.unplaced)
    return replace(planned, agenda=replace(planned.agenda, unplaced=unplaced))


@pytest.mark.parametrize("ending", AGENDA_ENDINGS)
def test_no_format_shows_a_contact(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"agenda{ending}"

    write_agenda(with_contacts(), path)

    # Lines of a calendar are folded; a number must not hide in a fold.
    text = re.sub(r"\r?\n[ \t]", "", text_of(path))
    assert "会展中心" in text or ending == ".json"
    assert PHONE not in text
    assert MAIL not in text


def test_a_workbook_has_a_sheet_of_changes_only_after_a_change(tmp_path: Path) -> None:
    names = []
    for planned in (first_plan(), changed_plan()):
        write_agenda(planned, tmp_path / "agenda.xlsx")
        names.append(openpyxl.load_workbook(tmp_path / "agenda.xlsx").sheetnames)

    sheets = ["参加者总表", "桌位总表", "会面清单", "未排上", "签到表", "桌签", "统计", "说明"]
    assert names == [sheets, [*sheets[:4], "变动", *sheets[4:]]]


def test_everybody_begins_a_page_in_word_and_so_does_each_table(tmp_path: Path) -> None:
    write_agenda(changed_plan(), tmp_path / "agenda.docx")

    starts = [
        each.text
        for each in docx.Document(str(tmp_path / "agenda.docx")).paragraphs
        if each.paragraph_format.page_break_before
    ]
    names = ["单位C1", "单位C2", "单位C3", "单位T1", "单位T2"]
    assert starts == [*names, "T1号桌", "T2号桌", "签到表"]


def test_the_page_loads_nothing_and_parts_a_long_day(tmp_path: Path) -> None:
    long_day = replace(make_evening(), event=make_event(9, 2, held_on="2026-11-22"))
    write_agenda(first_plan(long_day), tmp_path / "agenda.html")

    text = (tmp_path / "agenda.html").read_text(encoding="utf-8")
    assert re.findall(r"(?:src=|url\(|https?:|@import|<script)", text) == []
    # Nine slots do not fit beside each other: four, then five.
    assert re.findall(r"<h2>(参加者总表　[^<]*)</h2>", text) == ["参加者总表　08:00—09:20", "参加者总表　09:20—11:00"]


@pytest.mark.parametrize("day", ["", "明天", "2026-13-01"])
def test_what_is_printed_needs_a_day(day: str) -> None:
    check_event_day(day, [Path("agenda.json")], source=Path("event.json"))
    with pytest.raises(BadInputError, match="不是日期，无法写出打印件和日历"):
        check_event_day(day, [Path("agenda.json"), Path("agenda.xlsx")], source=Path("event.json"))
