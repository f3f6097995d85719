"""Exported verdicts: the whole history, contacts masked, nothing that runs as a formula."""

from dataclasses import replace

from data.records.enums import Level
from data.records.feedback import Reason, Shown, Verdict
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from service.exports.feedback import HEADINGS, feedback_rows, pair_rows
from tests.factories.verdicts import AT, make_verdict, stored


def test_rows_tell_what_stands_and_hide_contacts() -> None:
    first = make_verdict("XQ00009", "A1", shown=Shown(model="m", rank=2, score=0.5, is_blind=True))
    second = make_verdict(
        "XQ00009",
        "A1",
        minute=1,
        verdict=Verdict.REJECT,
        reason=Reason.OTHER,
        comment="=联系13912345678",
    )
    third = make_verdict("N2", "A1")
    history = stored(first, second, third)
    history[2] = replace(history[2], withdrawn_at=AT, withdrawn_by="李科")

    rows = [dict(zip(HEADINGS, row, strict=True)) for row in feedback_rows(history)]

    assert [(row["state"], row["level"], row["frozen"], row["blind"]) for row in rows] == [
        ("已被新的判定取代", "4", "1", "1"),
        ("有效", "", "1", "0"),
        ("已撤回", "4", "0", "0"),
    ]
    assert (rows[0]["rank"], rows[0]["score"]) == ("2", "0.500000")
    assert rows[1]["comment"] == "'=联系139********"


def test_pairs_tell_which_are_frozen() -> None:
    pairs = [Pair(NeedId("XQ00009"), AchievementId("A1"), Level.FAIR), Pair(NeedId("XQ00001"), AchievementId("A1"))]

    assert pair_rows(pairs) == [("XQ00009", "A1", "3", "1"), ("XQ00001", "A1", "", "0")]
