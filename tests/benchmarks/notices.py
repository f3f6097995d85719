"""How well rules are read from notices: `python -m tests.benchmarks.notices [--faults]`."""

import argparse
import os
from pathlib import Path

from data.records.rules import RuleKind
from tests.benchmarks.bench import REPOSITORY, say
from tests.ingest.notices.measuring import UNSEEN, Outcome, measure, read_invented, read_real, total


def main() -> None:
    """Print precision and recall of each kind, over the real notices and over the invented ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", action="store_true", help="also say what is missing and what is too much")
    shown = parser.parse_args().faults
    shared = Path(os.environ.get("DUIJIE_SHARED", REPOSITORY.parent / "shared"))
    if shared.is_dir():
        _say("five real notices", total([measure(*each) for each in read_real(shared)]), faults=shown)
    _say("invented notices of other wordings", total([measure(*each) for each in read_invented()]), faults=shown)
    _say("unseen wordings", total([measure(*each) for each in read_invented(UNSEEN)]), faults=shown)


def _say(name: str, outcome: Outcome, *, faults: bool) -> None:
    say(name)
    say(f"  {'kind':12} {'wanted':>6} {'proposed':>8} {'right':>5} {'precis':>6} {'recall':>6}")
    for kind in [*(each.value for each in RuleKind), "all"]:
        wanted, proposed, right = (
            sum(counter.values()) if kind == "all" else counter[kind]
            for counter in (outcome.wanted, outcome.proposed, outcome.found)
        )
        shares = f"{_share(right, proposed)} {_share(right, wanted)}"
        say(f"  {kind:12} {wanted:6} {proposed:8} {right:5} {shares}")
    for fault in outcome.faults if faults else ():
        say(f"  {fault}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.2f}" if whole else f"{'-':>6}"


if __name__ == "__main__":
    main()
