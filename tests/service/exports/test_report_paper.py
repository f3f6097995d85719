"""A report as a paper: each figure beside its counting rule, and every record in the workbook."""

from datetime import date

from data.records.reports import Figure, FigureLine, FigureTable, Report, ReportKey, ReportKind
from service.docking.reports.heads import heads_of
from service.exports.report_files import render_report
from service.exports.report_paper import report_paper

HEADS = heads_of("contracts", "contract_amount")


def make_report(*lines: FigureLine, total: FigureLine | None = None) -> Report:
    """Return a report of one table."""
    return Report(
        key=ReportKey(kind=ReportKind.MONTHLY, region_code="320800", period="2026-11"),
        title="淮安市2026年11月月报",
        unit="淮安市",
        as_of=date(2026, 11, 30),
        tables=(FigureTable(name="本月", heads=HEADS, lines=lines, total=total),),
    )


def line(name: str, n: int, fen: int) -> FigureLine:
    """Return a line of so many contracts over so much."""
    records = tuple(f"deals:{name}{number}" for number in range(n))
    return FigureLine(
        code=name, name=name, figures=(Figure(amount=n, records=records), Figure(amount=fen, records=records))
    )


def test_one_region_is_printed_downwards_with_its_rules() -> None:
    paper = report_paper(make_report(line("涟水县", 2, 45_000_000)))
    (part,) = paper.parts
    assert part.table is not None
    assert [row[:3] for row in part.table.rows] == [("技术合同", "2", "份"), ("合同成交额", "45.00", "万元")]
    assert [row[3] for row in part.table.rows] == [head.rule for head in HEADS]


def test_regions_stand_below_each_other_and_every_record_is_named() -> None:
    report = make_report(line("甲县", 1, 100_000_000), line("乙县", 400, 0), total=line("合计", 401, 100_000_000))
    paper = report_paper(report)
    table = paper.parts[1].table
    assert table is not None
    assert table.rows == (("甲县", "1", "100.00"), ("乙县", "400", "0.00"), ("合计", "401", "100.00"))
    records = next(sheet for sheet in paper.sheets if sheet.name == "依据的记录")
    # 400 records fill two cells, for each of two figures; those of the total are the same again and left out.
    assert [row[:4] for row in records.rows] == [
        ("本月", "甲县", "技术合同", 1),
        ("本月", "甲县", "合同成交额", 1),
        ("本月", "乙县", "技术合同", 300),
        ("本月", "乙县", "技术合同", 100),
        ("本月", "乙县", "合同成交额", 300),
        ("本月", "乙县", "合同成交额", 100),
    ]


def test_the_same_report_is_the_same_bytes() -> None:
    report = make_report(line("涟水县", 2, 45_000_000))
    assert render_report(report) == render_report(report)
