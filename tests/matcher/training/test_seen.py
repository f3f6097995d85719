"""Which needs and pairs a model has seen."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from data.errors import ArtefactError
from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from matcher.training.seen import NOTHING_SEEN, Seen, shipped_seen


def pair(need: str, achievement: str, level: Level | None = None) -> Pair:
    return Pair(NeedId(need), AchievementId(achievement), level)


def test_the_share_counts_pairs_whatever_their_level() -> None:
    seen = Seen.of([pair("N1", "A1", Level.FAIR), pair("N1", "A1"), pair("N2", "A1")])

    assert (len(seen.needs), len(seen.pairs)) == (2, 2)
    # N1 with A1 and N2 with A1 were there, N1 with A2 and N1A with 1 were not.
    assert seen.share([pair("N1", "A1", Level.NONE), pair("N2", "A1"), pair("N1", "A2"), pair("N1A", "1")]) == 0.5
    assert seen.share([]) == 0.0
    assert NOTHING_SEEN.share([pair("N1", "A1")]) == 0.0


def test_a_need_is_known_with_other_achievements_too_and_counted_once() -> None:
    seen = Seen.of([pair("N1", "A1"), pair("N2", "A1")])

    assert seen.count_needs([pair("N1", "A2"), pair("N1", "A3"), pair("N3", "A1")]) == 1
    assert seen.share([pair("N1", "A2"), pair("N1", "A3"), pair("N3", "A1")]) == 0.0
    assert seen.count_needs([]) == NOTHING_SEEN.count_needs([pair("N1", "A1")]) == 0


def test_what_either_saw_was_seen() -> None:
    both = Seen.of([pair("N1", "A1")]) | Seen.of([pair("N2", "A1"), pair("N1", "A1")])

    assert both.to_bytes() == Seen.of([pair("N2", "A1"), pair("N1", "A1")]).to_bytes()


def test_a_file_gives_back_what_was_written_and_equal_pairs_give_equal_bytes(tmp_path: Path) -> None:
    first = Seen.of([pair("N1", "A1"), pair("N2", "A1")])
    (tmp_path / "seen").write_bytes(first.to_bytes())

    read = Seen.load(tmp_path / "seen")

    assert np.array_equal(read.needs, first.needs)
    assert np.array_equal(read.pairs, first.pairs)
    assert Seen.of([pair("N2", "A1"), pair("N1", "A1")]).to_bytes() == first.to_bytes()


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seen").write_bytes(b"nonsense")

    with pytest.raises(ArtefactError, match="已损坏"):
        Seen.load(tmp_path / "seen")


def test_a_file_of_a_version_without_needs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seen").write_bytes(save({"pairs": NOTHING_SEEN.pairs}))

    with pytest.raises(ArtefactError, match=r"旧版本的格式.*请用本版本重新训练"):
        Seen.load(tmp_path / "seen")


def test_what_ships_has_seen_the_development_judgements_and_not_the_samples() -> None:
    # 9,383 pairs of bdci2019 and 8,207 of 51jishu; zn00005 with za02093 is the first of the development judgements.
    assert len(shipped_seen().pairs) == 17_590
    assert shipped_seen().share([pair("zn00005", "za02093"), pair("XQ001", "CG001")]) == 0.5
    assert shipped_seen().count_needs([pair("zn00005", "CG001"), pair("XQ001", "CG001")]) == 1
