"""The published meeting benchmark: status and breaks beside the published ones, proven how fast (needs ../shared)."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.docking.agenda.b2b_answer import solve_b2b
from service.docking.agenda.b2b_file import read_b2b
from tests.benchmarks.bench import parser, real_data, say, say_figure, say_machine

FAIRNESS: Final = 2
TARGET: Final = 66


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one instance; `agrees` says whether nothing contradicts the published value."""

    name: str
    status: str
    breaks: int | None
    bound: int | None
    wall: float
    cpu: float
    published: int | None
    agrees: bool

    @property
    def is_proven(self) -> bool:
        """Whether the answer is settled."""
        return self.status in {"optimal", "infeasible"}


def measure(folder: Path, *, time_limit: float, match: str = "") -> Iterator[Outcome]:
    """Solve every instance of a folder whose name contains the text given."""
    published = json.loads((folder / "published_optima.json").read_text(encoding="utf-8"))["values"]
    for path in sorted(folder.glob("*.dzn")):
        if match in path.name:
            known = published[path.stem]
            start, cpu = time.perf_counter(), time.process_time()
            answer = solve_b2b(read_b2b(path), fairness=FAIRNESS, time_limit=time_limit)
            wall, cpu = time.perf_counter() - start, time.process_time() - cpu
            found = (answer.status.value == "infeasible", answer.value)
            is_proven = answer.status.value in {"optimal", "infeasible"}
            yield Outcome(
                path.stem, answer.status.value, answer.value, answer.bound, wall, cpu, known["optimum"],
                not is_proven or found == (known["infeasible"], known["optimum"]),
            )  # fmt: skip


def main() -> None:
    """Print one line an instance, then the sums."""
    made = parser(__doc__)
    made.add_argument("--limit", type=float, default=60.0, help="seconds an instance")
    made.add_argument("--match", default="", help="only instances whose name contains this")
    given = made.parse_args()
    say_machine()
    outcomes = []
    for outcome in measure(real_data() / "b2b", time_limit=given.limit, match=given.match):
        outcomes.append(outcome)
        say(
            f"{outcome.name:<32}{outcome.status:<12}breaks {outcome.breaks!s:<5} bound {outcome.bound!s:<5}"
            f" published {outcome.published!s:<5} wall {outcome.wall:6.1f} s  cpu {outcome.cpu:6.1f} s"
            f"  load {os.getloadavg()[0]:4.1f}  {'' if outcome.agrees else 'CONTRADICTS'}"
        )
    proven = [outcome for outcome in outcomes if outcome.is_proven]
    say_figure("instances proven", f"{len(proven)} of {len(outcomes)}", f"{TARGET} of 70")
    say_figure("contradicting the published value", str(sum(not outcome.agrees for outcome in outcomes)), "0")
    say_figure("longest proof, CPU seconds", f"{max((outcome.cpu for outcome in proven), default=0):.1f}")


if __name__ == "__main__":
    main()
