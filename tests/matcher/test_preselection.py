"""A fast encoder chooses, a slow one scores what was chosen, as if nothing had gone before."""

from dataclasses import replace

import pytest

from data.records.enums import Direction
from data.records.feedback import Reason, Verdict
from matcher.feedback import FeedbackBook
from matcher.language import language_of
from matcher.match import Matcher
from matcher.preselection import Preselection, n_kept, preselect, refine
from matcher.scoring import table_ranker
from models.encoders.static import StaticEncoder
from models.segmenters import open_segmenter
from tests.factories.corpora import AS_OF, make_language, make_matcher
from tests.factories.records import make_achievement, make_need
from tests.factories.verdicts import make_verdict

NEEDS = [
    make_need("N1", title="铝合金压铸件气孔控制", content="压铸件内部气孔多，希望改进真空压铸工艺。"),
    make_need("N2", title="高氨氮废水脱氮", content="食品废水氨氮高，要求出水总氮达标。"),
]
OFFERS = [
    make_achievement("A1", title="水稻抗倒伏品种", content="亩产提高。"),
    make_achievement("A2", title="铝合金真空压铸", content="高真空压铸，气孔少。"),
    make_achievement("A3", title="中药饮片炮制", content="炮制温度曲线。"),
    make_achievement("A4", title="短程硝化反硝化废水脱氮", content="处理高氨氮废水。"),
    make_achievement("A5", title="轴承缺陷检测", content="机器视觉检测划伤。"),
]


@pytest.fixture(scope="module")
def rough() -> Matcher:
    language = language_of(open_segmenter(), StaticEncoder.shipped())
    return Matcher.build(NEEDS, OFFERS, language=language, ranker=table_ranker())


def refined(rough: Matcher, direction: Direction, chosen: Preselection) -> Matcher:
    return refine(rough, direction, chosen, language=make_language(), ranker=table_ranker())


def candidates(rough: Matcher, direction: Direction, kept: int) -> list[list[int]]:
    """Return the positions of each query's candidates among all records."""
    chosen = preselect(rough, direction, kept=kept)
    queries, _ = rough.sides(direction)
    return [chosen.kept[found].tolist() for found in chosen.candidates(queries, range(len(queries)))]


def test_each_list_keeps_its_best(rough: Matcher) -> None:
    assert candidates(rough, Direction.NEEDS, 1) == [[1], [3]]
    assert candidates(rough, Direction.ACHIEVEMENTS, 1)[1::2] == [[0], [1]]


def test_only_what_stays_is_prepared_anew(rough: Matcher) -> None:
    offers = refined(rough, Direction.NEEDS, preselect(rough, Direction.NEEDS, kept=1))
    needs = refined(rough, Direction.ACHIEVEMENTS, preselect(rough, Direction.ACHIEVEMENTS, kept=1))

    assert [profile.id for profile in offers.achievements.profiles] == ["A2", "A4"]
    assert (len(offers.needs), len(needs.needs), len(needs.achievements)) == (2, 2, 5)


@pytest.mark.parametrize("direction", list(Direction))
def test_what_stays_has_the_scores_and_reasons_of_a_match_without_a_first_stage(
    rough: Matcher, direction: Direction
) -> None:
    plain = make_matcher(NEEDS, OFFERS)
    chosen = preselect(rough, direction, kept=1)
    matcher = refined(rough, direction, chosen)

    staged = matcher.match(direction, top=1, as_of=AS_OF, retriever=chosen)

    for one, other in zip(staged[:2], plain.match(direction, top=1, as_of=AS_OF)[:2], strict=True):
        # The last digit of a score depends on how many rows are summed at once.
        assert [each.score for each in one.matches] == pytest.approx([each.score for each in other.matches], rel=1e-12)
        assert [replace(each, score=0.0) for each in one.matches] == [
            replace(each, score=0.0) for each in other.matches
        ]
        assert one.note == other.note


def test_what_people_barred_takes_no_place_and_is_counted(rough: Matcher) -> None:
    book = FeedbackBook((make_verdict("N1", "A2", verdict=Verdict.REJECT, reason=Reason.WRONG_PRICE),))
    heeding = replace(rough, feedback=book)
    chosen = preselect(heeding, Direction.NEEDS, kept=1)

    lists = refined(heeding, Direction.NEEDS, chosen).match(Direction.NEEDS, top=1, as_of=AS_OF, retriever=chosen)

    assert [len(found) for found in chosen.chosen] == [2, 1]
    assert lists[0].note.endswith("按反馈不再列出 1 项：价格不合 1 项。")


def test_a_side_without_anything_to_say_still_has_one_record(rough: Matcher) -> None:
    silent = Matcher.build(
        [make_need("N1", title="", content="12.5 %")], OFFERS, language=rough.language, ranker=table_ranker()
    )

    chosen = preselect(silent, Direction.NEEDS, kept=1)

    assert (chosen.kept.tolist(), [found.tolist() for found in chosen.chosen]) == ([0], [[]])


@pytest.mark.parametrize(("top", "kept"), [(1, 100), (10, 100), (30, 300)])
def test_longer_lists_keep_more(top: int, kept: int) -> None:
    assert n_kept(top) == kept
