"""Tables are aligned by what the eye sees."""

import pytest

from service.cli.console import show_table


def test_columns_are_aligned_by_width_numbers_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("名次", "单位", "成果"), [("1", "甲大学", "真空\n压铸"), ("10", "B", "x")])

    assert capsys.readouterr().out == "名次  单位    成果\n   1  甲大学  真空 压铸\n  10  B       x\n"
