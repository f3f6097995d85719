"""Loader of the profiles of other platforms' files; a new platform is a new file in `connectors/`, not a program."""

import json
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from data.errors import FileReadError, UsageError
from data.records.achievements import Achievement
from data.records.connectors import CodedValue, Connector, ConnectorColumn
from data.records.enums import CooperationMode, Readiness
from data.records.needs import Need
from data.records.parties import Party

_RECORDS: Final[Mapping[str, type[Need | Achievement | Party]]] = {
    "needs": Need,
    "achievements": Achievement,
    "parties": Party,
}
_REQUIRED: Final[Mapping[str, frozenset[str]]] = {
    "needs": frozenset({"title", "content"}),
    "achievements": frozenset({"title", "content"}),
    "parties": frozenset({"name", "kind"}),
}
_OURS: Final[Mapping[CodedValue, frozenset[str]]] = {
    CodedValue.READINESS: frozenset(each.name.lower() for each in Readiness),
    CodedValue.MODES: frozenset(each.value for each in CooperationMode),
}
_REMEDY: Final = "请按 docs/connectors.md 改正。"


@lru_cache(maxsize=1)
def load_connectors() -> Mapping[str, Connector]:
    """Read all profiles that come with the product: id -> profile, in the order of their ids."""
    folder = resources.files("data.reference").joinpath("connectors")
    ids = sorted(each.name.removesuffix(".json") for each in folder.iterdir() if each.name.endswith(".json"))
    return {each: connector_of(each, json.loads(folder.joinpath(f"{each}.json").read_text("utf-8"))) for each in ids}


def find_connector(name: str) -> Connector:
    """Return a profile by its id, or from a file of one's own.

    Args:
        name: an id, or the path of a json file.

    Raises:
        UsageError: there is no such profile.
        FileReadError: the file cannot be read, or is no profile.
    """
    if name in load_connectors():
        return load_connectors()[name]
    path = Path(name)
    if path.suffix != ".json":
        raise UsageError(f"没有名为“{name}”的平台。", remedy="用 duijie connect list 查看，或给出一个 .json 文件。")
    try:
        described = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileReadError(f"{path} 无法读取，或不是 UTF-8 的 JSON。", remedy=_REMEDY) from error
    return connector_of(path.stem, described)


def connector_of(connector_id: str, described: object) -> Connector:
    """Return the profile that a JSON object describes.

    Args:
        connector_id: its id.
        described: see docs/connectors.md.

    Raises:
        FileReadError: a key is missing or unknown, a field is not ours, or two columns are the same.
    """
    if not isinstance(described, dict):
        raise FileReadError(f"平台文件样式 {connector_id} 应是一个 JSON 对象。", remedy=_REMEDY)
    try:
        columns = tuple(_column(each) for each in described["columns"])
        connector = Connector(id=connector_id, **{**described, "columns": columns})
    except (KeyError, TypeError, ValueError) as error:
        raise FileReadError(f"平台文件样式 {connector_id} 缺少或多出项目：{error}。", remedy=_REMEDY) from error
    faults = [*_whole_faults(connector), *(fault for each in columns for fault in _column_faults(connector, each))]
    if faults:
        raise FileReadError(f"平台文件样式 {connector_id}：{'；'.join(faults)}。", remedy=_REMEDY)
    return connector


def _column(described: Mapping[str, Any]) -> ConnectorColumn:
    coded = described.get("coded")
    return ConnectorColumn(**{**described, "coded": None if coded is None else CodedValue(coded)})


def _whole_faults(connector: Connector) -> list[str]:
    if connector.kind not in _RECORDS or connector.ending not in {"xlsx", "csv"}:
        return ["kind 应为 needs、achievements 或 parties，ending 应为 xlsx 或 csv"]
    if connector.encoding not in {"utf-8-sig", "gb18030"}:
        return ["encoding 应为 utf-8-sig 或 gb18030"]
    headers = [each.header for each in connector.columns]
    filled = [each.field for each in connector.columns if each.field]
    missing = _REQUIRED[connector.kind] - set(filled)
    faults = [f"没有 {'、'.join(sorted(missing))} 栏"] if missing else []
    if len(set(headers)) < len(headers) or len(set(filled)) < len(filled):
        faults.append("有重复的 header 或 field")
    return faults


def _column_faults(connector: Connector, column: ConnectorColumn) -> list[str]:
    if connector.kind not in _RECORDS:
        return []
    ours = {each.name for each in fields(_RECORDS[connector.kind])} - {"extra", "source"}
    faults = [] if not column.field or column.field in ours else [f"“{column.header}”的 field 不认识"]
    if column.coded is not None and column.coded in _OURS:
        strange = set(column.codes) - _OURS[column.coded]
        faults += [f"“{column.header}”的 codes 不认识 {'、'.join(sorted(strange))}"] if strange else []
        if len(set(column.codes.values())) < len(column.codes):
            faults.append(f"“{column.header}”的两个代码相同，读回时分不清")
    elif column.codes:
        faults.append(f"“{column.header}”不是代码栏，不应有 codes")
    return faults
