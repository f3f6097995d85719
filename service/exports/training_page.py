"""The report of a training as one self-contained web page: drawings in place, no script, fit to print."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from data.records.achievements import Achievement
from data.records.enums import Level
from data.records.needs import Need
from matcher.evaluation.intervals import N_RESAMPLES, SMALLER_IS_BETTER
from matcher.phrases import LEVEL_LABELS
from matcher.training.examples import FEW_NEEDS
from matcher.training.report import Comparison
from service.docking.figures import COUNTING_RULE, formulas, labels, percent, told, verdict
from service.docking.training import BASELINE_NOTE, TrainingRun
from service.exports import training_charts as charts
from service.exports.masking import MASKED, RecordTexts, printable
from service.exports.training_drawings import SIZES, STYLE_FILE
from service.exports.web_page import TEMPLATES, template_environment

LONGEST_TEXT: Final = 600
"""Characters of a text that the page shows; what goes wrong is mostly seen by then."""

CHARTED: Final = ("ndcg_at_10", "auc")
"""Figures drawn over the folds."""

JUDGED_BY: Final = ("ndcg_at_10", "auc", "mae", "ece")
"""Figures that the sentence at the top names."""

FOLD_FIGURES: Final = ("ndcg_at_10", "auc", "mae", "ece")
"""Figures listed over the folds."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of the table of figures."""

    label: str
    trained: str
    table: str
    difference: str
    verdict: str
    formula: str


@dataclass(frozen=True, slots=True)
class SideView:
    """A record of a case: contacts masked, the text as long as the page shows."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A pair that was rated wrongly."""

    number: int
    need: SideView
    achievement: SideView
    judged: str
    told: str
    score: int
    gap: str
    rank: int


def render(run: TrainingRun) -> bytes:
    """Draw the page.

    Args:
        run: the training.

    Returns:
        UTF-8 HTML; byte-identical for the same run.
    """
    report, ranker = run.report, run.trained.ranker
    cases = _cases(run)
    text = (
        template_environment()
        .get_template("training_report.html")
        .render(
            run=run,
            report=report,
            overall=report.overall,
            ranker=ranker,
            restraint=run.trained.restraint,
            n_folds=len(report.folds),
            n_resamples=N_RESAMPLES,
            conclusion=conclusion(report.overall),
            warnings=[one for one in (_warning(run), run.seen_note) if one],
            before_after_rows=_before_after_rows(run),
            rows=figure_rows,
            rule=COUNTING_RULE,
            baseline_note=BASELINE_NOTE,
            labels=labels(),
            told=told,
            percent=percent,
            fold_figures=FOLD_FIGURES,
            too_high=[one for one, gap in cases if gap > 0],
            too_low=[one for one, gap in cases if gap < 0],
            longest=LONGEST_TEXT,
            **_drawings(run),
        )
    )
    return text.encode("utf-8")


def conclusion(overall: Comparison) -> str:
    """Return in one sentence whether the ranker is better than the table."""
    better: list[str] = []
    worse: list[str] = []
    equal: list[str] = []
    for name in JUDGED_BY:
        difference = overall.difference[name]
        text = f"{labels()[name]} {overall.trained[name].value:.3f}（{told(difference, signed=True)}）"
        group = worse if (difference.value > 0) == (name in SMALLER_IS_BETTER) else better
        (group if difference.excludes_zero else equal).append(text)
    parts = [
        f"{words}：{'、'.join(group)}"
        for words, group in (("较好且超出误差", better), ("较差且超出误差", worse), ("差别在误差之内", equal))
        if group
    ]
    return f"对没有见过的需求，与未训练的权重表相比，{'；'.join(parts)}。"


def figure_rows(comparison: Comparison) -> list[FigureRow]:
    """Return the table of figures of one comparison."""
    explained = formulas()
    return [
        FigureRow(
            label=label,
            trained=told(comparison.trained[name]),
            table=told(comparison.table[name]),
            difference=told(comparison.difference[name], signed=True),
            verdict=verdict(comparison.difference[name], name),
            formula=explained[name],
        )
        for name, label in labels().items()
        if name in comparison.trained
    ]


def _before_after_rows(run: TrainingRun) -> list[FigureRow]:
    """Return the figures of the model before (as `table`) and of this one on frozen cases."""
    if run.before_after is None or not run.before_after.models:
        return []
    before, after = run.before_after.models
    explained = formulas()
    return [
        FigureRow(
            label=labels()[name],
            trained=told(after.intervals[name]),
            table=told(before.intervals[name]),
            difference=told(difference, signed=True),
            verdict=verdict(difference, name),
            formula=explained[name],
        )
        for name, difference in after.differences.items()
    ]


def _drawings(run: TrainingRun) -> dict[str, Any]:
    report = run.report
    return {
        "fold_charts": [(labels()[name], charts.fold_chart(report.folds, report.overall, name)) for name in CHARTED],
        "dots": charts.calibration_dots(report.calibration),
        "bars": charts.bars(report.importances),
        "curves": charts.curves(report.importances),
        "unused": charts.unused(report.importances),
        "style": _own("matches.css"),
        "own_style": _own("training_report.css") + _own(STYLE_FILE),
        **SIZES,
    }


def _warning(run: TrainingRun) -> str:
    if run.n_ordered >= FEW_NEEDS:
        return ""
    return f"可供训练的需求只有 {run.n_ordered} 项，不足 {FEW_NEEDS} 项：以下数值误差较大，请看区间。"


def _cases(run: TrainingRun) -> list[tuple[CaseView, float]]:
    needs = {need.id: need for need in run.inputs.needs}
    achievements = {achievement.id: achievement for achievement in run.inputs.achievements}
    texts = RecordTexts(MASKED)
    worst: pd.DataFrame = run.report.worst
    return [
        (
            CaseView(
                number=number,
                need=_side(texts, needs[row["need_id"]]),
                achievement=_side(texts, achievements[row["achievement_id"]]),
                judged=LEVEL_LABELS[Level(int(row["level"]))],
                told=LEVEL_LABELS[Level(int(row["predicted_level"]))],
                score=round(100 * float(row["score"])),
                gap=f"{row['gap']:+.1f}",
                rank=int(row["rank"]),
            ),
            float(row["gap"]),
        )
        for number, row in enumerate(worst.to_dict("records"), start=1)
    ]


def _side(texts: RecordTexts, record: Need | Achievement) -> SideView:
    fields = texts.fields(record)
    content = printable(fields.get("content", ""))
    cut = content if len(content) <= LONGEST_TEXT else f"{content[:LONGEST_TEXT]}……（全文 {len(content):,} 字）"
    return SideView(printable(record.id), printable(fields.get("title", "（没有名称）")), cut or "（没有正文）")


def _own(name: str) -> Markup:
    """Return a file that ships with this package, unescaped: no text of a user is ever part of it."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704 - our own style sheet
