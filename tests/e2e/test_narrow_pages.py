"""Pages on a telephone: values under their headings, nothing wider than the screen, boxes of a size to press."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from data.samples.paths import achievements_path, needs_path
from tests.e2e.browsing import PHONE, listening
from tests.service.conftest import import_into, index_workspace, settings_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]

LONG = "很长的名称" * 60
WIDER_BY = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
EDGES = """() => [...document.querySelectorAll(".form tr")].slice(0, 3).map(row =>
    [...row.children].map(cell => Math.round(cell.getBoundingClientRect().left)))"""


@pytest.fixture(scope="module")
def phone(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A telephone before the samples, a county of which has a code, and one need of a very long name."""
    folder = tmp_path_factory.mktemp("narrow")
    settings = settings_of(folder)
    needs, long = folder / "needs.csv", folder / "long.csv"
    placed = needs_path().read_text(encoding="utf-8-sig").replace("青禾市云岭县", "江苏省淮安市涟水县")
    needs.write_text(placed, encoding="utf-8")
    long.write_text(f"id,title,content\nLONG1,{LONG},内容\n", encoding="utf-8")
    for kind, path in (("needs", needs), ("needs", long), ("achievements", Path(achievements_path()))):
        import_into(settings, kind, path)
    index_workspace(settings)
    with listening(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page(viewport=PHONE, base_url=address)
        browser.close()


def test_the_values_of_an_official_form_stand_under_their_headings(phone: Page) -> None:
    phone.goto("/reports/draft?kind=form&form=huaian-2010-3&region=320800")
    head, first, second = phone.evaluate(EDGES)

    assert phone.evaluate(WIDER_BY) == 0
    assert len(head) > 5
    assert (first, second) == (head, head)


def test_boxes_are_of_a_size_to_press(phone: Page) -> None:
    phone.goto("/alliances/build?topic=铝合金")
    boxes = [box.bounding_box() for box in phone.locator("main input[type=checkbox], main input[type=radio]").all()]

    assert len(boxes) > 3
    assert {(box["width"], box["height"]) for box in boxes if box is not None} == {(22, 22)}


def test_a_long_name_is_cut_in_a_list_and_whole_on_its_page(phone: Page) -> None:
    phone.goto("/needs")
    listed = phone.locator('a[href="/needs/LONG1"]').bounding_box()
    phone.goto("/needs/LONG1")

    assert listed is not None
    assert listed["height"] < 100
    assert phone.locator("h1").inner_text() == LONG
