"""Tasks of a notice with who answers for each; regions say how far they are."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.errors import StaleRecordError, UnknownIdError
from data.records.reports import TaskProgress, TaskState
from data.records.rules import MinCountTerms, Outcome, QuotaTerms
from data.storage.workspace import Workspace
from service.docking.reports.event_board import event_quotas
from service.docking.reports.matrices import matrices_of, matrix_of, state_task
from tests.factories.census import HUAIAN, LIANSHUI
from tests.factories.notices import load
from tests.factories.reporting import AT, CITY, COUNTY, keep_rule


def test_a_county_states_its_task_and_the_city_sees_it(workspace: Workspace, tmp_path: Path) -> None:
    number = load(workspace, tmp_path).number
    (task,) = matrix_of(workspace, CITY, number).tasks
    assert (task.leads, task.supports, task.own) == (("各县科技局",), ("工信局",), None)

    state = TaskState(
        notice=number, task=task.key, region_code=LIANSHUI, progress=TaskProgress.UNDER_WAY, proof="已发通知"
    )
    kept = state_task(workspace, COUNTY, state, expected_version=0, at=AT)

    (seen,) = matrix_of(workspace, CITY, number).tasks
    assert (seen.own, seen.others) == (None, (kept,))
    (matrix,) = matrices_of(workspace, COUNTY)
    assert (matrix.region_code, matrix.counted(TaskProgress.UNDER_WAY), matrix.without_lead) == (LIANSHUI, 1, ())
    done = replace(state, progress=TaskProgress.DONE)
    assert state_task(workspace, COUNTY, done, expected_version=1, at=AT).version == 2
    with pytest.raises(StaleRecordError):
        state_task(workspace, COUNTY, done, expected_version=1, at=AT)
    with pytest.raises(UnknownIdError):
        state_task(workspace, COUNTY, replace(state, task="nothing"), expected_version=0, at=AT)
    with pytest.raises(UnknownIdError):
        state_task(workspace, COUNTY, replace(state, region_code=HUAIAN), expected_version=0, at=AT)


def test_every_place_that_a_rule_asks_for_is_checked(workspace: Workspace) -> None:
    keep_rule(workspace, QuotaTerms(unit="每个城市", item="大型产学研合作对接会", minimum=1, maximum=1, per_year=True))
    keep_rule(workspace, MinCountTerms(item="联盟活动", minimum=4))
    (quota,) = event_quotas(workspace, CITY, as_of=date(2026, 12, 31))
    assert [(each.subject, each.outcome) for each in quota.checks] == [("淮安市", Outcome.FAILED)]
