"""Help pages in Chinese: laid out by the width of characters on screen, nothing cut off."""

import re
import shutil
from collections.abc import Sequence
from typing import Any, Final

from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup

_MOST_COLUMNS: Final = 100
"""Longer lines are hard to read."""
_NOT_AT_START: Final = "，。；：！？、）】》”’％,.;:!?)]"
_NOT_AT_END: Final = "（《“‘([【"
_UNITS: Final = re.compile(r"[!-~]+ ?|\s|.", re.DOTALL)
"""What may not be torn apart: a run of Latin letters, digits and marks; otherwise single characters."""


class ChineseCommand(TyperCommand):
    """A command with a Chinese help page."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer keeps these classes private
        """Write the help page."""
        formatter.write(_page(self, ctx, commands=()))


class ChineseGroup(TyperGroup):
    """A group of commands with a Chinese help page."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer keeps these classes private
        """Write the help page."""
        rows = [(name, _first_paragraph(self.commands[name].help or "")) for name in self.commands]
        formatter.write(_page(self, ctx, commands=rows))


def page_width() -> int:
    """Return how many columns a page of text may take on this terminal."""
    return min(shutil.get_terminal_size().columns, _MOST_COLUMNS)


def wrapped(text: str, width: int) -> list[str]:
    """Break a paragraph into lines of at most `width` columns, counting Chinese characters as two.

    Words of Latin letters stay whole, and no line begins with a closing mark or ends with an opening one.

    Returns:
        At least one line.
    """
    lines, line = [], ""
    for unit in _UNITS.findall(text):
        fits = cell_len(line + unit.rstrip()) <= width
        if line and not fits and unit[0] not in _NOT_AT_START:
            kept = line.rstrip().rstrip(_NOT_AT_END) or line.rstrip()
            lines.append(kept.rstrip())
            line = line.rstrip()[len(kept) :] + unit.lstrip()
        else:
            line += unit
    return [*lines, line.rstrip()]


def _page(command: Any, ctx: Any, *, commands: Sequence[tuple[str, str]]) -> str:  # noqa: ANN401 - as above
    width = page_width()
    shown = [parameter for parameter in command.get_params(ctx) if not getattr(parameter, "hidden", False)]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name == "option"]
    tail = " 命令 [参数]..." if commands else "".join(f" {one.metavar}" for one in arguments)
    required = "".join(f" {one.opts[0]} {one.metavar}" for one in options if one.required)
    lines = [f"用法：{ctx.command_path}{required} [选项]{tail}", ""]
    for paragraph in _paragraphs(command.help or ""):
        lines += [*wrapped(paragraph, width), ""]
    lines += _section("参数：", [(one.metavar, _meaning(one)) for one in arguments], width)
    lines += _section("命令：", commands, width)
    lines += _section("选项：", [(_names(one), _meaning(one)) for one in options], width)
    return "\n".join(lines[:-1]) + "\n"


def _section(title: str, rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    if not rows:
        return []
    column = min(max(cell_len(name) for name, _ in rows), 30) + 4
    lines = [title]
    for name, meaning in rows:
        first, *rest = wrapped(meaning, width - column)
        lines.append(f"  {name}{' ' * (column - 2 - cell_len(name))}{first}")
        lines += [" " * column + line for line in rest]
    return [*lines, ""]


def _names(option: Any) -> str:  # noqa: ANN401 - as above
    if option.name == "help" or option.is_flag:
        return str(option.opts[0])
    return f"{option.opts[0]} {option.metavar}"


def _meaning(parameter: Any) -> str:  # noqa: ANN401 - as above
    if parameter.name == "help":
        return "显示本页并退出。"
    default = parameter.default
    if parameter.required:
        return f"{parameter.help}必填。"
    plain = default is None or isinstance(default, bool) or callable(default) or str(default) in {"", "."}
    return str(parameter.help) if plain else f"{parameter.help}默认 {default}。"


def _first_paragraph(text: str) -> str:
    return _paragraphs(text)[0]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
