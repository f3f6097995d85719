"""Office lists, forms and texts, in every format, become the records they hold."""

import datetime as dt
from pathlib import Path

import pytest

from data.errors import HeaderError, UsageError
from data.records.enums import Level, PartyKind
from data.records.needs import Need
from data.records.pairs import Pair
from data.records.sources import Source
from ingest.batch import Batch, read_needs, read_pairs, read_parties
from ingest.report import Severity
from tests.ingest.office import Rows, write_xls, write_xlsx


def texts(batch: Batch[Need]) -> list[tuple[str, str]]:
    return [(need.title, need.content) for need in batch.records]


def test_list_with_title_two_row_header_totals_and_notes(tmp_path: Path) -> None:
    rows: Rows = [
        ["2026年云河县企业技术需求汇总表"],
        ["填报单位：云河县科技局", None, None, None, "单位：万元"],
        ["序号", "企业名称", "需求名称", "需求内容", "预算", "联系人", None, "备注"],
        [None, None, None, None, None, "姓名", "电话", None],
        [1, "云河泵业有限公司", "水泵密封", "泄漏率低于1%", 50, "测试甲", 13900000001, "急"],
        [2, None, "叶轮铸造", "废品率降到3%", 12.5, None, None, None],
        [],
        ["二、化工类"],
        [3, "云河化工厂", "废水除磷", "总磷≤0.5mg/L", None, None, None, None],
        ["合计", None, None, None, 62.5],
        ["注：预算为企业自筹。"],
    ]
    merges = ["A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3", "H3:H4", "B5:B6", "A8:H8", "A11:H11"]
    path = write_xlsx(tmp_path / "汇总.xlsx", {"需求": rows}, merges=merges)

    batch = read_needs(path)

    assert [need.title for need in batch.records] == ["水泵密封", "叶轮铸造", "废水除磷"]
    first, second, _ = batch.records
    assert first == Need(
        id=first.id,
        title="水泵密封",
        content="泄漏率低于1%",
        enterprise="云河泵业有限公司",
        budget="50万元",
        contact="测试甲 13900000001",
        extra={"序号": "1", "备注": "急"},
        source=Source("汇总.xlsx", "需求", 5),
    )
    assert (second.enterprise, second.budget) == ("云河泵业有限公司", "12.5万元")
    assert [(skip.first_row, skip.reason) for skip in batch.report.skipped] == [
        (1, "表头以上的标题或说明"),
        (7, "空行"),
        (8, "分组标题"),
        (10, "合计行"),
        (11, "说明行"),
    ]
    assert (batch.report.n_rows, batch.report.n_accepted, batch.report.n_skipped) == (9, 3, 6)
    assert batch.report.columns[0].mapping == {
        "企业名称": "enterprise",
        "需求名称": "title",
        "需求内容": "content",
        "预算": "budget",
        "联系人|姓名": "contact",
        "联系人|电话": "contact",
    }


def test_numbers_and_dates_read_as_a_person_sees_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["编号", "需求名称", "需求内容", "有效期", "联系电话", "年份", "比例"],
        [20200001, "甲", "内容", dt.date(2020, 1, 13), 13900000001, 2020, 0.1 + 0.2],
        ["007", "乙", "内容", "2020年1月", "0571-88880000", "2021", 1e-7],
    ]
    batch = read_needs(write_xlsx(tmp_path / "a.xlsx", {"S": rows}))

    assert [(n.id, n.valid_until, n.contact, dict(n.extra)) for n in batch.records] == [
        ("20200001", "2020-01-13", "13900000001", {"年份": "2020", "比例": "0.3"}),
        ("007", "2020年1月", "0571-88880000", {"年份": "2021", "比例": "0.0000001"}),
    ]


def test_old_workbook_with_merged_title(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [["需求表"], ["编号", "难题名称", "技术难题"], [7.0, "除尘", "粉尘浓度高"]])

    batch = read_needs(path)

    assert [(n.id, n.title, n.content, n.source) for n in batch.records] == [
        ("7", "除尘", "粉尘浓度高", Source("a.xls", "需求", 3))
    ]


def test_hidden_and_unknown_sheets_are_reported_not_read(tmp_path: Path) -> None:
    known = [["需求名称", "需求内容"], ["甲", "乙"]]
    path = write_xlsx(
        tmp_path / "a.xlsx", {"需求": known, "旧表": known, "字典": [["甲类"], ["乙类"]]}, hidden=["旧表"]
    )

    report = read_needs(path).report

    assert [(skip.sheet, skip.n_rows, skip.reason) for skip in report.skipped] == [
        ("旧表", 2, "隐藏的工作表，取消隐藏后才会读取"),
        ("字典", 2, "没有可识别的表头"),
    ]
    assert (report.n_rows, report.n_accepted) == (5, 1)


def test_repeated_header_in_the_middle_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("需求名称,需求内容\n甲,一\n需求名称,需求内容\n乙,二\n", encoding="utf-8")

    batch = read_needs(path)

    assert texts(batch) == [("甲", "一"), ("乙", "二")]
    assert [skip.sentence() for skip in batch.report.skipped] == ["“a.csv”第3行：重复的表头，已跳过。"]


@pytest.mark.parametrize(
    ("encoding", "delimiter", "name"),
    [("utf-8", ",", "a.csv"), ("utf-8-sig", ";", "a.csv"), ("gb18030", "|", "a.csv"), ("utf-16", "\t", "a.tsv")],
)
def test_text_table_in_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str, name: str) -> None:
    path = tmp_path / name
    text = 'id,需求名称,需求内容\r\nx1,甲,"第一行\n第二行"\r\nx2,乙,二\r\n'.replace(",", delimiter)
    path.write_bytes(text.encode(encoding))

    batch = read_needs(path)

    assert [(n.id, n.title, n.content, n.source.row) for n in batch.records] == [
        ("x1", "甲", "第一行\n第二行", 2),
        ("x2", "乙", "二", 3),
    ]


def test_json_lines_keep_good_lines_beside_a_broken_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"title": "甲", "content": "一", "年份": 2020}\n{"title": \n\n[1]\n{"title": "乙"}\n', encoding="utf-8"
    )

    batch = read_needs(path)

    assert [(n.title, n.content, dict(n.extra), n.source.row) for n in batch.records] == [
        ("甲", "一", {"年份": "2020"}, 1),
        ("乙", "", {}, 5),
    ]
    assert [(fault.row, fault.reason) for fault in batch.report.rejected] == [
        (2, "这一行不是完整的JSON"),
        (4, "这一行不是用花括号括起的对象"),
    ]


def test_duplicate_ids_reject_the_later_row_and_name_both_places(tmp_path: Path) -> None:
    first = tmp_path / "a.csv"
    first.write_text("id,title,content\nx,甲,一\n", encoding="utf-8")
    second = tmp_path / "b.csv"
    second.write_text("id,title,content\ny,乙,二\nx,丙,三\n", encoding="utf-8")

    batch = read_needs([first, second])

    assert [need.id for need in batch.records] == ["x", "y"]
    assert [fault.sentence() for fault in batch.report.rejected] == [
        "“b.csv”第3行“id”列：编号与“a.csv”第2行重复，请改正编号后重新导入这一行（未导入）。"
    ]


def test_missing_ids_are_made_from_the_content(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,content\n甲,一\n乙,二\n甲,一\n", encoding="utf-8")

    batch = read_needs(path)
    again = read_needs(path)

    ids = [need.id for need in batch.records]
    assert ids == [need.id for need in again.records]
    assert len(ids[0]) == 13
    assert ids[2] == f"{ids[0]}-2"
    assert [duplicate.sentence() for duplicate in batch.report.duplicates] == [
        "“a.csv”第4行与“a.csv”第2行内容相同，两条都保留。"
    ]


def test_row_without_title_or_content(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title,content,region\n1,甲,,\n2,,乙,\n3,,,\n,,,丙\n5,丁,戊,\n", encoding="utf-8")

    batch = read_needs(path)

    assert [need.id for need in batch.records] == ["1", "2", "3", "5"]
    assert [(f.severity, f.row, f.reason) for f in batch.report.faults] == [
        (Severity.WARNING, 2, "内容为空"),
        (Severity.WARNING, 3, "名称为空"),
        (Severity.WARNING, 4, "名称和内容都为空，只保留编号"),
        (Severity.REJECTED, 5, "名称和内容都为空"),
    ]


def test_rows_of_the_wrong_width_in_a_delimited_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title,content\n1,甲,一,多\n2,乙\n3,丙,三\n", encoding="utf-8")

    batch = read_needs(path)

    assert [need.id for need in batch.records] == ["2", "3"]
    assert [(f.severity, f.row, f.reason) for f in batch.report.faults] == [
        (Severity.REJECTED, 2, "列数多于表头，无法判断各列归属"),
        (Severity.WARNING, 3, "列数少于表头，缺少的列按空处理"),
        (Severity.WARNING, 3, "内容为空"),
    ]


def test_pairs_keep_their_order_and_read_levels_in_words(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(
        "需求编号,成果编号,等级\nn2,a1,较强\nn1,a1,4\nn1,a2,\nn1,a3,很好\n,a3,1\nn1,a1,1级\n", encoding="utf-8"
    )

    batch = read_pairs(path)

    assert [(pair.need_id, pair.achievement_id, pair.level) for pair in batch.records] == [
        ("n2", "a1", Level.FAIR),
        ("n1", "a1", Level.STRONG),
        ("n1", "a2", None),
        ("n1", "a3", None),
        ("n1", "a1", Level.NONE),
    ]
    assert batch.records[0] == Pair(batch.records[0].need_id, batch.records[0].achievement_id, Level.FAIR)
    assert [(f.severity, f.row, f.column) for f in batch.report.faults] == [
        (Severity.WARNING, 5, "等级"),
        (Severity.REJECTED, 6, "需求编号"),
    ]


def test_parties_tell_their_kind_by_column_or_name(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(
        "单位名称,单位类型,省,市\n云河泵业有限公司,,甲省,云河市\n东岭大学,高校,,\n云河县科技局,,,\n第七组,,,\n,企业,,\n",
        encoding="utf-8",
    )

    batch = read_parties(path)

    assert [(party.name, party.kind, party.region) for party in batch.records] == [
        ("云河泵业有限公司", PartyKind.ENTERPRISE, "甲省云河市"),
        ("东岭大学", PartyKind.UNIVERSITY, ""),
        ("云河县科技局", PartyKind.ST_BUREAU, ""),
    ]
    assert [(fault.row, fault.reason) for fault in batch.report.rejected] == [
        (5, "看不出单位的类型"),
        (6, "单位名称为空"),
    ]


def test_no_known_header_names_columns_found_wanted_and_nearest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("需求名秤,数量,13900000001\n甲,1,2\n", encoding="utf-8")

    with pytest.raises(HeaderError) as caught:
        read_needs(path)

    assert str(caught.value) == (
        "文件“a.csv”没有找到需求表的表头：需要“需求名称/技术需求名称/技术难题名称”或“需求内容/需求描述/技术需求内容”列，"
        "找到的是“需求名秤”、“数量”。 请在表头中使用这些列名之一后重新导入。“需求名秤”是否应为“需求名称”？"
    )


def test_two_columns_with_equal_right_are_ambiguous(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("需求名称,需求内容,需求描述\n甲,一,二\n", encoding="utf-8")

    with pytest.raises(HeaderError, match="有2列都可作为“需求内容”：“需求内容”、“需求描述”"):
        read_needs(path)


def test_the_wider_wording_goes_to_extra_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("需求名称,需求内容,技术难题\n甲,一,二\n", encoding="utf-8")

    batch = read_needs(path)

    assert [(n.content, dict(n.extra)) for n in batch.records] == [("一", {"技术难题": "二"})]
    assert [fault.sentence() for fault in batch.report.faults] == [
        "“a.csv”“技术难题”列：与“需求内容”列含义相近，以后者为准，此列保留在附加信息里（说明）。"
    ]


def test_no_file_at_all_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        read_needs([])


def test_report_never_quotes_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "id,title,content,联系电话\n13900000001,甲,一,13900000001\n13900000001,甲,一,13900000001\n,,,13900000001\n",
        encoding="utf-8",
    )

    report = read_needs(path).report

    assert report.n_rejected == 2
    assert "139" not in repr(report)


def test_console_sentences(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,content,备注\n甲,一,\n\n,,急\n", encoding="utf-8")

    report = read_needs(path).report

    assert (report.total, *report.details()) == (
        "“a.csv”共3行：导入1条，未导入1行，跳过1行（标题、空行、合计、说明等）。",
        "“a.csv”第4行“title”列：名称和内容都为空，请补全后重新导入这一行（未导入）。",
        "“a.csv”第3行：空行，已跳过。",
        "未识别的列原样保留在附加信息里：备注。",
    )


def test_text_saved_by_a_spreadsheet_program_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("需求名称\t需求内容\n甲\t一\n", encoding="utf-16")

    assert texts(read_needs(path)) == [("甲", "一")]


def test_line_that_counts_the_records_belongs_to_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("需求一\n需求名称：甲\n需求内容：一\n需求二：\n需求名称：乙\n需求内容：二\n", encoding="utf-8")

    batch = read_needs(path)

    assert texts(batch) == [("甲", "一"), ("乙", "二")]
    assert batch.report.n_skipped == 2


def test_several_files_share_one_space_of_made_ids(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("title,content\n甲,一\n", encoding="utf-8")

    first, second = read_needs([tmp_path / "a.csv", tmp_path / "b.csv"]).records

    assert second.id == f"{first.id}-2"
