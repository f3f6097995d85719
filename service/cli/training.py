"""What `duijie train` does: read, train, show, write."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import UsageError
from matcher.training.examples import FEW_NEEDS, JudgedSet, require_enough
from service.cli import running
from service.cli.console import show, show_table, tell
from service.cli.progress import progress_of
from service.cli.reading_reports import tell_report, write_report
from service.docking.figures import labels, told, verdict
from service.docking.inputs import Inputs
from service.docking.pairs import read_pair_table
from service.docking.training import (
    SourceFile,
    TrainingPlan,
    TrainingRun,
    check_folder,
    describe_sources,
    judged_sets,
    require_distinct_ids,
    save_ranker,
    train_ranker,
)
from service.exports.training_report import pages_of
from service.settings import read_settings

_NAME: Final = re.compile(r"[\w.-]{1,40}")


@dataclass(frozen=True, slots=True)
class Files:
    """What to read, and where to write what became of every row."""

    needs: Sequence[Path]
    achievements: Sequence[Path]
    pairs: Sequence[Path]
    report: Path | None

    @property
    def sources(self) -> list[SourceFile]:
        """The files with their checksums."""
        kinds = (("需求", self.needs), ("成果", self.achievements), ("成对清单", self.pairs))
        return [one for kind, paths in kinds for one in describe_sources(kind, paths)]


def plan_of(name: str, n_folds: int, seed: int) -> TrainingPlan:
    """Return how to train.

    Raises:
        UsageError: the name cannot be part of an id.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"选项 --name 的值“{name}”不能作名称。", remedy="请用汉字、字母、数字、点、横线或下划线，不超过 40 个字符。"
        )
    return TrainingPlan(name=name, n_folds=n_folds, seed=seed)


def check_before_work(out: Path, *, inputs: Sequence[Path], report: Path | None) -> None:
    """Refuse outputs that could not be written after minutes of work."""
    check_folder(out)
    running.check_before_work([], inputs=inputs, report=report)


def run(files: Files, machinery: running.Machinery, plan: TrainingPlan, out: Path) -> None:
    """Train a ranker, show its figures and write its folder."""
    inputs, sets = _gather(files)
    n_ordered = require_enough(sets)
    if n_ordered < FEW_NEEDS:
        tell(f"提示：可供训练的需求只有 {n_ordered} 项，不足 {FEW_NEEDS} 项，下面的数值误差较大，请看区间。")
    matcher = running.matcher_of(inputs, machinery)
    done = train_ranker(matcher, inputs, sets, plan, sources=files.sources, watch=progress_of)
    save_ranker(done, out, pages=pages_of(done))
    _show(done)
    tell(f"已写出 {out}：模型 {done.trained.ranker.id}。请用浏览器打开其中的 report.html；用 --model {out} 使用它。")


def _gather(files: Files) -> tuple[Inputs, tuple[JudgedSet, ...]]:
    """Return the records and the judgements to train on, having said what became of every row."""
    require_distinct_ids(files.needs, files.achievements)
    inputs = running.read(files.needs, files.achievements, report=None)
    tables = {path: read_pair_table([path], inputs) for path in files.pairs}
    for table in tables.values():
        tell_report(table.report, shown_rows=read_settings().shown_rows, is_written=files.report is not None)
    if files.report is not None:
        write_report([*inputs.reports, *(table.report for table in tables.values())], files.report)
    return inputs, judged_sets(tables)


def _show(run: TrainingRun) -> None:
    overall = run.report.overall
    show(
        f"判定 {overall.n_pairs:,} 对，{overall.n_needs:,} 项需求；以下数值都来自训练时没有见过的需求"
        f"（按需求分 {run.plan.n_folds} 折），方括号内为 95% 区间。"
    )
    rows = [
        (
            label,
            told(overall.trained[name]),
            told(overall.table[name]),
            told(overall.difference[name], signed=True),
            verdict(overall.difference[name], name),
        )
        for name, label in labels().items()
        if name in overall.trained
    ]
    show_table(("指标", "训练所得", "未训练的权重表", "差", "判断"), rows)
