"""What a run over all needs found is kept and read again; runs the other way round are not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from data.records.enums import Direction, Level
from data.records.ids import NeedId
from data.records.matches import MatchList
from data.storage.workspace import Workspace
from service.docking.fits import Fits, keep_fits, read_fits
from tests.factories.matches import make_match, make_report


def test_fits_are_kept_by_need_and_told_by_achievement(tmp_path: Path) -> None:
    fitting = make_match("N1", "A1", level=Level.FAIR)
    weak = make_match("N1", "A2", level=Level.WEAK, rank=2)
    lists = (
        MatchList(NeedId("N1"), matches=(fitting, weak), nearest=(), note=""),
        MatchList(NeedId("N2"), matches=(), nearest=(weak,), note="没有合适的匹配"),
    )
    report = replace(make_report(), direction=Direction.NEEDS, lists=lists, as_of=date(2026, 11, 22))

    with Workspace.open(tmp_path) as workspace:
        before = read_fits(workspace)
        keep_fits(workspace, report)
        keep_fits(workspace, replace(report, direction=Direction.ACHIEVEMENTS, lists=()))
        after = read_fits(workspace)

    assert before == Fits()
    assert after == Fits(date(2026, 11, 22), {"N1": ("A1",), "N2": ()})
    assert after.of_achievements == {"A1": ["N1"]}
