import io
import zipfile
from dataclasses import replace

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

from data.records.enums import Level
from data.records.feedback import Verdict
from data.records.ids import NeedId
from data.records.matches import MatchList, MatchReport
from service.exports import word
from service.exports.masking import MASKED
from tests.factories.matches import make_match, make_report
from tests.factories.records import make_achievement, make_need


def opened(report: MatchReport) -> Document:
    return docx.Document(io.BytesIO(word.render(report, MASKED)))


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_need_has_a_title_and_a_table_of_candidates() -> None:
    document = opened(make_report())
    assert [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"] == [
        "总体情况",
        "有合适科技成果的技术需求",
        "没有合适科技成果的技术需求",
        "候选与证据",
        "1．注塑模具表面耐磨涂层",
        "附表：不附证据的候选",
        "阅读说明",
    ]


def test_a_result_opens_with_what_fits_and_what_does_not() -> None:
    levels, fitting, unfit, *_, rest = opened(make_report()).tables
    assert rows_of(levels)[1:] == [
        ["最高为强相关", "1"],
        ["最高为较强相关", "0"],
        ["最高为弱相关", "0"],
        ["最高为无相关", "1"],
    ]
    assert rows_of(fitting)[1:] == [
        [
            "1",
            "注塑模具表面耐磨涂层",
            "某县恒泰模具有限公司",
            "强相关",
            "84",
            "1",
            "模具用低摩擦复合涂层及其制备方法（东海理工大学 表面工程团队）",
        ]
    ]
    nearest = ["模具用低摩擦复合涂层及其制备方法", "弱相关", "21"]
    assert rows_of(unfit)[1:] == [["2", "冷链运输温度监测", "某县恒泰模具有限公司", *nearest]]
    place = ["最接近", "模具用低摩擦复合涂层及其制备方法", "东海理工大学 表面工程团队", "弱相关", "21"]
    assert rows_of(rest)[1:] == [["2", "冷链运输温度监测", *place]]


def test_a_need_lists_its_candidates_where_there_are_several() -> None:
    matches = (make_match(), make_match(achievement_id="A2", rank=2))
    lists = [MatchList(NeedId("N1"), matches)]
    achievements = [make_achievement(), make_achievement("A2", title="另一项涂层")]
    table = opened(make_report(lists=lists, achievements=achievements)).tables[2]
    assert [row[:2] for row in rows_of(table)] == [
        ["名次", "科技成果"],
        ["第1名", "模具用低摩擦复合涂层及其制备方法"],
        ["第2名", "另一项涂层"],
    ]


def test_weak_candidates_have_no_card() -> None:
    weak = make_match(level=Level.WEAK, score=0.4)
    document = opened(make_report(lists=[MatchList(NeedId("N1"), (weak,))]))
    texts = [each.text for each in document.paragraphs]
    assert "没有值得约谈的候选，不附证据；最接近的见附表。" in texts
    assert "双方材料" not in texts


def test_what_a_person_recommends_has_a_card_and_a_badge() -> None:
    weak = make_match(level=Level.WEAK, score=0.4, rank=2, verdict=Verdict.ACCEPT)
    other = make_match(achievement_id="A2", level=Level.WEAK, score=0.45)
    achievements = [make_achievement(), make_achievement("A2", title="另一项涂层")]
    document = opened(make_report(lists=[MatchList(NeedId("N1"), (other, weak))], achievements=achievements))
    headings = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 2"]
    assert headings == ["第2名（推荐）：模具用低摩擦复合涂层及其制备方法"]
    assert rows_of(document.tables[1])[1][3] == "弱相关（推荐）"


def test_evidence_shows_indicators_conditions_and_shares() -> None:
    _, _, _, _, passages, indicators, conditions, shares, bands = opened(make_report()).tables[:9]
    assert rows_of(passages)[1] == ["①", "注塑件脱模困难，废品率高", "可改善模具脱模", "0.91"]
    assert rows_of(indicators)[2] == ["寿命", "寿命不低于10万次", "未说明", "？无法判断", "成果材料没有写明寿命"]
    assert rows_of(conditions)[1:] == [
        ["需求有效期", "√满足", "需求在有效期内"],
        ["预算与价格", "？无法判断", "需求没有写明预算"],
    ]
    assert [row[3] for row in rows_of(shares)] == ["分值", "+0.51", "+0.20", "+0.30", "-0.10", "-0.20", "+0.51"]
    assert [row[4] for row in rows_of(shares)] == ["累计", "+0.51", "+0.71", "", "", "+0.51", "+0.51"]
    # From the probabilities 0.98, 0.90 and 0.65 of reaching each level: 0.506 - ln(p / (1 - p)).
    assert rows_of(bands) == [
        ["无相关", "弱相关", "较强相关", "强相关"],
        ["-3.39以下", "-3.39至-1.69", "-1.69至-0.11", "-0.11以上\n▲合计+0.51在此"],
    ]


def test_matched_passages_are_underlined_in_the_full_texts() -> None:
    need, achievement = opened(make_report()).tables[3].rows[1].cells
    underlined = [
        [run.text for each in side.paragraphs for run in each.runs if run.underline] for side in (need, achievement)
    ]
    assert underlined == [
        ["注塑件脱模困难，废品率高", "硬度≥60HRC"],
        ["可改善模具脱模", "涂层硬度达到62HRC"],
    ]


def test_header_rows_repeat_and_rows_stay_whole() -> None:
    for table in opened(make_report()).tables:
        first, *others = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        whole = [row.find(qn("w:cantSplit")) is not None for row in others]
        # Only the row of full texts can be longer than a page.
        assert all(whole) or rows_of(table)[0] == ["技术需求", "科技成果"]


def test_styles_name_the_fonts_of_official_papers() -> None:
    styles = opened(make_report()).styles
    fonts = [styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Normal", "Title", "Heading 1")]
    assert fonts == ["仿宋_GB2312", "方正小标宋简体", "黑体"]


def test_page_is_a4_and_numbered() -> None:
    (section,) = opened(make_report()).sections
    assert (section.page_width, section.page_height) == (7560310, 10692130)
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_no_part_carries_the_time_of_saving() -> None:
    content = word.render(make_report(), MASKED)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert f"{properties.created:%Y-%m-%d}" == "2026-11-22"


def test_texts_cannot_become_markup_and_control_characters_do_not_break_the_file() -> None:
    need = make_need(title="<w:p/>&\x0b涂层", content="第一行\n第二行\t末")
    report = make_report(lists=[MatchList(NeedId("N1"), (make_match(passages=(), indicators=()),))], needs=[need])
    document = opened(report)
    assert document.tables[2].rows[1].cells[0].text.splitlines()[0] == "<w:p/>&�涂层"
    assert "内容：第一行\n第二行\t末" in document.tables[2].rows[1].cells[0].text


def test_a_need_without_any_candidate_says_so() -> None:
    document = opened(make_report(lists=[MatchList(NeedId("N2"), ())]))
    assert rows_of(document.tables[1])[1][3:] == ["没有可供参考的候选。"]


def test_many_notes_stand_at_the_end() -> None:
    notes = tuple(f"成果.xlsx 第{row}行缺少名称。" for row in range(2, 8))
    texts = [each.text for each in opened(make_report(notes=notes)).paragraphs]
    assert texts[3:9] == [*notes[:5], "略去的内容其余1条，列在文末。"]
    assert texts[-3:-1] == ["略去的内容", notes[5]]


def test_shortlist_names_its_company_and_leaves_out_the_office_notes() -> None:
    report = replace(make_report(), company="某县恒泰模具有限公司", notes=("需求.xlsx 第7行缺少名称，未参加匹配。",))

    texts = [paragraph.text for paragraph in opened(report).paragraphs]

    assert texts[0] == "某县恒泰模具有限公司候选合作成果推荐名单"
    assert not any("第7行" in text for text in texts)


def test_shortlist_has_its_needs_and_partners_on_the_first_page() -> None:
    document = opened(replace(make_report(), company="某县恒泰模具有限公司"))
    needs, partners = document.tables[:2]
    assert rows_of(needs)[1:] == [
        ["1", "注塑模具表面耐磨涂层", "合适的成果1项，最高强相关（84分）。"],
        ["2", "冷链运输温度监测", "没有合适的匹配：候选中没有与冷链运输有关的成果。"],
    ]
    assert rows_of(partners)[1:] == [
        [
            "1",
            "东海理工大学 表面工程团队",
            "强相关\n84分",
            "1项：模具用低摩擦复合涂层及其制备方法",
            "需求1",
            "可改善模具脱模",
        ]
    ]
    breaks = [each.text for each in document.paragraphs if each.paragraph_format.page_break_before]
    assert breaks == ["候选与证据"]
