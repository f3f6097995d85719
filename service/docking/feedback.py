"""Verdicts on pairs: given, kept, withdrawn, and turned into what matching and training take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR, Actor
from data.records.achievements import Achievement
from data.records.audit import AuditAction, FieldChange
from data.records.enums import Level
from data.records.feedback import MEANINGS, Feedback, Reason, Shown, StoredFeedback, Verdict, reasons_of, standing
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from data.records.pairs import Pair
from data.storage.workspace import Stores, Workspace
from matcher.evaluation.split import is_frozen
from matcher.feedback import FeedbackBook
from matcher.feedback_phrases import REASON_LABELS, VERDICT_LABELS

FEEDBACK: Final = "feedback"
"""Under which kind the audit trail names verdicts; comments are not repeated there."""
MOST_COMMENT_CHARACTERS: Final = 1000
MOST_JUDGE_CHARACTERS: Final = 50
_MOST_LISTED: Final = 20

FARTHEST_APART: Final = 1
"""Levels two people may differ by and still be taken together; then the lower one counts."""


class Part(StrEnum):
    """Which needs' verdicts are asked for."""

    TRAINING = "training"
    FROZEN = "frozen"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A pair on which people disagree by more than one level; `levels` from low to high."""

    need_id: NeedId
    achievement_id: AchievementId
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPairs:
    """What verdicts say of relevance, and what they do not.

    Attributes:
        needs: that the pairs name, in the order of the workspace.
        achievements: as above.
        pairs: judged, in the order in which each pair was first judged.
        contradictions: pairs left out because people disagree.
        n_silent: pairs whose verdicts say nothing of relevance.
        n_other_part: pairs with a level that belong to the part that was not asked for.
        n_unknown: pairs with a level whose records are no longer in the workspace.
    """

    needs: tuple[Need, ...]
    achievements: tuple[Achievement, ...]
    pairs: tuple[Pair, ...]
    contradictions: tuple[Contradiction, ...] = ()
    n_silent: int = 0
    n_other_part: int = 0
    n_unknown: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Chinese sentences about what was left out and why."""
        counted = (
            (len(self.contradictions), "对的判定人意见相差两级以上，未采用"),
            (self.n_silent, "对的反馈不涉及技术是否相关（如地区不合、已合作、存疑），不作标注"),
            (self.n_other_part, "对属于另一部分需求（检验用的固定需求与训练用的需求分开），未列入"),
            (self.n_unknown, "对的需求或成果已不在工作区，未列入"),
        )
        return tuple(f"有 {n} {what}。" for n, what in counted if n)


def make_feedback(  # noqa: PLR0913 - a verdict has these parts, all by name
    need_id: str,
    achievement_id: str,
    *,
    verdict: Verdict,
    at: datetime,
    reason: Reason | None = None,
    comment: str = "",
    judge: str = "",
    shown: Shown | None = None,
) -> Feedback:
    """Return a verdict whose parts fit together.

    Args:
        need_id: of a need.
        achievement_id: of an achievement.
        verdict: what was decided.
        at: aware.
        reason: needed for a rejection.
        comment: needed where the reason is 其他.
        judge: name or role.
        shown: how the pair was shown.

    Returns:
        The verdict, blanks around its texts taken off.

    Raises:
        UsageError: a rejection has no reason, the reason belongs to another verdict, or a text is missing or too long.
    """
    comment, judge = comment.strip(), judge.strip()
    offered = "、".join(REASON_LABELS[each] for each in reasons_of(verdict))
    label = VERDICT_LABELS[verdict]
    if verdict is Verdict.REJECT and reason is None:
        raise UsageError("婉拒没有写理由。", remedy=f"请从下列理由中选一个：{offered}。")
    if reason is not None and MEANINGS[reason].verdict is not verdict:
        raise UsageError(
            f"理由“{REASON_LABELS[reason]}”不能用于“{label}”。", remedy=f"“{label}”可用的理由：{offered}。"
        )
    if reason is Reason.OTHER and not comment:
        raise UsageError("理由选了“其他”，但没有写说明。", remedy="请写明原因，或从固定理由中选一个。")
    for name, text, most in (("说明", comment, MOST_COMMENT_CHARACTERS), ("判定人", judge, MOST_JUDGE_CHARACTERS)):
        if len(text) > most:
            raise UsageError(f"{name}共 {len(text):,} 个字，超过 {most:,} 个字的上限。", remedy="请写得简短些。")
    return Feedback(
        need_id=NeedId(need_id),
        achievement_id=AchievementId(achievement_id),
        verdict=verdict,
        given_at=at,
        reason=reason,
        comment=comment,
        judge=judge,
        shown=shown or Shown(),
    )


def read_verdict(text: str) -> Verdict | None:
    """Return the verdict a person wrote, by its Chinese label or its code name; None where it is neither."""
    wanted = text.strip().lower()
    return next((each for each in Verdict if wanted in {each.value, VERDICT_LABELS[each]}), None)


def read_reason(text: str) -> Reason | None:
    """Return the reason a person wrote, by its Chinese label or its code name; None where it is neither."""
    wanted = text.strip().lower()
    return next((each for each in Reason if wanted in {each.value, REASON_LABELS[each]}), None)


def give(
    workspace: Workspace, verdicts: Sequence[Feedback], *, from_table: bool = False, actor: Actor = OPERATOR
) -> tuple[int, ...]:
    """Keep verdicts, all or none.

    A verdict that says exactly what already stands, by the same judge, is not kept twice.

    Args:
        workspace: holds the records the verdicts name.
        verdicts: in the order in which they were given.
        from_table: they come from a table, which may be read again: of each judge the last row of a pair counts, and
            only where it differs from what this judge said last. A person who repeats a verdict after another judge
            objected means it anew; a table that is read twice does not.
        actor: who hands them in; each new verdict leaves a line in the audit trail.

    Returns:
        The numbers of the verdicts that were new, in order.

    Raises:
        UnknownIdError: a need or an achievement is not in the workspace; nothing was written.
    """
    with workspace.writing(actor) as stores:
        unknown = _unknown_ids(stores, verdicts)
        if unknown:
            more = f"等共 {len(unknown)} 处" if len(unknown) > _MOST_LISTED else ""
            raise UnknownIdError(
                f"工作区里没有：{'、'.join(unknown[:_MOST_LISTED])}{more}。",
                remedy="请核对编号，或先用 duijie import 导入；本次没有写入任何一条。",
            )
        stored = stores.feedback.all()
        before = standing_by_judge(stored) if from_table else standing(stored)
        given = [each.feedback for each in standing_by_judge(numbered(verdicts))] if from_table else verdicts
        known = {_content(each.feedback) for each in before}
        new = [verdict for verdict in given if _content(verdict) not in known]
        numbers = stores.feedback.add_many(new)
        stores.audit.add_many(
            stores.audit.line(AuditAction.ADDED, FEEDBACK, str(number), _told(verdict))
            for number, verdict in zip(numbers, new, strict=True)
        )
        return numbers


def standing_by_judge(stored: Iterable[StoredFeedback]) -> tuple[StoredFeedback, ...]:
    """Return the newest standing verdict of every judge on every pair, in the order of arrival."""
    by_judge: dict[str, list[StoredFeedback]] = {}
    for each in stored:
        by_judge.setdefault(each.feedback.judge, []).append(each)
    newest = [each for own in by_judge.values() for each in standing(own)]
    return tuple(sorted(newest, key=lambda each: each.number))


def withdraw(workspace: Workspace, number: int, *, at: datetime, by: str, actor: Actor = OPERATOR) -> StoredFeedback:
    """Take a verdict back; it stays in the history, and the one before it counts again.

    Args:
        workspace: holds the verdict.
        number: of the verdict.
        at: aware.
        by: name or role, as the history shows it.
        actor: who does it, as the audit trail names them.

    Returns:
        The verdict that was taken back.

    Raises:
        UnknownIdError: there is no verdict of that number.
        RefusalError: it was withdrawn before.
    """
    with workspace.writing(actor, at=at) as stores:
        stored = stores.feedback.get(number)
        if stored is None:
            raise UnknownIdError(f"没有第 {number} 号反馈。", remedy="请用 duijie feedback list 查看编号。")
        if stored.withdrawn_at is not None:
            raise RefusalError(f"第 {number} 号反馈此前已经撤回。", remedy="不用再撤回；需要时可重新判定。")
        stores.feedback.withdraw(number, at=at, by=by.strip())
        change = FieldChange("withdrawn_at", "", at.isoformat(timespec="seconds"))
        stores.audit.tell(AuditAction.CHANGED, FEEDBACK, str(number), [change])
    return stored


def history(workspace: Workspace) -> list[StoredFeedback]:
    """Return every verdict of the workspace, superseded and withdrawn ones too, in the order of arrival."""
    with workspace.reading() as stores:
        return stores.feedback.all()


def standing_verdicts(workspace: Workspace, record: Need | Achievement) -> tuple[StoredFeedback, ...]:
    """Return the verdicts that count of the pairs of one record."""
    with workspace.reading() as stores:
        found = (
            stores.feedback.of_need(record.id)
            if isinstance(record, Need)
            else stores.feedback.of_achievement(record.id)
        )
    return standing(found)


def book_of(workspace: Workspace, *, include_rejected: bool = False) -> FeedbackBook:
    """Return what counts of the workspace's verdicts, ready for matching."""
    return book(history(workspace), include_rejected=include_rejected)


def book(stored: Iterable[StoredFeedback], *, include_rejected: bool = False) -> FeedbackBook:
    """Return what counts of a history, ready for matching."""
    return FeedbackBook(tuple(each.feedback for each in standing(stored)), include_rejected=include_rejected)


def numbered(verdicts: Iterable[Feedback]) -> list[StoredFeedback]:
    """Return verdicts that are nowhere stored, such as those of a file, as a history in their order."""
    return [StoredFeedback(number=number, feedback=verdict) for number, verdict in enumerate(verdicts, start=1)]


def feedback_pairs(workspace: Workspace, *, part: Part = Part.TRAINING) -> FeedbackPairs:
    """Return what the workspace's verdicts say of relevance, as judged pairs.

    Of each judge the newest standing verdict on a pair counts; verdicts that say nothing of relevance make no label.
    Where judges differ by one level the lower counts; where they differ by more the pair is left out and reported.

    Args:
        workspace: holds verdicts and records.
        part: TRAINING leaves out the frozen fifth of needs (`is_frozen`), which no model may be trained on; FROZEN
            returns that fifth alone.

    Returns:
        Pairs with their records; needs and achievements without such a pair are not among them.
    """
    with workspace.reading() as stores:
        judged, contradictions, n_silent = _levels(stores.feedback.all())
        wanted = [pair for pair in judged if part is Part.ALL or is_frozen(pair.need_id) is (part is Part.FROZEN)]
        needs = {number: stores.needs.get(number) for number in {pair.need_id for pair in wanted}}
        offers = {number: stores.achievements.get(number) for number in {pair.achievement_id for pair in wanted}}
        order_of_needs = [need for need in stores.needs.all() if needs.get(need.id)]
        order_of_offers = [offer for offer in stores.achievements.all() if offers.get(offer.id)]
    known = [pair for pair in wanted if needs[pair.need_id] and offers[pair.achievement_id]]
    named_needs = {pair.need_id for pair in known}
    named_offers = {pair.achievement_id for pair in known}
    return FeedbackPairs(
        needs=tuple(need for need in order_of_needs if need.id in named_needs),
        achievements=tuple(offer for offer in order_of_offers if offer.id in named_offers),
        pairs=tuple(known),
        contradictions=contradictions,
        n_silent=n_silent,
        n_other_part=len(judged) - len(wanted),
        n_unknown=len(wanted) - len(known),
    )


def _levels(stored: Sequence[StoredFeedback]) -> tuple[list[Pair], tuple[Contradiction, ...], int]:
    by_pair: dict[tuple[NeedId, AchievementId], list[Level | None]] = {}
    for each in standing_by_judge(stored):
        pair = (each.feedback.need_id, each.feedback.achievement_id)
        by_pair.setdefault(pair, []).append(each.feedback.level)
    judged: list[Pair] = []
    contradictions: list[Contradiction] = []
    n_silent = 0
    for (need_id, achievement_id), newest in by_pair.items():
        levels = tuple(sorted(level for level in newest if level is not None))
        if not levels:
            n_silent += 1
        elif levels[-1] - levels[0] > FARTHEST_APART:
            contradictions.append(Contradiction(need_id, achievement_id, levels))
        else:
            judged.append(Pair(need_id, achievement_id, levels[0]))
    return judged, tuple(contradictions), n_silent


def _unknown_ids(stores: Stores, verdicts: Sequence[Feedback]) -> list[str]:
    needs = dict.fromkeys(verdict.need_id for verdict in verdicts)
    offers = dict.fromkeys(verdict.achievement_id for verdict in verdicts)
    return [f"需求 {number}" for number in needs if stores.needs.get(number) is None] + [
        f"成果 {number}" for number in offers if stores.achievements.get(number) is None
    ]


def _told(verdict: Feedback) -> list[FieldChange]:
    """Return what the audit trail says of a verdict."""
    values = {
        "need_id": verdict.need_id,
        "achievement_id": verdict.achievement_id,
        "verdict": verdict.verdict.value,
        "reason": "" if verdict.reason is None else verdict.reason.value,
    }
    return [FieldChange(name, "", value) for name, value in values.items() if value]


def _content(verdict: Feedback) -> tuple[object, ...]:
    return (
        verdict.need_id,
        verdict.achievement_id,
        verdict.verdict,
        verdict.reason,
        verdict.comment,
        verdict.judge,
    )
