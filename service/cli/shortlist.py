"""What `duijie partners` does: the needs of one company, matched, grouped and shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import UsageError, WorkspaceError
from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.matches import MatchReport
from matcher.feedback import FeedbackBook
from matcher.phrases import NO_MATCH
from service.cli import running
from service.cli.console import show, show_table, tell
from service.cli.importing import open_workspace
from service.cli.options import read_day
from service.cli.verdicts import book_of_file
from service.docking.feedback import book_of
from service.docking.inputs import Inputs
from service.docking.matching import Shortlist, find_company, shortlist_partners
from service.docking.workspace import stored_records
from service.exports.card import score_points
from service.exports.masking import MASKED, RecordTexts
from service.exports.overview import level_line, partner_level_line

MOST_SHOWN = 20
"""Achievements listed on the screen; files hold all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where records come from: two files, or the workspace where neither is named."""

    needs: Sequence[Path]
    achievements: Sequence[Path]
    report: Path | None
    feedback: Path | None = None
    include_rejected: bool = False

    def read(self) -> Inputs:
        """Return the records.

        Raises:
            UsageError: only one side is named.
            WorkspaceError: the workspace lacks needs or achievements.
        """
        if bool(self.needs) != bool(self.achievements):
            raise UsageError(
                "--needs 和 --achievements 只写了一个。", remedy="请两个都写，或都不写（使用工作区里已导入的数据）。"
            )
        if self.needs:
            return running.read(self.needs, self.achievements, report=self.report)
        with open_workspace() as workspace:
            needs, achievements = stored_records(workspace)
        if not needs or not achievements:
            raise WorkspaceError(
                "工作区里没有需求或没有成果。",
                remedy="请先用 duijie import 导入，或用 --needs、--achievements 指定文件。",
            )
        return Inputs(tuple(needs), tuple(achievements))

    def read_feedback(self, inputs: Inputs) -> FeedbackBook:
        """Return what people said of the records: of the file named, or of the workspace the records come from.

        Raises:
            UsageError: a file is named beside the workspace, which keeps its own.
        """
        if self.needs:
            return book_of_file(self.feedback, inputs, include_rejected=self.include_rejected)
        if self.feedback is not None:
            raise UsageError(
                "--feedback 只用于文件中的需求和成果；工作区有自己的反馈。",
                remedy="请先用 duijie feedback import 导入这份反馈表，再运行本命令。",
            )
        with open_workspace() as workspace:
            return book_of(workspace, include_rejected=self.include_rejected)


def make(
    company: str,
    sources: Sources,
    machinery: running.Machinery,
    *,
    top: int,
    as_of: str | None,
    outputs: Sequence[Path],
) -> None:
    """Make, show and write the shortlist of one company."""
    day = read_day(as_of)
    given = [] if sources.feedback is None else [sources.feedback]
    read = [*sources.needs, *sources.achievements, *given]
    running.check_before_work(outputs, inputs=read, report=sources.report)
    inputs = sources.read()
    feedback = sources.read_feedback(inputs)
    name, needs = find_company(inputs.needs, company)
    report = running.find_matches(
        replace(inputs, needs=needs), machinery, Direction.NEEDS, top=top, as_of=day, feedback=feedback
    )
    _show(shortlist_partners(name, report))
    if feedback.verdicts:
        _tell_notes(report)
    running.write(replace(report, company=name), outputs)


def _show(shortlist: Shortlist) -> None:
    show(
        f"{shortlist.company}：{len(shortlist.report.lists)} 项需求，{len(shortlist.partners)} 家候选伙伴，"
        f"{len(shortlist.achievements)} 项候选成果"
    )
    if not shortlist.partners:
        show(f"{NO_MATCH}。")
        return
    # As in the files: a title or a team may name whom to call.
    texts = RecordTexts(MASKED)
    show("\n按单位和团队：")
    show_table(("名次", "匹配度", "等级", "成果数", "单位和团队", "最合适的成果"), _partner_rows(shortlist, texts))
    show("\n按成果：")
    show_table(("名次", "匹配度", "等级", "成果", "单位和团队", "最合适的需求"), _achievement_rows(shortlist, texts))
    if len(shortlist.achievements) > MOST_SHOWN:
        show(f"其余 {len(shortlist.achievements) - MOST_SHOWN} 项见结果文件（--out）。")


def _tell_notes(report: MatchReport) -> None:
    """Say of each need what its list says, so that what feedback left out is not missing unsaid."""
    texts = RecordTexts(MASKED)
    for found in report.lists:
        if found.note:
            tell(f"需求 {found.query_id}：{texts.free(found.note)}")


def _partner_rows(shortlist: Shortlist, texts: RecordTexts) -> list[tuple[str, ...]]:
    achievements = shortlist.report.achievements
    return [
        (
            str(rank),
            str(score_points(partner.best.score)),
            partner_level_line(partner),
            str(partner.n_achievements),
            _place(achievements[partner.best.achievement_id], texts),
            texts.fields(achievements[partner.best.achievement_id]).get("title", ""),
        )
        for rank, partner in enumerate(shortlist.partners, start=1)
    ]


def _achievement_rows(shortlist: Shortlist, texts: RecordTexts) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for rank, match in enumerate(shortlist.achievements[:MOST_SHOWN], start=1):
        achievement = shortlist.report.achievements[match.achievement_id]
        rows.append((
            str(rank),
            str(score_points(match.score)),
            level_line(match),
            texts.fields(achievement).get("title", ""),
            _place(achievement, texts),
            texts.fields(shortlist.report.needs[match.need_id]).get("title", ""),
        ))
    return rows


def _place(achievement: Achievement, texts: RecordTexts) -> str:
    fields = texts.fields(achievement)
    return "、".join(fields[name] for name in ("university", "team") if name in fields) or "（文件未写明单位）"
