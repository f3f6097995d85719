"""Verdicts from a table: one row a pair, every faulty row named, all rows or none."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import Final

from data.errors import BadInputError, UsageError
from data.records.feedback import Feedback, Reason, Shown, Verdict, reasons_of
from ingest.batch import PairRow, read_pair_rows
from matcher.feedback_phrases import REASON_LABELS, VERDICT_LABELS
from service.docking.feedback import make_feedback, read_reason, read_verdict

_HEADERS: Final = {
    "verdict": ("verdict", "结论", "判定", "处理意见", "意见"),
    "reason": ("reason", "理由", "原因"),
    "comment": ("comment", "说明", "备注"),
    "judge": ("judge", "判定人", "评判人"),
    "state": ("state", "状态"),
    "opinion": ("意见理由",),
    "rank": ("rank", "名次"),
}
"""Columns beside need_id and achievement_id, and what they may be called."""

WITHDRAWN: Final = "已撤回"
"""In the column of states of an exported table: such a row was taken back, and counts for nothing when read again."""

_RANK: Final = re.compile(r"[1-9]\d{0,5}")
_MARKS: Final = "：:，,；;。.、 　"

_MOST_LISTED: Final = 20


def read_feedback_files(paths: Sequence[Path], *, at: datetime, judge: str = "") -> tuple[Feedback, ...]:
    """Read verdicts from tables with the columns need_id, achievement_id, verdict, reason, comment and judge.

    A workbook of `duijie match` whose columns 处理意见 and 意见理由 were filled in is such a table.

    Args:
        paths: any format that a pairs file may have.
        at: the moment they count from.
        judge: who judged, where the table names nobody.

    Returns:
        One verdict a row, in order; rows without a verdict, which nobody judged yet, and withdrawn ones are passed
        over.

    Raises:
        BadInputError: rows cannot be used; every one is named (the first 20 in full), and nothing is returned.
    """
    verdicts: list[Feedback] = []
    faults: list[str] = []
    for row in read_pair_rows(paths):
        cells = _cells(row)
        if not _counts(cells):
            continue
        try:
            verdicts.append(_verdict(row, cells, at=at, judge=judge))
        except UsageError as error:
            faults.append(f"{row.place}：{error}")
    if faults:
        more = f"等共 {len(faults)} 行" if len(faults) > _MOST_LISTED else ""
        raise BadInputError(
            f"反馈表有 {len(faults)} 行不能使用：{' '.join(faults[:_MOST_LISTED])}{more}",
            remedy="请改正后重试；本次没有采用任何一行。",
        )
    if not verdicts:
        raise BadInputError("反馈表中没有任何一行写了结论。", remedy="请在 verdict（结论）列填写推荐、婉拒或存疑。")
    return tuple(verdicts)


def unknown_places(paths: Sequence[Path], needs: AbstractSet[str], achievements: AbstractSet[str]) -> list[str]:
    """Return, a row of a feedback table that counts, in Chinese where it stands and which of its ids are not known.

    Args:
        paths: as in `read_feedback_files`.
        needs: ids that are known.
        achievements: likewise.
    """
    places = []
    for row in read_pair_rows(paths):
        sides = (("需求", row.need_id, needs), ("成果", row.achievement_id, achievements))
        unknown = [f"{label} {number}" for label, number, known in sides if number not in known]
        if unknown and _counts(_cells(row)):
            places.append(f"{row.place}的{'、'.join(unknown)}")
    return places


def _counts(cells: dict[str, str]) -> bool:
    return bool(cells["verdict"]) and cells["state"] != WITHDRAWN


def _cells(row: PairRow) -> dict[str, str]:
    given = {header.strip().lower(): cell.strip() for header, cell in zip(row.headers, row.cells, strict=True)}
    return {name: next((given[each] for each in called if given.get(each)), "") for name, called in _HEADERS.items()}


def _verdict(row: PairRow, cells: dict[str, str], *, at: datetime, judge: str) -> Feedback:
    if not row.need_id or not row.achievement_id:
        raise UsageError("缺少需求编号或成果编号。")
    verdict = read_verdict(cells["verdict"])
    if verdict is None:
        raise UsageError(f"结论“{cells['verdict']}”无法识别，应为{'、'.join(VERDICT_LABELS.values())}。")
    reason, comment = _reason(verdict, cells)
    return make_feedback(
        row.need_id,
        row.achievement_id,
        verdict=verdict,
        at=at,
        reason=reason,
        comment=comment,
        judge=cells["judge"] or judge,
        shown=Shown(rank=int(cells["rank"]) if _RANK.fullmatch(cells["rank"]) else None),
    )


def _reason(verdict: Verdict, cells: dict[str, str]) -> tuple[Reason | None, str]:
    """Return the fixed reason and the comment of a row.

    The column 意见理由 of our own workbook is free text: a fixed reason it begins with is taken, the rest is the
    comment; a rejection for none of them is one for another reason.

    Raises:
        UsageError: the column of fixed reasons holds something else.
    """
    if cells["reason"]:
        reason = read_reason(cells["reason"])
        if reason is None:
            raise UsageError(f"理由“{cells['reason']}”不在固定理由之内，应为{'、'.join(REASON_LABELS.values())}。")
        return reason, cells["comment"]
    opinion = cells["opinion"]
    for reason in reasons_of(verdict):
        label = REASON_LABELS[reason]
        if opinion.startswith(label):
            return reason, opinion[len(label) :].lstrip(_MARKS) or cells["comment"]
    is_other = bool(opinion) and verdict is Verdict.REJECT
    return (Reason.OTHER if is_other else None), opinion or cells["comment"]
