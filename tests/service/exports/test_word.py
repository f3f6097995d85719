import io
import zipfile
from dataclasses import replace

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

from data.records.ids import NeedId
from data.records.matches import MatchList, MatchReport
from service.exports import word
from service.exports.masking import MASKED
from tests.factories.matches import make_match, make_report
from tests.factories.records import make_need


def opened(report: MatchReport) -> Document:
    return docx.Document(io.BytesIO(word.render(report, MASKED)))


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_need_has_a_title_and_a_table_of_candidates() -> None:
    document = opened(make_report())
    assert [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"] == [
        "1．注塑模具表面耐磨涂层",
        "2．冷链运输温度监测",
        "阅读说明",
    ]
    assert rows_of(document.tables[0]) == [
        ["名次", "科技成果", "单位", "相关程度", "得分", "推荐理由"],
        [
            "第1名",
            "模具用低摩擦复合涂层及其制备方法",
            "东海理工大学 表面工程团队",
            "强相关",
            "84",
            "双方都针对模具脱模困难，成果的涂层硬度达到需求要求。",
        ],
    ]


def test_evidence_shows_indicators_conditions_and_shares() -> None:
    _, _, passages, indicators, conditions, shares = opened(make_report()).tables[:6]
    assert rows_of(passages)[1] == ["①", "注塑件脱模困难，废品率高", "可改善模具脱模", "0.91"]
    assert rows_of(indicators)[2] == ["寿命", "寿命不低于10万次", "未说明", "？无法判断", "成果材料没有写明寿命"]
    assert rows_of(conditions)[1:] == [
        ["需求有效期", "√满足", "需求在有效期内"],
        ["预算与价格", "？无法判断", "需求没有写明预算"],
    ]
    assert [row[3] for row in rows_of(shares)] == ["分值", "+0.51", "+0.20", "+0.30", "-0.10", "-0.20", "+0.51"]


def test_matched_passages_are_underlined_in_the_full_texts() -> None:
    need, achievement = opened(make_report()).tables[1].rows[1].cells
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
    assert document.tables[1].rows[1].cells[0].text.splitlines()[0] == "<w:p/>&�涂层"
    assert "内容：第一行\n第二行\t末" in document.tables[1].rows[1].cells[0].text


def test_a_need_without_any_candidate_says_so() -> None:
    document = opened(make_report(lists=[MatchList(NeedId("N2"), ())]))
    texts = [each.text for each in document.paragraphs]
    assert [text for text in texts if text.startswith("没有")] == ["没有合适的匹配。", "没有可供参考的候选。"]


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
