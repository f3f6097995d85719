"""Matches as JSON, one object a pair: the form for programs (design.md, section 4)."""

import json
from collections.abc import Iterator
from typing import Any, Final

from data.records.achievements import Achievement
from data.records.matches import IndicatorComparison, Match, MatchReport, Quote
from data.records.needs import Need
from service.exports.masking import Masks, RecordTexts

# Vectors are float32, which carry about seven digits, and the last of them depend on the processor and on the order of
# sums. Six decimals keep what was computed and make two runs on two machines comparable byte by byte.
DECIMALS: Final = 6


def render(report: MatchReport, masks: Masks) -> bytes:
    """Write one line a match, in the order of the lists and ranks.

    A record without any match has no line, since a line is a pair; the other formats show it.

    Args:
        report: the matches.
        masks: how contacts are hidden; masking keeps lengths, so that the spans hold.

    Returns:
        UTF-8 with Chinese unescaped, a line feed after every line; empty when nothing matched.
    """
    # A lone surrogate, which JSON input can smuggle in, has no UTF-8: it becomes "?", one for one.
    return "".join(_lines(report, RecordTexts(masks))).encode("utf-8", errors="replace")


def _lines(report: MatchReport, texts: RecordTexts) -> Iterator[str]:
    for each in report.lists:
        for match in each.matches:
            need, achievement = report.needs[match.need_id], report.achievements[match.achievement_id]
            line = json.dumps(
                pair_object(match, need=need, achievement=achievement, texts=texts),
                ensure_ascii=False,
                allow_nan=False,
                separators=(", ", ": "),
            )
            yield f"{line}\n"


def pair_object(match: Match, *, need: Need, achievement: Achievement, texts: RecordTexts) -> dict[str, Any]:
    """Return the object of one pair; the order of its keys is part of the contract."""

    def said(text: str) -> str:
        return texts.said_of(text, need, achievement)

    return {
        "need_id": match.need_id,
        "achievement_id": match.achievement_id,
        "rank": match.rank,
        "score": _rounded(match.score),
        "level": int(match.level),
        "levels": [_rounded(level) for level in match.levels],
        "summary": said(match.summary),
        "contributions": [
            {
                "feature": part.feature,
                "value": None if part.value is None else _rounded(part.value),
                "contribution": _rounded(part.contribution),
                "reason": said(part.reason),
            }
            for part in match.contributions
        ],
        "passages": [
            {
                "need": _quote(need, pair.need, texts),
                "achievement": _quote(achievement, pair.achievement, texts),
                "similarity": _rounded(pair.similarity),
            }
            for pair in match.passages
        ],
        "indicators": [_indicator(each, need, achievement, texts) for each in match.indicators],
        "conditions": [
            {"name": each.name, "status": each.status.value, "reason": said(each.reason)} for each in match.conditions
        ],
        "denials": [_quote(achievement, each, texts) for each in match.denials],
    }


def _indicator(each: IndicatorComparison, need: Need, achievement: Achievement, texts: RecordTexts) -> dict[str, Any]:
    return {
        "name": texts.free(each.name),
        "required": _quote(need, each.required, texts),
        "offered": None if each.offered is None else _quote(achievement, each.offered, texts),
        "status": each.status.value,
        "reason": texts.free(each.reason),
    }


def _quote(record: Need | Achievement, quote: Quote, texts: RecordTexts) -> dict[str, Any]:
    return {"field": quote.field, "text": texts.quote(record, quote), "start": quote.start, "end": quote.end}


def _rounded(value: float) -> float:
    # Adding 0.0 turns the -0.0 that rounding leaves of -1e-9 into 0.0.
    return round(float(value), DECIMALS) + 0.0
