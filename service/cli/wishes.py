"""What `duijie agenda --from-matches` does first: the problem file of an event, made from ranked matches."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import UsageError
from service.cli.console import tell
from service.cli.outputs import check_outputs
from service.cli.running import read
from service.docking.agenda.from_matches import wishes_from_matches
from service.exports.agenda_files import AGENDA_ENDINGS
from service.exports.files import replace_file

PROBLEM_ENDINGS: Final = (".json",)


@dataclass(frozen=True, slots=True)
class WishSources:
    """What wishes are made from."""

    matches: Path
    needs: Sequence[Path]
    achievements: Sequence[Path]
    event: Path


def write_wishes(sources: WishSources, problem: Path, *, outputs: Sequence[Path]) -> None:
    """Make the problem file of an event from ranked matches; one that exists may hold changes of the day and stays.

    Raises:
        UsageError: the file exists.
    """
    inputs = [sources.matches, sources.event, *sources.needs, *sources.achievements]
    check_outputs([problem], inputs=inputs, endings=PROBLEM_ENDINGS)
    check_outputs(outputs, inputs=[*inputs, problem], endings=AGENDA_ENDINGS)
    if problem.exists():
        raise UsageError(
            f"问题文件“{problem}”已存在，重写会丢失其中的改动。",
            remedy="请换一个文件名；要用已有的这份，请不写 --from-matches。",
        )
    records = read(sources.needs, sources.achievements, report=None)
    wishes = wishes_from_matches(sources.matches, sources.event, needs=records.needs, achievements=records.achievements)
    replace_file(problem, wishes.text.encode("utf-8"))
    tell(
        f"由匹配结果得到 {wishes.n_guests} 家参加者的 {wishes.n_requests} 项会面意愿"
        f"（较强相关以上；其余 {wishes.n_weak} 对不列为意愿），已写出 {problem}"
    )
