from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from data.records.matches import Contribution
from matcher.features.table import FEATURES
from matcher.phrases import CANNOT_TELL
from service.exports import phrases
from service.exports.contributions import (
    ContributionLine,
    ContributionRow,
    contribution_lines,
    contribution_rows,
    share_out,
)
from service.exports.masking import MASKED, RecordTexts
from tests.factories.matches import make_match


def rows_of(*parts: Contribution) -> tuple[ContributionRow, ...]:
    return contribution_rows(parts, margin=sum(part.contribution for part in parts), said=RecordTexts(MASKED).free)


def told(lines: tuple[ContributionLine, ...]) -> list[tuple[str, str, str, bool]]:
    return [(line.label, line.signed, line.blocks, line.is_part) for line in lines]


def test_every_feature_belongs_to_one_kind_of_evidence() -> None:
    grouped = [feature for features in phrases.CONTRIBUTION_GROUPS.values() for feature in features]

    assert sorted(grouped) == sorted(feature.name for feature in FEATURES)


def test_rows_stand_by_size_with_the_base_last() -> None:
    rows = contribution_rows(make_match().contributions, margin=0.506, said=RecordTexts(MASKED).free)

    assert [(row.label, row.value, row.points) for row in rows] == [
        ("名称用词", "0.42", Decimal("0.51")),
        ("技术指标", "0.50", Decimal("0.30")),
        ("所在地区", "无法判断", Decimal("-0.10")),
        ("基准分", "—", Decimal("-0.20")),
    ]


def test_a_kind_of_several_features_has_its_sum_above_them() -> None:
    lines = contribution_lines(
        rows_of(
            Contribution("bias", None, -0.1, "所有候选相同的起点"),
            Contribution("title_coverage", 0.5, 0.2, "名称"),
            Contribution("text_vector", 0.6, 1.3, "全文"),
            Contribution("field", 0.1, -0.4, "行业"),
            Contribution("best_passage", 0.7, 0.7, "段落"),
        )
    )

    assert told(lines) == [
        ("语义", "+2.00", "■" * 10, False),
        ("全文语义", "+1.30", "■" * 6, True),
        ("最近段落", "+0.70", "■" * 4, True),
        ("学科行业", "-0.40", "□" * 2, False),
        ("名称用词", "+0.20", "■", False),
        ("基准分", "-0.10", "", False),
    ]


def test_every_line_begins_where_the_sum_stands() -> None:
    lines = contribution_lines(
        rows_of(
            Contribution("text_vector", 0.6, 1.3, "全文"),
            Contribution("field", 0.1, -0.4, "行业"),
            Contribution("best_passage", 0.7, 0.7, "段落"),
        )
    )

    # 语义 2.00 holds its two parts; 学科行业 goes on from there.
    assert [(str(line.before), str(line.after), line.reached) for line in lines] == [
        ("0.00", "2.00", "+2.00"),
        ("0.00", "1.30", ""),
        ("1.30", "2.00", ""),
        ("2.00", "1.60", "+1.60"),
    ]


def test_what_neither_adds_nor_takes_away_is_one_line() -> None:
    lines = contribution_lines(
        rows_of(
            Contribution("text_vector", 0.6, 1.0, "全文"),
            Contribution("region", None, 0.0, CANNOT_TELL),
            Contribution("budget", None, 0.0, CANNOT_TELL),
            Contribution("readiness", None, 0.0, "成果的成熟度未能识别：待定"),
            Contribution("need_vagueness", 1.0, 0.0049, "需求空泛"),
            Contribution("bias", None, 0.0, "起点"),
        )
    )

    assert lines[1:] == (
        ContributionLine(
            "其余 5 项",
            "",
            Decimal("0.00"),
            0,
            "资料没有写明，不加分也不扣分：所在地区、预算与价格；成熟程度：成果的成熟度未能识别：待定；"
            "对这一对不加分也不扣分：需求写法、基准分",
            before=Decimal("1.00"),
        ),
    )


def test_small_shares_that_come_to_something_together_are_said_to_be_small() -> None:
    small = [Contribution(name, 1.0, 0.004, "") for name in ("field", "materials", "methods")]

    (line,) = contribution_lines(rows_of(*small))

    assert (line.signed, line.reason) == ("+0.01", "每项的影响不到 0.01 分：学科行业、材料、方法")


def test_what_people_said_is_told_even_where_it_moved_nothing() -> None:
    (line,) = contribution_lines(rows_of(Contribution("feedback", 0.5, 0.0, "1 人推荐")))

    assert (line.label, line.reason) == ("反馈", "1 人推荐")


def test_rows_add_up_to_the_margin_shown() -> None:
    # Rounded one by one: 0.33 + 0.33 + 0.33 = 0.99, but the margin is 1.00.
    rows = rows_of(*(Contribution(name, 1.0, 1 / 3, "理由") for name in ("title_coverage", "field", "region")))

    assert [row.points for row in rows] == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]


@given(st.lists(st.floats(-5, 5) | st.floats(-0.01, 0.01), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_rows_and_lines_always_add_up(shares: list[float]) -> None:
    parts = [Contribution(each.name, 0.5, share, "") for each, share in zip(FEATURES, shares, strict=True)]
    rows = rows_of(*parts)
    lines = contribution_lines(rows)
    margin = share_out([sum(shares)], total=sum(shares))[0]

    assert sum((row.points for row in rows), Decimal(0)) == margin
    assert sum((line.points for line in lines if not line.is_part), Decimal(0)) == margin
    assert lines[-1].before + (0 if lines[-1].is_part else lines[-1].points) == margin
    assert sorted(row.feature for row in rows) == sorted(part.feature for part in parts)


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=14))
def test_share_out_always_adds_up_and_moves_no_part_by_more_than_a_cent(parts: list[float]) -> None:
    total = sum(parts)
    shares = share_out(parts, total=total)

    assert sum(shares, Decimal(0)) == Decimal(repr(total)).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    assert all(abs(Decimal(repr(part)) - share) <= Decimal("0.01") for part, share in zip(parts, shares, strict=True))
