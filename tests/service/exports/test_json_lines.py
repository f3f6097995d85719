import json
from collections.abc import Callable

from data.records.ids import NeedId
from data.records.matches import Contribution, MatchList
from service.exports import json_lines
from service.exports.masking import MASKED
from tests.factories.matches import make_match, make_report
from tests.factories.records import make_need


def test_line_is_the_golden_one(check_golden: Callable[[str, bytes], None]) -> None:
    check_golden("matches.jsonl", json_lines.render(make_report(), MASKED))


def test_keys_stand_in_the_order_of_the_contract() -> None:
    assert list(json.loads(json_lines.render(make_report(), MASKED))) == [
        "need_id",
        "achievement_id",
        "rank",
        "score",
        "level",
        "levels",
        "summary",
        "contributions",
        "passages",
        "indicators",
        "conditions",
        "denials",
    ]


def test_spans_fit_the_original_text() -> None:
    (line,) = json_lines.render(make_report(), MASKED).decode().splitlines()
    quotes = [pair["need"] for pair in json.loads(line)["passages"]]
    assert [make_need().content[quote["start"] : quote["end"]] for quote in quotes] == [q["text"] for q in quotes]


def test_floats_have_six_decimals_and_no_negative_zero() -> None:
    match = make_match(score=1 / 3, contributions=(Contribution("region", 2 / 3, -1e-9, "同省"),))
    line = json.loads(json_lines.render(make_report(lists=[MatchList(NeedId("N1"), (match,))]), MASKED))
    assert (line["score"], str(line["contributions"][0])) == (
        0.333333,
        "{'feature': 'region', 'value': 0.666667, 'contribution': 0.0, 'reason': '同省'}",
    )


def test_nothing_found_writes_no_line() -> None:
    assert json_lines.render(make_report(lists=[MatchList(NeedId("N1"), ())]), MASKED) == b""


def test_a_lone_surrogate_does_not_stop_the_file() -> None:
    match = make_match(summary="甲\ud800乙")
    content = json_lines.render(make_report(lists=[MatchList(NeedId("N1"), (match,))]), MASKED)
    assert json.loads(content)["summary"] == "甲?乙"
