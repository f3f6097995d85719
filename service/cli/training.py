"""What `duijie train` does: read, train, show, write."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data.errors import UsageError
from matcher.scoring import table_ranker
from matcher.training.examples import FEW_NEEDS, JudgedSet, require_enough
from service.cli import running
from service.cli.console import show, show_table, tell
from service.cli.importing import open_workspace
from service.cli.judging import tell_seen, tell_unread_levels
from service.cli.progress import progress_of
from service.cli.reading_reports import tell_report, write_report
from service.docking.before_after import BeforeAfter, compare_before_after, is_enough
from service.docking.comparing import Contestant, build_contestants
from service.docking.figures import labels, told, verdict
from service.docking.inputs import Inputs
from service.docking.judgements import (
    Judgements,
    SourceFile,
    count_frozen,
    describe_sources,
    judged_sets,
    read_verdicts,
    require_distinct_ids,
    with_verdicts,
)
from service.docking.language import Model
from service.docking.pairs import FROZEN_COLUMN, read_pair_table
from service.docking.training import BASELINE_NOTE, TrainingPlan, TrainingRun, save_ranker, train_ranker
from service.exports.training_report import pages_of
from service.settings import read_settings

_NAME: Final = re.compile(r"[\w.-]{1,40}")


@dataclass(frozen=True, slots=True)
class Files:
    """What to learn from, what to compare with, and where to write what became of every row.

    Attributes:
        uses_feedback: the workspace's verdicts too.
        base_model: folder of the model before; None for the one in use.
    """

    needs: Sequence[Path]
    achievements: Sequence[Path]
    pairs: Sequence[Path]
    report: Path | None
    uses_feedback: bool = False
    base_model: Path | None = None

    @property
    def all(self) -> list[Path]:
        """Every file that is read."""
        return [*self.needs, *self.achievements, *self.pairs]

    @property
    def sources(self) -> list[SourceFile]:
        """The files with their checksums."""
        kinds = (("需求", self.needs), ("成果", self.achievements), ("成对清单", self.pairs))
        return [one for kind, paths in kinds for one in describe_sources(kind, paths)]


def plan_of(name: str, n_folds: int, seed: int, *, tunes_vectors: bool = False) -> TrainingPlan:
    """Return how to train.

    Raises:
        UsageError: the name cannot be part of an id.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"选项 --name 的值“{name}”不能作名称。", remedy="请用汉字、字母、数字、点、横线或下划线，不超过 40 个字符。"
        )
    return TrainingPlan(name=name, n_folds=n_folds, seed=seed, tunes_vectors=tunes_vectors)


def check_before_work(files: Files, machinery: running.Machinery, plan: TrainingPlan) -> None:
    """Refuse what could not be done after minutes of work.

    Raises:
        UsageError: options are missing, or do not go together.
    """
    given = [bool(paths) for paths in (files.needs, files.achievements, files.pairs)]
    if any(given) != all(given):
        raise UsageError("--needs、--achievements、--pairs 要一起写。", remedy="请补上缺少的选项，或只写 --feedback。")
    if not any(given) and not files.uses_feedback:
        raise UsageError(
            "没有写用什么训练。", remedy="请写 --needs、--achievements、--pairs，或写 --feedback 使用工作区里的判定。"
        )
    if files.base_model is not None and not files.uses_feedback:
        raise UsageError("--base-model 要与 --feedback 同用。", remedy="请加上 --feedback，或去掉 --base-model。")
    if plan.tunes_vectors and machinery.choice.learns_from_corpus:
        raise UsageError(
            "编码器 lsa 的向量随数据而变，学到的校正不能用于别的数据。",
            remedy="请换一个编码器，或去掉 --tune-vectors。",
        )
    running.check_before_work([], inputs=files.all, report=files.report)


def run(files: Files, machinery: running.Machinery, plan: TrainingPlan, out: Path) -> None:
    """Train a model, show its figures and write its folder."""
    judgements, sources = _gather(files)
    n_ordered = require_enough(judgements.sets)
    if n_ordered < FEW_NEEDS:
        tell(f"提示：可供训练的需求只有 {n_ordered} 项，不足 {FEW_NEEDS} 项，下面的数值误差较大，请看区间。")
    # The model before is opened with the rest: it must not be found unfit after minutes of training.
    models = [Model(table_ranker()), replace(machinery, model=files.base_model).open_model()]
    with progress_of("正在编码文本") as progress:
        plain, before = build_contestants(judgements.inputs, machinery.choice, models, progress=progress)
    done = train_ranker(plain.matcher, judgements.inputs, judgements.sets, plan, sources=sources, watch=progress_of)
    if files.uses_feedback:
        done = replace(done, before_after=_compare(judgements, machinery, before, done.model, known=plain))
    save_ranker(done, out, pages=pages_of(done))
    _show(done)
    tell(f"已写出 {out}：模型 {done.trained.ranker.id}。请用浏览器打开其中的 report.html；用 --model {out} 使用它。")


def _compare(
    judgements: Judgements, machinery: running.Machinery, before: Contestant, model: Model, *, known: Contestant
) -> BeforeAfter:
    contestants = [before]
    if is_enough(judgements.frozen):
        prepared = (known.matcher, before.matcher)
        with progress_of("正在比较训练前后") as progress:
            contestants += build_contestants(
                judgements.inputs, machinery.choice, [model], prepared=prepared, progress=progress
            )
    return compare_before_after(contestants, judgements.frozen)


def _gather(files: Files) -> tuple[Judgements, list[SourceFile]]:
    """Return records and judgements and where they are from, having said what became of every row."""
    inputs, sets = _read(files) if files.pairs else (Inputs((), ()), ())
    if not files.uses_feedback:
        return Judgements(inputs, sets), files.sources
    with open_workspace() as workspace:
        verdicts = read_verdicts(workspace)
    for note in verdicts.notes:
        tell(note)
    judgements = with_verdicts(inputs, sets, verdicts)
    if judgements.n_withheld:
        tell(f"成对清单中有 {judgements.n_withheld:,} 对属于留作检验的需求，没有用来训练。")
    return judgements, [*files.sources, verdicts.source]


def _read(files: Files) -> tuple[Inputs, tuple[JudgedSet, ...]]:
    require_distinct_ids(files.needs, files.achievements)
    inputs = running.read(files.needs, files.achievements, report=None)
    tables = {path: read_pair_table([path], inputs) for path in files.pairs}
    for table in tables.values():
        tell_report(table.report, shown_rows=read_settings().shown_rows, is_written=files.report is not None)
    if files.report is not None:
        write_report([*inputs.reports, *(table.report for table in tables.values())], files.report)
    tell_unread_levels(tables.values(), purpose="训练")
    sets = judged_sets(tables)
    n_frozen = count_frozen(tables)
    if n_frozen:
        tell(f"成对清单中有 {n_frozen:,} 对属于留作检验的需求（{FROZEN_COLUMN} 为 1），没有用来训练。")
    return inputs, sets


def _show(run: TrainingRun) -> None:
    overall = run.report.overall
    if run.seen_note:
        tell(f"警告：{run.seen_note}")
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
    show(BASELINE_NOTE)
    if run.turning is not None:
        show()
        show(run.turning_note)
    if run.before_after is not None:
        _show_before_after(run.before_after)


def _show_before_after(compared: BeforeAfter) -> None:
    show()
    show(compared.note)
    if not compared.models:
        return
    before, after = compared.models
    for model in compared.models:
        tell_seen(model)
    show(f"训练前：{before.model}")
    show(f"训练后：{after.model}")
    rows = [
        (
            labels()[name],
            told(before.intervals[name]),
            told(after.intervals[name]),
            told(difference, signed=True),
            verdict(difference, name),
        )
        for name, difference in after.differences.items()
    ]
    show_table(("指标", "训练前", "训练后", "差", "判断"), rows)
