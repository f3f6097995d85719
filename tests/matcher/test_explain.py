"""The one sentence that says why."""

import pytest

from data.records.enums import Direction
from matcher.explain import _snippet
from matcher.features.words import telling_words
from matcher.profiles import profile_achievement, profile_need
from models.segmenters import open_segmenter
from tests.factories.corpora import AS_OF, make_matcher
from tests.factories.records import make_achievement, make_need


@pytest.mark.parametrize(
    ("passage", "quoted"),
    [
        ("（1）涂层容易脱落。", "涂层容易脱落"),
        ("2.材料的热处理", "材料的热处理"),
        ("2.5吨压机改造", "2.5吨压机改造"),
        ("；、①漏粒严重；", "漏粒严重"),
        ("涂层在高温下反复使用，容易从基体上脱落下来而失去作用", "涂层在高温下反复使用，容易从基体上脱落下来而失…"),
        ("涂层在高温下反复使用以后容易，从基体上脱落下来而失去作用", "涂层在高温下反复使用以后容易…"),
    ],
)
def test_passage_is_quoted_without_its_number_and_whole_clauses(passage: str, quoted: str) -> None:
    assert _snippet(passage) == quoted


def test_words_of_titles_come_first_and_scraps_never() -> None:
    segmenter = open_segmenter()
    need = profile_need(make_need(title="NDMA检测", content="喷丸后NDMA不超过0.5mg/L，材料平台，箱。"), segmenter)
    offer = profile_achievement(
        make_achievement(title="ndma检测方法", content="喷丸，0.5mg/L，材料平台，箱。"), segmenter
    )

    # 检测 stands in both titles too, and is too common to tell anything, as are 材料 and 平台.
    assert telling_words(need, offer, limit=9) == ["NDMA", "喷丸"]


def test_failed_conditions_are_named_shortly_and_once() -> None:
    need = make_need(valid_until="2020-01-01", budget="10万元", cooperation="委托开发")
    offer = make_achievement(price="20万元", cooperation="技术转让")

    (found,) = make_matcher([need], [offer]).match(Direction.NEEDS, top=1, as_of=AS_OF)

    assert found.matches[0].summary.endswith("；要注意：需求已过有效期、合作方式不一致、要价超出预算。")
