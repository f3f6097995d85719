"""How pressing a need is."""

from datetime import date

import pytest

from ingest.parsing.dates import Period
from matcher.urgency import Urgency, read_urgency


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("急需一种涂层", Urgency(is_pressing=True, words="急需")),
        ("希望3个月内完成开发", Urgency(is_pressing=True, words="3个月内")),
        ("今年内投产", Urgency(is_pressing=True, words="今年内")),
        ("作为技术储备,亟待解决", Urgency(is_pressing=True, words="亟待")),
        ("作为技术储备", Urgency(is_pressing=False, words="技术储备")),
        ("暂不急需", Urgency(is_pressing=False, words="暂不急需")),
        ("半年内交付", Urgency(is_pressing=True, words="半年内")),
        ("20周之内提供样品", Urgency(is_pressing=True, words="20周之内")),
        ("6个月内完成", Urgency(is_pressing=True, words="6个月内")),
        # Longer than half a year, however the number is written.
        ("12个月内完成", None),
        ("十二个月内完成", None),
        ("30周内完成", None),
        ("3个季度内完成", None),
        ("近年内完成了改造", None),
        ("质保期为3个月内免费更换", None),
        ("未来10年内实现减排", None),
        ("容器长期使用后开裂", None),
        ("", None),
    ],
)
def test_words_of_time_are_read(text: str, said: Urgency | None) -> None:
    assert read_urgency([text], None) == said


@pytest.mark.parametrize(
    ("start", "end", "is_pressing"),
    [
        # 183 and 184 days.
        (date(2026, 1, 1), date(2026, 7, 3), True),
        (date(2026, 1, 1), date(2026, 7, 4), False),
        (None, date(2026, 7, 3), False),
        (date(2026, 1, 1), None, False),
    ],
)
def test_a_need_that_is_open_shortly_is_pressing(start: date | None, end: date | None, is_pressing: bool) -> None:
    said = read_urgency(["涂层"], Period(start, end))

    assert said == (Urgency(is_pressing=True, words="") if is_pressing else None)
