"""Company and university pages: only what one may see, and the same as files."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from data.records.accounts import Role
from data.records.achievements import Achievement
from data.records.ids import AchievementId
from service.docking.shortlists import MOST_RECORDS
from service.exports.card import view_record
from service.exports.masking import MASKED, RecordTexts
from service.web.drawing import draw
from tests.service.people import Served

COMPANY, UNIVERSITY = "/companies/甲机械有限公司", "/universities/东海理工大学"


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        (COMPANY, set(Role)),
        ("/companies/乙压铸有限公司", {Role.UNIVERSITY, Role.EVENT_PLANNER, Role.ADMINISTRATOR}),
        (UNIVERSITY, set(Role)),
        ("/universities/云岭工程学院", set(Role) - {Role.UNIVERSITY}),
        ("/companies/没有的企业", set()),
    ],
)
def test_pages_open_to_whoever_may_see_the_records(peopled: Served, path: str, opened: set[Role]) -> None:
    statuses = {role: peopled.ask(role, "GET", path)[0] for role in Role}

    assert statuses == {role: 200 if role in opened else 404 for role in Role}


def test_a_university_exports_no_company_but_itself(peopled: Served) -> None:
    paths = (f"{COMPANY}/shortlist.xlsx", f"{UNIVERSITY}/shortlist.xlsx")

    assert [peopled.ask(Role.UNIVERSITY, "GET", path)[0] for path in paths] == [404, 200]


@pytest.mark.parametrize(("ending", "part"), [("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")])
def test_the_shortlist_is_given_as_a_file(client: TestClient, ending: str, part: str) -> None:
    answer = client.get(f"/companies/青禾辰宇新材料股份有限公司/shortlist.{ending}")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert part in file.namelist()
    assert "filename*=UTF-8''%E9%9D%92%E7%A6%BE" in answer.headers["content-disposition"]
    assert "13900" not in answer.text


def test_a_university_with_many_results_says_what_was_looked_at(client: TestClient) -> None:
    address = "/universities/海榆材料研究所"
    some, everything = client.get(address).text, client.get(f"{address}?all=1").text

    assert f"共有 26 项成果，这里只看了 {MOST_RECORDS} 项，其余 16 项没有看" in some
    assert f"（只看了 {MOST_RECORDS} 项成果）" in some
    assert "还没有任何一项" not in some
    assert "?all=1" in some
    assert "看全部 26 项成果" in some
    assert ("只看了" in everything, "?all=1" in everything) == (False, False)
    assert some.count("/achievements/CG") >= 26


def test_a_file_looks_at_every_record(client: TestClient) -> None:
    content = client.get("/universities/海榆材料研究所/shortlist.docx").content

    with zipfile.ZipFile(io.BytesIO(content)) as file:
        text = file.read("word/document.xml").decode()
    assert "没有看" not in text


def test_a_page_never_speaks_of_what_it_did_not_look_at() -> None:
    page = draw(
        "partners.html",
        name="某大学",
        address="/universities/某大学",
        for_company=False,
        outline=SimpleNamespace(as_of="2026年11月22日", notes=()),
        records=[
            (
                view_record(
                    Achievement(id=AchievementId(f"A{n}"), title="题", content="文"), texts=RecordTexts(MASKED)
                ),
                None,
            )
            for n in range(29)
        ],
        groups=[],
        can_export=False,
        sees_all_others=True,
        n_seen=10,
        most=29,
        list_address="/achievements",
    ).body

    assert "只看了 29 项成果中的 10 项" in bytes(page).decode()
    assert "还没有任何一项" not in bytes(page).decode()
