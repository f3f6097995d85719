"""The small part of the MiniZinc data format that the benchmark files use: names, integers, arrays, sets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import FileReadError

_TOKEN: Final = re.compile(
    r"(?P<space>[ \t\r]+|%[^\n]*)|(?P<line>\n)|(?P<word>[A-Za-z_]\w*)|(?P<number>-?\d+)"
    r"|(?P<mark>\[\||\|\]|[][{}|,;=])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the file; `kind` is word, number, mark or end."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for, and the line it begins at.

    Attributes:
        value: an integer, a list of integers, sets or rows of integers.
        line: from 1.
    """

    value: int | list[int] | list[frozenset[int]] | list[list[int]]
    line: int


class DataReader:
    """Reads `name = value;` lines.

    Args:
        path: named in errors.
        text: the whole file.
    """

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._tokens = list(self._cut(text))
        self._at = 0

    def read(self) -> dict[str, Entry]:
        """Return every name with its value.

        Raises:
            FileReadError: the text is not of the format, or a name stands twice.
        """
        entries: dict[str, Entry] = {}
        while self._peek().kind != "end":
            name = self._take("word", "一个名称")
            if name.text in entries:
                raise self.fault(name.line, f"“{name.text}”写了两次")
            self._expect("=")
            entries[name.text] = Entry(self._value(), name.line)
            if self._peek().kind != "end":
                self._expect(";")
        return entries

    def fault(self, line: int, what: str) -> FileReadError:
        """Return the error that names file and line."""
        return FileReadError(f"文件“{self._path}”第 {line} 行：{what}。", remedy="请对照格式说明改正后重试。")

    def _value(self) -> int | list[int] | list[frozenset[int]] | list[list[int]]:
        token = self._next()
        if token.kind == "number":
            return int(token.text)
        if token.text == "[|":
            return self._rows()
        if token.text == "[":
            return self._sets() if self._peek().text == "{" else self._numbers("]")
        raise self.fault(token.line, f"应为整数、[ 或 [|，实为“{token.text or '文件结尾'}”")

    def _rows(self) -> list[list[int]]:
        rows: list[list[int]] = []
        while True:
            row, closing = self._row()
            if row:
                rows.append(row)
            if closing == "|]":
                return rows

    def _row(self) -> tuple[list[int], str]:
        row: list[int] = []
        while True:
            token = self._next()
            if token.kind == "number":
                row.append(int(token.text))
            elif token.text in {"|", "|]"}:
                return row, token.text
            elif token.text != ",":
                raise self.fault(token.line, f"表中应为整数、逗号或 |，实为“{token.text or '文件结尾'}”")

    def _numbers(self, closing: str) -> list[int]:
        numbers: list[int] = []
        while self._peek().text != closing:
            numbers.append(int(self._take("number", "整数").text))
            if self._peek().text != closing:
                self._expect(",")
        self._next()
        return numbers

    def _sets(self) -> list[frozenset[int]]:
        sets: list[frozenset[int]] = []
        while self._peek().text != "]":
            self._expect("{")
            sets.append(frozenset(self._numbers("}")))
            if self._peek().text != "]":
                self._expect(",")
        self._next()
        return sets

    def _cut(self, text: str) -> Iterator[Token]:
        line, at = 1, 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise self.fault(line, f"有不认识的字符“{text[at]}”")
            at = found.end()
            if found.lastgroup == "line":
                line += 1
            elif found.lastgroup != "space":
                yield Token(str(found.lastgroup), found.group(), line)
        yield Token("end", "", line)

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _take(self, kind: str, wanted: str) -> Token:
        token = self._next()
        if token.kind != kind:
            raise self.fault(token.line, f"应为{wanted}，实为“{token.text or '文件结尾'}”")
        return token

    def _expect(self, mark: str) -> None:
        token = self._next()
        if token.text != mark:
            raise self.fault(token.line, f"应为“{mark}”，实为“{token.text or '文件结尾'}”")
