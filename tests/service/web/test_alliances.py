"""Pages of alliances: begun, checked, handed in, registered; each tab for those in it."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from data.records.accounts import OPERATOR, Role
from data.records.alliances import AllianceStage
from data.records.rules import QuotaTerms, Target, TargetTreeTerms
from data.storage.workspace import Workspace
from service.docking.alliances.moving import move_alliance
from service.docking.alliances.seeing import heads_of
from service.docking.alliances.wording import region_words
from service.docking.notices.deciding import RuleDraft, write
from service.identity import SESSION_COOKIE
from service.web.alliance_forms import region_code
from service.web.forms import form_token_of
from tests.factories.alliances import FACTS, LEAD, NOW, OFFICE, begun, call_for_alliances
from tests.service.people import Served, peopled_service

NEW = {"name": FACTS.name, "region": "江苏省淮安市涟水县", "x.contact_phone": "13900001234", "direction": "铝合金压铸"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts, and a call for alliances."""
    folder = tmp_path_factory.mktemp("alliances")
    with peopled_service(folder, is_indexed=False) as served:
        with Workspace.open(served.settings.home) as workspace:
            call_for_alliances(workspace, folder)
        yield served


def post(service: Served, role: Role, ending: str, **data: str) -> int:
    """Send a form of the first alliance with the version its page shows; return the status."""
    page = service.ask(role, "GET", "/alliances/1")[1]
    version = str(re.findall(r'name="version" value="(\d+)"', page)[0])
    return service.ask(role, "POST", f"/alliances/1/{ending}", data={"version": version, **data})[0]


def test_an_alliance_from_its_beginning_to_its_number(service: Served) -> None:
    status, page = service.ask(Role.ENTERPRISE, "POST", "/alliances/new", data={**NEW, "region": "某地"})
    assert (status, "看不出“某地”在哪个地区" in page, FACTS.name in page) == (422, True, True)
    assert service.ask(Role.ENTERPRISE, "POST", "/alliances/new", data=NEW)[0] == 303
    assert service.ask(Role.UNIVERSITY, "GET", "/alliances/1")[0] == 404
    assert "没有选定依据的通知" in service.ask(Role.ENTERPRISE, "GET", "/alliances/1")[1]

    assert post(service, Role.ENTERPRISE, "edit", **NEW, notice="1", field="新材料") == 303
    lead = {"organisation": "甲机械有限公司", "kind": "enterprise", "size": "small", "region": "320826"}
    assert post(service, Role.ENTERPRISE, "members", **lead, signed_by="王五", signed_on="2026-11-20") == 303
    partner = {"organisation": "东海理工大学", "kind": "university", "region": "320000"}
    assert post(service, Role.ENTERPRISE, "members", **partner) == 303
    paper = {"name": "联盟契约", "is_there": "1", "sealed_by": "甲机械有限公司"}
    assert post(service, Role.ENTERPRISE, "books/papers", **paper) == 303
    assert post(service, Role.ENTERPRISE, "books/activities", title="交流会", on="2026-11-20") == 303

    checks = service.ask(Role.ENTERPRISE, "GET", "/alliances/1/checks")[1]
    assert "企业数不含牵头单位" in checks
    assert "联盟活动2026 年 1 次，应至少 4 次" in checks
    assert "东海理工大学（缺章）" in service.ask(Role.ENTERPRISE, "GET", "/alliances/1/dossier")[1]
    assert "13900001234" not in service.ask(Role.ENTERPRISE, "GET", "/alliances/1/edit")[1]
    assert "还有 2 天 16 小时" in service.ask(Role.ENTERPRISE, "GET", "/alliances/1")[1]

    assert post(service, Role.ENTERPRISE, "move", after="registered") == 409
    assert post(service, Role.ENTERPRISE, "move", after="submitted") == 303
    assert post(service, Role.ENTERPRISE, "move", after="closed") == 409
    assert post(service, Role.COUNTY_BUREAU, "move", after="registered") == 409
    assert post(service, Role.COUNTY_BUREAU, "move", after="registered", note="先行登记") == 303
    assert service.ask(Role.EVENT_PLANNER, "GET", "/alliances")[0] == 403
    assert "320826-2026-001" in service.ask(Role.PROVINCE_BUREAU, "GET", "/alliances")[1]


@pytest.mark.parametrize("tab", ["", "/checks", "/dossier", "/activities", "/grant", "/forms"])
def test_every_tab_is_drawn(service: Served, tab: str) -> None:
    status, page = service.ask(Role.ADMINISTRATOR, "GET", f"/alliances/1{tab}")

    assert (status, FACTS.name in page) == (200, True)


def test_the_list_of_a_newcomer_says_what_it_is_for(service: Served) -> None:
    status, page = service.ask(Role.PROVINCE_BUREAU, "GET", "/alliances?stage=closed")

    assert (status, "没有这样的联盟" in page) == (200, True)


def cells_of(ending: str, content: bytes) -> str:
    """Return everything that is written in a workbook or a document."""
    if ending == "xlsx":
        sheets = load_workbook(BytesIO(content)).worksheets
        return "\n".join(str(cell.value or "") for sheet in sheets for row in sheet.iter_rows() for cell in row)
    document = Document(BytesIO(content))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_forms_come_as_files_contacts_hidden_unless_the_trail_knows(service: Served, ending: str) -> None:
    form = "/alliances/1/files/conghua-2017-1"
    session = service.cookie(Role.ENTERPRISE)
    cookie = {"cookie": f"{SESSION_COOKIE}={session}"}

    hidden = service.client.get(f"{form}/{ending}", headers=cookie)

    told = cells_of(ending, hidden.content)
    assert ("甲机械有限公司" in told, "13900001234" in told, "139" in told) == (True, False, True)
    asked = {"ending": ending, "form_token": form_token_of(session)}
    full = service.client.post(form, data=asked, headers=cookie)
    assert "13900001234" in cells_of(ending, full.content)
    assert service.ask(Role.UNIVERSITY, "POST", form, data={"ending": ending})[0] == 403
    assert "查看联系方式" in service.ask(Role.ADMINISTRATOR, "GET", "/audit?kind=alliances")[1]


def test_an_unknown_form_is_no_file(service: Served) -> None:
    assert service.ask(Role.ENTERPRISE, "GET", "/alliances/1/files/huaian-2010-6/xlsx")[0] == 404


def fields_of_page(page: str, address: str) -> dict[str, str]:
    """Return the first form of a page that goes to an address, as a browser would send it back."""
    form = page.split(f'action="{address}"', 1)[1].split("</form>", 1)[0]
    inputs = re.findall(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"', form)
    return {name: value for name, value in inputs if name != "form_token"}


@pytest.mark.parametrize("code", ["610424", "220723"])
def test_a_region_that_a_page_shows_comes_back_as_it_was(code: str) -> None:
    shown = region_words(code)

    assert (region_code(shown), region_code(code)) == (code, code)


def test_saving_a_page_as_it_is_shifts_no_region_and_a_cleared_one_is_refused(service: Served) -> None:
    asked = {"name": "乾县果业技术创新联盟", "lead": "乾县果业公司", "region": "610424", "notice": "1"}
    assert service.ask(Role.ADMINISTRATOR, "POST", "/alliances/new", data=asked)[0] == 303
    with Workspace.open(service.settings.home) as workspace, workspace.reading() as stores:
        number = stores.alliances.heads()[-1].number
    page = service.ask(Role.ADMINISTRATOR, "GET", f"/alliances/{number}/edit")[1]
    sent = fields_of_page(page, f"/alliances/{number}/edit")

    assert service.ask(Role.ADMINISTRATOR, "POST", f"/alliances/{number}/edit", data=sent)[0] == 303

    with Workspace.open(service.settings.home) as workspace, workspace.reading() as stores:
        (made,) = stores.alliances.some([number])
    assert made.region_code == "610424"
    cleared = {**sent, "version": str(made.version), "region": ""}
    status, page = service.ask(Role.ADMINISTRATOR, "POST", f"/alliances/{number}/edit", data=cleared)
    assert (status, "看不出联盟在哪个地区" in page) == (422, True)


def test_what_stands_in_the_books_can_be_struck_on_its_page(service: Served) -> None:
    expert = {"name": "张教授", "unit": "东海理工大学"}
    judgement = {"criterion": "行业骨干", "is_met": "yes", "proof": "全县第一"}
    assert post(service, Role.COUNTY_BUREAU, "books/experts", **expert) == 303
    assert post(service, Role.COUNTY_BUREAU, "books/judgements", **judgement) == 303
    for tab, book, word in (
        ("", "experts", "张教授"),
        ("/checks", "judgements", "全县第一"),
        ("/dossier", "papers", ""),
    ):
        page = service.ask(Role.COUNTY_BUREAU, "GET", f"/alliances/1{tab}")[1]
        struck = re.findall(
            rf'strike/(\d+)"[^<]*>(?:<input[^>]*>)*?<input type="hidden" name="book" value="{book}"', page
        )
        assert (len(struck), word in page) == (1, True)

        assert post(service, Role.COUNTY_BUREAU, f"strike/{struck[0]}", note="登记错了", book=book) == 303

        page = service.ask(Role.COUNTY_BUREAU, "GET", f"/alliances/1{tab}")[1]
        assert f"strike/{struck[0]}" not in page


def test_the_grant_has_no_form_that_lets_the_lead_strike_it(service: Served) -> None:
    money = {"line": "granted", "amount": "10", "on": "2026-11-20", "purpose": "组建资金"}
    assert post(service, Role.COUNTY_BUREAU, "books/grant", **money) == 303

    pages = [service.ask(role, "GET", "/alliances/1/grant")[1] for role in (Role.COUNTY_BUREAU, Role.ENTERPRISE)]

    assert ["划去" in each for each in pages] == [True, False]


def test_an_applicant_sees_one_tab_and_may_take_its_application_back(service: Served) -> None:
    data = {"kind": "university", "signed_by": "赵六", "signed_on": "2026-11-20"}
    with Workspace.open(service.settings.home) as workspace:
        made = begun(workspace, notice=1, name="涟水县水产技术创新联盟", direction="水产")
        made = move_alliance(workspace, LEAD, (made.number, made.version), AllianceStage.SUBMITTED, at=NOW)
        made = move_alliance(
            workspace, OFFICE, (made.number, made.version), AllianceStage.REGISTERED, note="先行登记", at=NOW
        )
    address = f"/alliances/{made.number}"
    assert service.ask(Role.UNIVERSITY, "POST", f"{address}/apply", data=data)[0] == 303

    pages = [service.ask(Role.UNIVERSITY, "GET", f"{address}{tab}")[1] for tab in ("", "/checks", "/grant")]
    assert [("自愿入盟和组建资金" in page, "组建资金</a>" in page, "先行登记" in page) for page in pages] == [
        (False, False, False)
    ] * 3
    assert "本单位录入" in pages[0]

    sent = fields_of_page(pages[0], f"{address}/review") | {"opinion": "另有安排"}
    assert service.ask(Role.UNIVERSITY, "POST", f"{address}/review", data=sent)[0] == 303
    assert "申请入盟" in service.ask(Role.UNIVERSITY, "GET", address)[1]


def test_the_list_has_fifty_a_page(service: Served) -> None:
    with Workspace.open(service.settings.home) as workspace:
        n = len(heads_of(workspace, OPERATOR))
        for number in range(51 - n):
            begun(workspace, name=f"涟水县第{number}技术创新联盟")

    first, second = (service.ask(Role.ADMINISTRATOR, "GET", f"/alliances?page={page}")[1] for page in (1, 2))

    assert [page.count('data-l="牵头单位"') for page in (first, second)] == [50, 1]
    assert ("第 1 页，共 2 页" in first, "上一页" in second) == (True, True)


def test_targets_without_rules_say_what_to_load(service: Served) -> None:
    status, page = service.ask(Role.CITY_BUREAU, "GET", "/alliances/targets")

    assert (status, "没有确认过的目标任务" in page, "淮安市" in page) == (200, True, True)


def test_each_city_shows_its_institute_against_the_quota(service: Served) -> None:
    with Workspace.open(service.settings.home) as workspace, workspace.writing(OPERATOR, at=NOW) as stores:
        for city, agreement in (("320800", "战略合作协议第一号"), ("320300", "")):
            values = {"name": f"{city}研究院", "city": city, "mode": "一校一市", "founded_on": "2020-05-01"}
            signed = {"agreement": agreement, "signed_on": "2020-04-01"} if agreement else {}
            stores.registers.add("city-institutes", values | signed, region_code=city)
    with Workspace.open(service.settings.home) as workspace:
        terms = QuotaTerms(unit="各市", item="高等院校—城市研究院", minimum=1)
        write(workspace, OPERATOR, RuleDraft(terms=terms, notice=1, sentence="各县科技局"), at=NOW)

    rows = service.ask(Role.PROVINCE_BUREAU, "GET", "/alliances/targets")[1].split("<tr>")

    told = {city: next(row for row in rows if city in row) for city in ("淮安市", "徐州市", "南京市")}
    assert ["现有 1，应为" in each for each in told.values()] == [True, True, False]
    assert ["战略合作协议第一号" in told["淮安市"], "没有战略合作协议" in told["徐州市"]] == [True, True]
    assert "还没有" in told["南京市"]
    # A county sees no entry of its city: it is shown no count.
    assert "城市研究院</th>" not in service.ask(Role.COUNTY_BUREAU, "GET", "/alliances/targets")[1]


def test_a_target_shows_its_last_figure_and_until_when_it_counts(service: Served) -> None:
    values = {"item": "关键技术", "region": "320000", "counted_on": "2020-06-30", "amount": "480", "proof": "统计表"}
    with Workspace.open(service.settings.home) as workspace:
        with workspace.writing(OPERATOR, at=NOW) as stores:
            number = stores.registers.add("target-figures", values, region_code="320000").number
        targets = (Target(item="骨干联盟", amount=9), Target(item="关键技术", amount=500))
        terms = TargetTreeTerms(by_year=2020, targets=targets)
        write(workspace, OPERATOR, RuleDraft(terms=terms, notice=1, sentence="各县科技局"), at=NOW)

    page = service.ask(Role.PROVINCE_BUREAU, "GET", "/alliances/targets")[1]

    assert all(words in page for words in ("登记日期统计到", "江苏省：骨干联盟", "现有 480", "登记的达到数"))
    assert f'href="/registers/target-figures/{number}"' in page
