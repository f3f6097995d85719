"""What people come for, from sign-in to the end, in a real browser on a desk and on a phone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from data.records.accounts import Channel, NewAccount, Role
from data.records.consents import Consent, Side
from data.samples.paths import achievements_path, needs_path
from data.storage.workspace import Workspace
from service.docking.accounts import account_of_login
from service.docking.consents import ask, move
from service.identity import clock
from service.jobs.running import run_job
from service.settings import Settings
from tests.e2e.browsing import DESK, PHONE, Office, keep_people, listening
from tests.service.conftest import import_into, index_workspace, settings_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]

ENTERPRISE, UNIVERSITY = "青禾恒锐机床有限公司", "北岑工业大学"
NEED, ACHIEVEMENT = "XQ001", "CG001"
PEOPLE = (
    NewAccount(login="county", name="县科技局经办", role=Role.COUNTY_BUREAU, region_code="320826"),
    NewAccount(login="campus", name="技术转移办", role=Role.UNIVERSITY, organisation=UNIVERSITY),
    NewAccount(login="works", name="总工办", role=Role.ENTERPRISE, organisation=ENTERPRISE),
    NewAccount(login="keeper", name="管理员", role=Role.ADMINISTRATOR),
)
TABLE = (
    "需求名称,需求内容,企业名称\n轴承漏油治理,高温下轴承座漏油，希望改进密封。,虚构轴承有限公司\n,,虚构轴承有限公司\n"
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The indexed samples and four accounts; a county of the samples, which is made up, becomes one that has a code."""
    folder = tmp_path_factory.mktemp("journeys")
    settings = settings_of(folder)
    needs = folder / "needs.csv"
    placed = needs_path().read_text(encoding="utf-8-sig").replace("青禾市云岭县", "江苏省淮安市涟水县")
    needs.write_text(placed, encoding="utf-8")
    import_into(settings, "needs", needs)
    import_into(settings, "achievements", achievements_path())
    index_workspace(settings)
    keep_people(settings, *PEOPLE)
    return folder


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with (
        sync_playwright() as playwright,
        # Without its sandbox, which a container does not let it have; it opens our own pages alone.
        playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as opened,
    ):
        yield opened


@pytest.fixture
def settings(prepared: Path, tmp_path: Path) -> Settings:
    """Settings of a workspace of the test's own."""
    shutil.copytree(prepared, tmp_path / "own")
    return settings_of(tmp_path / "own")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def office(request: pytest.FixtureRequest, settings: Settings, browser: Browser) -> Iterator[Office]:
    window: ViewportSize = request.param
    with listening(settings) as address:
        yield Office(address, browser, window)


def test_a_bureau_rejects_one_candidate_and_asks_to_be_introduced_to_another(office: Office) -> None:
    with office.person("county") as clerk:
        clerk.opens("/needs")
        clerk.follows("数控车床主轴热误差补偿技术")
        clerk.follows("为这项需求找成果")
        second = clerk.page.locator("#c2")
        second.locator("summary").first.click()
        clerk.examines()
        rejected = second.get_by_role("link", name="打开这项科技成果").get_attribute("href")
        second.get_by_label("婉拒理由").select_option(index=1)
        with clerk.page.expect_navigation():
            second.get_by_role("button", name="婉拒", exact=True).click()
        clerk.examines()
        clerk.reads("已记下判定：婉拒")
        expect(clerk.page.locator(f'main .c a[href="{rejected}"]')).to_have_count(0)
        clerk.page.locator("#c1").get_by_label("申请引荐，事由").fill("希望面谈加装补偿的可行性")
        with clerk.page.expect_navigation():
            clerk.page.locator("#c1").get_by_role("button", name="申请引荐").click()
        clerk.examines()
        clerk.reads("引荐第 1 号")
        clerk.opens("/introductions")
        clerk.reads("待转达")


def ask_and_forward(settings: Settings) -> None:
    """Let the bureau ask for an introduction and tell both sides of it."""
    with Workspace.open(settings.home) as workspace:
        clerk = account_of_login(workspace, "county").acting(Channel.WEB)
        asked = ask(workspace, clerk, (NEED, ACHIEVEMENT), purpose="希望面谈", at=clock())
        for side in Side:
            move(workspace, clerk, (asked.number, side), Consent.FORWARDED, at=clock())


def test_both_sides_consent_and_the_look_at_the_contact_is_kept(office: Office, settings: Settings) -> None:
    ask_and_forward(settings)

    with office.person("campus") as university:
        university.opens("/achievements")
        university.follows("机床主轴热变形智能预测与实时补偿系统")
        university.follows("为这项成果找需求")
        university.reads(ENTERPRISE)
        university.follows("第 1 号引荐")
        university.presses("同意")
        university.reads("已同意")
        with office.person("works") as enterprise:
            enterprise.opens("/introductions")
            enterprise.follows("第 1 号")
            enterprise.presses("同意")
            university.opens("/introductions/1")
            university.presses("查看企业的联系方式（会留下记录）")
            university.reads("0000-0000001")
            university.reads("已记为第 1 号查看")
            enterprise.opens("/reveals")
            enterprise.reads(f"{UNIVERSITY}（技术转移办）")


def test_an_administrator_imports_a_file_and_takes_it_back(office: Office, settings: Settings, tmp_path: Path) -> None:
    table = tmp_path / "新增需求.csv"
    table.write_text(TABLE, encoding="utf-8")

    with office.person("keeper") as keeper:
        keeper.opens("/imports/new?kind=needs")
        keeper.page.get_by_label("文件", exact=True).set_input_files(table)
        keeper.presses("先看看读到什么")
        keeper.reads("1条可以导入")
        keeper.presses("导入这 1 条")
        with Workspace.open(settings.home) as workspace:
            run_job(workspace, 1, settings, is_stopping=lambda: False)
        # The page asks again by itself until the job is done.
        keeper.reads("1新增")
        keeper.examines()
        keeper.follows("撤销这次导入")
        keeper.presses("撤销这次导入")
        keeper.reads("删除 1 条")
        keeper.opens("/board")
        keeper.opens("/audit")
        keeper.reads("删除条数：（空） → 1")
        keeper.follows(re.compile("^N[0-9a-f]{12}$"))
        keeper.reads("删除。列表、查找和匹配中都不再出现")
