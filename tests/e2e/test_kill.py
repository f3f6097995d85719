"""A power cut in the middle of a job; `python -m tests.benchmarks.kill` does the same twenty times a kind."""

from pathlib import Path

import pytest

from data.records.jobs import JobKind
from tests.benchmarks.kill import KINDS, torment

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_job_leaves_nothing_half_written_and_is_done_after_all(kind: JobKind, tmp_path: Path) -> None:
    tally = torment(kind, 2, tmp_path)

    assert (tally.n_rounds, tally.faults) == (2, [])
