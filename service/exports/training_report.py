"""What is written beside a trained ranker: figures, cases, the model card and a page to read."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from matcher.evaluation.intervals import Estimate
from matcher.training.report import Comparison
from service.docking.before_after import BeforeAfter
from service.docking.figures import COUNTING_RULE, formulas, labels, told, verdict
from service.docking.training import BASELINE_NOTE, TrainingRun
from service.exports import training_page
from service.exports.cases import cases_table
from service.exports.web_page import template_environment

FIGURES_FILE: Final = "figures.json"
CASES_FILE: Final = "cases.csv"
CARD_FILE: Final = "MODEL_CARD.md"
REPORT_FILE: Final = "report.html"

_DECIMALS: Final = 6


def pages_of(run: TrainingRun) -> dict[str, bytes]:
    """Return what is written beside a ranker, by file name; byte-identical for the same run."""
    return {
        FIGURES_FILE: figures_json(run).encode(),
        CASES_FILE: cases_table(run.report.cases),
        CARD_FILE: model_card(run).encode(),
        REPORT_FILE: training_page.render(run),
    }


def figures_json(run: TrainingRun) -> str:
    """Return every figure of a training as JSON; what could not be measured is null."""
    report = run.report
    document = {
        "model": run.trained.ranker.id,
        "encoder_id": run.trained.ranker.encoder_id,
        "version": run.version,
        "seed": run.plan.seed,
        "n_folds": run.plan.n_folds,
        "sources": [asdict(source) for source in run.sources],
        "restraint": asdict(run.trained.restraint),
        "restraints": {str(fold): asdict(one) for fold, one in sorted(run.trained.restraints.items())},
        "n_seen_needs": run.n_seen_needs,
        "seen_share": run.seen_share,
        "turning": None if run.turning is None else {**run.turning.figures, "adopted": run.adapter is not None},
        "before_after": None if run.before_after is None else _before_after(run.before_after),
        "overall": _comparison(report.overall),
        "folds": [_comparison(one) for one in report.folds],
        "sets": [_comparison(one) for one in report.sets],
        "importances": [
            {"feature": one.feature, "spread": one.spread, "known": one.known} for one in report.importances
        ],
        "calibration": [asdict(one) for one in report.calibration],
        "formulas": {name: formula for name, formula in formulas().items() if name in report.overall.trained},
        "counting_rule": COUNTING_RULE,
    }
    return json.dumps(_rounded(document), ensure_ascii=False, indent=1) + "\n"


def model_card(run: TrainingRun) -> str:
    """Return the model card as Markdown: what it is, trained on what, how good, where it ends."""
    overall, ranker = run.report.overall, run.trained.ranker
    shown = {name: label for name, label in labels().items() if name in overall.trained}
    figures = [
        f"| {label} | {told(overall.trained[name])} | {told(overall.table[name])} "
        f"| {told(overall.difference[name], signed=True)} | {verdict(overall.difference[name], name)} |"
        for name, label in shown.items()
    ]
    sources = [f"| {one.kind} | {one.name} | `{one.sha256}` |" for one in run.sources]
    return (
        template_environment()
        .get_template("model_card.md")
        .render(
            run=run,
            ranker=ranker,
            overall=overall,
            figures=figures,
            sources=sources,
            baseline_note=BASELINE_NOTE,
            rule=COUNTING_RULE,
        )
    )


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "label": comparison.label,
        "n_pairs": comparison.n_pairs,
        "n_needs": comparison.n_needs,
        "trained": _estimates(comparison.trained),
        "table": _estimates(comparison.table),
        "difference": _estimates(comparison.difference),
    }


def _before_after(compared: BeforeAfter) -> dict[str, Any]:
    return {
        "n_pairs": compared.n_pairs,
        "n_ordered": compared.n_ordered,
        "models": [
            {
                "model": one.model,
                "n_seen_needs": one.n_seen_needs,
                "seen_share": one.seen_share,
                "figures": _estimates(one.intervals),
                "difference": _estimates(one.differences),
            }
            for one in compared.models
        ],
    }


def _estimates(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    return {name: asdict(one) for name, one in estimates.items()}


def _rounded(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON value with numbers of six decimals, and null for those that could not be had."""
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, _DECIMALS)
    return value
