"""Companies are found by name, whole or in part, and never guessed."""

import pytest

from data.errors import WorkspaceError
from service.docking.matching import find_company
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
