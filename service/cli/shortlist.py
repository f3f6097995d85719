"""What `duijie partners` does: the needs of one company, matched, grouped and shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import UsageError, WorkspaceError
from data.records.enums import Direction
from matcher.phrases import LEVEL_LABELS, NO_MATCH
from service.cli import running
from service.cli.console import show, show_table
from service.cli.importing import open_workspace
from service.cli.options import read_day
from service.docking.inputs import Inputs
from service.docking.matching import Shortlist, find_company, shortlist_partners
from service.docking.workspace import stored_records

MOST_SHOWN = 20
"""Achievements listed on the screen; files hold all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where records come from: two files, or the workspace where neither is named."""

    needs: Sequence[Path]
    achievements: Sequence[Path]
    report: Path | None

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
    running.check_before_work(outputs, inputs=[*sources.needs, *sources.achievements], report=sources.report)
    inputs = sources.read()
    name, needs = find_company(inputs.needs, company)
    report = running.find_matches(replace(inputs, needs=needs), machinery, Direction.NEEDS, top=top, as_of=day)
    _show(shortlist_partners(name, report))
    running.write(replace(report, company=name), outputs)


def _show(shortlist: Shortlist) -> None:
    show(
        f"{shortlist.company}：{len(shortlist.report.lists)} 项需求，{len(shortlist.partners)} 家候选伙伴，"
        f"{len(shortlist.achievements)} 项候选成果"
    )
    if not shortlist.partners:
        show(f"{NO_MATCH}。")
        return
    show("\n按单位和团队：")
    show_table(("名次", "匹配度", "等级", "成果数", "单位和团队", "最合适的成果"), _partner_rows(shortlist))
    show("\n按成果：")
    show_table(("名次", "匹配度", "等级", "成果", "单位和团队", "最合适的需求"), _achievement_rows(shortlist))
    if len(shortlist.achievements) > MOST_SHOWN:
        show(f"其余 {len(shortlist.achievements) - MOST_SHOWN} 项见结果文件（--out）。")


def _partner_rows(shortlist: Shortlist) -> list[tuple[str, ...]]:
    achievements = shortlist.report.achievements
    return [
        (
            str(rank),
            str(round(partner.score * 100)),
            LEVEL_LABELS[partner.matches[0].level],
            str(partner.n_achievements),
            _place(partner.university, partner.team),
            achievements[partner.matches[0].achievement_id].title,
        )
        for rank, partner in enumerate(shortlist.partners, start=1)
    ]


def _achievement_rows(shortlist: Shortlist) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for rank, match in enumerate(shortlist.achievements[:MOST_SHOWN], start=1):
        achievement = shortlist.report.achievements[match.achievement_id]
        rows.append((
            str(rank),
            str(round(match.score * 100)),
            LEVEL_LABELS[match.level],
            achievement.title,
            _place(achievement.university, achievement.team),
            shortlist.report.needs[match.need_id].title,
        ))
    return rows


def _place(university: str, team: str) -> str:
    return "、".join(part for part in (university, team) if part) or "（文件未写明单位）"
