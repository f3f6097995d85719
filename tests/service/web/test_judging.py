"""Judging on the pages: post, redirect, get; only from our own forms; blind where it should be."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from data.records.feedback import Reason, Verdict
from service.settings import Settings
from tests.service.verdicts import kept, small_service

LIST = "/needs/N1/matches"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[TestClient, Settings]]:
    with small_service(tmp_path) as opened:
        yield opened


def soup_of(client: TestClient, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).text, "lxml")


def token_of(client: TestClient, path: str = LIST) -> str:
    return str(soup_of(client, path).select_one("[name=form_token]")["value"])  # type: ignore[index] # its absence fails the test


def shown_titles(client: TestClient, path: str = LIST) -> list[str]:
    return [each.get_text() for each in soup_of(client, path).select("details.c .t")]


def verdict(client: TestClient, choice: str, achievement_id: str = "A1", **values: str) -> dict[str, str]:
    fields = {"need_id": "N1", "achievement_id": achievement_id, "choice": choice, "view": "needs"}
    return fields | {"form_token": token_of(client)} | values


def test_a_rejection_leaves_the_list_and_the_page_says_so(service: tuple[TestClient, Settings]) -> None:
    client, settings = service
    before = shown_titles(client)

    answer = client.post("/feedback", data=verdict(client, "reject:wrong_object", comment="要锌合金"))
    page = soup_of(client, answer.headers["location"])

    assert (answer.status_code, answer.headers["location"]) == (303, "/needs/N1/matches?judged=1")
    assert shown_titles(client) == [title for title in before if title != "铝合金真空压铸气孔控制工艺"]
    told = [each.get_text() for each in page.select("[role=status]")]
    assert any("已记下判定：婉拒（对象不符）" in line for line in told)
    assert any("按反馈不再列出 1 项：对象不符 1 项。" in line for line in told)
    assert [each.feedback.reason for each in kept(settings)] == [Reason.WRONG_OBJECT]


def test_rejected_pairs_are_shown_when_asked_for_and_can_be_taken_back(service: tuple[TestClient, Settings]) -> None:
    client, _ = service
    before = shown_titles(client)
    client.post("/feedback", data=verdict(client, "reject:wrong_price"))

    asked = soup_of(client, f"{LIST}?rejected=1")
    answer = client.post("/feedback/1/withdraw", data={"form_token": token_of(client), "view": "needs"})

    assert "判定：婉拒（价格不合）" in asked.get_text()
    assert answer.headers["location"] == "/needs/N1/matches?withdrawn=1"
    assert shown_titles(client) == before


def test_an_acceptance_keeps_how_the_pair_was_shown_and_moves_the_rest(service: tuple[TestClient, Settings]) -> None:
    client, settings = service
    form = soup_of(client, LIST).select_one("details.c form")
    hidden = {str(each["name"]): str(each["value"]) for each in form.select("[type=hidden]")}  # type: ignore[union-attr] # as above

    answer = client.post("/feedback", data=hidden | {"choice": "accept"})

    (stored,) = kept(settings)
    assert stored.feedback.verdict is Verdict.ACCEPT
    assert (stored.feedback.shown.rank, stored.feedback.shown.is_blind) == (1, False)
    assert stored.feedback.shown.score == pytest.approx(float(hidden["score"]))
    assert (
        "已按判定调整名次：推荐 1 条（排在最前）；等级和得分仍是模型的判断"
        in client.get(answer.headers["location"]).text
    )
    assert "与已推荐的“" in client.get(LIST).text


@pytest.mark.parametrize("token", ["", "x" * 32, "令牌"])
def test_a_form_of_another_site_writes_nothing(service: tuple[TestClient, Settings], token: str) -> None:
    client, settings = service

    answer = client.post("/feedback", data=verdict(client, "accept", form_token=token))

    assert (answer.status_code, kept(settings)) == (403, [])


def test_a_browser_that_says_another_site_asked_is_refused(service: tuple[TestClient, Settings]) -> None:
    client, settings = service

    answer = client.post("/feedback", data=verdict(client, "accept"), headers={"sec-fetch-site": "cross-site"})

    assert (answer.status_code, kept(settings)) == (403, [])


@pytest.mark.parametrize(
    ("choice", "told"),
    [("reject", "婉拒没有写理由。"), ("", "没有选择结论。"), ("reject:other_reason", "没有写说明。")],
)
def test_a_verdict_that_lacks_something_is_explained(
    service: tuple[TestClient, Settings], choice: str, told: str
) -> None:
    client, settings = service

    answer = client.post("/feedback", data=verdict(client, choice))

    assert (answer.status_code, told in answer.text, kept(settings)) == (422, True, [])


def test_the_judge_is_remembered_in_the_browser_and_written_down(service: tuple[TestClient, Settings]) -> None:
    client, settings = service

    answer = client.post("/judge", data={"form_token": token_of(client), "name": "张科", "back": LIST})
    client.post("/feedback", data=verdict(client, "accept"))

    assert answer.headers["location"] == LIST
    assert unquote(client.cookies["duijie_judge"]) == "张科"
    assert [each.feedback.judge for each in kept(settings)] == ["张科"]


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(service: tuple[TestClient, Settings], back: str) -> None:
    client, _ = service

    answer = client.post("/judge", data={"form_token": token_of(client), "name": "张科", "back": back})

    assert answer.headers["location"] == "/"


def test_the_blind_page_holds_nothing_of_score_rank_or_level(service: tuple[TestClient, Settings]) -> None:
    client, _ = service
    scores = [each.get_text() for each in soup_of(client, LIST).select("details.c .s")]

    for path in ("/label/N1", "/label/N1?all=1"):
        html = client.get(path).text
        words = ("强相关", "弱相关", "无相关", "名次", "第1名", "得分", "打分", "匹配度", "score", "rank", "margin")
        assert [word for word in words if word in html] == []
        assert re.findall(r"\d+分", html) == []
        assert [score for score in scores if score in html] == []


def test_the_order_of_blind_candidates_is_not_that_of_the_list(service: tuple[TestClient, Settings]) -> None:
    client, _ = service
    page = soup_of(client, "/label/N1?all=1")

    ids = [str(each["value"]) for each in page.select("[name=achievement_id]")]
    assert sorted(ids) == ["A1", "A2", "A3", "A4"]
    assert ids == [str(each["value"]) for each in soup_of(client, "/label/N1?all=1").select("[name=achievement_id]")]


def test_blind_labelling_leads_through_the_candidates_and_keeps_how_they_ranked(
    service: tuple[TestClient, Settings],
) -> None:
    client, settings = service
    path, seen = "/label/N1", []
    while (form := soup_of(client, path).select_one("form.label")) is not None:
        hidden = {str(each["name"]): str(each["value"]) for each in form.select("[type=hidden]")}
        seen.append(hidden["achievement_id"])
        path = client.post("/label/N1", data=hidden | {"choice": "unsure"}).headers["location"]

    assert sorted(seen) == ["A1", "A2", "A3", "A4"]
    assert "您已判定 4 项，共 4 项。" in client.get(path).text
    assert {each.feedback.shown.rank for each in kept(settings)} == {1, 2, 3, 4}
    assert all(each.feedback.shown.is_blind and each.feedback.shown.score is not None for each in kept(settings))


def test_a_label_without_choice_comes_back_with_the_same_candidate(service: tuple[TestClient, Settings]) -> None:
    client, settings = service
    data = {"form_token": token_of(client, "/label/N1"), "achievement_id": "A3"}

    answer = client.post("/label/N1", data=data)

    page = BeautifulSoup(answer.text, "lxml")
    assert (answer.status_code, kept(settings)) == (422, [])
    assert [str(each["value"]) for each in page.select("[name=achievement_id]")] == ["A3"]
    assert "没有选择结论。" in page.select_one("[role=alert]").get_text()  # type: ignore[union-attr] # as above


def test_one_judge_does_not_see_the_labels_of_another(service: tuple[TestClient, Settings]) -> None:
    client, _ = service
    client.post("/judge", data={"form_token": token_of(client), "name": "甲", "back": "/label"})
    form = {"form_token": token_of(client, "/label/N1"), "achievement_id": "A1", "choice": "reject:wrong_object"}
    client.post("/label/N1", data=form)
    own = client.get("/label/N1?all=1").text
    client.post("/judge", data={"form_token": token_of(client), "name": "乙", "back": "/label"})

    other = client.get("/label/N1?all=1").text

    assert ("您的判定" in own, "您的判定" in other) == (True, False)
    assert "您已判定 0 项，共 4 项。" in other


def test_a_need_with_a_slash_in_its_number_can_be_labelled(service: tuple[TestClient, Settings]) -> None:
    client, _ = service
    link = soup_of(client, "/label").select_one("a[href*='%2F']")

    assert client.get(str(link["href"])).status_code == 200  # type: ignore[index] # as above


def test_no_page_shows_what_a_comment_says_of_a_phone(service: tuple[TestClient, Settings]) -> None:
    client, _ = service
    client.post("/feedback", data=verdict(client, "reject:other_reason", comment="打13912345678问过"))

    assert "13912345678" not in client.get(f"{LIST}?rejected=1").text
    assert "打139********问过" in client.get(f"{LIST}?rejected=1").text
