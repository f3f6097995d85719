"""Which needs are kept for checking: a fifth, for ever the same."""

from data.records.ids import NeedId
from matcher.evaluation.split import is_development, is_frozen

IDS = [NeedId(f"XQ{n:05}") for n in range(5000)]


def test_about_a_fifth_is_frozen() -> None:
    # 5,000 x 0.2 = 1,000, standard deviation 28.
    assert 900 < sum(map(is_frozen, IDS)) < 1100


def test_frozen_needs_fall_on_both_halves() -> None:
    frozen = [number for number in IDS if is_frozen(number)]

    assert 0.4 < sum(map(is_development, frozen)) / len(frozen) < 0.6


def test_the_choice_never_changes() -> None:
    assert [number for number in IDS[:20] if is_frozen(number)] == ["XQ00009", "XQ00011", "XQ00016", "XQ00017"]
