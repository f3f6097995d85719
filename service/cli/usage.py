"""What is wrong with a command line, in Chinese."""

import re
from typing import Final

import typer

_HINT: Final = r"Invalid value(?: for (?P<place>.+?))?: "
_WORDINGS: Final = (
    (r"No such option: (?P<option>\S+)(?: \(Possible options: (?P<near>.+)\))?", "没有“{option}”这个选项{near}。"),
    (r"Option '(?P<option>.+)' requires an argument\.?", "选项“{option}”后面缺少值。"),
    (r"Option '(?P<option>.+)' does not take a value\.?", "选项“{option}”后面不能带值。"),
    (r"Missing option '(?P<option>.+?)'.*", "缺少必填的选项“{option}”。"),
    (r"Missing argument '(?P<option>.+?)'.*", "缺少参数“{option}”。"),
    (r"No such command '(?P<option>.+?)'\.(?: Did you mean (?P<near>.+)\?)?", "没有“{option}”这个命令{near}。"),
    (r"Missing command\.?", "缺少命令。"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((?P<option>.+)\)", "多出了无法识别的参数“{option}”。"),
    (_HINT + r".*greater than or equal to (?P<bound>-?\d+).*", "选项 {place} 的值太小，最小为 {bound}。"),
    (_HINT + r".*less than or equal to (?P<bound>-?\d+).*", "选项 {place} 的值太大，最大为 {bound}。"),
    (_HINT + r".*valid integer.*", "选项 {place} 的值应为整数。"),
    (_HINT + r".* is not one of (?P<choices>.+)\.", "选项 {place} 的值只能是 {choices} 之一。"),
    (_HINT + r"(?P<rest>.*)", "选项 {place} 的值不可用：{rest}"),
)
"""How Typer 0.29 states each mistake, and how we do; tests run every one of them."""


def explain_usage(error: typer.TyperException) -> str:
    """Return what is wrong with a command line, as one Chinese paragraph.

    Typer states it in English only; an unknown wording is passed on as it is rather than lost.
    """
    context = getattr(error, "ctx", None)
    command = "duijie" if context is None else context.command_path
    return f"{_translated(error.format_message())} 用 {command} --help 查看用法和例子。"


def _translated(english: str) -> str:
    for pattern, chinese in _WORDINGS:
        found = re.fullmatch(pattern, english, re.DOTALL)
        if not found:
            continue
        facts = {name: (value or "").replace("'", "") for name, value in found.groupdict().items()}
        for listing in ("near", "choices"):
            if facts.get(listing):
                facts[listing] = facts[listing].replace(" or ", "、").replace(", ", "、")
        if facts.get("near"):
            facts["near"] = f"，是否想用 {facts['near']}"
        return chinese.format(**facts)
    return f"命令用法有误：{english}"
