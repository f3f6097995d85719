"""What `duijie score` and `duijie evaluate` do with the pairs of a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.evaluation.cases import judged_cases
from matcher.evaluation.evaluate import judged_pairs
from service.cli import running
from service.cli.console import show, show_table, tell
from service.cli.outputs import TABLE_ENDINGS, write_table
from service.cli.progress import progress_of
from service.cli.reading_reports import tell_report, write_report
from service.docking.comparing import ModelFigures, build_contestants, measure_models, models_to_json
from service.docking.figures import COUNTING_RULE, figures_of, percent, told, verdict
from service.docking.inputs import Inputs
from service.docking.matching import score_pairs
from service.docking.pairs import GIVEN_PREFIX, PairTable, read_pair_table, scored_table
from service.exports.cases import write_cases
from service.settings import read_settings


@dataclass(frozen=True, slots=True)
class Contest:
    """What is to be measured, and on what.

    Attributes:
        encoder: None for the setting's.
        models: folders of models, None for the setting's.
    """

    encoder: str | None
    models: Sequence[Path | None]


def read(
    needs: Sequence[Path], achievements: Sequence[Path], pairs: Sequence[Path], *, report: Path | None
) -> tuple[Inputs, PairTable]:
    """Return both sides and the pairs as read, having said what became of every row."""
    inputs = running.read(needs, achievements, report=None)
    table = read_pair_table(pairs, inputs)
    tell_report(table.report, shown_rows=read_settings().shown_rows, is_written=report is not None)
    if report is not None:
        write_report([*inputs.reports, table.report], report)
    return inputs, table


def score(inputs: Inputs, table: PairTable, machinery: running.Machinery, out: Path) -> None:
    """Score every pair and write the rows of the file with two more columns."""
    matcher = running.matcher_of(inputs, machinery)
    headings, rows = scored_table(table, score_pairs(matcher, table.pairs))
    write_table(out, headings, rows)
    renamed = [heading for heading in headings if heading.startswith(GIVEN_PREFIX)]
    if renamed:
        tell(f"原文件中与结果同名的列改名为：{'、'.join(renamed)}。")
    n_blank = len(rows) - len(table.pairs)
    if n_blank:
        tell(f"有 {n_blank} 行缺少编号，score 和 level 留空。")
    tell(f"已写出 {out}：{len(rows):,} 行。")


def judge(inputs: Inputs, table: PairTable, wanted: Contest, *, as_json: bool, cases: Path | None = None) -> None:
    """Measure the ranking against the judged pairs, show the figures, and write the pairs where that is asked for."""
    tell_unread_levels([table], purpose="检验")
    judged = judged_pairs(table.pairs)
    machines = [running.Machinery(wanted.encoder, model) for model in wanted.models]
    opened = [machine.open_model() for machine in machines]
    with progress_of("正在编码文本") as progress:
        contestants = build_contestants(inputs, machines[0].choice, opened, progress=progress)
    for one in contestants:
        running.tell_ranker(one.matcher, name=one.name)
    with progress_of("正在检验") as progress:
        models = measure_models(contestants, judged, progress=progress)
    for model in models:
        tell_seen(model)
    if cases is not None:
        first = judged_cases(judged, models[0].ranking, needs=inputs.needs, achievements=inputs.achievements)
        write_cases(first, cases)
        tell(f"已写出 {cases}：{len(judged):,} 对，排得最差的需求在前。")
    if as_json:
        show(models_to_json(models))
    elif len(models) == 1:
        _show_one(models[0])
    else:
        _show_beside(models)


def tell_unread_levels(tables: Iterable[PairTable], *, purpose: str) -> None:
    """Say how many levels nobody can read, with an example, since those pairs are left out."""
    unread = [place for table in tables for place in table.unread_levels()]
    if unread:
        left_out = f"{len(unread):,} 对的等级读不懂，没有用来{purpose}（例：{unread[0]}）"
        tell(f"警告：{left_out}。等级请写 1 至 4，或无、弱、较强、强。")


def tell_seen(model: ModelFigures) -> None:
    """Warn of figures on needs that the model was trained on."""
    if model.n_seen_needs:
        tell(
            f"警告：这批判定中有 {model.n_seen_needs:,} 项需求曾用于训练模型“{model.name}”或它的向量校正"
            f"（{percent(model.seen_share)} 的对连成果也相同），它的数值偏高，不能说明对新需求的效果。"
        )


def _show_one(model: ModelFigures) -> None:
    evaluation = model.evaluation
    show(f"判定 {evaluation.n_pairs:,} 对，计入 {evaluation.n_needs:,} 项需求；模型“{model.name}”")
    rows = [(figure.label, _shown(figure.value), figure.formula) for figure in figures_of(evaluation)]
    show_table(("指标", "数值", "算法"), rows)
    show(f"模型编号：{model.model}")
    show(COUNTING_RULE)


def _show_beside(models: Sequence[ModelFigures]) -> None:
    evaluation = models[0].evaluation
    show(f"判定 {evaluation.n_pairs:,} 对，计入 {evaluation.n_needs:,} 项需求")
    names = _distinct([model.name for model in models])
    show()
    explained = {figure.name: figure for figure in figures_of(evaluation)}
    values = [{figure.name: figure.value for figure in figures_of(model.evaluation)} for model in models]
    rows = [
        (
            explained[name].label,
            *(_shown(one[name]) for one in values),
        )
        for name in explained
    ]
    show_table(("指标", *names), rows)
    for name, model in zip(names[1:], models[1:], strict=True):
        show()
        show(f"“{name}”减“{names[0]}”（方括号内为按需求重抽样的 95% 区间，不含 0 才算超出误差）")
        show_table(
            ("指标", "差", "判断"),
            [
                (explained[name].label, told(difference, signed=True), verdict(difference, name))
                for name, difference in model.differences.items()
            ],
        )
    show()
    for name, model in zip(names, models, strict=True):
        show(f"“{name}”的编号：{model.model}")
    show()
    show(COUNTING_RULE)


def _shown(value: float | None) -> str:
    """Return a figure with as many decimals as `told` and the reports have."""
    return "无法计算" if value is None else f"{value:.3f}"


def _distinct(names: Sequence[str]) -> list[str]:
    """Return the names with a number after those that are given twice."""
    return [f"{name}（{number}）" if names.count(name) > 1 else name for number, name in enumerate(names, start=1)]


def check_scored(out: Path, *, inputs: Sequence[Path], report: Path | None) -> None:
    """Refuse an output that could not be written after minutes of work."""
    running.check_before_work([out], inputs=inputs, report=report, endings=TABLE_ENDINGS)
