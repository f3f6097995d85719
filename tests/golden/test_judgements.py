"""The judged pairs hold ids and levels alone, each pair once; what measures shares no need with what trains."""

import csv
import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent
FILES = ("quality/pairs.csv", "quality/second.csv", "development/pairs.csv")


def rows(name: str) -> list[list[str]]:
    """Return the rows of a file below the header."""
    return list(csv.reader((GOLDEN / name).read_text(encoding="utf-8").splitlines()))[1:]


def needs(name: str) -> set[str]:
    """Return the needs of a file."""
    return {row[0] for row in rows(name)}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_judgements_holds_ids_and_levels_alone(name: str) -> None:
    header, *lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()

    assert header == "need_id,achievement_id,level"
    assert [line for line in lines if not re.fullmatch(r"zn\d{5},za\d{5},[1-4]", line)] == []


def test_the_list_of_needs_holds_ids_and_lots_alone() -> None:
    header, *lines = (GOLDEN / "quality/needs.csv").read_text(encoding="utf-8").splitlines()

    assert header == "need_id,lot"
    assert [line for line in lines if not re.fullmatch(r"zn\d{5},[12]", line)] == []
    assert Counter(line[-1] for line in lines) == {"1": 40, "2": 40}
    assert {line[:7] for line in lines} == needs("quality/pairs.csv")


@pytest.mark.parametrize("name", FILES)
def test_every_pair_stands_once_in_an_order_that_tells_nothing(name: str) -> None:
    pairs = [(need, achievement) for need, achievement, _ in rows(name)]

    assert pairs == sorted(set(pairs), key=lambda pair: (pair[0], sha256("".join(pair).encode()).hexdigest()))


def test_the_second_reader_read_pairs_of_the_first() -> None:
    second = {tuple(row[:2]) for row in rows("quality/second.csv")}

    assert second < {tuple(row[:2]) for row in rows("quality/pairs.csv")}


def test_no_need_is_both_trained_and_measured_on() -> None:
    assert needs("quality/pairs.csv") & needs("development/pairs.csv") == set()


@pytest.mark.parametrize("folder", ["quality", "development"])
def test_the_page_counts_what_the_file_holds(folder: str) -> None:
    page = (GOLDEN / folder / "README.md").read_text(encoding="utf-8")
    levels = Counter(row[2] for row in rows(f"{folder}/pairs.csv"))
    answered = {row[0] for row in rows(f"{folder}/pairs.csv") if row[2] in "34"}

    counted = f"| {len(needs(f'{folder}/pairs.csv'))} | {levels.total()} | " + " | ".join(
        str(levels[n]) for n in "1234"
    )
    assert f"{counted} | {len(answered)} |" in page


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_id_is_one_of_the_real_records(name: str, shared_dir: Path) -> None:
    known = set()
    for side in ("needs", "achievements"):
        with (shared_dir / "data" / "51jishu" / f"{side}.csv").open(encoding="utf-8", newline="") as file:
            known |= {record["id"] for record in csv.DictReader(file)}

    assert {identity for row in rows(name) for identity in row[:2]} - known == set()
