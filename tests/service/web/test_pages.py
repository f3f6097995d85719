"""The pages over the samples, as a browser without script gets them."""

import itertools
import re

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

TEXT = "数控车床连续加工3小时后主轴热伸长，要求补偿后热误差≤8μm。联系电话13900001234。"
PAGES = (
    "/",
    "/match",
    "/board",
    "/jobs",
    "/audit",
    "/settings",
    "/introductions",
    "/waiting/unmatched",
    "/companies/青禾辰宇新材料股份有限公司",
    "/universities/北岑工业大学",
    "/search",
    "/doctor",
    "/search?q=主轴热误差",
    "/needs/XQ001",
    "/needs/XQ001/matches",
    "/achievements/CG001",
    "/achievements/CG001/matches",
    "/label",
    "/label/XQ001",
    "/label/XQ001?all=1",
    "/nothing",
)


CARD = "table.pp, table.ii, table.cc, table.bb"
"""Tables of the evidence card, each right below a heading that names it."""


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere_and_run_no_script(client: TestClient, path: str) -> None:
    page = soup_of(client.get(path).text)

    loaded = [tag.get("src") or tag.get("href") for tag in page.select("[src], link[href]")]
    assert [name for name in loaded if not re.match(r"/assets/\w+\.css\?v=\w{12}$|data:,$", str(name))] == []
    assert page.select("script, style, [onclick], iframe") == []
    assert [tag["lang"] for tag in page.select("html")] == ["zh-CN"]
    assert len(page.select("h1")) == 1


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label(client: TestClient, path: str) -> None:
    page = soup_of(client.get(path).text)

    labelled = {label.get("for") for label in page.select("label")}
    fields = page.select("input:not([type=hidden]), select, textarea")
    assert [field for field in fields if field.get("id") not in labelled and not field.get("aria-label")] == []


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_step_at_a_time_and_tables_are_named(client: TestClient, path: str) -> None:
    main = soup_of(client.get(path).text).select_one("main")
    assert main is not None

    levels = [int(heading.name[1]) for heading in main.select("h1, h2, h3, h4, h5")]
    assert [(before, after) for before, after in itertools.pairwise(levels) if after > before + 1] == []
    unnamed = [table for table in main.select(f"table:not({CARD})") if table.caption is None]
    assert unnamed == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_a_phone_number(client: TestClient, path: str) -> None:
    assert re.findall(r"1[3-9]\d{9}", client.get(path).text) == []


def test_every_link_of_a_page_leads_somewhere(client: TestClient) -> None:
    pages = [soup_of(client.get(path).text) for path in PAGES]
    links = sorted({str(link["href"]) for page in pages for link in page.select("a[href^='/'], link[href^='/']")})

    assert len(links) > 20
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_home_says_what_the_workspace_holds(client: TestClient) -> None:
    page = soup_of(client.get("/").text)

    assert page.select_one(".when").get_text() == "工作区现有需求 65 项、成果 355 项。"  # type: ignore[union-attr] # its absence fails the test
    assert [form["action"] for form in page.select("form")] == ["/match", "/search"]


def test_an_empty_workspace_says_what_to_do_first(empty_client: TestClient) -> None:
    page = soup_of(empty_client.get("/").text)

    assert page.select("code") == []
    assert [link["href"] for link in page.select("main a")] == [
        "/imports/new",
        "/needs/new",
        "/achievements/new",
        "/imports/new?kind=achievements",
        "/imports/new?kind=needs",
        "/jobs",
    ]


def test_a_pasted_need_is_answered_with_the_cards_of_the_html_export(client: TestClient) -> None:
    answer = client.post("/match", data={"content": TEXT})

    page = soup_of(answer.text)
    cards = page.select("details.c")
    assert answer.status_code == 200
    assert "机床主轴热变形智能预测与实时补偿系统" in cards[0].select_one("summary").get_text()  # type: ignore[union-attr] # as above
    headings = [heading.get_text() for heading in cards[0].select("h5")]
    assert headings == ["缺什么", "对应段落", "技术指标", "条件核对", "打分依据"]
    assert "13900001234" not in answer.text


@pytest.mark.parametrize(("content", "told"), [(" ", "没有写需求内容。"), ("字" * 20_001, "需求内容共 20,001 个字")])
def test_a_form_that_cannot_be_used_comes_back_with_what_was_written(
    client: TestClient, content: str, told: str
) -> None:
    answer = client.post("/match", data={"title": '"<b>名称', "content": content})

    page = soup_of(answer.text)
    assert answer.status_code == 422
    assert told in page.select_one("[role=alert]").get_text()  # type: ignore[union-attr] # as above
    assert page.select_one("#title")["value"] == '"<b>名称'  # type: ignore[index] # as above
    assert page.select_one("#content").get_text().removeprefix("\n") == content  # type: ignore[union-attr] # as above


def test_texts_of_users_are_never_markup(client: TestClient) -> None:
    answers = [
        client.post("/match", data={"content": "<script>alert(1)</script>主轴热误差"}),
        client.get("/search", params={"q": "<script>alert(1)</script>"}),
        client.get("/needs/<script>alert(1)</script>"),
    ]

    assert ["<script" in answer.text for answer in answers] == [False, False, False]


def test_record_pages_show_the_record_and_lead_to_its_matches(client: TestClient) -> None:
    need, achievement = (soup_of(client.get(path).text) for path in ("/needs/XQ001", "/achievements/CG001"))

    assert [page.select_one("h1").get_text() for page in (need, achievement)] == [  # type: ignore[union-attr] # as above
        "数控车床主轴热误差补偿技术",
        "机床主轴热变形智能预测与实时补偿系统",
    ]
    assert [page.select_one("a.button")["href"] for page in (need, achievement)] == [  # type: ignore[index] # as above
        "/needs/XQ001/matches",
        "/achievements/CG001/matches",
    ]


def test_style_sheets_may_be_kept_and_nothing_else_of_the_folder_is_served(client: TestClient) -> None:
    sheet = client.get("/assets/card.css")

    assert (sheet.headers["content-type"], sheet.headers["cache-control"]) == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert [client.get(f"/assets/{name}").status_code for name in ("card.html", "..%2Fpages.py", "home.html")] == [
        404
    ] * 3


def test_doctor_shows_verdict_questions_and_no_phone(client: TestClient) -> None:
    page = client.post("/doctor", data={"content": TEXT})

    assert page.status_code == 200
    headings = [each.get_text() for each in soup_of(page.text).select("h3.sub")]
    assert headings[:4] == [
        "为什么",
        "建议向企业询问",
        "写了什么，缺什么",
        "原文（按段落标出说的是什么，有下划线的是要求的指标）",
    ]
    assert "补偿后热误差≤8μm" in [each.get_text() for each in soup_of(page.text).select("u")]
    assert re.findall(r"1[3-9]\d{9}", page.text) == []


def test_doctor_shows_what_hiding_a_word_does(client: TestClient) -> None:
    page = client.post("/doctor", data={"content": TEXT, "mask": "主轴=部件、没有的词"})

    assert "隐去“主轴”后名单的变化" in page.text
    assert "需求中没有出现：没有的词。" in page.text


def test_doctor_keeps_what_was_written_when_it_refuses(client: TestClient) -> None:
    page = client.post("/doctor", data={"title": "只有名称", "content": " "})

    assert page.status_code == 422
    assert soup_of(page.text).select_one("#title")["value"] == "只有名称"  # type: ignore[index] # its absence fails the test
