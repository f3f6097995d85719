"""An event from end to end: real needs and achievements, invented parties, matches, printed agendas, three no-shows."""

import contextlib
import csv
import io
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from data.records.enums import Level
from service.cli.main import main as run_command
from tests.benchmarks.bench import parser, real_data, say, say_figure, say_machine

ENDINGS: Final = ("json", "xlsx", "docx", "html", "ics", "zip")
N_NO_SHOWS: Final = 3
REPLAN_SECONDS: Final = 5.0
_HELD_ON: Final = "2026-11-22"
_AS_OF: Final = "2020-06-30"
"""When the real needs were open: on the day of the invented event all of them are past their period."""
_ENTERPRISES: Final = "青禾云岭松溪"
_TRADES: Final = ("精工", "新材", "智控", "生物", "环保", "电子", "化工", "食品", "能源", "纺织")
_FIELDS: Final = ("机电", "材料", "信息", "生物", "环境", "控制", "化学", "农业", "能源", "检测")


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySize:
    """How large the event is."""

    n_enterprises: int
    needs_each: int
    n_teams: int
    n_slots: int
    n_tables: int
    max_meetings: int


FORUM: Final = DaySize(n_enterprises=60, needs_each=2, n_teams=40, n_slots=12, n_tables=25, max_meetings=8)


@dataclass(frozen=True, slots=True)
class Step:
    """A command that was run; `figures` are those of the agenda it wrote, where it wrote one."""

    name: str
    seconds: float
    said: str


@dataclass(frozen=True, slots=True)
class Day:
    """What an event came to.

    Attributes:
        steps: the commands, in order.
        agenda: content of the first agenda file.
        changed: content of the agenda after the no-shows.
        no_shows: ids of those who did not come.
        folder: where the files lie.
    """

    steps: tuple[Step, ...]
    agenda: dict[str, Any]
    changed: dict[str, Any]
    no_shows: tuple[str, ...]
    folder: Path


def invite(source: Path, folder: Path, *, options: Sequence[str]) -> Step:
    """Match all needs, to see which of them an event can serve; the lines are left in all.jsonl."""
    sources = ["--needs", str(source / "needs.csv"), "--achievements", str(source / "achievements.csv")]
    lines = folder / "all.jsonl"
    return _run("match all, to invite", "match", *sources, "--as-of", _AS_OF, "--out", str(lines), *options)


def invent_parties(source: Path, folder: Path, size: DaySize) -> tuple[Path, Path]:
    """Write needs and achievements with invented parties; neighbours of one industry share a party.

    The needs are those with most fitting achievements, as an organiser would invite them.

    Args:
        source: folder with needs.csv and achievements.csv.
        folder: holds all.jsonl; the two files are written there.
        size: how many parties, and how many needs each enterprise brings.

    Returns:
        The two files.
    """
    fits: Counter[str] = Counter()
    for line in (folder / "all.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        match = json.loads(line)
        fits[match["need_id"]] += Level(match["level"]).fits
    needs = sorted(_rows(source / "needs.csv"), key=lambda row: (-fits[row["id"]], row["id"]))
    chosen = needs[: size.n_enterprises * size.needs_each]
    chosen.sort(key=lambda row: (row["gb_industry"], row["id"]))
    for number, row in enumerate(chosen):
        row["enterprise"] = _enterprise(number // size.needs_each)
    offers = sorted(_rows(source / "achievements.csv"), key=lambda row: (row["industry"], row["id"]))
    for number, row in enumerate(offers):
        row["university"], row["team"] = _team(number * size.n_teams // len(offers))
    return _write(folder / "needs.csv", chosen), _write(folder / "achievements.csv", offers)


def _enterprise(number: int) -> str:
    place = _ENTERPRISES[2 * (number % 3) : 2 * (number % 3) + 2]
    return f"{place}{_TRADES[number % 10]}{number + 1}号有限公司"


def _team(number: int) -> tuple[str, str]:
    return (
        f"样例{'工业农业师范理工'[2 * (number % 4) : 2 * (number % 4) + 2]}大学",
        f"{_FIELDS[number % 10]}{number + 1}团队",
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_frame(path: Path, size: DaySize) -> Path:
    """Write the event itself: half-hour slots from 09:00 with a break at noon, an opening in the first."""
    minutes = [540 + 30 * number + (120 if number >= 6 else 0) for number in range(size.n_slots)]
    event = {
        "id": "DAY",
        "name": "青禾市产学研对接会",
        "held_on": _HELD_ON,
        "venue": "会展中心二楼",
        "organiser": "青禾市科学技术局",
        "slots": [{"start": _clock(start), "end": _clock(start + 25)} for start in minutes],
        "tables": [
            {"id": str(number + 1), "x": 3.0 * (number % 5), "y": 3.0 * (number // 5)}
            for number in range(size.n_tables)
        ],
        "blocks": [{"title": "开幕式", "slots": [_clock(minutes[0])]}],
    }
    content = {"event": event, "min_meetings": 1, "max_meetings": size.max_meetings}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def run_day(needs: Path, achievements: Path, frame: Path, folder: Path, *, options: Sequence[str]) -> Day:
    """Run the commands of an event, as its planner would.

    Args:
        needs: file of the needs.
        achievements: file of the achievements.
        frame: file of the event.
        folder: where results are written.
        options: of the matching.

    Returns:
        What it came to.
    """
    sources = ["--needs", str(needs), "--achievements", str(achievements)]
    lines, problem = folder / "matches.jsonl", folder / "problem.json"
    steps = [_run("match", "match", *sources, "--as-of", _AS_OF, "--out", str(lines), *options)]
    wishes = ["--from-matches", str(lines), *sources, "--event", str(frame)]
    steps.append(_run("plan and write", "agenda", str(problem), *wishes, *_outputs(folder, "v0")))
    agenda = json.loads((folder / "v0.json").read_text(encoding="utf-8"))
    gone = _stay_away(problem, agenda)
    old = ["--replan", str(folder / "v0.json"), "--time-limit", str(REPLAN_SECONDS)]
    steps.append(_run("re-plan and write", "agenda", str(problem), *old, *_outputs(folder, "v1")))
    changed = json.loads((folder / "v1.json").read_text(encoding="utf-8"))
    return Day(tuple(steps), agenda, changed, gone, folder)


def _outputs(folder: Path, name: str) -> Iterator[str]:
    for ending in ENDINGS:
        yield from ("--out", str(folder / f"{name}.{ending}"))


def _run(name: str, *arguments: str) -> Step:
    said = io.StringIO()
    start = time.perf_counter()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = run_command(arguments)
    assert status == 0, said.getvalue()
    return Step(name, time.perf_counter() - start, said.getvalue())


def _stay_away(problem: Path, agenda: dict[str, Any]) -> tuple[str, ...]:
    """Mark three participants as absent: those with most meetings, the second and the fourth of them left out."""
    content = json.loads(problem.read_text(encoding="utf-8"))
    held = [guest for meeting in agenda["meetings"] for guest in meeting["guests"]]
    busy = sorted(set(held), key=lambda guest: (-held.count(guest), guest))
    gone = tuple(busy[: 2 * N_NO_SHOWS : 2])
    for guest in content["guests"]:
        if guest["id"] in gone:
            guest["absent"] = True
    problem.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return gone


def report(day: Day) -> None:
    """Print steps, seconds and figures."""
    for step in day.steps:
        say_figure(f"{step.name}, seconds", f"{step.seconds:.1f}")
        for line in step.said.splitlines():
            if "……" not in line:
                say(f"    {line}")
    for name, content in (("first", day.agenda), ("after no-shows", day.changed)):
        figures = content["figures"]
        say_figure(f"{name}: meetings of wishes", f"{len(content['meetings'])} of {_n_wishes(content)}")
        say_figure(f"{name}: gap of the value", f"{figures['gap']:.4%}")
        say_figure(f"{name}: breaks", f"{figures['breaks']}")
    say_figure("changes, participants to tell", f"{len(day.changed['changes'])}, {len(day.changed['tell'])}")
    say_figure("proven minimal", str(day.changed["is_minimal"]), "True")
    for before, after in pairwise(["v0", "v1"]):
        for ending in ENDINGS:
            sizes = [(day.folder / f"{name}.{ending}").stat().st_size for name in (before, after)]
            say(f"    {ending}: {sizes[0] / 1000:,.0f} kB, then {sizes[1] / 1000:,.0f} kB")


def _n_wishes(content: dict[str, Any]) -> int:
    n_left: int = sum(each["reason"] != "barred" for each in content["unplaced"])
    return len(content["meetings"]) + n_left


def main() -> None:
    """Print the figures."""
    made = parser(__doc__)
    made.add_argument("--out", type=Path, help="an empty folder that keeps the files; else they are thrown away")
    made.add_argument("--model", help="as of `duijie match`")
    arguments = made.parse_args()
    options = ["--encoder", arguments.encoder, *(["--model", arguments.model] if arguments.model else [])]
    say_machine()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.out or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        invited = invite(real_data() / "51jishu", folder, options=options)
        say_figure(f"{invited.name}, seconds", f"{invited.seconds:.1f}")
        needs, achievements = invent_parties(real_data() / "51jishu", folder, FORUM)
        frame = write_frame(folder / "event.json", FORUM)
        report(run_day(needs, achievements, frame, folder, options=options))


if __name__ == "__main__":
    main()
