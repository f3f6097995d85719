"""Results as the API's JSON, contacts masked."""

from collections.abc import Iterable, Sequence
from typing import Any

from data.records.feedback import StoredFeedback
from data.records.ids import AchievementId, NeedId
from data.records.matches import Match, MatchReport
from data.records.needs import Need
from service.api.schemas import (
    DoctorAnswer,
    FeedbackAnswer,
    FeedbackBody,
    FoundBody,
    MatchAnswer,
    NeedsAnswer,
    SearchAnswer,
)
from service.docking.answering import Findings
from service.docking.doctoring import Consultation
from service.docking.searching import Found
from service.exports.card import view_record
from service.exports.doctor_lines import diagnosis_object
from service.exports.feedback import counting_numbers, masked_text
from service.exports.json_lines import pair_object
from service.exports.masking import MASKED, RecordTexts


def match_answer(report: MatchReport) -> MatchAnswer:
    """Return the one list of a need's report; its matches are the objects of the jsonl export."""
    texts = RecordTexts(MASKED)
    need_id = NeedId(report.lists[0].query_id)
    told = {"need_id": need_id, "need_title": texts.fields(report.needs[need_id]).get("title", "")}
    return MatchAnswer.model_validate(told | _candidates(report, texts))


def needs_answer(report: MatchReport) -> NeedsAnswer:
    """Return the one list of an achievement's report; see `match_answer`."""
    texts = RecordTexts(MASKED)
    number = AchievementId(report.lists[0].query_id)
    title = texts.fields(report.achievements[number]).get("title", "")
    told = {"achievement_id": number, "achievement_title": title}
    return NeedsAnswer.model_validate(told | _candidates(report, texts))


def _candidates(report: MatchReport, texts: RecordTexts) -> dict[str, Any]:
    (found,) = report.lists

    def objects(matches: Iterable[Match]) -> list[dict[str, Any]]:
        return [
            pair_object(
                match,
                need=report.needs[match.need_id],
                achievement=report.achievements[match.achievement_id],
                texts=texts,
            )
            for match in matches
        ]

    return {
        "note": texts.free(found.note),
        "matches": objects(found.matches),
        "nearest": objects(found.nearest),
        "notices": report.notes,
        "as_of": report.as_of,
        "model": report.model,
    }


def doctor_answer(consultation: Consultation) -> DoctorAnswer:
    """Return the one diagnosis of a report: the object of the jsonl export, with names of the candidates."""
    texts = RecordTexts(MASKED)
    (diagnosis,) = consultation.diagnoses
    named = () if diagnosis.masking is None else (*diagnosis.masking.before, *diagnosis.masking.after)
    titles = {
        place.achievement_id: texts.fields(consultation.achievements[place.achievement_id]).get("title", "")
        for place in named
    }
    return DoctorAnswer.model_validate(
        diagnosis_object(diagnosis, texts=texts)
        | {"titles": titles, "notices": consultation.notes, "model": consultation.model}
    )


def search_answer(findings: Findings) -> SearchAnswer:
    """Return what a search found."""
    texts = RecordTexts(MASKED)
    return SearchAnswer(
        results=[_found(one, texts) for one in findings.found], notices=[findings.note] if findings.note else []
    )


def feedback_answer(history: Sequence[StoredFeedback], *, need_id: str | None) -> FeedbackAnswer:
    """Return the history of verdicts, of one need or of all."""
    counting = counting_numbers(history)
    wanted = [each for each in history if need_id is None or each.feedback.need_id == need_id]
    return FeedbackAnswer(feedback=[feedback_body(each, counts=each.number in counting) for each in wanted])


def feedback_body(each: StoredFeedback, *, counts: bool) -> FeedbackBody:
    """Return one verdict."""
    feedback = each.feedback
    return FeedbackBody(
        number=each.number,
        need_id=feedback.need_id,
        achievement_id=feedback.achievement_id,
        verdict=feedback.verdict,
        reason=feedback.reason,
        level=feedback.level,
        comment=masked_text(feedback.comment),
        judge=masked_text(feedback.judge),
        given_at=feedback.given_at,
        counts=counts,
        withdrawn_at=each.withdrawn_at,
    )


def _found(one: Found, texts: RecordTexts) -> FoundBody:
    view = view_record(one.record, texts=texts)
    return FoundBody(
        rank=one.rank,
        kind="need" if isinstance(one.record, Need) else "achievement",
        id=view.id,
        title=view.title.text,
        owner=view.owner,
        region=view.region,
    )
