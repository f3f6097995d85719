"""What is read from whole notices against what somebody read in them before there was a grammar."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from data.records.notices import Notice
from data.records.rules import RuleKind
from ingest.notices.reading import NoticeReading
from tests.ingest.notices.measuring import (
    UNSEEN,
    Outcome,
    measure,
    read_invented,
    read_real,
    total,
)

Read = list[tuple[NoticeReading, dict[str, Any]]]

LEAST_PRECISION = 0.9
LEAST_RECALL = 0.8


@pytest.fixture(scope="module")
def real(shared_dir: Path) -> Read:
    return read_real(shared_dir)


@pytest.fixture(scope="module")
def invented() -> Read:
    return read_invented()


def shortfalls(outcome: Outcome) -> list[str]:
    """Name the kinds that miss the line, with what went wrong."""
    short = [
        kind.value
        for kind in RuleKind
        if outcome.found[kind.value] < LEAST_PRECISION * outcome.proposed[kind.value]
        or outcome.found[kind.value] < LEAST_RECALL * outcome.wanted[kind.value]
    ]
    return [*short, *outcome.faults] if short else []


def wrong_facts(read: Read) -> Iterator[str]:
    """Name what a notice says of itself and was read otherwise; of a title a part is expected."""
    for reading, expected in read:
        for name, wanted in expected["facts"].items():
            value = getattr(reading.notice, name)
            got = value.isoformat() if name == "issued_on" and value else value
            if wanted not in got if name == "title" else wanted != got:
                yield f"{expected['file']}: {name} {got!r} instead of {wanted!r}"


def wrong_attachments(read: Read) -> Iterator[str]:
    for reading, expected in read:
        found = {each.label: each for each in reading.notice.attachments}
        for each in expected["attachments"]:
            attachment = found.get(each["label"])
            place = each.get("route_at")
            route = reading.notice.text[slice(*place)] if place else ""
            if attachment is None or attachment.copies != each["copies"] or route not in attachment.route:
                yield f"{expected['file']}: {each} {attachment}"


def roles(notice: Notice) -> list[tuple[str, dict[str, int]]]:
    """Count the units of each duty by their part in it."""
    counted = []
    for each in notice.assignments:
        parts: dict[str, int] = {}
        for role, _ in each.units:
            parts[role.value] = parts.get(role.value, 0) + 1
        counted.append((each.clause, parts))
    return counted


def overlaps(place: Sequence[int], start: int, end: int) -> bool:
    return place[0] < end and start < place[1]


@pytest.mark.shared
def test_every_kind_is_read_from_the_real_notices(real: Read) -> None:
    assert shortfalls(total([measure(*each) for each in real])) == []


def test_every_kind_is_read_from_invented_notices(invented: Read) -> None:
    assert shortfalls(total([measure(*each) for each in invented])) == []


def test_wordings_never_written_for_are_mostly_read() -> None:
    outcome = total([measure(*each) for each in read_invented(UNSEEN)])

    # Measured once, before anybody looked at them: 0.80 of the rules, 0.88 of the proposals. The grammar is not tuned
    # on these; who looks at what it misses in them moves them to the others, and writes new ones.
    assert outcome.found.total() >= 0.78 * outcome.wanted.total()
    assert outcome.found.total() >= 0.85 * outcome.proposed.total()


@pytest.mark.shared
def test_real_notices_say_what_they_are(real: Read) -> None:
    assert list(wrong_facts(real)) == []
    assert list(wrong_attachments(real)) == []


def test_invented_notices_say_what_they_are(invented: Read) -> None:
    assert list(wrong_facts(invented)) == []
    assert list(wrong_attachments(invented)) == []


@pytest.mark.shared
def test_clauses_of_real_notices_are_numbered_as_printed(real: Read) -> None:
    for reading, expected in real:
        numbers = {each.number for each in reading.notice.clauses}
        assert set(expected["clauses"]) - numbers == set(), expected["file"]


@pytest.mark.shared
def test_broken_numbers_and_dates_of_real_notices_are_repaired(real: Read) -> None:
    for reading, expected in real:
        found = [(each.raw, each.repaired, [each.quote.start, each.quote.end]) for each in reading.notice.repairs]
        assert sorted(found) == sorted((each["raw"], each["repaired"], each["place"]) for each in expected["repairs"])


@pytest.mark.shared
@pytest.mark.parametrize("name", ["fujian-2017.txt", "liaoning-2016.txt"])
def test_responsibility_matrices_of_real_notices_are_whole(real: Read, name: str) -> None:
    reading, expected = next(each for each in real if each[1]["file"] == name)

    assert roles(reading.notice) == [(each["clause"], each["units"]) for each in expected["assignments"]]
    for found, each in zip(reading.notice.assignments, expected["assignments"], strict=True):
        assert overlaps(each["place"], found.quote.start, found.quote.end)


def wrong_conflicts(read: Read) -> Iterator[str]:
    """Name the notices with more or fewer conflicts than expected, and those expected that are not found."""
    for reading, expected in read:
        if len(reading.conflicts) != len(expected["conflicts"]):
            yield f"{expected['file']}: {[each.why for each in reading.conflicts]}"
        for wanted in expected["conflicts"]:
            if not any(
                all(any(overlaps(place, quote.start, quote.end) for quote in each.quotes) for place in wanted["places"])
                for each in reading.conflicts
            ):
                yield f"{expected['file']}: {wanted['about']}"


@pytest.mark.shared
def test_conflicts_of_real_notices_are_found_and_no_others(real: Read) -> None:
    assert list(wrong_conflicts(real)) == []


def test_conflicts_of_invented_notices_are_found_and_no_others(invented: Read) -> None:
    assert list(wrong_conflicts(invented)) == []


@pytest.mark.shared
def test_remains_of_pages_are_dropped_and_kept_as_such(real: Read) -> None:
    for reading, expected in real:
        found = [(each.start, each.end) for each in reading.notice.dropped]
        for place in expected.get("dropped", ()):
            assert any(overlaps(place, *each) for each in found), (expected["file"], place)
        assert len(found) == len(expected.get("dropped", ())), expected["file"]


def test_responsibilities_of_invented_notices_are_read(invented: Read) -> None:
    for reading, expected in invented:
        found = roles(reading.notice)
        assert found == [(each["clause"], each["units"]) for each in expected["assignments"]], expected["file"]
