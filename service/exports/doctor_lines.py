"""A doctor's report as JSON, one object a need: the form for programs, and for the API."""

import json
from typing import Any

from data.records.matches import Quote
from matcher.doctor.dependence import MaskEffect, Place
from matcher.doctor.diagnosis import Diagnosis
from service.docking.doctoring import Consultation
from service.exports.json_lines import DECIMALS
from service.exports.masking import Masks, RecordTexts


def render_lines(report: Consultation, masks: Masks) -> bytes:
    """Write one line a need, in the order of the input; UTF-8, contacts masked, spans as in the original."""
    texts = RecordTexts(masks)
    lines = (
        json.dumps(diagnosis_object(each, texts=texts), ensure_ascii=False, allow_nan=False)
        for each in report.diagnoses
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8", errors="replace")


def diagnosis_object(each: Diagnosis, *, texts: RecordTexts) -> dict[str, Any]:
    """Return the object of one need; the order of its keys is part of the contract."""

    def quoted(quote: Quote | None) -> dict[str, Any] | None:
        if quote is None:
            return None
        return {
            "field": quote.field,
            "text": texts.quote(each.need, quote),
            "start": quote.start,
            "end": quote.end,
        }

    return {
        "need_id": each.need.id,
        "verdict": each.vagueness.verdict.value,
        "vagueness": each.vagueness.score,
        "reasons": [
            {"name": part.name, "points": part.points, "reason": texts.free(part.reason)}
            for part in each.vagueness.parts
        ],
        "questions": [{"topic": one.topic, "check": one.check, "text": texts.free(one.text)} for one in each.questions],
        "checks": [
            {"name": check.name, "presence": check.presence.value, "quote": quoted(check.quote), "note": check.note}
            for check in each.checks
        ],
        "passages": [
            {"kind": passage.kind.value, "quote": quoted(passage.quote)}
            for passage in each.profile.quoted
            if passage.text
        ],
        "indicators": [
            {
                "name": texts.free(found.indicator.name),
                "comparator": found.indicator.comparator.value,
                "low": found.indicator.low,
                "high": found.indicator.high,
                "unit": found.indicator.unit,
                "demand": found.is_demand,
                "quote": quoted(found.quote),
            }
            for found in each.indicators
        ],
        "words": [
            {
                "word": texts.free(share.word),
                "share": round(share.share, DECIMALS),
                "drop": None if share.drop is None else round(share.drop, DECIMALS) + 0.0,
                "n_lost": share.n_lost,
            }
            for share in each.words
        ],
        "masking": None if each.masking is None else _masking(each.masking),
    }


def _masking(effect: MaskEffect) -> dict[str, Any]:
    return {
        "masked": dict(effect.masked),
        "absent": list(effect.absent),
        "kept": len(effect.kept),
        "before": [_place(place) for place in effect.before],
        "after": [_place(place) for place in effect.after],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"achievement_id": place.achievement_id, "rank": place.rank, "score": round(place.score, DECIMALS)}
