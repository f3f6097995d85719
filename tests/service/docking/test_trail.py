"""Everything people do leaves exactly one line in the audit trail: who, what, and no secret."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import DuijieError, NotSignedInError, UsageError
from data.records.accounts import NOBODY, OPERATOR, Account, Actor, Channel, Role
from data.records.audit import AuditAction, AuditEntry
from data.records.consents import Consent, Side
from data.records.feedback import Reason, Verdict
from data.records.ids import AchievementId, NeedId
from data.records.jobs import IdempotencyKey, JobState
from data.storage.workspace import Workspace
from ingest.contacts import mask_field
from service.docking.accounts import add_account, disable, enable, make_account, reset_password
from service.docking.backup import restore_backup, write_backup
from service.docking.consents import ask, dispute, move, reveal_contact
from service.docking.facets import facets_of
from service.docking.feedback import give, make_feedback, withdraw
from service.docking.job_running import MOST_ATTEMPTS, recover
from service.docking.jobs import CANCELLED, JobDesk, backup_job
from service.docking.permissions import Action
from service.docking.sessions import change_password, sign_in
from service.docking.tokens import make_token, revoke_token
from service.jobs.running import run_job
from tests.factories.storing import make_achievement, make_need
from tests.service.conftest import settings_of
from tests.service.people import ACTORS, AT

PASSWORD = "秋水长天一色秋水"  # noqa: S105 - of this test
OTHER = "落霞孤鹜齐飞落霞"
BUREAU, UNIVERSITY = ACTORS[Role.CITY_BUREAU], ACTORS[Role.UNIVERSITY]
ENTERPRISE, ADMINISTRATOR = ACTORS[Role.ENTERPRISE], ACTORS[Role.ADMINISTRATOR]
CONTACT = "13900001234"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    """A workspace with one account, one need and one achievement."""
    workspace = Workspace.open(folder, mask=mask_field)
    need = make_need(enterprise=ENTERPRISE.organisation, region="江苏省淮安市", contact=CONTACT)
    offer = make_achievement(university=UNIVERSITY.organisation, region="江苏省")
    with workspace.writing() as stores:
        stores.needs.add_many([need], facets={need.id: facets_of(need)})
        stores.achievements.add_many([offer])
    return workspace


@pytest.fixture
def account(workspace: Workspace) -> Account:
    new = make_account("admin", name="张科", role=Role.ADMINISTRATOR)
    return add_account(workspace, new, password=PASSWORD, at=AT, by=OPERATOR)


def lines_of(workspace: Workspace, done: Callable[[], object]) -> list[AuditEntry]:
    """Return the lines something leaves, oldest first; whatever it refuses."""
    with workspace.reading() as stores:
        before = len(stores.audit.page(limit=1000))
    try:
        done()
    except DuijieError as error:
        assert isinstance(error, (NotSignedInError, UsageError))  # noqa: PT017 - what is refused leaves a line, too
    with workspace.reading() as stores:
        lines = stores.audit.page(limit=1000)
    new = [each.entry for each in reversed(lines[: len(lines) - before])]
    assert not {PASSWORD, OTHER, CONTACT} & {text for each in new for one in each.changes for text in _texts(one)}
    return new


def _texts(change: object) -> tuple[str, str]:
    return getattr(change, "before", ""), getattr(change, "after", "")


def told(entry: AuditEntry) -> tuple[Actor, AuditAction, str, str, dict[str, tuple[str, str]]]:
    changes = {each.field: (each.before, each.after) for each in entry.changes}
    return entry.actor, entry.action, entry.kind, entry.record_id, changes


def test_an_account_that_is_made(workspace: Workspace) -> None:
    new = make_account("donghai", name=CONTACT, role=Role.UNIVERSITY, organisation="东海理工大学")
    first = make_account("admin", name="", role=Role.ADMINISTRATOR)
    add_account(workspace, first, password=PASSWORD, at=AT, by=OPERATOR)
    [line] = lines_of(workspace, lambda: add_account(workspace, new, password=PASSWORD, at=AT, by=ADMINISTRATOR))

    assert told(line) == (
        ADMINISTRATOR,
        AuditAction.ADDED,
        "accounts",
        "2",
        {
            "login": ("", "donghai"),
            "name": ("", "139********"),
            "role": ("", "university"),
            "organisation": ("", "东海理工大学"),
        },
    )


def test_an_account_that_is_given_another_password_disabled_and_enabled(workspace: Workspace, account: Account) -> None:
    new = make_account("second", name="", role=Role.ADMINISTRATOR)
    number = add_account(workspace, new, password=PASSWORD, at=AT, by=OPERATOR).id

    def twice(change: Callable[..., object]) -> list[AuditEntry]:
        return lines_of(
            workspace, lambda: [change(workspace, number, at=AT, by=account.acting(Channel.WEB)) for _ in range(2)]
        )

    [reset] = lines_of(workspace, lambda: reset_password(workspace, number, password=OTHER, at=AT, by=ADMINISTRATOR))
    [disabled], [enabled] = twice(disable), twice(enable)

    moment = AT.isoformat()
    assert [told(each)[1:] for each in (reset, disabled, enabled)] == [
        (AuditAction.CHANGED, "accounts", "2", {"password": ("", "***")}),
        (AuditAction.CHANGED, "accounts", "2", {"disabled_at": ("", moment)}),
        (AuditAction.CHANGED, "accounts", "2", {"disabled_at": (moment, "")}),
    ]


@pytest.mark.parametrize(
    ("login", "password", "line"),
    [
        ("admin", PASSWORD, ("张科", AuditAction.SIGNED_IN, "accounts", "1", {})),
        ("admin", OTHER, (NOBODY.name, AuditAction.REFUSED, "accounts", "1", {})),
        # Somebody's password, typed into the wrong field.
        (PASSWORD, "admin", (NOBODY.name, AuditAction.REFUSED, "accounts", "", {})),
    ],
)
def test_signing_in_and_failing_to(
    workspace: Workspace, account: Account, login: str, password: str, line: tuple[object, ...]
) -> None:
    found = lines_of(workspace, lambda: sign_in(workspace, login, password, address="", at=AT))

    assert [(each.actor.name, *told(each)[1:]) for each in found] == [line]
    assert account.id == 1


@pytest.mark.parametrize(
    ("current", "line"),
    [
        (PASSWORD, (AuditAction.CHANGED, "accounts", "1", {"password": ("", "***")})),
        (OTHER, (AuditAction.REFUSED, "accounts", "1", {})),
    ],
)
def test_changing_ones_password(workspace: Workspace, account: Account, current: str, line: tuple[object, ...]) -> None:
    change = {"current": current, "new": "渔舟唱晚响穷渔舟", "address": "", "at": AT}
    found = lines_of(workspace, lambda: change_password(workspace, account, **change))  # type: ignore[arg-type] # by name

    assert [told(each) for each in found] == [(account.acting(Channel.WEB), *line)]


def test_a_token_made_and_revoked(workspace: Workspace, account: Account) -> None:
    actions = [Action.SEARCH, Action.NEEDS_VIEW]
    [made] = lines_of(workspace, lambda: make_token(workspace, account, label="台账", actions=actions, days=1, at=AT))
    revoked = lines_of(workspace, lambda: [revoke_token(workspace, account, 1, at=AT) for _ in range(2)])

    changes = {
        "label": ("", "台账"),
        "actions": ("", "needs.view search"),
        "expires_at": ("", (AT + timedelta(days=1)).isoformat()),
    }
    assert told(made) == (account.acting(Channel.WEB), AuditAction.ADDED, "tokens", "1", changes)
    assert [told(each)[1:] for each in revoked] == [
        (AuditAction.CHANGED, "tokens", "1", {"revoked_at": ("", AT.isoformat())})
    ]


def test_an_introduction_from_request_to_dispute(workspace: Workspace) -> None:
    steps = (
        lambda: ask(workspace, UNIVERSITY, ("N1", "A1"), purpose=f"请打{CONTACT}", at=AT),
        lambda: move(workspace, BUREAU, (1, Side.NEED), Consent.FORWARDED, at=AT),
        lambda: move(workspace, ENTERPRISE, (1, Side.NEED), Consent.CONSENTED, note=CONTACT, at=AT),
        lambda: reveal_contact(workspace, UNIVERSITY, (1, Side.NEED), at=AT),
        lambda: dispute(workspace, ENTERPRISE, 1, f"不认识{CONTACT}", at=AT),
    )
    found = [lines_of(workspace, step) for step in steps]

    pair = {"need_id": ("", "N1"), "achievement_id": ("", "A1"), "achievement": ("asked", "consented")}
    assert [told(line) for lines in found for line in lines] == [
        (UNIVERSITY, AuditAction.ADDED, "introductions", "1", pair),
        (BUREAU, AuditAction.CHANGED, "introductions", "1", {"need": ("asked", "forwarded")}),
        (ENTERPRISE, AuditAction.CHANGED, "introductions", "1", {"need": ("forwarded", "consented")}),
        (UNIVERSITY, AuditAction.REVEALED, "introductions", "1", {"need_id": ("", "N1")}),
        (ENTERPRISE, AuditAction.ADDED, "disputes", "1", {"reveal": ("", "1")}),
    ]


def test_a_job_asked_for_done_and_cancelled(workspace: Workspace, tmp_path: Path) -> None:
    desk, key = JobDesk(workspace, lambda _: None), IdempotencyKey("account:7", "a", "0" * 64)
    new = backup_job(by=ADMINISTRATOR, at=AT)
    steps = (
        lambda: [desk.submit(new, key=key) for _ in range(2)],
        lambda: (desk.submit(new), desk.cancel(2, at=AT, by=OPERATOR)),
    )
    asked, cancelled = (lines_of(workspace, step) for step in steps)
    done = lines_of(workspace, lambda: run_job(workspace, 1, settings_of(tmp_path), is_stopping=lambda: False))

    submitted = (ADMINISTRATOR, AuditAction.ADDED, "jobs")
    assert [told(each) for each in asked] == [(*submitted, "1", {"kind": ("", "backup")})]
    assert [told(each) for each in cancelled] == [
        (*submitted, "2", {"kind": ("", "backup")}),
        (OPERATOR, AuditAction.CHANGED, "jobs", "2", {"state": ("waiting", "cancelled")}),
    ]
    # The backup itself, and the end of its job.
    assert [(each.actor, each.kind) for each in done] == [(ADMINISTRATOR, "backups"), (ADMINISTRATOR, "jobs")]
    assert told(done[1])[4] == {"state": ("running", "done")}


def test_a_running_job_that_is_asked_to_stop_and_one_that_is_given_up(workspace: Workspace) -> None:
    desk = JobDesk(workspace, lambda _: None)
    for _ in range(2):
        desk.submit(backup_job(by=ADMINISTRATOR, at=AT))
    for number, attempts in ((1, 1), (2, MOST_ATTEMPTS)):
        for _ in range(attempts):
            with workspace.writing() as stores:
                stores.jobs.again(number, message="")
                stores.jobs.start(number, at=AT)
    asked = lines_of(workspace, lambda: [desk.cancel(1, at=AT, by=ADMINISTRATOR) for _ in range(2)])
    ended = lines_of(workspace, lambda: recover(workspace, at=AT))

    assert [told(each)[4] for each in asked] == [{"is_cancel_asked": ("", "true")}]
    assert [told(each) for each in ended] == [
        (ADMINISTRATOR, AuditAction.CHANGED, "jobs", "1", {"state": ("running", "cancelled")}),
        (ADMINISTRATOR, AuditAction.CHANGED, "jobs", "2", {"state": ("running", "interrupted")}),
    ]
    assert (desk.get(1).message, desk.get(2).state) == (CANCELLED, JobState.INTERRUPTED)


def test_a_backup_and_its_return(workspace: Workspace, tmp_path: Path) -> None:
    archive = tmp_path / "备份.zip"
    [written] = lines_of(workspace, lambda: write_backup(workspace, archive, at=AT))
    figures = restore_backup(archive, tmp_path / "new", at=AT + timedelta(days=1))
    with Workspace.open(tmp_path / "new") as restored, restored.reading() as stores:
        newest = stores.audit.page(limit=1)[0].entry

    assert told(written) == (
        OPERATOR,
        AuditAction.ADDED,
        "backups",
        "备份.zip",
        {"n_bytes": ("", str(figures.n_bytes))},
    )
    assert told(newest) == (OPERATOR, AuditAction.RESTORED, "backups", "备份.zip", {"made_at": ("", AT.isoformat())})
    assert newest.at == AT + timedelta(days=1)


def test_a_verdict_given_twice_and_withdrawn(workspace: Workspace) -> None:
    given = make_feedback(
        NeedId("N1"),
        AchievementId("A1"),
        verdict=Verdict.REJECT,
        reason=Reason.OTHER,
        comment=CONTACT,
        judge="李科",
        at=AT,
    )
    steps = (
        lambda: [give(workspace, [given], actor=BUREAU) for _ in range(2)],
        lambda: withdraw(workspace, 1, at=AT, by="李科", actor=ADMINISTRATOR),
    )
    [kept], [withdrawn] = (lines_of(workspace, step) for step in steps)

    said = {
        "need_id": ("", "N1"),
        "achievement_id": ("", "A1"),
        "verdict": ("", given.verdict.value),
        "reason": ("", "other_reason"),
    }
    assert told(kept) == (BUREAU, AuditAction.ADDED, "feedback", "1", said)
    assert told(withdrawn) == (
        ADMINISTRATOR,
        AuditAction.CHANGED,
        "feedback",
        "1",
        {"withdrawn_at": ("", AT.isoformat())},
    )
