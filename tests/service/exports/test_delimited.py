import csv
import io

import pytest

from data.records.enums import Direction
from data.records.ids import AchievementId, NeedId
from data.records.matches import MatchList
from service.exports import delimited
from service.exports.masking import MASKED
from tests.factories.matches import make_match, make_report
from tests.factories.records import make_need

NOTHING_FOUND = (
    "没有合适的匹配：候选中没有与冷链运输有关的成果。"
    "最接近的科技成果：模具用低摩擦复合涂层及其制备方法（东海理工大学 表面工程团队，21分）。"
)


def test_one_row_a_match_and_one_for_a_need_without() -> None:
    content = delimited.render(make_report(), MASKED)
    assert content.startswith(b"\xef\xbb\xbf")
    _, found, nothing = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert found[:11] == [
        "N1",
        "注塑模具表面耐磨涂层",
        "某县恒泰模具有限公司",
        "江苏省淮安市盱眙县",
        "1",
        "强相关",
        "84",
        "A1",
        "模具用低摩擦复合涂层及其制备方法",
        "东海理工大学 表面工程团队",
        "江苏省南京市",
    ]
    assert nothing[4:] == [
        "",
        "没有合适的匹配",
        "",
        "",
        "",
        "",
        "",
        NOTHING_FOUND,
        "",
        "",
    ]


def test_headers_begin_with_what_lists_are_made_for() -> None:
    report = make_report(direction=Direction.ACHIEVEMENTS, lists=[MatchList(AchievementId("A1"), (make_match(),))])
    header, row = csv.reader(io.StringIO(delimited.render(report, MASKED).decode("utf-8-sig"), newline=""))
    assert (header[0], row[0], header[7], row[7]) == ("成果编号", "A1", "需求编号", "N1")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"])
def test_a_cell_that_begins_like_a_formula_is_made_harmless(start: str) -> None:
    title = f"{start}HYPERLINK(1)"
    report = make_report(lists=[MatchList(NeedId("N1"), (make_match(),))], needs=[make_need(title=title)])
    rows = list(csv.reader(io.StringIO(delimited.render(report, MASKED).decode("utf-8-sig"), newline="")))
    assert rows[1][1] == f"'{title}"


def test_line_breaks_and_commas_stay_inside_their_cell() -> None:
    report = make_report(
        lists=[MatchList(NeedId("N1"), (make_match(),))], needs=[make_need(title='涂层,“耐磨”\n"二期"')]
    )
    rows = list(csv.reader(io.StringIO(delimited.render(report, MASKED).decode("utf-8-sig"), newline="")))
    assert (len(rows), rows[1][1]) == (2, '涂层,“耐磨”\n"二期"')
