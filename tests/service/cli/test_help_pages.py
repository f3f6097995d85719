"""Lines are broken by their width on screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from service.cli.help_pages import wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("中文五个字", 6, ["中文五", "个字"]),
        # A closing mark stays on its line, one column beyond.
        ("中文五，个字", 6, ["中文五，", "个字"]),
        # An opening mark goes with what it opens.
        ("中文（五）个", 6, ["中文", "（五）", "个"]),
        ("写 --needs 文件", 8, ["写", "--needs", "文件"]),
        ("averylongword", 5, ["averylongword"]),
    ],
)
def test_wrapped_breaks_between_characters_but_not_inside_words(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@given(st.text(alphabet="中文，。ab -", max_size=60), st.integers(min_value=8, max_value=30))
def test_wrapped_loses_nothing_but_blanks(text: str, width: int) -> None:
    assert "".join(wrapped(text, width)).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="中文字典", max_size=60), st.integers(min_value=8, max_value=30))
def test_wrapped_keeps_the_width(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrapped(text, width))
