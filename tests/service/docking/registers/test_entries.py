"""Entries are kept within the scope of whoever keeps them; hidden contacts survive an edit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import HeaderError, NotPermittedError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR, Actor, Role
from data.storage.workspace import Workspace
from service.docking.registers.entries import (
    add_entry,
    change_entry,
    counts_of,
    delete_entry,
    entries_of,
    open_entry,
    restore_entry,
)
from service.docking.registers.importing import RefusedRow, SkippedSheet, import_entries
from service.docking.workspace import open_workspace
from tests.service.docking.registers.samples import workbook_of
from tests.service.people import ACTORS

COUNTY, ENTERPRISE = ACTORS[Role.COUNTY_BUREAU], ACTORS[Role.ENTERPRISE]
VOUCHER = {"number": "券1", "holder": "乙公司", "holder_kind": "科技企业", "service": "检测"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with open_workspace(tmp_path / "home") as opened:
        yield opened


def test_a_bureau_keeps_what_lies_in_its_region(workspace: Workspace) -> None:
    entry = add_entry(workspace, COUNTY, "vouchers", VOUCHER)

    assert entry.region_code == COUNTY.region_code
    assert entries_of(workspace, COUNTY, "vouchers") == (entry,)
    assert counts_of(workspace, COUNTY) == {"vouchers": 1}
    with pytest.raises(RefusalError, match="不在您负责的范围"):
        add_entry(workspace, COUNTY, "vouchers", {**VOUCHER, "number": "券2", "region": "广东省广州市"})
    assert len(entries_of(workspace, OPERATOR, "vouchers")) == 1


def test_an_enterprise_keeps_its_own(workspace: Workspace) -> None:
    own = add_entry(
        workspace, ENTERPRISE, "vouchers", {key: VOUCHER[key] for key in ("number", "holder_kind", "service")}
    )
    other = add_entry(workspace, OPERATOR, "vouchers", {**VOUCHER, "number": "券2"})

    assert own.values["holder"] == ENTERPRISE.organisation
    assert entries_of(workspace, ENTERPRISE, "vouchers") == (own,)
    with pytest.raises(UnknownIdError):
        open_entry(workspace, ENTERPRISE, other.number, register_id="vouchers")
    with pytest.raises(RefusalError, match="不在您负责的范围"):
        add_entry(workspace, ENTERPRISE, "vouchers", {**VOUCHER, "number": "券3"})


def test_a_planner_keeps_none(workspace: Workspace) -> None:
    with pytest.raises(NotPermittedError):
        entries_of(workspace, ACTORS[Role.EVENT_PLANNER], "vouchers")


def test_a_hidden_contact_that_is_left_alone_stays(workspace: Workspace) -> None:
    values = {"name": "王示例", "kind": "技术经纪人", "unit": "甲大学", "contact": "王工 13800001234"}
    entry = add_entry(workspace, OPERATOR, "brokers", values)

    changed = change_entry(
        workspace, OPERATOR, entry.number, {"contact": "王* 138********", "skills": "压铸"}, expected_version=1
    )

    assert (changed.values["contact"], changed.values["skills"], changed.version) == ("王工 13800001234", "压铸", 2)


def test_an_entry_goes_and_comes_back(workspace: Workspace) -> None:
    entry = add_entry(workspace, OPERATOR, "vouchers", VOUCHER)
    delete_entry(workspace, OPERATOR, entry.number, expected_version=1)

    assert entries_of(workspace, OPERATOR, "vouchers") == ()
    assert [each.number for each in entries_of(workspace, OPERATOR, "vouchers", is_deleted=True)] == [entry.number]
    restore_entry(workspace, OPERATOR, entry.number, expected_version=2)
    opened = open_entry(workspace, OPERATOR, entry.number, register_id="vouchers")
    assert [each.entry.action.value for each in opened.history] == ["restored", "deleted", "added"]
    with pytest.raises(UnknownIdError):
        open_entry(workspace, OPERATOR, entry.number, register_id="brokers")


@pytest.mark.parametrize("bureau", [COUNTY, OPERATOR])
def test_an_organisation_does_not_undo_the_deletion_of_an_authority(workspace: Workspace, bureau: Actor) -> None:
    own = {**VOUCHER, "holder": ENTERPRISE.organisation, "region": "江苏省淮安市涟水县"}
    entry = add_entry(workspace, ENTERPRISE, "vouchers", own)
    delete_entry(workspace, bureau, entry.number, expected_version=1)

    assert not open_entry(workspace, ENTERPRISE, entry.number, register_id="vouchers").is_restorable
    with pytest.raises(RefusalError, match="不是本单位删除的，没有恢复"):
        restore_entry(workspace, ENTERPRISE, entry.number, expected_version=2)
    assert open_entry(workspace, bureau, entry.number, register_id="vouchers").is_restorable
    assert restore_entry(workspace, bureau, entry.number, expected_version=2).deleted_at is None


def test_an_organisation_puts_back_what_it_took_out_unless_an_authority_decided_on_it(workspace: Workspace) -> None:
    own = {**VOUCHER, "holder": ENTERPRISE.organisation, "region": "江苏省淮安市涟水县"}
    entry = add_entry(workspace, ENTERPRISE, "vouchers", own)
    delete_entry(workspace, COUNTY, entry.number, expected_version=1)
    restore_entry(workspace, COUNTY, entry.number, expected_version=2)
    delete_entry(workspace, ENTERPRISE, entry.number, expected_version=3)

    assert restore_entry(workspace, ENTERPRISE, entry.number, expected_version=4).version == 5
    change_entry(workspace, COUNTY, entry.number, {"subsidy": "5万元"}, expected_version=5)
    delete_entry(workspace, COUNTY, entry.number, expected_version=6)
    with pytest.raises(RefusalError, match="“补助金额”由主管部门填写"):
        restore_entry(workspace, ENTERPRISE, entry.number, expected_version=7)


def test_faults_are_told_together(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match=r"“券号”没有填写.*“持券人类型”不在可选的范围内"):
        add_entry(workspace, OPERATOR, "vouchers", {**VOUCHER, "number": " ", "holder_kind": "别的"})
    with pytest.raises(UsageError, match="没有这些栏目：colour"):
        add_entry(workspace, OPERATOR, "vouchers", {**VOUCHER, "colour": "红"})
    with pytest.raises(UnknownIdError, match="没有名为"):
        add_entry(workspace, OPERATOR, "nothing", VOUCHER)


TABLE = """某县创新券台账,,,,
序号,券号,持券单位,持券人类型,服务内容,颜色
1,券1,甲公司,科技企业,检测,红
2,券2,乙公司,别的,检测,
3,券1,甲公司,科技企业,检测,红
4,券3,丙公司,创客,设计,
"""


def test_a_table_comes_in_row_by_row(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "券.csv"
    path.write_text(TABLE, "utf-8")

    first = import_entries(workspace, OPERATOR, "vouchers", path)
    again = import_entries(workspace, OPERATOR, "vouchers", path)

    assert (len(first.numbers), first.n_known, first.unknown_headers) == (2, 1, ("颜色",))
    assert first.refused == (RefusedRow("", 4, "“持券人类型”不在可选的范围内，可选：科技企业、创客、仪器网络平台单位"),)
    assert (again.numbers, again.n_known) == ((), 3)


def test_every_sheet_that_is_not_read_is_named_with_its_rows(workspace: Workspace, tmp_path: Path) -> None:
    good = "券号,持券单位,持券人类型,服务内容\n券1,甲公司,科技企业,检测\n"
    sheets = {"一": good, "二": good.replace("券号", "券的号"), "三": good, "空": ""}
    path = workbook_of(tmp_path / "券.xlsx", sheets, "三")

    imported = import_entries(workspace, OPERATOR, "vouchers", path)

    assert len(imported.numbers) == 1
    assert imported.skipped == (
        SkippedSheet(
            "二", 2, "没有找到本台账的表头，请写明各栏名称（至少有：券号、持券单位、持券人类型、服务内容）后重新导入"
        ),
        SkippedSheet("三", 2, "是隐藏的工作表，请取消隐藏后重新导入"),
    )
    assert imported.skipped[1].sentence == "“三”共 2 行没有读取：是隐藏的工作表，请取消隐藏后重新导入。"


def test_a_row_that_cannot_be_read_is_told(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "券.csv"
    path.write_text('券号,持券单位,持券人类型,服务内容\n券1,甲公司,科技企业,"检测\n券2,乙公司,创客,设计\n', "utf-8")

    imported = import_entries(workspace, OPERATOR, "vouchers", path)

    assert len(imported.numbers) == 1
    assert imported.refused == (
        RefusedRow("", 2, "引号没有配对，请补上缺少的英文双引号，或用Excel、WPS打开检查后另存"),
    )


def test_a_file_whose_only_table_is_hidden_says_so(workspace: Workspace, tmp_path: Path) -> None:
    good = "券号,持券单位,持券人类型,服务内容\n券1,甲公司,科技企业,检测\n"
    path = workbook_of(tmp_path / "券.xlsx", {"一": "说明", "二": good}, "二")

    with pytest.raises(HeaderError) as caught:
        import_entries(workspace, OPERATOR, "vouchers", path)

    assert caught.value.remedy.endswith("“二”共 2 行没有读取：是隐藏的工作表，请取消隐藏后重新导入。")


def test_a_file_without_the_headers_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "券.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")

    with pytest.raises(HeaderError, match="没有找到“科技创新券”的表头"):
        import_entries(workspace, OPERATOR, "vouchers", path)


def test_an_enterprise_brings_its_own_rows_alone(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "券.csv"
    path.write_text(TABLE.replace("丙公司", ENTERPRISE.organisation), "utf-8")

    imported = import_entries(workspace, ENTERPRISE, "vouchers", path)

    assert len(imported.numbers) == 1
    assert [each.row for each in imported.refused] == [3, 4, 5]


def test_what_an_authority_decides_no_organisation_writes(workspace: Workspace, tmp_path: Path) -> None:
    own = {**VOUCHER, "holder": ENTERPRISE.organisation}
    with pytest.raises(RefusalError, match="“补助金额”、“兑付日期”由主管部门填写"):
        add_entry(workspace, ENTERPRISE, "vouchers", {**own, "subsidy": "5万元", "paid_on": "2026-01-01"})
    entry = add_entry(workspace, ENTERPRISE, "vouchers", own)
    decided = change_entry(workspace, OPERATOR, entry.number, {"subsidy": "5万元"}, expected_version=1)

    with pytest.raises(RefusalError, match="“补助金额”由主管部门填写"):
        change_entry(workspace, ENTERPRISE, entry.number, {"subsidy": "50万元"}, expected_version=2)
    with pytest.raises(RefusalError, match="“补助金额”由主管部门填写"):
        delete_entry(workspace, ENTERPRISE, entry.number, expected_version=2)
    used = change_entry(workspace, ENTERPRISE, entry.number, {"used_on": "2026-02-01"}, expected_version=2)
    assert used.values == {**decided.values, "used_on": "2026-02-01"}

    path = tmp_path / "券.csv"
    path.write_text(
        f"券号,持券单位,持券人类型,服务内容,补助金额\n券9,{ENTERPRISE.organisation},科技企业,检测,50万元\n", "utf-8"
    )
    imported = import_entries(workspace, ENTERPRISE, "vouchers", path)
    assert imported.refused == (RefusedRow("", 2, "“补助金额”由主管部门填写，请留空后重新导入"),)


def test_a_table_from_beyond_the_region_brings_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "券.csv"
    path.write_text(TABLE.replace("丙公司", "广东省广州市丙公司"), "utf-8")

    with pytest.raises(RefusalError, match="有 1 行不在您负责的地区"):
        import_entries(workspace, COUNTY, "vouchers", path)
    assert entries_of(workspace, OPERATOR, "vouchers") == ()


def test_a_corrected_table_completes_what_was_empty_and_changes_nothing_else(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "券.csv"
    path.write_text(TABLE, "utf-8")
    import_entries(workspace, OPERATOR, "vouchers", path)
    path.write_text(
        "券号,持券单位,持券人类型,服务内容,补助金额（元）,服务费用（美元）\n"
        "券1,甲公司,科技企业,化验,50000,1\n券3,丙公司,创客,设计,,\n",
        "utf-8",
    )

    again = import_entries(workspace, OPERATOR, "vouchers", path)
    once_more = import_entries(workspace, OPERATOR, "vouchers", path)

    first = entries_of(workspace, OPERATOR, "vouchers")[0]
    assert (again.numbers, again.completed, again.n_known) == ((), (first.number,), 1)
    assert (first.values["subsidy"], first.values["service"]) == ("5000000", "检测")
    assert [(each.row, each.reason.partition("，")[0]) for each in again.differing] == [
        (2, f"“服务内容”与第 {first.number} 号登记不同")
    ]
    assert again.unknown_headers == ("服务费用（美元）",)
    assert (once_more.completed, once_more.n_known) == ((), 2)


def test_an_end_before_its_beginning_is_refused(workspace: Workspace) -> None:
    days = {"issued_on": "2026-05-01", "expires_on": "2026-04-30"}

    with pytest.raises(UsageError, match="“有效期至”早于“发放日期”"):
        add_entry(workspace, OPERATOR, "vouchers", {**VOUCHER, **days})
    assert add_entry(workspace, OPERATOR, "vouchers", {**VOUCHER, **days, "expires_on": "2026-05-01"}).number
