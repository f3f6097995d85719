"""Progress without a terminal: few lines, the last one always."""

import pytest

from service.cli.progress import PlainLines, progress_of


def test_plain_lines_come_every_ten_seconds_and_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter([0.0, 1.0, 10.0, 11.0, 12.0])
    report = PlainLines("编码", clock=lambda: next(seconds))

    for done in (1, 1_500, 1_600, 3_000):
        report(done, 3_000)

    assert capsys.readouterr().err == "编码 1,500/3,000（50%）\n编码 3,000/3,000（100%）\n"


def test_quick_work_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_of("编码") as report:
        report(0, 0)
        report(2, 2)

    assert capsys.readouterr().err == "编码……\n"
