from matcher.doctor.dependence import Bench, hide, mask_effect, try_without, word_shares
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.corpora import make_matcher
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


def test_a_mask_tells_before_after_and_what_was_absent() -> None:
    effect = mask_effect(NEED, {"涂层": "材料", "电池": ""}, Bench.build(make_matcher([NEED], OFFERS)))
    assert (dict(effect.masked), effect.absent) == ({"涂层": "材料"}, ("电池",))
    assert effect.before[0].achievement_id == "A1"
    assert effect.before[0].score > effect.after[0].score
    assert (effect.lost, effect.gained, effect.kept) == ((), (), effect.before)


def test_a_mask_that_hides_nothing_changes_nothing() -> None:
    effect = mask_effect(NEED, {"电池": ""}, Bench.build(make_matcher([NEED], OFFERS)))
    assert effect.before == effect.after
