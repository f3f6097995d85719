"""docs/cli.md, written from the command line itself: `make golden` renews it, a test compares it."""

import sys
from collections.abc import Iterator
from typing import Any

import typer

from service.cli.main import app

HEADING = """# 命令行参考

本页由 `make golden` 从程序生成，列出每个命令、参数和选项；退出状态和各项约定见 [commands.md](commands.md)，设置见
[settings.md](settings.md)。
"""


def commands(command: Any = None, path: str = "duijie") -> Iterator[tuple[str, Any]]:
    """Yield every command with its full name, groups before their members, in the order of the help page."""
    command = typer.main.get_command(app) if command is None else command
    yield path, command
    for name, member in getattr(command, "commands", {}).items():
        yield from commands(member, f"{path} {name}")


def render() -> str:
    """Return the page."""
    return HEADING + "".join(_section(path, command) for path, command in commands())


def _section(path: str, command: Any) -> str:
    paragraphs = [" ".join(paragraph.split()) for paragraph in (command.help or "").split("\n\n")]
    rows = [
        f"| `{_name(parameter)}` | {_escaped(parameter.help or '')} | {_default(parameter)} |\n"
        for parameter in command.params
    ]
    table = "| 参数或选项 | 含义 | 默认 |\n| --- | --- | --- |\n" + "".join(rows) if rows else ""
    told = "\n\n".join(_as_code(paragraph) for paragraph in paragraphs)
    return f"\n## `{path}`\n\n{told}\n" + (f"\n{table}" if table else "")


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    name = parameter.opts[0]
    return _escaped(name if parameter.is_flag else f"{name} {parameter.metavar}")


def _default(parameter: Any) -> str:
    if parameter.required:
        return "必填"
    default = parameter.default
    # Typer marks "none given" with a value of its own; paths default to the current folder, which the text says.
    return f"`{default}`" if isinstance(default, (str, int)) and not isinstance(default, bool) else ""


def _as_code(paragraph: str) -> str:
    return f"例：`{paragraph.removeprefix('例：')}`" if paragraph.startswith("例：") else paragraph


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(render())
