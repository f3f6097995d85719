"""Finding the terms of a corpus."""

import math
import time

import numpy as np
import pytest

from models.term_extraction import TermLimits, find_terms, is_term_like

LOOSE = TermLimits(min_count=2, min_documents=1, min_cohesion=0, min_freedom=0, max_units=4)


def test_term_is_measured_as_stated() -> None:
    # Ten units, broken by a comma and the ends.
    # 碳管 occurs 3 times, 碳 and 管 3 times each: ln((3/10) / (3/10)^2) = ln(10/3).
    # Left neighbours: two breaks and 丁 (three different), right: 甲, 乙, 丙 (three different): entropy ln 3 both.
    texts = ["碳管甲，碳管乙", "丁碳管丙"]

    (term,) = find_terms(texts, (), limits=LOOSE)

    assert (term.text, term.count, term.documents) == ("碳管", 3, 2)
    assert (term.cohesion, term.freedom) == pytest.approx((math.log(10 / 3), math.log(3)))


def test_part_of_a_longer_term_is_not_free() -> None:
    texts = [f"{left}石墨烯{right}" for left, right in zip("甲乙丙丁戊", "己庚辛壬癸", strict=True)]

    found = find_terms(texts, (), limits=TermLimits(min_count=3, min_cohesion=0.5))

    assert [term.text for term in found] == ["石墨烯"]


def test_latin_run_is_one_unit() -> None:
    texts = [f"{left}LED驱动{right}3D打印" for left, right in zip("甲乙丙丁戊", "己庚辛壬癸", strict=True)]

    found = find_terms(texts, (), limits=TermLimits(min_count=3, min_cohesion=0.5))

    assert {term.text for term in found} == {"LED驱动", "3D打印"}


def test_known_words_are_left_out() -> None:
    assert find_terms(["碳管甲，碳管乙", "丁碳管丙"], {"碳管"}, limits=LOOSE) == []


@pytest.mark.parametrize("texts", [[], [""], ["，。"], ["a"]])
def test_nothing_is_found_in_nothing(texts: list[str]) -> None:
    assert find_terms(texts, ()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("碳纤维", True), ("非晶合金", True), ("的材料", False), ("材料和", False), ("LED", False), ("进行", False)],
)
def test_look_of_a_term(text: str, *, expected: bool) -> None:
    assert is_term_like(text) is expected


@pytest.mark.slow
def test_two_megabytes_take_ten_seconds_at_most() -> None:
    characters = [chr(0x4E00 + place) for place in np.random.default_rng(0).zipf(1.3, 700_000) % 3000]
    texts = ["".join(characters[start : start + 350]) for start in range(0, len(characters), 350)]

    started = time.process_time()  # not the clock on the wall: the machine may be busy
    find_terms(texts, ())

    assert time.process_time() - started < 10
