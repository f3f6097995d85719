"""What `duijie feedback` does."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.errors import UsageError
from data.records.enums import Level
from data.records.feedback import MEANINGS, Scope, StoredFeedback, Verdict
from matcher.feedback import GAINS, FeedbackBook
from matcher.feedback_phrases import EFFECTS, MOVES, REASON_LABELS, SCOPE_REMARKS, VERDICT_LABELS
from matcher.phrases import LEVEL_LABELS
from service.cli.console import show, show_table, tell
from service.cli.importing import open_workspace
from service.cli.outputs import TABLE_ENDINGS, check_outputs, write_table
from service.docking.beijing import in_beijing
from service.docking.feedback import (
    Part,
    book,
    feedback_pairs,
    give,
    history,
    make_feedback,
    numbered,
    read_reason,
    read_verdict,
    withdraw,
)
from service.docking.feedback_files import read_feedback_files, unknown_places
from service.docking.inputs import Inputs
from service.exports.feedback import (
    HEADINGS,
    PAIR_HEADINGS,
    counting_numbers,
    feedback_rows,
    masked_text,
    pair_rows,
    state_of,
)

_MOST_NAMED: Final = 5
"""Rows of a feedback file that speak of unknown records, named on the screen."""

_LIST_HEADINGS: Final = ("号", "需求", "成果", "结论", "理由", "判定人", "时间", "状态", "说明")


def add(pair: tuple[str, str], verdict: str, *, reason: str | None, comment: str, judge: str) -> None:
    """Keep one verdict and say what follows from it.

    Raises:
        UsageError: verdict or reason is none of ours.
    """
    decided = read_verdict(verdict)
    if decided is None:
        raise UsageError(f"结论“{verdict}”无法识别。", remedy=f"请写{'、'.join(VERDICT_LABELS.values())}之一。")
    why = None if reason is None else read_reason(reason)
    if reason is not None and why is None:
        raise UsageError(
            f"理由“{reason}”不在固定理由之内。", remedy="请用 duijie feedback reasons 查看，或选“其他”并写说明。"
        )
    given = make_feedback(*pair, verdict=decided, at=datetime.now(UTC), reason=why, comment=comment, judge=judge)
    with open_workspace() as workspace:
        numbers = give(workspace, [given])
    if not numbers:
        show("与已有的判定完全相同，没有重复记录。")
        return
    remark = "" if given.scope is Scope.PAIR else f"；{SCOPE_REMARKS[given.scope]}"
    show(f"已记为第 {numbers[0]} 号反馈：需求 {pair[0]}、成果 {pair[1]}，{VERDICT_LABELS[decided]}{remark}。")


def import_files(files: Sequence[Path], *, judge: str) -> None:
    """Keep the verdicts of tables."""
    verdicts = read_feedback_files(files, at=datetime.now(UTC), judge=judge)
    with open_workspace() as workspace:
        numbers = give(workspace, verdicts, from_table=True)
    show(
        f"读到 {len(verdicts):,} 条反馈：新记录 {len(numbers):,} 条，与已有的相同 {len(verdicts) - len(numbers):,} 条。"
    )


def show_list(need: str | None, *, everything: bool) -> None:
    """Show verdicts, contacts in their comments masked."""
    with open_workspace() as workspace:
        stored = history(workspace)
    counting = counting_numbers(stored)
    wanted = [
        each
        for each in stored
        if (everything or each.number in counting) and (need is None or each.feedback.need_id == need)
    ]
    if not wanted:
        show("没有反馈。")
        return
    show_table(_LIST_HEADINGS, [_list_row(each, counting) for each in wanted])


def export(out: Path, *, as_pairs: bool, part: str | None) -> None:
    """Write the history, or what it says of relevance as a pairs file: what may be trained on, unless asked otherwise.

    Raises:
        UsageError: the part is none of ours, or named without --pairs.
    """
    wanted = Part.TRAINING if part is None else part
    if wanted not in set(Part):
        raise UsageError(f"选项 --part 的值“{part}”不可用。", remedy="请写 training、frozen 或 all。")
    if not as_pairs and part is not None:
        raise UsageError("--part 要与 --pairs 同用。", remedy="请加上 --pairs，或去掉 --part。")
    check_outputs([out], inputs=[], endings=TABLE_ENDINGS)
    with open_workspace() as workspace:
        stored = history(workspace)
        judged = feedback_pairs(workspace, part=Part(wanted))
    if as_pairs:
        write_table(out, PAIR_HEADINGS, pair_rows(judged.pairs))
        for note in judged.notes:
            tell(note)
        tell(f"已写出 {out}：{len(judged.pairs):,} 对。")
        return
    write_table(out, HEADINGS, feedback_rows(stored))
    tell(f"已写出 {out}：{len(stored):,} 条反馈，含已被取代和已撤回的；说明中的联系方式已遮盖。")


def take_back(number: int, *, by: str) -> None:
    """Withdraw a verdict."""
    with open_workspace() as workspace:
        stored = withdraw(workspace, number, at=datetime.now(UTC), by=by)
    feedback = stored.feedback
    show(
        f"已撤回第 {number} 号反馈：需求 {feedback.need_id}、成果 {feedback.achievement_id}，"
        f"{VERDICT_LABELS[feedback.verdict]}。记录仍保留在历史中。"
    )


def show_reasons() -> None:
    """Show every reason with what follows from it."""
    rows = [("推荐", "（不写理由）", LEVEL_LABELS[Level.STRONG], _effect(Verdict.ACCEPT, Level.STRONG, Scope.PAIR))]
    rows += [
        (
            VERDICT_LABELS[meaning.verdict],
            REASON_LABELS[reason],
            "不涉及" if meaning.level is None else LEVEL_LABELS[meaning.level],
            _effect(meaning.verdict, meaning.level, meaning.scope),
        )
        for reason, meaning in MEANINGS.items()
    ]
    show_table(("结论", "理由", "说明的相关等级", "影响"), rows)


def _effect(verdict: Verdict, level: Level | None, scope: Scope) -> str:
    """Return what a verdict does to lists: to the pair itself, and to what resembles it."""
    if scope is not Scope.PAIR:
        return SCOPE_REMARKS[scope]
    move = MOVES.get(0.0 if level is None else GAINS[level], "")
    return "；".join(part for part in (EFFECTS[verdict], move) if part)


def book_of_file(path: Path | None, inputs: Inputs, *, include_rejected: bool) -> FeedbackBook:
    """Return what a feedback file says of the records of a run; an empty book where no file is named.

    Raises:
        UsageError: rejected pairs are asked for where nothing was rejected.
    """
    if path is None:
        if include_rejected:
            raise UsageError("--include-rejected 要与 --feedback 同用。", remedy="请用 --feedback 指明反馈表。")
        return FeedbackBook()
    verdicts = read_feedback_files([path], at=datetime.now(UTC))
    needs = {need.id for need in inputs.needs}
    achievements = {achievement.id for achievement in inputs.achievements}
    tell(f"反馈表 {path.name}：{len(verdicts):,} 条。")
    strange = unknown_places([path], needs, achievements)
    if strange:
        shown = "；".join(strange[:_MOST_NAMED]) + ("等" if len(strange) > _MOST_NAMED else "")
        tell(f"  其中 {len(strange):,} 条的编号不在本次的需求或成果中，对本次结果没有影响：{shown}。")
    return book(numbered(verdicts), include_rejected=include_rejected)


def _list_row(each: StoredFeedback, counting: frozenset[int]) -> tuple[str, ...]:
    feedback = each.feedback
    return (
        str(each.number),
        feedback.need_id,
        feedback.achievement_id,
        VERDICT_LABELS[feedback.verdict],
        "" if feedback.reason is None else REASON_LABELS[feedback.reason],
        masked_text(feedback.judge),
        in_beijing(feedback.given_at).strftime("%Y-%m-%d %H:%M"),
        state_of(each, counting),
        masked_text(feedback.comment),
    )
