"""A service with one account of every role over needs and achievements of two regions and several owners."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from data.records.accounts import Account, Channel, NewAccount, Role, Session
from data.storage.workspace import Workspace
from service.docking.sessions import digest_of
from service.identity import SESSION_COOKIE
from service.settings import Settings
from service.web.forms import form_token_of
from tests.service.conftest import ADDRESS, import_into, index_workspace, served, settings_of

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
NEEDS = (
    "id,title,content,enterprise,region,contact\n"
    "N1,压铸件气孔缺陷控制,铝合金压铸件内部气孔多，希望改进真空压铸工艺。,甲机械有限公司,江苏省淮安市涟水县,王工13900001234\n"
    "N2,压铸件气孔检测,压铸件内部气孔多，希望在线检测。,乙压铸有限公司,浙江省杭州市,李工13900005678\n"
)
ACHIEVEMENTS = (
    "id,title,content,university,region,contact\n"
    "A1,铝合金真空压铸气孔控制工艺,采用高真空压铸，铝合金压铸件孔隙率低。,东海理工大学,江苏省,赵老师13900004321\n"
    "A2,压铸件气孔缺陷检测,检测压铸件内部气孔缺陷。,云岭工程学院,云南省,\n"
)
PLACES = {
    Role.PROVINCE_BUREAU: "320000",
    Role.CITY_BUREAU: "320800",
    Role.COUNTY_BUREAU: "320826",
    Role.UNIVERSITY: "东海理工大学",
    Role.ENTERPRISE: "甲机械有限公司",
}


def account_of(role: Role, *, number: int = 1, place: str | None = None) -> Account:
    """Return an account of a role that owns, or is in charge of, N1 and A1."""
    where = PLACES.get(role, "") if place is None else place
    is_bureau = where[:1].isdigit()
    return Account(
        id=number,
        login=role.value,
        name=role.value,
        role=role,
        region_code=where if is_bureau else "",
        organisation="" if is_bureau else where,
        created_at=AT,
    )


ACTORS = {role: account_of(role, number=number).acting(Channel.WEB) for number, role in enumerate(Role, start=1)}


def keep_accounts(workspace: Workspace) -> None:
    """Keep an account of every role, numbered in the order of the roles; nobody can sign in with a password."""
    with workspace.writing() as stores:
        for role in Role:
            account = account_of(role)
            new = NewAccount(
                login=account.login,
                name=account.name,
                role=role,
                region_code=account.region_code,
                organisation=account.organisation,
            )
            stores.accounts.add(new, password_hash="", at=AT)


@dataclass(frozen=True, slots=True)
class Served:
    """The service, its settings, and a way to ask as any role."""

    client: TestClient
    settings: Settings

    def cookie(self, role: Role) -> str:
        """Begin a session; return its token."""
        token = f"session of {role.value}".replace(" ", "-")
        with Workspace.open(self.settings.home) as workspace, workspace.writing() as stores:
            stores.sessions.end(digest_of(token))
            number = list(Role).index(role) + 1
            stores.sessions.add(Session(digest=digest_of(token), account_id=number, created_at=AT, seen_at=AT))
        return token

    def ask(self, role: Role, method: str, path: str, **request: object) -> tuple[int, str]:
        """Return status and text of an answer; forms carry their token."""
        token = self.cookie(role)
        if method == "POST" and not path.startswith("/api/") and "json" not in request:
            request["data"] = {"form_token": form_token_of(token)} | dict(request.get("data") or {})  # type: ignore[call-overload] # a form
        answer = self.client.request(method, path, headers={"cookie": f"{SESSION_COOKIE}={token}"}, **request)  # type: ignore[arg-type] # as above
        return answer.status_code, answer.text


@contextmanager
def peopled_service(folder: Path, *, is_indexed: bool = True) -> Iterator[Served]:
    """Serve two needs, two achievements and seven accounts; without an index nothing can be matched, in less time.

    Yields:
        A place to ask from.
    """
    settings = settings_of(folder)
    for kind, rows in (("needs", NEEDS), ("achievements", ACHIEVEMENTS)):
        path = folder / f"{kind}.csv"
        path.write_text(rows, encoding="utf-8")
        import_into(settings, kind, path)
    if is_indexed:
        index_workspace(settings)
    with Workspace.open(settings.home) as workspace:
        keep_accounts(workspace)
    app = served(settings)
    app.state.clock = lambda: AT + timedelta(minutes=1)
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        yield Served(client, settings)
