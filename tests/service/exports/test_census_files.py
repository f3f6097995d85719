"""The census files: reminders name who is missing, contacts masked; the same census gives the same bytes."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from data.records.census import Arrival, Enrolled
from service.docking.census.coverage import Census, State, take_census
from service.exports.census_files import render_board, render_reminder, render_reminders, write_reminders
from service.exports.census_paper import board_paper, reminder_paper, told_wan
from tests.factories.census import XUYI, make_arrival, make_campaign, make_entry


def census_on(as_of: date) -> Census:
    """Return: 甲 of 涟水 has reported, 丁 of 盱眙 has not, 己 of 盱眙 cannot be told, one need is of a stranger."""
    register: list[Enrolled] = [
        make_entry("甲机械有限公司"),
        make_entry("丁化工有限公司", number=2, county_code=XUYI, contact="王工 13900001234"),
        make_entry("己材料有限公司", number=3, county_code=XUYI, revenue_yuan=None, is_tech=None),
    ]
    arrivals: list[Arrival] = [make_arrival(1), make_arrival(2, enterprise="庚有限公司", region_code=XUYI)]
    return take_census(make_campaign(), register=register, parties=[], arrivals=arrivals, as_of=as_of)


def test_a_reminder_names_who_is_missing_and_hides_their_contacts() -> None:
    census = census_on(date(2026, 7, 15))

    paper = reminder_paper(census, census.counties[1])

    assert paper.lead[0] == "盱眙县科技主管部门："
    assert "应报 1 家，已报 0 家，未报 1 家，覆盖率 0.0%；另有 1 家" in paper.lead[1]
    assert paper.lead[-1] == "请督促下列企业于2026年7月20日前报送技术需求。"
    missing, unknown = paper.sheets
    assert missing.rows == ((1, "丁化工有限公司", "盱眙县", "3,000", "否", 0, 1, "王* 139********"),)
    assert [row[1] for row in unknown.rows] == ["己材料有限公司"]


def test_after_the_last_day_a_reminder_says_so() -> None:
    census = census_on(date(2026, 7, 21))

    assert reminder_paper(census, census.counties[1]).lead[-1] == (
        "规定期限2026年7月20日已过，请督促下列企业立即补报技术需求。"
    )


def test_a_board_has_counties_least_covered_first_and_their_sum() -> None:
    figures, _, _, outside = board_paper(census_on(date(2026, 7, 15))).sheets

    # 县区, 名册企业, 应报, 已报, 未报, 其中迟报, 无法判断, 不必报, 覆盖率, 已报需求, 名册外需求
    assert figures.rows == (
        ("盱眙县", 2, 1, 0, 1, 0, 1, 0, "0.0%", 1, 1),
        ("涟水县", 1, 1, 1, 0, 0, 0, 0, "100.0%", 1, 0),
        ("合计", 3, 2, 1, 1, 0, 1, 0, "50.0%", 2, 1),
    )
    assert [row[2] for row in outside.rows] == ["庚有限公司"]


def test_files_hold_one_reminder_a_county_with_somebody_missing(tmp_path: Path) -> None:
    census = census_on(date(2026, 7, 15))

    written = write_reminders(census, tmp_path)
    packed = zipfile.ZipFile(io.BytesIO(render_reminders(census)))

    names = ["催报_盱眙县_20260715.docx", "未报企业_20260715.xlsx"]
    assert [path.name for path in written] == packed.namelist() == names
    text = "\n".join(each.text for each in Document(str(written[0])).paragraphs)
    assert "盱眙县科技主管部门" in text


def test_the_same_census_gives_the_same_bytes() -> None:
    first, second = census_on(date(2026, 7, 15)), census_on(date(2026, 7, 15))

    assert render_board(first, "xlsx") == render_board(second, "xlsx")
    assert render_reminder(first, first.counties[1]) == render_reminder(second, second.counties[1])
    assert render_reminders(first) == render_reminders(second)


def test_amounts_are_told_in_ten_thousands() -> None:
    assert [told_wan(yuan) for yuan in (20_000_000, 23_505_000, 10_500)] == ["2,000", "2,350.5", "1.05"]


@pytest.mark.parametrize(
    ("facts", "stand", "request_"),
    [
        (None, "应报 0 家，已报 0 家，未报 0 家，覆盖率 —；另有 1 家", "你处目前没有能够确定应报的企业，1 家无法判断"),
        (10, "应报 0 家，已报 0 家，未报 0 家，覆盖率 —。", "你处名册中没有应报的企业。"),
        (30_000_000, "应报 1 家，已报 1 家，未报 0 家，覆盖率 100.0%。", "你处应报企业均已报送。"),
    ],
)
def test_a_reminder_says_what_is_true_where_nobody_is_missing(facts: int | None, stand: str, request_: str) -> None:
    entry = make_entry("甲机械有限公司", revenue_yuan=facts, is_tech=None if facts is None else False)
    census = take_census(
        make_campaign(), register=[entry], parties=[], arrivals=[make_arrival(1)], as_of=date(2026, 7, 15)
    )

    county = next(each for each in census.counties if each.n[State.LISTED])
    lead = reminder_paper(census, county).lead

    assert stand in lead[1]
    assert lead[-1].startswith(request_)
