"""Finding by a sentence, narrowing down, and keeping a search."""

import re

import pytest
from starlette.testclient import TestClient

from tests.service.web.test_pages import soup_of
from tests.service.web.test_records import own_client, post

__all__ = ["own_client"]


def names_of(client: TestClient, query: str) -> list[str]:
    return [each.get_text() for each in soup_of(client.get(f"/search?q=主轴热误差补偿{query}").text).select(".found a")]


def test_results_say_which_words_they_share(client: TestClient) -> None:
    page = soup_of(client.get("/search?q=主轴热误差补偿").text)

    first = page.select(".found li")[0].get_text()
    assert "机床主轴热变形智能预测与实时补偿系统" in first
    assert re.search(r"共有 \d/\d 个词主轴|共有 \d/\d 个词 主轴", first)


def test_conditions_leave_only_what_fulfils_them(client: TestClient) -> None:
    every, narrowed = names_of(client, "&top=100"), names_of(client, "&mode=licence&top=100")
    listed = client.get("/api/v1/achievements?cooperation=licence&limit=100").json()
    licensed = {each["title"] for each in listed["records"]}

    assert listed["next"] is None
    assert 1 < len(narrowed) < len(every)
    assert set(narrowed) <= licensed
    assert narrowed[0] == next(name for name in every if name in licensed)


def test_needs_are_found_too(client: TestClient) -> None:
    assert names_of(client, "&for=achievements")[0] == "数控车床主轴热误差补偿技术"


def test_without_a_sentence_there_is_the_form_alone(client: TestClient) -> None:
    page = soup_of(client.get("/search").text)

    assert page.select(".found") == []
    assert [each["name"] for each in page.select("form[role=search] input[type=search]")] == ["q"]


@pytest.mark.parametrize("place", ["search", "needs"])
def test_a_search_is_kept_run_again_and_removed(own_client: TestClient, place: str) -> None:
    kept = post(own_client, "/searches", "/searches", place=place, label=" 热误差 ", query="q=主轴&region=江苏省")
    made = post(own_client, "/needs?words=主轴", "/searches", place=place, label=" 热误差 ", query="words=主轴")
    listed = soup_of(own_client.get("/searches").text)
    removed = post(own_client, "/searches", "/searches/1/delete")

    assert kept[0] == 403  # the page of an empty list has no form, so no token
    assert made[:2] == (303, "/searches")
    assert [(each.get_text(), each["href"]) for each in listed.select(".rl a")] == [("热误差", f"/{place}?words=主轴")]
    assert removed[:2] == (303, "/searches")
    assert "还没有保存的查找" in own_client.get("/searches").text


def test_a_search_without_a_name_is_told(own_client: TestClient) -> None:
    status, _, text = post(own_client, "/needs?words=主轴", "/searches", place="needs", label=" ", query="")

    assert (status, "没有给这次查找起名" in text) == (422, True)


def test_a_search_of_nobody_is_not_there(own_client: TestClient) -> None:
    assert post(own_client, "/needs?words=主轴", "/searches/9/delete")[0] == 404
