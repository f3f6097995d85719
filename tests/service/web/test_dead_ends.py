"""What a browser gets that opens an address of a form, and whoever fills a form with what does not fit."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.testclient import TestClient

from data.records.accounts import Role
from service.app import PAGES
from service.field_labels import FIELD_LABELS
from tests.service.people import Served
from tests.service.web.test_pages import soup_of


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/deals/1/move", "/deals/1"),
        ("/events/1/plan", "/events/1"),
        ("/needs/XQ001/restore", "/needs/XQ001"),
        ("/connectors/import", "/connectors"),
        ("/sign-out", "/"),
        ("/feedback", "/"),
    ],
)
def test_an_address_of_a_form_leads_to_the_page_above_it(client: TestClient, path: str, above: str) -> None:
    answer = client.get(path, follow_redirects=False)

    assert (answer.status_code, answer.headers.get("location")) == (303, above)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("PUT", "/deals/1/move", 405), ("DELETE", "/needs", 405), ("GET", "/nothing", 404), ("GET", "/api/v1/match", 405)],
)
def test_whatever_else_does_not_fit_is_told_as_before(client: TestClient, method: str, path: str, status: int) -> None:
    assert client.request(method, path, follow_redirects=False).status_code == status


def fields_of(dependant: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and annotation of what an address reads from path, query and form."""
    for each in (*dependant.path_params, *dependant.query_params, *dependant.body_params):
        annotation = each.field_info.annotation
        if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
            yield from ((field.alias or name, field.annotation) for name, field in annotation.model_fields.items())
        else:
            yield each.alias, annotation
    for below in dependant.dependencies:
        yield from fields_of(below)


def test_every_field_of_every_page_has_a_chinese_label() -> None:
    routes = [route for room in PAGES for route in room.router.routes if isinstance(route, APIRoute)]
    names = {name for route in routes for name, _ in fields_of(route.dependant)}

    assert len(names) > 200
    assert sorted(names - FIELD_LABELS.keys()) == []


def test_what_does_not_fit_is_named_in_chinese_with_a_way_back(peopled: Served) -> None:
    status, text = peopled.ask(Role.CITY_BUREAU, "POST", "/census", data={"min_revenue_wan": "很多", "title": "普查"})
    page = soup_of(text)

    assert (status, "上年销售收入起点：应为数字" in text, "min_revenue_wan" in text) == (422, True, False)
    assert [str(each["href"]) for each in page.select("main p.do a.button")] == ["/census"]


def test_a_condition_that_does_not_fit_leads_back_to_the_page_without_it(peopled: Served) -> None:
    status, text = peopled.ask(Role.CITY_BUREAU, "GET", "/deals/sample?n=很多")

    assert (status, "抽查几项：应为整数" in text) == (422, True)
    assert [str(each["href"]) for each in soup_of(text).select("main p.do a.button")] == ["/deals/sample"]
