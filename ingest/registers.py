"""Registers of enterprises: who may have to report, as offices list them, with revenue and technology flag."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.batch import Batch, harvest_files, import_report
from ingest.headers import NOTHING_GIVEN, REGISTER
from ingest.parsing.money import parse_money
from ingest.report import RowFault, Severity
from ingest.rows import Draft

_FEN_PER_YUAN: Final = 100
_YES: Final = frozenset({
    "是", "yes", "y", "1", "true", "√", "✓", "对", "有", "科技型企业", "科技企业", "高新技术企业", "高企",
    "科技型中小企业", "国家高新技术企业", "t",
})  # fmt: skip
_NO: Final = frozenset({
    "否",
    "no",
    "n",
    "0",
    "false",
    "×",
    "✗",
    "x",
    "不是",
    "无",
    "非",
    "f",
    "一般企业",
    "非科技型企业",
})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """An enterprise as a register lists it.

    Attributes:
        name: as written.
        region: as written; "" not said.
        revenue_yuan: None where the line says none that can be read.
        is_tech: None where the line does not say.
        contact: as written.
    """

    name: str
    region: str
    revenue_yuan: int | None
    is_tech: bool | None
    contact: str
    file: str
    row: int


def read_register(paths: Sequence[Path] | Path, given: Mapping[str, str] = NOTHING_GIVEN) -> Batch[RegisterLine]:
    """Return the enterprises of register files of any of our formats.

    A revenue or a flag that cannot be read is left open with a warning: nobody is taken for exempt, or for liable, by
    a misprint. Of two lines of one enterprise both are kept here; whoever stores them lets the later one hold.

    Args:
        paths: one file or several.
        given: what a person said of headers, see `ingest.headers.Vocabulary`.

    Returns:
        The lines, and what became of every row.
    """
    harvest, sheets, files = harvest_files(paths, REGISTER, given)
    faults = list(harvest.faults)
    lines: list[RegisterLine] = []
    accepted: list[Draft] = []
    for draft in harvest.drafts:
        if not draft.has("name"):
            faults.append(draft.fault(Severity.REJECTED, "企业名称为空", remedy="请补全后重新导入", column="name"))
            continue
        line, doubts = _line(draft)
        faults += doubts
        lines.append(line)
        accepted.append(draft)
    return Batch(tuple(lines), import_report(harvest, sheets, files=files, faults=faults, accepted=accepted))


def _line(draft: Draft) -> tuple[RegisterLine, list[RowFault]]:
    values, doubts = draft.values, []
    revenue, flag = _revenue(draft), read_flag(values.get("is_tech", ""))
    if revenue is None and draft.has("revenue"):
        remedy = "请写成带单位的数，例如 2350万元，或在表头写明单位"
        doubts.append(draft.fault(Severity.WARNING, "销售收入无法识别，按未填处理", remedy=remedy, column="revenue"))
    if flag is None and draft.has("is_tech"):
        doubts.append(
            draft.fault(Severity.WARNING, "是否科技型企业无法识别，按未填处理", remedy="请填是或否", column="is_tech")
        )
    line = RegisterLine(
        name=values["name"].strip(),
        region=values.get("region", "").strip(),
        revenue_yuan=revenue,
        is_tech=flag,
        contact=values.get("contact", "").strip(),
        file=draft.place.file,
        row=draft.place.row,
    )
    return line, doubts


def read_flag(text: str) -> bool | None:
    """Return what a cell of yes or no says; None where it is empty or says neither."""
    folded = re.sub(r"[\s()（）]+", "", unicodedata.normalize("NFKC", text)).lower()
    if folded in _YES:
        return True
    return False if folded in _NO else None


def _revenue(draft: Draft) -> int | None:
    """Return the revenue in yuan; "2000万元以上" is its lower end, a range is none: it may lie on either side."""
    found = parse_money(draft.values.get("revenue", ""), unit=draft.extra.get("revenue_unit", ""))
    if found is None or found.low_fen is None:
        return None
    is_one = found.high_fen is None or found.high_fen == found.low_fen
    return found.low_fen // _FEN_PER_YUAN if is_one else None
