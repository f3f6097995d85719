from data.records.enums import Level
from data.records.ids import NeedId
from data.records.matches import MatchList
from service.exports.masking import MASKED
from service.exports.outline import Outline
from service.exports.plan import WORD_CARDS, Plan, plan_for, word_plan
from tests.factories.matches import make_match, make_report


def outline_of(*, n_lists: int, n_candidates: int) -> Outline:
    matches = tuple(make_match(rank=rank) for rank in range(1, n_candidates + 1))
    return Outline(make_report(lists=[MatchList(NeedId("N1"), matches)] * n_lists), MASKED)


def test_a_small_report_is_shown_whole() -> None:
    assert plan_for(outline_of(n_lists=2, n_candidates=3), budget=6, elsewhere="见别处") == Plan(
        full_texts=True, cards_per_list=3, note=""
    )


def test_a_large_report_keeps_the_first_of_each_list_and_says_so() -> None:
    assert plan_for(outline_of(n_lists=2, n_candidates=3), budget=5, elsewhere="见别处") == Plan(
        full_texts=True, cards_per_list=2, note="候选较多，本文件只列出各项前2名的证据；其余证据见别处。"
    )


def test_more_lists_than_cards_leave_conclusions_only() -> None:
    assert plan_for(outline_of(n_lists=3, n_candidates=1), budget=2, elsewhere="见别处") == Plan(
        full_texts=True, cards_per_list=0, note="候选较多，本文件只列出结论；其余证据见别处。"
    )


def test_an_empty_report_has_a_plan() -> None:
    assert plan_for(outline_of(n_lists=0, n_candidates=0), budget=5, elsewhere="见别处").note == ""


def test_totals_are_one_sentence() -> None:
    assert Outline(make_report(), MASKED).totals == (
        "共有技术需求2项，其中1项有合适的科技成果（较强相关或强相关），1项没有合适的匹配；共列出候选1条。"
    )


def test_cards_go_to_the_best_pairs_worth_a_meeting() -> None:
    matches = tuple(make_match(rank=rank, score=1 - rank / 100) for rank in range(1, WORD_CARDS + 2))
    weak = make_match("N2", rank=1, level=Level.WEAK)
    lists = [MatchList(NeedId("N1"), matches), MatchList(NeedId("N2"), (weak,))]
    plan = word_plan(Outline(make_report(lists=lists), MASKED))

    assert plan.cards == {(1, rank) for rank in range(1, WORD_CARDS + 1)}
    assert plan.note == (
        "值得约谈的候选共21条，本文件只附推荐的和得分最高的共20条的证据；"
        "其余1条的证据见Excel 文件（.xlsx）或网页（.html）。"
    )
