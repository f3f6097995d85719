"""Documents become records too: Word, forms, running text, PDF and web pages."""

from pathlib import Path

import pytest

from data.records.needs import Need
from data.records.sources import Source
from ingest.batch import Batch, read_achievements, read_needs
from tests.ingest.office import Rows, pdf_table, pdf_text, write_docx, write_pdf, write_xlsx


def texts(batch: Batch[Need]) -> list[tuple[str, str]]:
    return [(need.title, need.content) for need in batch.records]


def test_word_list_table(tmp_path: Path) -> None:
    rows = [["序号", "技术需求名称", "拟解决的技术难题"], ["1", "水泵密封", "泄漏率低于1%"]]
    path = write_docx(tmp_path / "a.docx", ["附件2", rows])

    batch = read_needs(path)

    assert [(n.title, n.content, n.source) for n in batch.records] == [
        ("水泵密封", "泄漏率低于1%", Source("a.docx", "表1", 2))
    ]
    assert [(skip.sheet, skip.n_rows) for skip in batch.report.skipped] == [("正文", 1)]


def test_word_forms_one_record_a_table(tmp_path: Path) -> None:
    def form(title: str) -> list[list[str]]:
        return [
            ["企业名称", "云河泵业有限公司", "所在地区", "云河县"],
            ["需求名称", title, "", ""],
            ["需求内容", "泄漏率低于1%\n寿命两年", "", ""],
            ["所属科室", "技术部", "联系人", "测试甲"],
            ["备注栏", "", "联系电话", "13900000001"],
        ]

    path = write_docx(tmp_path / "a.docx", [form("水泵密封"), form("叶轮")], merges=[(1, 1, 1, 3), (2, 1, 2, 3)])

    first, second = read_needs(path).records

    assert first == Need(
        id=first.id,
        title="水泵密封",
        content="泄漏率低于1%\n寿命两年",
        enterprise="云河泵业有限公司",
        region="云河县",
        contact="测试甲 13900000001",
        extra={"所属科室": "技术部"},
        source=Source("a.docx", "表1", 1),
    )
    assert (second.title, second.source.sheet) == ("叶轮", "表2")


def test_spreadsheet_form_with_value_below_its_key(tmp_path: Path) -> None:
    rows = [
        ["技术需求征集表"],
        ["需求名称", "水泵密封", "联系人", "测试甲"],
        ["需求内容"],
        ["泄漏率低于1%，寿命两年。"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"表": rows}, merges=["A1:D1", "A3:D3", "A4:D4"])

    batch = read_needs(path)

    assert [(n.title, n.content, n.contact) for n in batch.records] == [
        ("水泵密封", "泄漏率低于1%，寿命两年。", "测试甲")
    ]


TEXT = """云河县技术需求
一、需求名称：水泵密封
企业名称：云河泵业有限公司
科室：技术部
（二）需求内容：
泄漏率低于1%。
要求：寿命两年

预期目标：2027年完成

二、需求名称：叶轮铸造
需求内容：废品率降到3%
"""


def test_running_text_with_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="gb18030")

    batch = read_needs(path)

    assert [(n.title, n.content, n.enterprise, n.indicators, dict(n.extra), n.source.row) for n in batch.records] == [
        (
            "水泵密封",
            "泄漏率低于1%。\n要求：寿命两年",
            "云河泵业有限公司",
            "2027年完成",
            {"科室": "技术部"},
            2,
        ),
        ("叶轮铸造", "废品率降到3%", "", "", {}, 11),
    ]
    assert [(skip.first_row, skip.n_rows) for skip in batch.report.skipped] == [(1, 1)]


def test_running_text_of_a_word_document_with_headings(tmp_path: Path) -> None:
    blocks = ["【成果名称】耐磨轴承", "一、成果简介", "采用新涂层。", "寿命提高一倍。", "三、应用领域", "泵阀"]
    path = write_docx(tmp_path / "a.docx", blocks)

    batch = read_achievements(path)

    assert [(a.title, a.content, a.scope) for a in batch.records] == [
        ("耐磨轴承", "采用新涂层。\n寿命提高一倍。", "泵阀")
    ]


def test_text_without_keys_is_one_record_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("我厂水泵漏水严重。\n\n希望找到新的密封材料。\n", encoding="utf-8")

    batch = read_needs(path)

    assert texts(batch) == [("", "我厂水泵漏水严重。\n\n希望找到新的密封材料。")]
    assert [fault.reason for fault in batch.report.faults] == [
        "没有“需求名称”列，或整列为空",
        "没有“名称：……”这样的字段，整篇作为一条的内容",
    ]


def test_pdf_table_over_two_pages(tmp_path: Path) -> None:
    header = ["编号", "需求名称", "需求内容"]
    pages = [
        pdf_text(100, 800, "技术需求汇总表") + pdf_table(760, [60, 180, 250], [header, ["A1", "密封2.5", "泄漏≤1%"]]),
        pdf_table(760, [60, 180, 250], [header, ["A2", "叶轮", "废品率3%"]]),
        pdf_table(760, [60, 180, 250], [["A3", "轴承", "降噪"]]),
    ]
    batch = read_needs(write_pdf(tmp_path / "a.pdf", pages))

    assert [(n.id, n.title, n.content, n.source) for n in batch.records] == [
        ("A1", "密封2.5", "泄漏≤1%", Source("a.pdf", "第1页", 2)),
        ("A2", "叶轮", "废品率3%", Source("a.pdf", "第2页", 2)),
        ("A3", "轴承", "降噪", Source("a.pdf", "第3页", 1)),
    ]


def test_pdf_running_text(tmp_path: Path) -> None:
    page = pdf_text(60, 780, "需求名称：水泵密封") + pdf_text(60, 760, "需求内容：泄漏率低于1%")

    assert texts(read_needs(write_pdf(tmp_path / "a.pdf", [page]))) == [("水泵密封", "泄漏率低于1%")]


PAGE = """<html><head><title>x</title></head><body><table><tr><td><table>
<tr><th rowspan="2">需求名称</th><th rowspan="2">需求内容</th><th colspan="2">联系方式</th></tr>
<tr><th>联系人</th><th>电话</th></tr>
<tr><td>水泵  密封</td><td>泄漏率<br>低于1%</td><td>测试甲</td><td>13900000001</td></tr>
</table></td></tr></table><script>var a = "需求名称：乙";</script></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "a.xls"])
def test_web_page_even_when_called_a_workbook(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(PAGE, encoding="gb18030")

    batch = read_needs(path)

    assert [(n.title, n.content, n.contact) for n in batch.records] == [
        ("水泵 密封", "泄漏率\n低于1%", "测试甲 13900000001")
    ]
    notes = [fault.reason for fault in batch.report.faults]
    assert notes == ([] if name == "a.html" else ["文件“a.xls”的后缀是“.xls”，实际是网页，已按网页读取"])


def test_web_page_with_keys_and_values(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>需求名称：水泵密封</p><div>需求内容：泄漏率<b>低于</b>1%</div>", encoding="utf-8")

    assert texts(read_needs(path)) == [("水泵密封", "泄漏率低于1%")]


def test_form_with_group_labels_and_a_row_for_the_clerk(tmp_path: Path) -> None:
    rows: Rows = [
        ["附件1 技术需求表"],
        ["企业基本情况", "企业名称", "云河泵业有限公司", "联系人", "测试甲"],
        [None, "所在地区", "云河县", "电话", "13900000001"],
        ["技术需求情况", "需求名称", "密封"],
        [None, "需求类型", "☑技术攻关 □产品研发"],
        [None, "需求描述", "泄漏：大"],
        [None, "预期目标", "指标：≤1%"],
        ["填表人：测试乙", None, None, "填表日期：2026年"],
    ]
    merges = ["A1:E1", "A2:A3", "A4:A7", "C4:E4", "C5:E5", "C6:E6", "C7:E7"]
    path = write_xlsx(tmp_path / "a.xlsx", {"表": rows}, merges=merges)

    batch = read_needs(path)

    (need,) = batch.records
    assert (need.title, need.content, need.indicators) == ("密封", "泄漏：大", "指标：≤1%")
    assert (need.enterprise, need.region, need.contact) == ("云河泵业有限公司", "云河县", "测试甲 13900000001")
    assert need.extra == {"需求类型": "☑技术攻关 □产品研发", "填表人": "测试乙", "填表日期": "2026年"}
    assert "测试" not in repr(batch.report)
