"""An event whose agenda was released, over a need and an achievement that one of its meetings is about."""

from datetime import UTC, datetime

from data.records.accounts import Actor, Role
from data.storage.workspace import Workspace
from tests.factories.agendas import first_plan, make_evening
from tests.factories.docking_events import keep_event, make_release
from tests.factories.storing import AT, WANG, make_achievement, make_need

DURING = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
"""09:30 in China."""
JIA = Actor(account_id=9, name="甲", role=Role.ENTERPRISE, organisation="单位C1")
TEAM = Actor(account_id=10, name="乙", role=Role.UNIVERSITY, organisation="单位T1")


def keep_released_event(workspace: Workspace) -> int:
    """Keep the evening, released once: C1-T1 (about N1 and A1), C2-T1 and C2-T2 are planned, C3-T2 is not."""
    problem = make_evening()
    number = keep_event(workspace, problem)
    with workspace.writing(WANG, at=AT) as stores:
        stores.needs.add_many([make_need(enterprise="单位C1")])
        stores.achievements.add_many([make_achievement(university="单位T1")])
        stores.agendas.add_release(make_release(number, problem, first_plan().agenda))
    return number
