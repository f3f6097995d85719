"""What an achievement denies, and what only looks like it."""

import pytest

from data.records.enums import Direction
from data.records.matches import Quote
from matcher.denials import Denial, denials, only_denied, undenied
from matcher.profiles import Profile, profile_achievement, profile_need
from models.segmenters import open_segmenter
from tests.factories.corpora import AS_OF, make_matcher
from tests.factories.records import make_achievement, make_need

NEED = "皮带巷要自动巡检，识别托辊异响和瓦斯超限，须有防爆外壳。"


def pair_of(content: str, need: str = NEED) -> tuple[Profile, Profile]:
    segmenter = open_segmenter()
    offer = make_achievement(title="四足机器人", content=content)
    return profile_need(make_need(title="机器人", content=need), segmenter), profile_achievement(offer, segmenter)


def test_denying_clauses_in_a_row_are_one_denial_with_its_place() -> None:
    content = "用于露天边坡巡检。没有防爆结构，也不识别瓦斯，续航四小时。"

    assert denials(*pair_of(content)) == (
        Denial(Quote("content", "没有防爆结构，也不识别瓦斯", 9, 22), ("瓦斯", "识别", "防爆")),
    )


@pytest.mark.parametrize(
    "clause",
    [
        "不涉及瓦斯",
        "不处理瓦斯数据",
        "瓦斯环境不适用",
        "不能检测瓦斯",
        "无法测出瓦斯",
        "与瓦斯监测不同",
        "尚未测过瓦斯",
    ],
)
def test_cue_with_a_telling_word_denies(clause: str) -> None:
    assert [each.quote.text for each in denials(*pair_of(f"续航四小时，{clause}。"))] == [clause]


@pytest.mark.parametrize(
    "content",
    [
        "现有设备体积大，不能识别瓦斯。",
        "传统方法无法识别瓦斯。",
        "解决了不能识别瓦斯的难点。",
        "探头易中毒，无法连续监测瓦斯，带来漏报等问题。",
        "不能连续监测瓦斯。为此研制了新探头。",
        "不仅识别瓦斯，而且识别托辊。",
        "不断监测瓦斯，无需防爆箱，采用不锈钢外壳，托辊不低于十个。",
        "监测期间瓦斯没有变化。",
        "适合没有防爆条件的皮带巷。",
        "不能用于一般材料。",
    ],
)
def test_what_only_looks_like_a_denial_is_none(content: str) -> None:
    assert denials(*pair_of(content)) == ()


def test_what_the_need_wants_to_be_without_is_not_denied_to_it() -> None:
    need, offer = pair_of("涂层不含全氟辛酸。", need="整理剂不得使用全氟辛酸。")
    assert denials(need, offer) == ()


def test_only_words_that_stand_nowhere_else_are_merely_denied() -> None:
    need, offer = pair_of("可做防爆外壳。不涉及防爆认证和瓦斯。")
    assert only_denied(denials(need, offer), offer) == {"瓦斯"}


def test_a_quote_keeps_its_longest_stretch_without_denials() -> None:
    text = "履带底盘，续航四小时，爬坡三十度，不涉及瓦斯。"
    need, offer = pair_of(text)
    found = denials(need, offer)

    assert undenied(Quote("content", text, 0, len(text)), found) == Quote(
        "content", "履带底盘，续航四小时，爬坡三十度", 0, 16
    )
    assert undenied(found[0].quote, found) is None


def test_match_says_what_is_denied_and_does_not_count_it_as_shared() -> None:
    need = make_need(title="防爆巡检机器人", content=NEED)
    offer = make_achievement(title="巡检机器人", content="用于露天边坡巡检。没有防爆结构，也不识别瓦斯。")

    (found,) = make_matcher([need], [offer]).match(Direction.NEEDS, top=1, as_of=AS_OF)
    (match,) = (*found.matches, *found.nearest)
    (reason,) = (part.reason for part in match.contributions if part.feature == "text_words")

    assert [quote.text for quote in match.denials] == ["没有防爆结构，也不识别瓦斯"]
    assert "成果写明“没有防爆结构，也不识别瓦斯”" in match.summary
    assert "防爆" not in match.summary.split("；")[0]
    assert reason.endswith("成果只在写明没有、不涉及或不同的话里提到")
    assert all("防爆" not in pair.achievement.text for pair in match.passages)
