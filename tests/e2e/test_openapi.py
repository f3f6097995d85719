"""The whole API as its own description promises it, asked by every role with made-up requests (schemathesis).

Nothing leaves the process: requests go to the application itself.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from data.records.accounts import Role
from data.storage.workspace import Workspace
from service.api.contract import PREFIX
from service.identity import SESSION_COOKIE
from tests.service.conftest import ADDRESS
from tests.service.people import ACHIEVEMENTS, Served, peopled_service

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = {Role.ADMINISTRATOR: 3}
FEWER = 1
"""Requests an address and a way of making them up; the administrator gets to the code behind most of them."""
KNOWN = {"needs": "N1", "achievements": "A1"}
assert "A1," in ACHIEVEMENTS, "a record that is there must be asked for"


@pytest.fixture(params=Role, ids=lambda role: role.value)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Role]]:
    role: Role = request.param
    with peopled_service(tmp_path_factory.mktemp("openapi")) as service:
        yield service, role


def pointed_at_what_is_there(case: Case[Any]) -> None:
    """Let a request ask for a record or a row that exists, in the version it has at first."""
    kind = case.path.removeprefix(f"{PREFIX}/").partition("/")[0]
    if "number" in (case.path_parameters or {}):
        case.path_parameters["number"] = KNOWN.get(kind, 1)
    if case.headers is not None and "If-Match" in case.headers:
        case.headers["If-Match"] = '"1"'


def faults_of(service: Served, role: Role, operation: Any, mode: GenerationMode) -> Iterator[str]:
    """Yield what an address does otherwise than it says, the first thing alone."""
    # Somebody may have been disabled by the address before, or got another password.
    cookie = f"{SESSION_COOKIE}={fresh_session(service, role)}"

    @given(case=operation.as_strategy(generation_mode=mode), is_known=st.booleans())
    @settings(
        max_examples=EXAMPLES.get(role, FEWER),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case[Any], is_known: bool) -> None:
        if is_known:
            pointed_at_what_is_there(case)
        answer = case.call(base_url=ADDRESS, headers={"cookie": cookie})
        case.validate_response(answer, checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:
        return  # an address without parameters can be asked in no wrong way
    except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - all that is wrong is told together
        yield f"{operation.label} ({mode.value}): {error!r} {error}"


def test_every_address_answers_as_its_description_says(asked: tuple[Served, Role]) -> None:
    service, role = asked
    schema: Any = openapi.from_asgi(f"{PREFIX}/openapi.json", service.client.app, headers={"host": "127.0.0.1"})

    wrong = [
        fault
        for found in schema.get_all_operations()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for fault in faults_of(service, role, found.ok(), mode)
    ]

    assert not wrong, "\n\n".join(wrong)


def fresh_session(service: Served, role: Role) -> str:
    """Begin a session of an account that is as it was at first."""
    with Workspace.open(service.settings.home) as workspace, workspace.writing() as stores:
        number = list(Role).index(role) + 1
        stores.accounts.set_disabled(number, None)
        stores.accounts.set_password(number, password_hash="", must_change=False)
    return service.cookie(role)
