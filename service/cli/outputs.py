"""Files the command line will write: refused before the work when they could not be written after it."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from data.errors import UsageError
from service.exports.files import check_output, replace_file

TABLE_ENDINGS: Final = (".csv", ".tsv")


def check_outputs(outputs: Sequence[Path], *, inputs: Iterable[Path], endings: tuple[str, ...]) -> None:
    """Refuse outputs that cannot be written, that are named twice, or that would overwrite an input.

    Raises:
        UsageError: a file is named twice, or is an input too.
    """
    seen: set[Path] = set()
    read = {path.resolve() for path in inputs}
    for path in outputs:
        check_output(path, endings=endings)
        if path.resolve() in read:
            raise UsageError(f"输出文件“{path}”同时是输入文件，写出会覆盖原始数据。", remedy="请换一个文件名。")
        if path.resolve() in seen:
            raise UsageError(f"输出文件“{path}”写了两次。", remedy="每个文件名只写一次。")
        seen.add(path.resolve())


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as csv or, when the name ends so, tsv.

    A byte order mark makes Excel read Chinese; a table of plain ASCII, which programs exchange, goes without. The file
    is replaced as a whole or not at all.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter="\t" if path.suffix.lower() == ".tsv" else ",", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    text = sheet.getvalue()
    replace_file(path, text.encode("ascii" if text.isascii() else "utf-8-sig"))
