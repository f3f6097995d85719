from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.enums import Triage
from data.records.needs import Need
from matcher.doctor.phrases import VAGUE_LABELS
from matcher.doctor.vagueness import Vagueness, telling_words, vagueness
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.records import make_need


def judge(title: str, content: str) -> Vagueness:
    return vagueness(profile_need(make_need(title=title, content=content), open_segmenter()))


def points(found: Vagueness) -> dict[str, int]:
    return {part.name: part.points for part in found.parts}


def test_vagueness_of_a_need_with_problem_wish_and_indicators_is_nothing() -> None:
    found = vagueness(profile_need(make_need(), open_segmenter()))
    assert (found.score, found.verdict) == (0, Triage.READY)
    assert set(points(found)) == {"too_short", "figures"}


def test_vagueness_of_a_title_said_twice_in_general_words_is_the_highest() -> None:
    found = judge("生产线自动化改造", "生产线自动化改造")
    # 35 + 30 + 10 + 15 + 10 + 8 + 8 = 116, held at 100.
    assert points(found) == {
        "too_short": 35,
        "only_generic": 30,
        "repeats_title": 10,
        "no_object": 15,
        "no_figure": 10,
        "no_problem": 8,
        "no_wish": 8,
    }
    assert (found.score, found.verdict) == (100, Triage.TOO_VAGUE)


def test_vagueness_of_a_business_wish_names_the_words() -> None:
    found = judge("老字号融资", "希望通过融资和品牌推广，提高市场占有率，做大做强。")
    assert {part.name: part.reason for part in found.parts}["business"] == (
        "谈的是“融资、品牌、市场占有率”，不是技术能够回答的"
    )
    assert found.verdict is Triage.TOO_VAGUE


def test_vagueness_asks_back_where_the_object_is_named_but_little_else() -> None:
    found = judge("泵用机械密封", "希望开发化工泵用机械密封，解决泄漏。")
    # 18 characters, four telling words, no figure: 22 + 12 + 10.
    assert (found.score, found.verdict) == (44, Triage.ASK_BACK)


def test_vagueness_tells_a_missing_difficulty_from_a_missing_problem() -> None:
    told = judge("泵用机械密封", "希望开发化工泵用机械密封。")
    silent = judge("泵用机械密封", "技术指标：使用寿命不低于8000小时。")
    assert "no_problem" not in points(told)
    assert (points(told)["no_difficulty"], points(silent)["no_problem"]) == (8, 8)
    assert "no_difficulty" not in points(silent)


def test_vagueness_counts_a_list_of_values_as_a_specification() -> None:
    found = judge("光模块", "希望开发光模块，工作波长1310nm，传输距离10km，工作温度70℃，解决国产光模块依赖进口的问题。")
    assert "no_figure" not in points(found)


def test_telling_words_leave_out_what_any_need_may_say() -> None:
    profile = profile_need(make_need(title="自动化设备", content="希望提高压铸件质量。"), open_segmenter())
    assert telling_words(profile) == ("压铸件",)


@settings(deadline=None)  # the first call loads the segmenter
@given(title=st.text(max_size=30), content=st.text(max_size=200))
def test_vagueness_is_the_sum_of_its_labelled_parts(title: str, content: str) -> None:
    found = judge(title, content)
    assert found.score == max(0, min(100, sum(part.points for part in found.parts)))
    assert {part.name for part in found.parts} <= set(VAGUE_LABELS)
    assert found == judge(title, content)


def test_vagueness_is_quick() -> None:
    need: Need = make_need()
    profile = profile_need(need, open_segmenter())
    vagueness(profile)
    started = perf_counter()
    for _ in range(200):
        vagueness(profile)
    # 50 us on a quiet machine; five times that leaves room for a busy one.
    assert (perf_counter() - started) / 200 < 250e-6


def test_a_title_that_was_made_from_the_text_is_not_said_to_repeat_it() -> None:
    profile = profile_need(make_need(title="铝合金压铸件气孔控制", content="铝合金压铸件气孔控制"), open_segmenter())

    typed, made = vagueness(profile), vagueness(profile, is_titled=False)
    assert points(typed) == points(made) | {"repeats_title": 10}
    assert typed.score == made.score + 10
