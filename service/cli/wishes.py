"""What `duijie agenda --from-matches` does first: the problem file of an event, made from ranked matches."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import UsageError
from service.cli.console import tell
from service.cli.outputs import check_outputs
from service.cli.running import read
from service.docking.agenda.event_file import read_event_frame
from service.docking.agenda.from_matches import Wishes, wishes_from_matches
from service.exports.agenda_files import AGENDA_ENDINGS, check_event_day
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
    # The event first: it is what a person has just written, and reading the tables takes longer.
    frame = read_event_frame(sources.event)
    check_event_day(frame.event.held_on, outputs, source=sources.event)
    records = read(sources.needs, sources.achievements, report=None)
    wishes = wishes_from_matches(sources.matches, frame, needs=records.needs, achievements=records.achievements)
    replace_file(problem, wishes.text.encode("utf-8"))
    tell(_told(wishes))
    tell(f"已写出 {problem}：{wishes.n_guests} 家参加者，{wishes.n_requests} 项会面意愿")


def _told(wishes: Wishes) -> str:
    """Return what became of every match; the counts add up to their number."""
    told = [f"{wishes.n_requests} 对列为意愿（较强相关以上）"]
    if wishes.n_beside:
        told.append(f"{wishes.n_beside} 对是同样两家的其他匹配，写在“还可谈”里")
    if wishes.failed:
        causes = "、".join(f"{cause} {count} 对" for cause, count in wishes.failed.items())
        told.append(f"{sum(wishes.failed.values())} 对有条件不符，不列入（{causes}）")
    told.append(f"{wishes.n_weak} 对相关程度不够，不列入")
    return f"读到 {wishes.n_matches} 对匹配：{'；'.join(told)}"
