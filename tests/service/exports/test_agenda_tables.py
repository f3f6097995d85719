"""The tables of an agenda say who meets whom, when, where, and what has changed."""

from dataclasses import replace

from service.exports import agenda_tables as tables
from service.exports.agenda_days import evidence_lines, guest_day
from service.exports.agenda_view import AgendaView
from tests.factories.agendas import changed_plan, first_plan, make_evening
from tests.factories.events import make_guest

FIRST, CHANGED = AgendaView(first_plan()), AgendaView(changed_plan())


def test_participants_by_slots_show_meetings_shows_and_absence() -> None:
    assert tables.guest_plan(FIRST, range(4)).rows == (
        ("单位C1", "【开幕式】", "T1号桌 单位T1", "", ""),
        ("单位C2", "【开幕式】", "", "T1号桌 单位T1", "T2号桌 单位T2"),
        ("单位C3", "不在", "不在", "", ""),
        ("单位T1", "【开幕式】", "T1号桌 单位C1", "T1号桌 单位C2", ""),
        ("单位T2", "【开幕式】", "", "", "T2号桌 单位C2"),
    )


def test_tables_by_slots_mark_changes_in_words() -> None:
    assert tables.table_plan(CHANGED, range(1, 4)).rows == (
        ("T1号桌", "单位C2／单位T1（改时间）", "", "单位C2／单位T2（换桌）"),
        ("T2号桌", "", "单位C3／单位T2（新增）", ""),
    )


def test_a_plenary_stands_at_every_table_and_with_those_who_are_there() -> None:
    guests = {
        "C3": make_guest("C3", unavailable=frozenset(range(4))),
        "T1": make_guest("T1", unavailable=frozenset({0})),
    }
    problem = make_evening()
    away = replace(problem, guests=tuple(guests.get(each.id, each) for each in problem.guests))
    view = AgendaView(first_plan(away))

    assert [row[1] for row in tables.table_plan(view, range(4)).rows] == ["【开幕式】", "【开幕式】"]
    assert {row[0]: row[1] for row in tables.guest_plan(view, range(4)).rows} == {
        "单位C1": "【开幕式】", "单位C2": "【开幕式】", "单位C3": "不在", "单位T1": "不在", "单位T2": "【开幕式】",
    }  # fmt: skip
    assert tables.sign_in(view).rows[2] == (3, "单位C3", "企业", "不来", "—", "", "")


def test_the_list_of_changes_says_from_where_to_where_and_whom_to_tell() -> None:
    # In the order of the day: the meeting that is off stood first.
    assert tables.change_list(CHANGED).rows == (
        ("取消", "08:20 T1号桌", "—", "单位C1\n单位T1"),
        ("改时间", "08:40 T1号桌", "08:20 T1号桌", "单位C2\n单位T1"),
        ("新增", "—", "08:40 T2号桌", "单位C3\n单位T2"),
        ("换桌", "09:00 T2号桌", "09:00 T1号桌", "单位C2\n单位T2"),
    )


def test_a_participant_sees_its_day_with_what_was_cancelled() -> None:
    assert guest_day(CHANGED, "T1").rows == (
        ("08:00—08:20", "—", "【开幕式】", ""),
        ("08:20—08:40", "T1号桌", "单位C2", "改时间，原为08:40 T1号桌"),
        ("08:20—08:40", "—", "单位C1", "取消，原为08:20 T1号桌"),
    )


def test_a_first_plan_has_no_column_of_changes() -> None:
    assert guest_day(FIRST, "C1").rows[0] == ("08:00—08:20", "—", "【开幕式】")


def test_evidence_is_told_for_what_is_held_alone() -> None:
    (held,), (off,) = FIRST.day("C1"), CHANGED.day("C1")

    assert list(evidence_lines(held)) == [
        ("需求", "耐磨涂层"),
        ("成果", "等离子喷涂"),
        ("为什么见", "较强相关：两边都谈到涂层。"),
        ("建议询问1", "“≥60HRC”能否达到？"),
    ]
    assert list(evidence_lines(off)) == []


def test_meetings_unplaced_wishes_and_cards_are_listed() -> None:
    evidence = ("耐磨涂层", "等离子喷涂", "较强相关：两边都谈到涂层。", "“≥60HRC”能否达到？")

    assert tables.meeting_list(FIRST).rows[0] == (
        "08:20—08:40", "T1号桌", "单位C1\n单位T1", *evidence, "1.00", "", "",
    )  # fmt: skip
    assert tables.unplaced_list(FIRST).rows == (
        ("单位C3\n单位T2", "希望", "0.50", "与已排的会面冲突", "没有空。", "让出 09:00 的会面。"),
    )
    assert tables.day_list(CHANGED).rows[0] == ("08:20—08:40", "T1号桌", "单位C2／单位T1（改时间）")
    assert sum(column.width for column in tables.meeting_list(FIRST).columns) <= 160
    assert tables.card_list(FIRST).rows == (
        ("T1号桌", "08:20—08:40", "单位C1／单位T1"),
        ("T1号桌", "08:40—09:00", "单位C2／单位T1"),
        ("T2号桌", "09:00—09:20", "单位C2／单位T2"),
    )


def test_the_sign_in_sheet_names_the_first_meeting() -> None:
    assert tables.sign_in(FIRST).rows[:3] == (
        (1, "单位C1", "企业", "08:20", "T1号桌", "", ""),
        (2, "单位C2", "企业", "08:40", "T1号桌", "", ""),
        (3, "单位C3", "企业", "没有会面", "—", "", ""),
    )


def test_statistics_say_the_gap_in_words() -> None:
    rows = {str(row[0]): row[1:] for row in tables.statistics(FIRST).rows}

    # 2.5 of at most 3.0: a sixth is missing; three meetings at two tables with four slots each, one of them a plenary.
    assert rows["匹配价值合计"] == ("2.50", "上界为3.00，差距16.67%：任何日程最多只能再提高0.50。")
    assert rows["已安排会面"][0] == rows["　其中 企业—高校院所团队"][0] == 3
    assert rows["　其中没有会面的"] == (1, "单位C3")
    assert rows["桌位使用"] == ("50%", "2张桌共6个可用的时段，全体参加的大会不计在内。")


def test_the_lead_counts_those_who_meet() -> None:
    assert list(CHANGED.lead()) == [
        "日期：2026-11-22　地点：会展中心　版本：第1次改动后",
        "共安排 3 场会面，4 家有会面，0 项意愿没有排上。",
        "本次改动 4 场，须通知 5 家，改动处均以文字注明。已证明改动最少。",
    ]
