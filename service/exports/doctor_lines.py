"""A doctor's report as JSON, one object a need: the form for programs, and for the API."""

import json
from typing import Any

from data.records.matches import Quote
from data.records.needs import Need
from matcher.doctor.checklist import Check
from matcher.doctor.dependence import MaskEffect, Place, WordShare
from matcher.doctor.diagnosis import Diagnosis, FoundIndicator
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
    need = each.need
    return {
        "need_id": need.id,
        "verdict": each.vagueness.verdict.value,
        "vagueness": each.vagueness.score,
        "reasons": [
            {"name": part.name, "points": part.points, "reason": texts.said_of(part.reason, need)}
            for part in each.vagueness.parts
        ],
        "questions": [
            {"topic": one.topic, "check": one.check, "text": texts.said_of(one.text, need)} for one in each.questions
        ],
        "checks": [_check(check, need, texts) for check in each.checks],
        "passages": [
            {"kind": passage.kind.value, "quote": _quote(passage.quote, need, texts)}
            for passage in each.profile.quoted
            if passage.text
        ],
        "indicators": [_indicator(found, need, texts) for found in each.indicators],
        "words": [_word(share, need, texts) for share in each.words],
        "masking": None if each.masking is None else _masking(each.masking, texts),
    }


def _check(check: Check, need: Need, texts: RecordTexts) -> dict[str, Any]:
    quote = None if check.quote is None else _quote(check.quote, need, texts)
    return {"name": check.name, "presence": check.presence.value, "quote": quote, "note": check.note}


def _indicator(found: FoundIndicator, need: Need, texts: RecordTexts) -> dict[str, Any]:
    indicator = found.indicator
    return {
        "name": texts.free(indicator.name),
        "comparator": indicator.comparator.value,
        "low": indicator.low,
        "high": indicator.high,
        "unit": indicator.unit,
        "demand": found.is_demand,
        "quote": _quote(found.quote, need, texts),
    }


def _word(share: WordShare, need: Need, texts: RecordTexts) -> dict[str, Any]:
    return {
        "word": texts.said_of(share.word, need),
        "share": round(share.share, DECIMALS),
        # Adding 0.0 turns the -0.0 that rounding leaves into 0.0.
        "drop": None if share.drop is None else round(share.drop, DECIMALS) + 0.0,
        "n_lost": share.n_lost,
    }


def _quote(quote: Quote, need: Need, texts: RecordTexts) -> dict[str, Any]:
    return {"field": quote.field, "text": texts.quote(need, quote), "start": quote.start, "end": quote.end}


def _masking(effect: MaskEffect, texts: RecordTexts) -> dict[str, Any]:
    return {
        "masked": {texts.free(word): texts.free(general) for word, general in effect.masked.items()},
        "absent": [texts.free(word) for word in effect.absent],
        "kept": len(effect.kept),
        "before": [_place(place) for place in effect.before],
        "after": [_place(place) for place in effect.after],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"achievement_id": place.achievement_id, "rank": place.rank, "score": round(place.score, DECIMALS)}
