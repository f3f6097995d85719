"""Figures of registers in reports: of the year that was asked for, and each says of which."""

import pytest

from data.records.registers import RegisterEntry
from data.records.reports import FigureTable, ReportKind
from data.reference.register_layouts import load_registers
from data.storage.workspace import Workspace
from service.docking.reports.building import draft
from service.docking.reports.registers import register_table
from tests.factories.census import LIANSHUI
from tests.factories.reporting import AT, CITY, make_key

FEN = {"2024": 100_000_000, "2025": 200_000_000, "2026": 1_000_000}


def keep(workspace: Workspace, register: str, **values: str) -> int:
    """Keep an entry of the city and return its number."""
    with workspace.writing(CITY) as stores:
        return stores.registers.add(register, values, region_code=LIANSHUI).number


def told(table: FigureTable) -> list[tuple[str, int | None, tuple[str, ...]]]:
    """Return label, amount and records of the only line of a table."""
    (line,) = table.lines
    return [(head.label, each.amount, each.records) for head, each in zip(table.heads, line.figures, strict=True)]


@pytest.mark.parametrize("year", ["2025", "2026"])
def test_annual_statistics_count_the_register_of_their_year_alone(workspace: Workspace, year: str) -> None:
    numbers = {
        each: keep(workspace, "fiscal-support", unit="甲大学", year=each, income=str(fen)) for each, fen in FEN.items()
    }
    report = draft(workspace, CITY, make_key(ReportKind.ANNUAL, period=year), at=AT)

    (table,) = [each for each in report.tables if each.name == "转化绩效和财政支持"]
    assert told(table)[0] == (f"转化收入（{year}年度）", FEN[year], (f"registers/fiscal-support:{numbers[year]}",))


def test_a_sheet_of_a_month_says_that_the_figures_of_agencies_are_those_of_the_year(workspace: Workspace) -> None:
    keep(
        workspace, "transfer-offices", agency="甲中心", owner="甲大学", year="2025", contracts="10", amount="100000000"
    )
    number = keep(
        workspace, "transfer-offices", agency="甲中心", owner="甲大学", year="2026", contracts="20", amount="200000000"
    )
    report = draft(workspace, CITY, make_key(ReportKind.AGENCIES, period="2026-11"), at=AT)

    record = (f"registers/transfer-offices:{number}",)
    assert told(report.tables[1]) == [
        ("促成技术合同（2026年度）", 20, record),
        ("合同成交额（2026年度）", 200_000_000, record),
    ]


def test_a_figure_without_years_says_so() -> None:
    entry = RegisterEntry(
        number=1, register="alliances-standing", values={}, region_code="", version=1, added_at=AT, changed_at=AT
    )

    table = register_table(load_registers()["alliances-standing"], [entry], year=2026)

    assert told(table)[0] == ("联盟（不分年度）", 1, ("registers/alliances-standing:1",))


def test_every_register_with_a_year_counts_by_it() -> None:
    with_year = [each for each in load_registers().values() if any(column.key == "year" for column in each.columns)]

    assert [each.id for each in with_year] == [
        "assessments",
        "commendations",
        "fiscal-support",
        "plan-priority",
        "transfer-offices",
    ]
    assert {figure.year_of for each in with_year for figure in each.figures} == {"year"}
