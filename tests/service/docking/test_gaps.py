"""The report of gaps counts needs as lists do, and says what a group would take where there is none."""

from data.records.enums import Direction
from service.docking.gaps import report_gaps
from service.docking.inputs import Inputs
from service.docking.matching import ranker_note
from tests.factories.corpora import AS_OF, make_matcher
from tests.factories.records import make_achievement, make_need

TEXT = "铝合金真空压铸件内部气孔缺陷控制工艺，降低孔隙率，采用高真空压铸模具与抽芯结构。"
NEEDS = (
    make_need("N1", title="铝合金真空压铸件气孔缺陷控制", content=TEXT + "希望解决。"),
    make_need("N2", title="自动化改造", content="自动化改造"),
    make_need("N3", title="水稻抗倒伏育种", content="水稻倒伏严重，希望选育抗倒伏品种，亩产提高。"),
)
OFFERS = (make_achievement("A1", title="铝合金真空压铸件气孔缺陷控制工艺", content=TEXT),)
MATCHER = make_matcher(NEEDS, OFFERS)


def test_needs_without_a_fitting_match_are_those_whose_lists_have_none() -> None:
    report = report_gaps(MATCHER, Inputs(NEEDS, OFFERS), top=10, as_of=AS_OF)
    lists = MATCHER.match(Direction.NEEDS, top=10, as_of=AS_OF)

    unfit = [each.query_id for each in lists if not each.has_fit]
    assert unfit == ["N2", "N3"]
    assert [each.need_id for each in (*report.vague_needs, *report.open_needs)] == unfit
    assert report.n_answered == len(NEEDS) - len(unfit)


def test_without_a_group_the_report_says_what_makes_one_and_what_came_nearest() -> None:
    report = report_gaps(MATCHER, Inputs(NEEDS, OFFERS), top=10, as_of=AS_OF)

    untrained, note = report.notes
    assert (report.common, untrained) == ((), ranker_note(MATCHER.ranker, MATCHER.language.encoder.id))
    assert note.startswith(
        "没有归纳出共性技术需求：需求写得够清楚，有共同的少见词，相近程度两项之间达到38%、三项以上平均达到34%，才归为一组。"
        "本次最接近的是“铝合金真空压铸件气孔缺陷控制”与“水稻抗倒伏育种”（"
    )


def test_with_a_group_nothing_is_said_of_what_makes_one() -> None:
    coatings = tuple(
        make_need(f"N{i}", title=f"注塑模具耐磨涂层{word}", content=f"注塑模具脱模困难，{word}，希望改进耐磨涂层。")
        for i, word in enumerate(("脱落", "开裂"), start=1)
    )
    report = report_gaps(make_matcher(coatings, OFFERS), Inputs(coatings, OFFERS), top=10, as_of=AS_OF)

    assert [len(group.needs) for group in report.common] == [2]
    assert report.notes == (ranker_note(MATCHER.ranker, MATCHER.language.encoder.id),)
