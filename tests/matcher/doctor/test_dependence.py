import pytest

from data.records.enums import Direction
from data.records.ids import AchievementId
from matcher.doctor.dependence import Bench, MaskEffect, MaskVerdict, Place, hide, mask_effect, try_without, word_shares
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.corpora import AS_OF, make_matcher
from tests.factories.records import make_achievement, make_need

NEED = make_need(title="脱模涂层", content="注塑模具需要低摩擦复合涂层。")
OFFERS = (
    make_achievement("A1", title="模具低摩擦复合涂层", content="低摩擦复合涂层，用于注塑模具脱模。"),
    make_achievement("A2", title="水稻育种", content="抗倒伏水稻品种选育。"),
)


def test_shares_are_parts_of_the_squared_rarity_heaviest_first() -> None:
    shares = word_shares(profile_need(NEED, open_segmenter()))
    weights = [share.idf**2 for share in shares]
    assert [share.share for share in shares] == sorted((share.share for share in shares), reverse=True)
    # Every word of this need is listed, so that the shares are all there are.
    assert [round(share.share, 6) for share in shares] == [round(weight / sum(weights), 6) for weight in weights]


def test_a_need_without_words_has_no_shares() -> None:
    assert word_shares(profile_need(make_need(title="", content="！！"), open_segmenter())) == ()


def test_without_the_shared_word_the_score_falls() -> None:
    bench = Bench.build(make_matcher([NEED], OFFERS[:1]))
    tried = try_without(NEED, word_shares(profile_need(NEED, open_segmenter())), bench)
    assert (tried[0].drop or 0.0) > 0.0
    assert [share.n_lost for share in tried] == [0] * len(tried)


def test_hiding_replaces_whatever_the_case_and_width() -> None:
    need = make_need(title="ＰＢＡＴ地膜", content="pbat改性，含碳纤维。")
    hidden = hide(need, {"PBAT": "某塑料", "碳纤维": ""})
    assert (hidden.title, hidden.content) == ("某塑料地膜", "某塑料改性，含。")


def test_all_words_are_hidden_at_once_the_longer_first() -> None:
    need = make_need(title="石墨烯散热膜", content="石墨材料散热。")
    hidden = hide(need, {"石墨": "某材料", "石墨烯": "", "材料": "物"})
    assert (hidden.title, hidden.content) == ("散热膜", "某材料物散热。")


def test_a_mask_tells_before_after_and_what_was_absent() -> None:
    masks = {"涂层": "材料", "电池": "", "\u200b": "x"}
    effect = mask_effect(NEED, masks, Bench.build(make_matcher([NEED], OFFERS)))
    assert (dict(effect.masked), effect.absent) == ({"涂层": "材料"}, ("电池", "\u200b"))
    assert effect.before[0].achievement_id == "A1"
    assert effect.before[0].score > effect.after[0].score
    assert (effect.lost, effect.gained, effect.kept) == ((), (), effect.before)


def test_a_mask_that_hides_nothing_changes_nothing() -> None:
    effect = mask_effect(NEED, {"电池": ""}, Bench.build(make_matcher([NEED], OFFERS)))
    assert effect.before == effect.after


def test_only_what_a_list_shows_is_compared() -> None:
    bench = Bench.build(make_matcher([NEED], OFFERS))
    (shown,) = bench.matcher.match(Direction.NEEDS, top=10, as_of=AS_OF)
    effect = mask_effect(NEED, {"低摩擦复合涂层": ""}, bench)

    # Rice is a candidate, too, but no list shows it.
    assert [place.achievement_id for place in effect.before] == ["A1"]
    assert [(place.achievement_id, place.score) for place in effect.before] == [
        (match.achievement_id, match.score) for match in shown.matches
    ]


def test_a_need_with_an_empty_list_has_nothing_to_judge_by() -> None:
    bench = Bench.build(make_matcher([NEED], OFFERS[1:]))
    shares = word_shares(profile_need(NEED, open_segmenter()))

    assert mask_effect(NEED, {"涂层": ""}, bench).verdict is MaskVerdict.EMPTY
    assert try_without(NEED, shares, bench) == shares


@pytest.mark.parametrize(
    ("n_before", "n_kept", "verdict"),
    [(10, 8, MaskVerdict.SAFE), (10, 7, MaskVerdict.LOSS), (4, 4, MaskVerdict.SAFE), (4, 3, MaskVerdict.LOSS)],
)
def test_words_are_safe_to_hide_where_at_most_a_fifth_of_the_list_leaves(
    n_before: int, n_kept: int, verdict: MaskVerdict
) -> None:
    places = tuple(Place(AchievementId(f"A{rank}"), rank, 0.5) for rank in range(1, n_before + 1))
    assert MaskEffect({"涂层": ""}, (), places, places[:n_kept]).verdict is verdict
    assert MaskEffect({}, ("涂层",), places, places).verdict is MaskVerdict.NOT_USED
