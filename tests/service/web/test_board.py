"""Figures of the board lead to lists with the same filter."""

import re

from data.records.accounts import Role
from tests.service.people import Served


def test_every_known_figure_is_a_link_with_its_filter(peopled: Served) -> None:
    status, text = peopled.ask(Role.ADMINISTRATOR, "GET", "/board")

    assert status == 200
    assert re.findall(r'href="(/(?:needs|achievements)\?[^"]+)">([^<]+)</a></th><td class="num">(\d+)', text) == [
        ("/needs?region=320000", "江苏省", "1"),
        ("/needs?region=330000", "浙江省", "1"),
        ("/achievements?region=320000", "江苏省", "1"),
        ("/achievements?region=530000", "云南省", "1"),
    ]
    assert "还没有做过全部匹配" in text


def test_a_bureau_sees_its_own_figures_and_no_files(peopled: Served) -> None:
    text = peopled.ask(Role.CITY_BUREAU, "GET", "/board")[1]

    assert re.findall(r'href="/needs\?region=(\d+)"', text) == ["320826"]
    assert "导入的文件" not in text
