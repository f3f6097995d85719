"""`duijie agenda`: from wishes to a checked agenda, or one instance of the published benchmark."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from data.errors import UsageError
from service.cli.interruption import keeping

ProblemFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="问题.json", help="活动、参加者和会面意愿，格式见 docs/agenda.md；与 --from-matches 同用时写出到这里。"
    ),
]
B2bFile = Annotated[
    Path | None,
    typer.Option("--from-b2b", metavar="文件.dzn", help="公开基准题：全部会面都要排下，空档最少；不与问题文件同用。"),
]
Fairness = Annotated[
    int, typer.Option("--fairness", min=0, max=1000, metavar="数量", help="任意两位参加者的空档数最多相差几个。")
]
Matches = Annotated[
    Path | None,
    typer.Option(
        "--from-matches",
        metavar="结果.jsonl",
        help="由匹配结果得到会面意愿：较强相关以上的列为意愿；同时写 --needs、--achievements、--event。",
    ),
]
MatchedNeeds = Annotated[
    list[Path] | None,
    typer.Option("--needs", metavar="文件", help="匹配时所用的需求文件；与 --from-matches 同用，可重复写。"),
]
MatchedAchievements = Annotated[
    list[Path] | None,
    typer.Option("--achievements", metavar="文件", help="匹配时所用的成果文件；与 --from-matches 同用，可重复写。"),
]
EventFile = Annotated[
    Path | None,
    typer.Option("--event", metavar="活动.json", help="活动、时段、桌位和场次上下限；与 --from-matches 同用。"),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--out",
        metavar="文件",
        help="写出日程，按结尾定格式：json、xlsx、docx、html、ics（整个活动）、zip（每家一份日历）；可重复写多个。",
    ),
]
OldAgenda = Annotated[
    Path | None, typer.Option("--replan", metavar="旧日程.json", help="在旧日程上改排：已锁定和已过的不动，改动最少。")
]
TimeLimit = Annotated[
    float,
    typer.Option("--time-limit", min=0.1, max=86400, metavar="秒", help="最多计算多久；到时给出已找到的最好结果。"),
]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**31 - 1, metavar="整数", help="随机种子；相同的种子结果相同。")
]


def agenda(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    problem: ProblemFile = None,
    from_b2b: B2bFile = None,
    fairness: Fairness = 2,
    from_matches: Matches = None,
    needs: MatchedNeeds = None,
    achievements: MatchedAchievements = None,
    event: EventFile = None,
    out: Outputs = None,
    replan: OldAgenda = None,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """Plan an event, change a plan, or solve a benchmark instance.

    Raises:
        UsageError: neither or both of the two inputs are named, or options that do not go together.
    """
    from service.cli import planning  # noqa: PLC0415 - the solvers are heavy, and --help must not wait for them

    if (problem is None) == (from_b2b is None):
        raise UsageError("请给出一个问题文件，或用 --from-b2b 给出一个基准题，二者取一。")
    if from_b2b is not None and replan is not None:
        raise UsageError("--replan 不能与 --from-b2b 同用。", remedy="改排请给出问题文件。")
    _check_sources(from_matches, [needs, achievements, event], others=[from_b2b, replan])
    limits = planning.Limits(time_limit=time_limit, seed=seed)
    with keeping("没有写出日程。"):
        if from_matches is not None and problem is not None and event is not None:
            from service.cli import wishes  # noqa: PLC0415 - reading tables is as heavy, and a re-plan does without

            sources = wishes.WishSources(from_matches, needs or [], achievements or [], event)
            wishes.write_wishes(sources, problem, outputs=out or [])
        if from_b2b is not None:
            planning.solve_benchmark(from_b2b, fairness=fairness, outputs=out or [], limits=limits)
        elif problem is not None:
            planning.plan_event(problem, old=replan, outputs=out or [], limits=limits)


def _check_sources(matches: Path | None, given: Sequence[object], *, others: Sequence[Path | None]) -> None:
    """Refuse half of what wishes are made from.

    Raises:
        UsageError: a part is missing, stands alone, or is named beside what does not go with it.
    """
    if matches is None and any(given):
        raise UsageError("--needs、--achievements、--event 只与 --from-matches 同用。")
    if matches is not None and not all(given):
        raise UsageError("--from-matches 须同时写明 --needs、--achievements 和 --event。")
    if matches is not None and any(others):
        raise UsageError(
            "--from-matches 不能与 --from-b2b、--replan 同用。",
            remedy="改排时给出它已写出的问题文件，不再写 --from-matches。",
        )
