"""Figures in words."""

from data.records.reports import Figure, Measure
from service.docking.deals.amounts import wan
from service.docking.reports.counting import SHARE_OF

UNKNOWN = "无法统计"


def figure_words(measure: Measure, figure: Figure) -> str:
    """Return a figure as it is printed, without its unit: "1,234", "56.70" of 万元 or %."""
    if figure.amount is None:
        return UNKNOWN
    if measure is Measure.SHARE:
        hundredths = figure.amount * 10_000 // SHARE_OF
        return f"{hundredths // 100}.{hundredths % 100:02}"
    return f"{figure.amount:,}" if measure in {Measure.COUNT, Measure.NUMBER} else wan(figure.amount)
