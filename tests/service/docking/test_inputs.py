"""What reading gave, in the order in which a result shows it."""

from ingest.report import ImportReport, RowFault, Severity
from service.docking.inputs import Inputs


def test_the_counts_of_both_sides_come_before_any_detail() -> None:
    fault = RowFault(Severity.REJECTED, "需求.csv", "", 3, "", "名称为空", "")
    reports = (ImportReport(("需求.csv",), 2, 1, faults=(fault,)), ImportReport(("成果.csv",), 1, 1))

    assert Inputs((), (), reports).notes == (
        "“需求.csv”共2行：导入1条，未导入1行，跳过0行（标题、空行、合计、说明等）。",
        "“成果.csv”共1行：导入1条，未导入0行，跳过0行（标题、空行、合计、说明等）。",
        "“需求.csv”第3行：名称为空（未导入）。",
    )
