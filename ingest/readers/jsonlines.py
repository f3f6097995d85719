"""One JSON object a line, or one list of objects: a table whose header is the union of the keys."""

import json
from collections.abc import Iterator

from data.errors import FileReadError
from ingest.readers.decoding import decode, is_damaged
from ingest.readers.raw import BrokenRow, RawRow, RawTable, Shape, check_row_count

BROKEN_REMEDY = "请改正这一行后重新导入；其余各行不受影响。"


def read_json_lines(content: bytes, file: str) -> tuple[RawTable, ...]:
    """Read a jsonl file, or a json file that holds one list; empty lines are passed over.

    Returns:
        One table; its header is the union of the keys in order of first appearance.

    Raises:
        FileReadError: the encoding is unknown, or not one object can be read.
    """
    text = decode(content, file)
    items = _whole_list(text, file) if text.lstrip().startswith("[") else _lines(text)
    objects: list[tuple[int, dict[str, str]]] = []
    broken: list[BrokenRow] = []
    for number, item in items:
        if isinstance(item, BrokenRow):
            broken.append(item)
            continue
        if not isinstance(item, dict):
            broken.append(BrokenRow(number, "这一行不是用花括号括起的对象", BROKEN_REMEDY))
            continue
        values = {key: _as_text(value) for key, value in item.items()}
        if any(is_damaged(text) for text in (*values, *values.values())):
            broken.append(BrokenRow(number, "这一行含有无法识别的字符", BROKEN_REMEDY))
        else:
            objects.append((number, values))
    check_row_count(len(objects), file)
    if not objects:
        raise FileReadError(
            f"文件“{file}”里没有一行可读的JSON对象。",
            remedy='每行应是一个对象，如{"title": "需求名称", "content": "需求内容"}。',
        )
    header = tuple(dict.fromkeys(key for _, values in objects for key in values))
    rows = [RawRow(number, tuple(values.get(key, "") for key in header)) for number, values in objects]
    return (RawTable(file, "", (RawRow(0, header), *rows), shape=Shape.RECORDS, broken=tuple(broken)),)


def _lines(text: str) -> Iterator[tuple[int, object]]:
    # Not splitlines(): JSON strings may hold U+2028 and the like unescaped.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if is_damaged(line):
            yield number, BrokenRow(number, "这一行含有无法识别的字节", BROKEN_REMEDY)
            continue
        try:
            yield number, json.loads(line, parse_float=str, parse_int=str)
        except (json.JSONDecodeError, RecursionError):
            yield number, BrokenRow(number, "这一行不是完整的JSON", BROKEN_REMEDY)


def _whole_list(text: str, file: str) -> Iterator[tuple[int, object]]:
    try:
        items = json.loads(text, parse_float=str, parse_int=str)
    except (json.JSONDecodeError, RecursionError) as error:
        line = f"第{error.lineno}行附近" if isinstance(error, json.JSONDecodeError) else ""
        raise FileReadError(
            f"文件“{file}”不是完整的JSON列表，{line}有错。", remedy="请改正，或改为每行一个对象的jsonl。"
        ) from error
    return iter(enumerate(items, start=1))


def _as_text(value: object) -> str:
    """Return a JSON value as a person would write it in a cell; numbers keep the digits they were written with."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False)
