"""Which fold a need belongs to."""

from hashlib import sha256

from data.records.ids import NeedId
from matcher.training.folds import fold_of, folds_of


def test_the_fold_is_the_remainder_of_the_hash_of_the_id() -> None:
    assert fold_of(NeedId("N1"), n_folds=5) == int(sha256(b"N1").hexdigest(), 16) % 5
    assert fold_of(NeedId("N1"), n_folds=5, seed=2) == int(sha256(b"2:N1").hexdigest(), 16) % 5


def test_all_pairs_of_a_need_fall_together() -> None:
    ids = [NeedId(f"N{number % 7}") for number in range(30)]

    folds = folds_of(ids, n_folds=3)

    assert all(len({int(fold) for fold, one in zip(folds, ids, strict=True) if one == need}) == 1 for need in ids)
