"""Comparing what is read from a notice with what somebody who read it first expects."""

import json
import operator
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.records.notices import Notice
from data.records.rules import Proposal
from ingest.notices.reading import NoticeReading, read_notice

HERE: Final = Path(__file__).resolve().parent
REAL: Final = HERE / "expectations"
INVENTED: Final = HERE / "invented"
UNSEEN: Final = HERE / "unseen"

Expected = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """One notice: how many of each kind were found, wanted and proposed, and what went wrong, in words."""

    found: Counter[str]
    wanted: Counter[str]
    proposed: Counter[str]
    faults: tuple[str, ...]


def load(path: Path) -> dict[str, Any]:
    """Return the expectations of one notice."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def measure(reading: NoticeReading, expected: Expected) -> Outcome:
    """Pair proposals and expectations one to one; an optional expectation excuses a proposal and asks for none."""
    name = expected["file"]
    left = list(reading.proposals)
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    proposed = Counter(each.kind.value for each in reading.proposals)
    faults: list[str] = []
    for each in sorted(expected["proposals"], key=lambda item: item.get("optional", False)):
        match = next((proposal for proposal in left if fits(proposal, each, reading.notice)), None)
        if match:
            left.remove(match)
        if each.get("optional"):
            proposed[each["kind"]] -= match is not None
            continue
        wanted[each["kind"]] += 1
        found[each["kind"]] += match is not None
        if match is None:
            faults.append(f"{name}: missing {each}")
    faults.extend(f"{name}: too much {each.terms} from «{each.quote.text[:60]}»" for each in left)
    return Outcome(found, wanted, proposed, tuple(faults))


def fits(proposal: Proposal, expected: Expected, notice: Notice) -> bool:
    """Tell whether a proposal is what was expected: its kind, its place and every parameter named."""
    start, end = place_of(expected, notice)
    return (
        proposal.kind.value == expected["kind"]
        and proposal.quote.start < end
        and start < proposal.quote.end
        and all(_same(proposal, name, value, notice) for name, value in expected["terms"].items())
    )


def place_of(expected: Expected, notice: Notice) -> tuple[int, int]:
    """Return the span that an expectation names by its offsets, or by words of an invented notice."""
    if "place" in expected:
        start, end = expected["place"]
        return start, end
    start = notice.text.index(expected["at"])
    return start, start + len(expected["at"])


def _same(proposal: Proposal, name: str, value: Any, notice: Notice) -> bool:
    """Compare one parameter: numbers and days exactly, words by what they must contain."""
    terms: Any = proposal.terms
    if name == "route_at":
        return notice.text[value[0] : value[1]] in terms.route
    if name in {"amounts", "approximate"}:
        targets = [each for each in terms.targets if name == "amounts" or each.is_approximate]
        return Counter(each.amount for each in targets) == Counter(value)
    compare: Callable[[Any, Any], bool] = COMPARED.get(name, operator.eq)
    return bool(compare(value, getattr(terms, name)))


def _day(wanted: str | None, got: date | None) -> bool:
    return wanted == (got.isoformat() if got else None)


def _steps(wanted: Sequence[Sequence[str]], got: Sequence[tuple[str, str]]) -> bool:
    return len(wanted) == len(got) and all(a in c and b in d for (a, b), (c, d) in zip(wanted, got, strict=True))


def _inside(wanted: str, got: str) -> bool:
    return wanted in got


def _all_named(words: Sequence[str], got: Sequence[str]) -> bool:
    return len(words) == len(got) and all(any(word in each for each in got) for word in words)


COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    **dict.fromkeys(("criteria", "papers"), _all_named),
    **dict.fromkeys(("item", "unit", "route", "starts_with"), _inside),
    **dict.fromkeys(("on", "due_on"), _day),
    "steps": _steps,
    "pairs": lambda wanted, got: {tuple(pair) for pair in wanted} <= set(got),
    "unique_by": lambda wanted, got: [list(group) for group in got] == wanted,
}
"""How a parameter is compared where the same is not asked."""


def read_real(shared: Path) -> list[tuple[NoticeReading, dict[str, Any]]]:
    """Read the five real notices with their expectations."""
    loaded = [load(path) for path in sorted(REAL.glob("*.json"))]
    return [(read_notice(shared / "notices" / each["file"]), each) for each in loaded]


def read_invented(folder: Path = INVENTED) -> list[tuple[NoticeReading, dict[str, Any]]]:
    """Read the invented notices of a folder with their expectations."""
    loaded = [load(path) for path in sorted(folder.glob("*.json"))]
    return [(read_notice(folder / each["file"]), each) for each in loaded]


def total(outcomes: Sequence[Outcome]) -> Outcome:
    """Add up outcomes."""
    added = Outcome(Counter(), Counter(), Counter(), ())
    for each in outcomes:
        added.found.update(each.found)
        added.wanted.update(each.wanted)
        added.proposed.update(each.proposed)
    return Outcome(
        added.found, added.wanted, added.proposed, tuple(fault for each in outcomes for fault in each.faults)
    )
