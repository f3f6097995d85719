"""Pages of registers: by role, with forms that keep what was written, figures that lead to their entries."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.accounts import Role
from tests.service.docking.registers.samples import workbook_of
from tests.service.people import Served, peopled_service

BUREAU = Role.COUNTY_BUREAU
VOUCHER = {"v.number": "券1", "v.holder": "甲机械有限公司", "v.holder_kind": "科技企业", "v.service": "检测"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts."""
    with peopled_service(tmp_path_factory.mktemp("registers"), is_indexed=False) as served:
        yield served


def add(service: Served, **values: str) -> str:
    """Return the address of a new voucher's page."""
    token = service.cookie(BUREAU)
    page = service.client.post(
        "/registers/vouchers/new",
        data={"form_token": form_token(service, token), **VOUCHER, **values},
        headers={"cookie": f"duijie_session={token}"},
    )
    assert page.status_code == 303, page.text
    return str(page.headers["location"])


def form_token(service: Served, token: str) -> str:
    """Return what the forms of a session hold."""
    page = service.client.get("/registers/vouchers/new", headers={"cookie": f"duijie_session={token}"}).text
    return str(re.findall(r'name="form_token" value="([^"]+)"', page)[-1])


def test_the_list_of_registers_tells_what_each_is_for(service: Served) -> None:
    status, page = service.ask(BUREAU, "GET", "/registers")

    assert status == 200
    assert page.count('href="/registers/') == 26
    assert ">科技创新券</a>" in page


def test_an_empty_register_says_what_to_do(service: Served) -> None:
    assert "还没有登记。</b>可以逐条登记" in service.ask(BUREAU, "GET", "/registers/cases")[1]


def test_an_entry_is_kept_shown_changed_deleted_and_restored(service: Served) -> None:
    address = add(service, **{"v.subsidy": "1.5", "v.paid_on": "2026-11-01", "v.expires_on": "2026-11-20"})
    page = service.ask(BUREAU, "GET", address)[1]
    assert "1.50 万元" in page
    assert "已超期，期限 2026年11月20日 超期 2 天" in page

    status, _ = service.ask(BUREAU, "POST", f"{address}/edit", data={"version": "1", **VOUCHER, "v.service": "设计"})
    assert status == 303
    status, page = service.ask(BUREAU, "POST", f"{address}/edit", data={"version": "1", **VOUCHER, "v.service": "试验"})
    assert status == 412
    assert "现在的内容与您填写的不同之处" in page
    assert 'value="试验"' in page

    assert service.ask(BUREAU, "POST", f"{address}/delete", data={"version": "2"})[0] == 303
    assert "可以恢复" in service.ask(BUREAU, "GET", address)[1]
    assert service.ask(BUREAU, "POST", f"{address}/restore", data={"version": "3"})[0] == 303
    history = service.ask(BUREAU, "GET", address)[1]
    assert "服务内容：检测 → 设计" in history


def test_what_a_bureau_deleted_its_owner_cannot_put_back(service: Served) -> None:
    address = add(service, **{"v.number": "券8"})
    assert service.ask(BUREAU, "POST", f"{address}/delete", data={"version": "1"})[0] == 303

    page = service.ask(Role.ENTERPRISE, "GET", address)[1]

    assert "需要恢复的，请联系科技主管部门。" in page
    assert "/restore" not in page
    assert service.ask(Role.ENTERPRISE, "POST", f"{address}/restore", data={"version": "2"})[0] == 409
    assert f'action="{address}/restore"' in service.ask(BUREAU, "GET", address)[1]


def test_what_was_written_is_not_lost_with_a_fault(service: Served) -> None:
    status, page = service.ask(
        BUREAU, "POST", "/registers/vouchers/new", data={**VOUCHER, "v.number": "券9", "v.subsidy": "面议"}
    )

    assert status == 422
    assert "“补助金额”不是一个金额" in page
    assert 'value="券9"' in page


def test_figures_lead_to_their_entries(service: Served) -> None:
    add(service, **{"v.number": "券20", "v.subsidy": "2", "v.paid_on": "2026-11-02", "v.issued_on": "2026-10-01"})
    page = service.ask(BUREAU, "GET", "/registers/vouchers")[1]
    (address, amount), *_ = re.findall(r'<a href="([^"]*figure=paid[^"]*)">([^<]+)</a>', page)

    found = service.ask(BUREAU, "GET", address.replace("&amp;", "&"))[1]

    assert amount.endswith("万元")
    assert "券20" in found


def test_everybody_sees_their_own(service: Served) -> None:
    address = add(service, **{"v.number": "券30", "v.holder": "丁公司"})

    assert service.ask(Role.ENTERPRISE, "GET", address)[0] == 404
    assert "券30" not in service.ask(Role.ENTERPRISE, "GET", "/registers/vouchers")[1]
    assert service.ask(Role.EVENT_PLANNER, "GET", "/registers/vouchers")[0] == 403


def test_a_table_is_taken_in_and_files_are_written(service: Served) -> None:
    table = "券号,持券单位,持券人类型,服务内容\n券40,甲机械有限公司,科技企业,检测\n券41,甲机械有限公司,别的,检测\n"
    token = service.cookie(BUREAU)
    page = service.client.post(
        "/registers/import",
        data={"form_token": form_token(service, token), "register_id": "vouchers"},
        files={"file": ("券.csv", table.encode())},
        headers={"cookie": f"duijie_session={token}"},
    )

    assert "新登记 <b>1</b> 条，原已登记 0 条，未导入 <b>1</b> 行" in page.text
    assert "可选：科技企业、创客、仪器网络平台单位" in page.text
    for ending in ("xlsx", "docx"):
        assert service.ask(BUREAU, "GET", f"/registers/vouchers/files/{ending}")[0] == 200


def test_a_sheet_that_was_not_read_is_named_on_the_page(service: Served, tmp_path: Path) -> None:
    good = "券号,持券单位,持券人类型,服务内容\n券50,甲机械有限公司,科技企业,检测\n"
    path = workbook_of(tmp_path / "券.xlsx", {"一": good, "二": good.replace("券50", "券51")}, "二")
    token = service.cookie(BUREAU)
    page = service.client.post(
        "/registers/import",
        data={"form_token": form_token(service, token), "register_id": "vouchers"},
        files={"file": ("券.xlsx", path.read_bytes())},
        headers={"cookie": f"duijie_session={token}"},
    )

    assert "<li>“二”共 2 行没有读取：是隐藏的工作表，请取消隐藏后重新导入。</li>" in page.text


def test_contacts_are_masked(service: Served) -> None:
    data = {"v.name": "王示例", "v.kind": "技术经纪人", "v.unit": "甲机械有限公司", "v.contact": "王工 13800001234"}
    status, _ = service.ask(BUREAU, "POST", "/registers/brokers/new", data=data)
    assert status == 303

    (address,) = set(re.findall(r'"(/registers/brokers/\d+)"', service.ask(BUREAU, "GET", "/registers/brokers")[1]))
    for path in (address, f"{address}/edit"):
        assert "13800001234" not in service.ask(BUREAU, "GET", path)[1]
    service.ask(
        BUREAU,
        "POST",
        f"{address}/edit",
        data={"version": "1", **data, "v.contact": "王* 138********", "v.skills": "压铸"},
    )
    answer = service.ask(BUREAU, "GET", f"/api/v1{address.replace('brokers/', 'brokers/entries/')}")[1]
    assert "138********" in answer
    assert "13800001234" not in answer


def test_a_hidden_contact_is_not_found_by_trying_numbers(service: Served) -> None:
    data = {"v.name": "李示例", "v.kind": "技术经纪人", "v.unit": "甲机械有限公司", "v.contact": "李工 13700004321"}
    assert service.ask(BUREAU, "POST", "/registers/brokers/new", data=data)[0] == 303

    assert "李示例" in service.ask(BUREAU, "GET", "/registers/brokers?words=137")[1]
    assert "李示例" not in service.ask(BUREAU, "GET", "/registers/brokers?words=1370")[1]


def test_a_long_register_is_shown_by_pages(service: Served) -> None:
    rows = "".join(f"典型{each},江苏省淮安市涟水县,转化\n" for each in range(101))
    token = service.cookie(BUREAU)
    page = service.client.post(
        "/registers/import",
        data={"form_token": form_token(service, token), "register_id": "cases"},
        files={"file": ("案例.csv", f"案例名称,地区,事项\n{rows}".encode())},
        headers={"cookie": f"duijie_session={token}"},
    ).text
    assert "新登记 <b>101</b> 条" in page

    first = service.ask(BUREAU, "GET", "/registers/cases?words=典型")[1]
    (following,) = re.findall(r'<a href="([^"]+)">下一页</a>', first)
    second = service.ask(BUREAU, "GET", following.replace("&amp;", "&"))[1]

    assert [len(re.findall(r'href="/registers/cases/\d+"', page)) for page in (first, second)] == [100, 1]
    assert "列出 <b>101</b> 条" in second
    assert "第 2 页，共 2 页" in second
