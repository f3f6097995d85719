import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from data.records.enums import Direction
from data.records.ids import AchievementId, NeedId
from data.records.matches import MatchList, MatchReport
from matcher.features.table import FEATURES
from service.exports import workbook
from service.exports.masking import MASKED
from tests.factories.matches import make_match, make_report
from tests.factories.records import make_achievement, make_need


def opened(report: MatchReport) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.render(report, MASKED)), rich_text=True)


def rows_of(book: Workbook, name: str) -> list[list[str]]:
    return [["" if value is None else str(value) for value in row] for row in book[name].iter_rows(values_only=True)]


def test_sheets_stand_in_reading_order() -> None:
    assert opened(make_report()).sheetnames == ["匹配结果", "证据", "没有合适匹配", "打分明细", "说明"]


def test_results_have_one_row_a_match_and_one_for_a_need_without() -> None:
    header, found, nothing = rows_of(opened(make_report()), "匹配结果")
    assert dict(zip(header, found, strict=True)) == {
        "序号": "1",
        "需求名称": "注塑模具表面耐磨涂层",
        "企业": "某县恒泰模具有限公司",
        "需求地区": "江苏省淮安市盱眙县",
        "名次": "1",
        "相关程度": "强相关",
        "得分": "84",
        "成果名称": "模具用低摩擦复合涂层及其制备方法",
        "高校院所及团队": "东海理工大学 表面工程团队",
        "推荐理由": "双方都针对模具脱模困难，成果的涂层硬度达到需求要求。",
        "主要差距": "预算与价格无法判断：需求没有写明预算。指标“寿命”无法判断：成果材料没有写明寿命。",
        "证据": "查看",
        "处理意见": "",
        "意见理由": "",
        "条件核对": "需求有效期：√满足；预算与价格：？无法判断",
        "成果地区": "江苏省南京市",
        "需求编号": "N1",
        "成果编号": "A1",
    }
    assert [cell for cell in nothing if cell] == [
        "2",
        "冷链运输温度监测",
        "某县恒泰模具有限公司",
        "江苏省淮安市盱眙县",
        "没有合适的匹配",
        "没有合适的匹配：候选中没有与冷链运输有关的成果。",
        "查看",
        "N2",
    ]


def test_a_result_leads_to_its_evidence_and_back() -> None:
    book = opened(make_report())
    link = book["匹配结果"]["L2"].hyperlink.location
    assert link == "'证据'!A2"
    assert (book["证据"]["A2"].value, book["证据"]["A2"].hyperlink.location) == ("1-1", "'匹配结果'!A2")


def test_evidence_shows_the_card_row_by_row() -> None:
    rows = rows_of(opened(make_report()), "证据")
    card = [row[1:] for row in rows if row[0] == "1-1"]
    assert [row[0] for row in card] == [
        "第1名",
        *["双方材料"] * 2,
        "缺什么",
        *["对应段落"] * 2,
        *["指标"] * 2,
        *["条件"] * 2,
        *["打分依据"] * 7,
    ]
    assert card[4] == ["对应段落", "①", "注塑件脱模困难，废品率高", "可改善模具脱模", "相似度0.91", ""]
    assert card[7] == ["指标", "寿命", "要求：寿命不低于10万次", "达到：未说明", "？无法判断", "成果材料没有写明寿命"]


def test_evidence_shares_add_up_in_the_sheet() -> None:
    rows = [row for row in rows_of(opened(make_report()), "证据") if row[:2] == ["1-1", "打分依据"]]
    assert [(row[2], row[5]) for row in rows] == [
        ("名称用词", "0.51"),
        ("指标和条件", "0.2"),
        ("　技术指标", "0.3"),
        ("　所在地区", "-0.1"),
        ("基准分", "-0.2"),
        ("合计", "0.51"),
        ("等级区间", ""),
    ]
    assert rows[-1][3:5] == [
        "合计+0.51落在“强相关”区间（-0.11以上），折算得分84分。",
        "无相关：-3.39以下\n弱相关：-3.39至-1.69\n较强相关：-1.69至-0.11\n强相关：-0.11以上　▲合计+0.51在此",
    ]


def test_a_shortlist_opens_with_its_partners() -> None:
    book = opened(replace(make_report(), company="某县恒泰模具有限公司"))
    assert book.sheetnames[0] == "伙伴"
    rows = rows_of(book, "伙伴")
    assert [row[0] for row in rows[:6]] == [
        "某县恒泰模具有限公司候选合作成果推荐名单",
        "核对日期：2026年11月22日",
        "企业：某县恒泰模具有限公司（江苏省淮安市盱眙县）。技术需求2项，参加比对的科技成果1项。",
        "值得约谈的候选伙伴1家，成果1项（较强相关以上，或经工作人员推荐）。",
        "需求1　注塑模具表面耐磨涂层：合适的成果1项，最高强相关（84分）。",
        "需求2　冷链运输温度监测：没有合适的匹配：候选中没有与冷链运输有关的成果。",
    ]
    assert [row[:3] for row in rows[-2:]] == [
        ["名次", "高校院所及团队", "最高等级"],
        ["1", "东海理工大学 表面工程团队", "强相关\n84分"],
    ]


def test_every_share_of_every_match_has_a_cell_of_its_own() -> None:
    header, row = rows_of(opened(make_report()), "打分明细")
    cells = dict(zip(header, row, strict=True))
    assert len(header) == 5 + len(FEATURES) + 3
    assert {name: cell for name, cell in cells.items() if cell} == {
        "序号": "1",
        "需求名称": "注塑模具表面耐磨涂层",
        "名次": "1",
        "成果名称": "模具用低摩擦复合涂层及其制备方法",
        "得分": "84",
        "名称用词": "0.51",
        "技术指标": "0.3",
        "所在地区": "-0.1",
        "基准分": "-0.2",
        "合计": "0.51",
    }


def test_passages_are_underlined_in_the_full_text() -> None:
    cell = opened(make_report())["证据"]["D4"].value
    underlined = [str(piece) for piece in cell if getattr(piece, "font", None) and piece.font.u]
    assert underlined == ["注塑件脱模困难，废品率高", "硬度≥60HRC"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.com", "00123", "{=1}"])
def test_texts_stay_texts(text: str) -> None:
    report = make_report(lists=[MatchList(NeedId("N1"), (make_match(),))], needs=[make_need(title=text)])
    cell = opened(report)["匹配结果"]["B2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_every_sheet_prints_on_a4_with_header_and_page_numbers() -> None:
    for sheet in opened(make_report()):
        set_up, page, footer = sheet.page_setup, sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert (set_up.paperSize, set_up.orientation) == (9, "landscape")
        # One page wide is the default and not written; 0 pages high means as many as it takes.
        assert page is not None
        assert (page.fitToPage, set_up.fitToWidth, set_up.fitToHeight) == (True, None, 0)
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
        assert sheet.auto_filter.ref
        assert footer is not None
        assert str(footer.center.text) == "第 &P 页，共 &N 页"


def test_a_long_text_goes_on_in_the_next_row() -> None:
    content = "涂层耐磨。" * 400
    need = make_need(content=content)
    match = make_match(passages=(), indicators=())
    report = make_report(lists=[MatchList(NeedId("N1"), (match,))], needs=[need])
    book = opened(report)
    sides = [row for row in rows_of(book, "证据") if row[1] == "双方材料"]
    assert "".join(row[3] for row in sides[1:]) == f"【内容】{content}"
    assert max(dimension.height or 0 for dimension in book["证据"].row_dimensions.values()) < 409


def test_a_cell_longer_than_excel_allows_says_that_it_was_cut() -> None:
    report = make_report(lists=[MatchList(NeedId("N1"), (make_match(),))], needs=[make_need(title="长" * 40_000)])
    title = rows_of(opened(report), "匹配结果")[1][1]
    assert (len(title), title[-16:]) == (32_767, "……（文字过长，其余见原始材料）")


def test_many_cards_give_each_full_text_once() -> None:
    achievements = [make_achievement(f"A{number}") for number in range(201)]
    matches = tuple(make_match("N1", each.id, rank=rank) for rank, each in enumerate(achievements, start=1))
    report = make_report(lists=[MatchList(NeedId("N1"), matches)], achievements=achievements)
    rows = rows_of(opened(report), "原文")
    assert [row[:2] for row in rows[1:4]] == [["技术需求", "N1"], ["科技成果", "A0"], ["科技成果", "A1"]]
    assert len(rows) == 1 + 1 + 201


def test_the_other_direction_lists_needs_for_achievements() -> None:
    lists = [MatchList(AchievementId("A1"), (make_match(),))]
    header, row = rows_of(opened(make_report(direction=Direction.ACHIEVEMENTS, lists=lists)), "匹配结果")
    cells = dict(zip(header, row, strict=True))
    assert (header[1], cells["成果名称"], cells["需求名称"], cells["需求编号"]) == (
        "成果名称",
        "模具用低摩擦复合涂层及其制备方法",
        "注塑模具表面耐磨涂层",
        "N1",
    )


def test_the_guide_says_what_was_left_out_and_when() -> None:
    rows = rows_of(opened(make_report()), "说明")
    assert ["核对日期", "2026年11月22日"] in rows
    assert ["略去的内容", "成果.xlsx 第7行缺少名称，未参加匹配。"] in rows


def test_nothing_without_a_match_is_said_in_words() -> None:
    report = make_report(lists=[MatchList(NeedId("N1"), (make_match(),))])
    assert rows_of(opened(report), "没有合适匹配")[1][0] == "名单中的每一项都有合适的匹配。"


def test_line_breaks_of_windows_show_as_line_breaks() -> None:
    report = make_report(
        needs=[make_need(content="需要涂层\r\n耐磨")],
        achievements=[make_achievement()],
        lists=[MatchList(NeedId("N1"), (make_match(passages=(), indicators=()),))],
    )
    texts = [cell for row in rows_of(opened(report), "证据") for cell in row]
    assert "【内容】需要涂层\n耐磨" in texts
    assert not any("_x000D_" in text for text in texts)
