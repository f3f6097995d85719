"""The drawings of a training one by one, as pieces of HTML that bring their style: for notebooks and other pages."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from jinja2.environment import TemplateModule

from matcher.training.report import CalibrationBin, Comparison, Importance
from service.docking.figures import labels
from service.exports import training_charts as charts
from service.exports.web_page import TEMPLATES, template_environment

STYLE_FILE: Final = "training_drawings.css"

SIZES: Final[Mapping[str, Any]] = {
    "at": charts.square_place,
    "wide": charts.WIDE,
    "square": charts.SQUARE,
    "curve_width": charts.CURVE_WIDTH,
    "curve_height": charts.CURVE_HEIGHT,
}
"""What the templates of the drawings ask for besides the marks themselves."""


def folds_drawing(folds: Sequence[Comparison], overall: Comparison, *, names: Sequence[str]) -> str:
    """Draw figures over the folds side by side: trained as a dot, table as a square, each with its interval.

    Args:
        folds: one row each.
        overall: the last row.
        names: figures by their names in `intervals.STATISTICS`.

    Returns:
        HTML; the same for the same arguments, as of every drawing here.
    """
    drawn = _drawn()
    figures = [
        drawn.fold_chart(charts.fold_chart(folds, overall, name), labels()[name])  # type: ignore[attr-defined]  # a macro of the template
        for name in names
    ]
    return _piece(figures, width=charts.WIDE)


def calibration_drawing(bins: Sequence[CalibrationBin]) -> str:
    """Draw how often pairs of a told probability are in fact of level 3-4: on the diagonal where both agree."""
    return _piece([_drawn().calibration_chart(charts.calibration_dots(bins))], width=charts.SQUARE)  # type: ignore[attr-defined]  # as above


def curves_drawing(importances: Sequence[Importance]) -> str:
    """Draw the curve of every feature that does anything, all on one scale of height."""
    drawn = _drawn()
    return _piece([drawn.curve_chart(curve) for curve in charts.curves(importances)], width=charts.CURVE_WIDTH)  # type: ignore[attr-defined]  # as above


def _drawn() -> TemplateModule:
    return template_environment().get_template("training_drawings.html").make_module(dict(SIZES))


def _piece(figures: Sequence[str], *, width: int) -> str:
    """Put drawings side by side on white, since their ink is dark and a notebook's page need not be light."""
    style = (TEMPLATES / STYLE_FILE).read_text(encoding="utf-8")
    columns = f"grid-template-columns:repeat(auto-fill,{width}px)"
    return f'<style>{style}</style><div class="drawings" style="{columns}">{"".join(figures)}</div>'
