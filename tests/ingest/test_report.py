"""The report sums up and tells the places."""

from ingest.report import Duplicate, ImportReport, Place, RowFault, Severity, Skip


def test_counts_and_long_lists() -> None:
    faults = tuple(RowFault(Severity.REJECTED, "a.csv", "", row, "", "空", "") for row in range(1, 26))
    report = ImportReport(
        files=("a.csv",),
        n_rows=29,
        n_accepted=1,
        faults=faults,
        skipped=(Skip("a.csv", "表", 3, 5, 3, "空行"),),
        duplicates=(Duplicate(Place("a.csv", "", 9), Place("b.csv", "表", 2)),),
    )

    lines = report.details()

    assert (report.n_rejected, report.n_skipped) == (25, 3)
    assert report.total == "“a.csv”共29行：导入1条，未导入25行，跳过3行（标题、空行、合计、说明等）。"
    assert lines[20:] == (
        "另有5处未导入的行，见完整的导入报告。",
        "“a.csv”“表”第3至5行：空行，已跳过。",
        "“a.csv”第9行与“b.csv”“表”第2行内容相同，两条都保留。",
    )
