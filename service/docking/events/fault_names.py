"""What is wrong with an agenda as people read it: names for ids of meetings, "3号桌" for bare numbers of tables."""

import re
from collections.abc import Mapping
from typing import Final

from data.records.events import EventProblem

_QUOTED: Final = re.compile(r"会面“([^”]+)”")
_LISTED: Final = re.compile(r"(?<=场会面：)[^。]+")
_TABLE: Final = re.compile(r"(?:固定)?桌位“([0-9A-Za-z]+)”")


def with_names(problem: EventProblem, fault: str) -> str:
    """Return a sentence of the check with the names of both sides for every id of a meeting."""
    people = {guest.id: guest.name for guest in problem.guests}
    names = {each.id: "与".join(people.get(guest, guest) for guest in each.guests) for each in problem.requests}
    told = _QUOTED.sub(lambda found: f"会面“{names.get(found[1], found[1])}”", fault)
    told = _LISTED.sub(lambda found: _listed(found[0], names), told)
    return _TABLE.sub(lambda found: f"{found[1]}号桌", told)


def _listed(ids: str, names: Mapping[str, str]) -> str:
    return "、".join(f"“{names.get(each, each)}”" for each in ids.split("、"))
