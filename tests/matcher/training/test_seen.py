"""Which pairs a model has seen."""

from pathlib import Path

import numpy as np
import pytest

from data.errors import ArtefactError
from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from matcher.training.seen import NOTHING_SEEN, SeenPairs, shipped_seen


def pair(need: str, achievement: str, level: Level | None = None) -> Pair:
    return Pair(NeedId(need), AchievementId(achievement), level)


def test_the_share_counts_pairs_whatever_their_level() -> None:
    seen = SeenPairs.of([pair("N1", "A1", Level.FAIR), pair("N1", "A1"), pair("N2", "A1")])

    assert len(seen) == 2
    # N1 with A1 and N2 with A1 were there, N1 with A2 and N1A with 1 were not.
    assert seen.share([pair("N1", "A1", Level.NONE), pair("N2", "A1"), pair("N1", "A2"), pair("N1A", "1")]) == 0.5
    assert seen.share([]) == 0.0
    assert NOTHING_SEEN.share([pair("N1", "A1")]) == 0.0


def test_what_either_saw_was_seen() -> None:
    both = SeenPairs.of([pair("N1", "A1")]) | SeenPairs.of([pair("N2", "A1"), pair("N1", "A1")])

    assert np.array_equal(both.hashes, SeenPairs.of([pair("N2", "A1"), pair("N1", "A1")]).hashes)


def test_a_file_gives_back_what_was_written_and_equal_pairs_give_equal_bytes(tmp_path: Path) -> None:
    first = SeenPairs.of([pair("N1", "A1"), pair("N2", "A1")])
    (tmp_path / "seen").write_bytes(first.to_bytes())

    assert np.array_equal(SeenPairs.load(tmp_path / "seen").hashes, first.hashes)
    assert SeenPairs.of([pair("N2", "A1"), pair("N1", "A1")]).to_bytes() == first.to_bytes()


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seen").write_bytes(b"nonsense")

    with pytest.raises(ArtefactError, match="已损坏"):
        SeenPairs.load(tmp_path / "seen")


def test_what_ships_has_seen_the_development_judgements_and_not_the_samples() -> None:
    # 9,383 pairs of bdci2019 and 8,207 of 51jishu; zn00005 with za02093 is the first of the development judgements.
    assert len(shipped_seen()) == 17_590
    assert shipped_seen().share([pair("zn00005", "za02093"), pair("XQ001", "CG001")]) == 0.5
