"""Judged pairs as csv, for a person to read in a spreadsheet program."""

from pathlib import Path
from typing import Final

import pandas as pd

from service.exports.delimited import harmless
from service.exports.files import replace_file
from service.exports.masking import MASKED

_HEADINGS: Final = {
    "need_id": "需求编号",
    "need_title": "需求名称",
    "achievement_id": "成果编号",
    "achievement_title": "成果名称",
    "level": "判定等级",
    "score": "得分",
    "predicted_level": "预测等级",
    "rank": "需求内名次",
    "gap": "偏差（级）",
    "need_ndcg": "该需求 nDCG@10",
}
_TITLES: Final = ("need_title", "achievement_title")
_TEXTS: Final = ("need_id", "achievement_id", *_TITLES)


def write_cases(cases: pd.DataFrame, path: Path) -> None:
    """Write `matcher.evaluation.cases.judged_cases` as `cases_table` gives it."""
    replace_file(path, cases_table(cases))


def cases_table(cases: pd.DataFrame) -> bytes:
    """Return `matcher.evaluation.cases.judged_cases` under Chinese headings.

    UTF-8 with a byte order mark, rows end in CR LF; numbers have 4 decimals, an nDCG that cannot be had is empty.
    Contacts in titles are masked, and no cell runs as a formula.
    """
    shown = cases.assign(**{name: cases[name].map(MASKED.text) for name in _TITLES})
    shown = shown.assign(**{name: shown[name].map(harmless) for name in _TEXTS})
    text = shown.rename(columns=_HEADINGS).to_csv(index=False, float_format="%.4f", lineterminator="\r\n")
    return text.encode("utf-8-sig")
