"""The permission table is whole, and a reach becomes a scope."""

import pytest

from data.errors import NotPermittedError
from data.records.accounts import Actor, Role
from data.records.scopes import EVERYTHING, Scope
from service.docking.permissions import PERMISSIONS, Action, reach_of, scope_of
from tests.service.people import ACTORS


def test_every_action_says_something_of_every_role() -> None:
    assert {action: set(row) for action, row in PERMISSIONS.items()} == {action: set(Role) for action in Action}


def test_a_reach_becomes_a_scope() -> None:
    assert scope_of(ACTORS[Role.CITY_BUREAU], Action.NEEDS_VIEW) == Scope(region_code="320800")
    assert scope_of(ACTORS[Role.ENTERPRISE], Action.NEEDS_VIEW) == Scope(organisation="甲机械有限公司")
    assert scope_of(ACTORS[Role.UNIVERSITY], Action.NEEDS_VIEW) == EVERYTHING


def test_what_a_role_may_not_do_is_refused() -> None:
    with pytest.raises(NotPermittedError):
        reach_of(ACTORS[Role.EVENT_PLANNER], Action.NEEDS_EDIT)


@pytest.mark.parametrize("role", [Role.CITY_BUREAU, Role.ENTERPRISE])
def test_an_account_without_its_place_sees_nothing_rather_than_all(role: Role) -> None:
    with pytest.raises(NotPermittedError):
        scope_of(Actor(account_id=1, name="无", role=role), Action.NEEDS_VIEW)


def test_no_role_but_the_administrator_manages_people() -> None:
    allowed = {role for role, reach in PERMISSIONS[Action.USERS_MANAGE].items() if reach != "none"}

    assert allowed == {Role.ADMINISTRATOR}
