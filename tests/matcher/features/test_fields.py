"""Evidence from the field of technology."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.features import fields
from matcher.features.block import Block
from matcher.fields import FieldKind, field_classifier
from models.protocols import Float32Matrix
from tests.factories.corpora import make_block
from tests.factories.records import make_achievement, make_need


def sure_of(first_label: int) -> dict[FieldKind, Float32Matrix]:
    """One record that is of the named label for certain, whatever the kind."""
    return {
        kind: np.eye(len(field_classifier(kind).labels), dtype=np.float32)[first_label : first_label + 1]
        for kind in FieldKind
    }


def known_block(need: int, achievement: int) -> Block:
    block = make_block(make_need(), make_achievement())
    return replace(
        block,
        needs=replace(block.needs, fields=sure_of(need)),
        achievements=replace(block.achievements, fields=sure_of(achievement)),
    )


def test_field_is_the_mean_of_the_three_kinds() -> None:
    # In one field of share s for certain: odds 1 / s, probability 1 / (1 + s).
    each = [1.0 / (1.0 + field_classifier(kind).shares[1]) for kind in FieldKind]

    assert fields.field(known_block(1, 1)) == pytest.approx([sum(each) / 3])
    assert fields.field(known_block(0, 1)).tolist() == [0.0]


def test_without_text_an_industry_is_still_known() -> None:
    silent = make_achievement("A1", title="", content="")
    stated = make_achievement("A2", title="", content="", field="医药制造业")

    said_nothing, said_industry = fields.field(make_block(make_need(), silent, stated))

    assert np.isnan(said_nothing)
    assert 0.0 < said_industry < 1.0


def test_texts_of_one_field_agree_more_than_texts_of_two() -> None:
    block = make_block(
        make_need(title="工业废水处理", content=""),
        make_achievement("A1", title="生活污水净化装置", content=""),
        make_achievement("A2", title="水稻新品种选育", content=""),
    )

    near, far = fields.field(block)

    assert near > 0.5 > far
    assert fields.FIELD.reason(block, 0, near) == "两边的文字都属于“水利环境和公共设施”"
    assert fields.FIELD.reason(block, 1, far) == "从文字看，两边的行业和学科不同"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0.33, "从文字看，两边的行业和学科不同"),
        (0.5, "从文字看不出两边是否属于同一行业和学科"),
        (0.67, "从文字看，两边的行业和学科相近"),
    ],
)
def test_no_field_is_named_that_is_not_certain(value: float, reason: str) -> None:
    block = make_block(make_need(title="装置", content=""), make_achievement(title="装置", content=""))

    assert fields.FIELD.reason(block, 0, value) == reason


def test_a_stated_industry_moves_the_field() -> None:
    stated = make_need(title="清洗", content="", industry="医药制造业")
    offer = make_achievement(title="清洗", content="", field="医药制造业")

    both = fields.field(make_block(stated, offer))
    one = fields.field(make_block(make_need(title="清洗", content=""), offer))

    assert both > one
