"""What must hold of every match, on records put together at random."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from data.records.pairs import Pair
from matcher.features.table import FEATURES
from matcher.match import Matcher
from matcher.scoring import table_ranker
from models.protocols import Float64Matrix
from tests.factories.corpora import AS_OF, make_language
from tests.factories.records import make_achievement, make_need

LANGUAGE = make_language()
SENTENCES = (
    "涂层在高温下容易脱落，",
    "軸承溫度高於８０℃，壽命不足。",
    "要求硬度≥60HRC，漏检率不高于１％。",
    "技术指标：抗拉强度达到500MPa；",
    "\n预期目标：\n廢水COD≤50mg/L\u200b。",
    "（2）采用ＬＥＤ光源&nbsp;照射<br>",
    "联系电话：13000000001，",
    "現有工作基礎：厂房三栋。",
    "一二三四五六七八九十" * 13,
    "!",
    "\u3000 \t",
    "\ud800𠮷㎡",
)
texts = st.lists(st.sampled_from(SENTENCES), max_size=6).map("".join)
titles = st.sampled_from(("", "耐磨塗層", "ＬＥＤ驱动电源", "玉米脱粒机", "廢水處理", "。"))
needs = st.builds(
    lambda title, content, indicators, period: make_need(
        title=title, content=content, indicators=indicators, valid_until=period
    ),
    titles,
    texts,
    texts,
    st.sampled_from(("", "长期有效", "2020-01-01")),
)


def achievements(size: int) -> st.SearchStrategy[list[Achievement]]:
    made = st.lists(st.tuples(titles, texts, texts), min_size=size, max_size=size)
    return made.map(
        lambda rows: [
            make_achievement(f"A{i}", title=title, content=content, scope=scope)
            for i, (title, content, scope) in enumerate(rows)
        ]
    )


def build(need: Need, offers: list[Achievement]) -> Matcher:
    return Matcher.build([need], offers, language=LANGUAGE, ranker=table_ranker())


def values(need: Need, offers: list[Achievement]) -> Float64Matrix:
    return build(need, offers).rank_candidates(Direction.NEEDS, 0, np.arange(len(offers))).values


@settings(max_examples=40, deadline=None)
@given(needs, achievements(4))
def test_contributions_add_up_and_spans_are_true(need: Need, offers: list[Achievement]) -> None:
    (found,) = build(need, offers).match(Direction.NEEDS, top=4, as_of=AS_OF)

    for match in (*found.matches, *found.nearest):
        offer = offers[int(match.achievement_id.removeprefix("A"))]
        quotes: list[tuple[Need | Achievement, object]] = []
        for comparison in match.indicators:
            quotes += [(need, comparison.required), (offer, comparison.offered)]
        for pair in match.passages:
            quotes += [(need, pair.need), (offer, pair.achievement)]
        for record, quote in quotes:
            if quote is not None:
                assert getattr(record, quote.field)[quote.start : quote.end] == quote.text  # type: ignore[attr-defined] # a Quote
        assert sum(share.contribution for share in match.contributions) == pytest.approx(match.margin, abs=1e-9)
        assert sum(match.levels) == pytest.approx(1.0)
        assert 0.0 <= match.score <= 1.0


@settings(max_examples=25, deadline=None)
@given(needs, achievements(3), achievements(5))
def test_score_does_not_change_with_rows_added_to_either_file(
    need: Need, offers: list[Achievement], others: list[Achievement]
) -> None:
    pairs = [Pair(NeedId("N1"), AchievementId(offer.id)) for offer in offers]
    strangers = [make_achievement(f"B{i}", title=other.title, content=other.content) for i, other in enumerate(others)]
    crowd = Matcher.build(
        [make_need("N0", title="别的需求"), need], [*strangers, *offers], language=LANGUAGE, ranker=table_ranker()
    )

    alone, among = build(need, offers).score(pairs), crowd.score(pairs)

    assert among.contributions.tolist() == alone.contributions.tolist()


@settings(max_examples=40, deadline=None)
@given(needs, achievements(1), st.sampled_from(SENTENCES[:6]))
def test_saying_what_is_asked_never_lowers_the_share_of_words_found(
    need: Need, offers: list[Achievement], sentence: str
) -> None:
    column = [feature.name for feature in FEATURES].index("text_words")
    asked = make_need(title=need.title, content=f"{need.content}\n{sentence}")
    richer = replace(offers[0], content=f"{offers[0].content}\n{sentence}")

    before, after = (values(asked, [offer])[0, column] for offer in (offers[0], richer))

    assert np.isnan(before) or after >= before  # nothing could be told of a text without words


@settings(max_examples=40, deadline=None)
@given(titles, achievements(1), st.sampled_from(SENTENCES[:6]))
def test_answering_the_need_in_its_own_words_does_not_lower_the_score(
    title: str, offers: list[Achievement], sentence: str
) -> None:
    asked = make_need(title=title, content=sentence)
    richer = replace(offers[0], content=f"{offers[0].content}\n{sentence}")
    pair = [Pair(NeedId("N1"), AchievementId("A0"))]

    before, after = (build(asked, [offer]).score(pair).score[0] for offer in (offers[0], richer))

    # What an achievement says besides weighs on the cosines of whole texts, hence the margin of a hundredth.
    assert after >= before - 0.01
