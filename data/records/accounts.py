"""Who works with a workspace, and in whose name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for (design: states and people); what each may do is one table of the service."""

    PROVINCE_BUREAU = "province_bureau"
    CITY_BUREAU = "city_bureau"
    COUNTY_BUREAU = "county_bureau"
    UNIVERSITY = "university"
    ENTERPRISE = "enterprise"
    EVENT_PLANNER = "event_planner"
    ADMINISTRATOR = "administrator"


ORGANISATIONS = frozenset({Role.UNIVERSITY, Role.ENTERPRISE})
"""Roles that act for one organisation and see what is its own."""

BUREAUS = frozenset({Role.PROVINCE_BUREAU, Role.CITY_BUREAU, Role.COUNTY_BUREAU})
"""Roles that see one region and everything in it."""


class Channel(StrEnum):
    """By which way somebody acts."""

    WEB = "web"
    TOKEN = "token"  # noqa: S105 - a way in, not a password
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something, as the audit trail names them.

    Attributes:
        account_id: number of the account; None for whoever runs a command on the computer itself.
        name: how the person is shown to colleagues.
        role: decides, with region and organisation, what may be seen and done.
        region_code: of a bureau: its region (GB/T 2260, six digits); "" for the other roles.
        organisation: of a university or an enterprise: its name as the records write it; "" for the other roles.
        channel: web page, machine token or command.
    """

    account_id: int | None
    name: str
    role: Role
    region_code: str = ""
    organisation: str = ""
    channel: Channel = Channel.WEB


OPERATOR = Actor(account_id=None, name="命令行", role=Role.ADMINISTRATOR, channel=Channel.COMMAND)
"""Whoever runs `duijie` on the computer that holds the workspace: the files are theirs anyway."""

NOBODY = Actor(account_id=None, name="未登录", role=Role.EVENT_PLANNER)
"""Whoever tries to sign in and is not known yet; the role that may change nothing stands in, for each has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account that is to be made.

    Attributes:
        login: what the person types; lower case, without blanks.
        name: how colleagues are shown the person.
        region_code: of a bureau, else "".
        organisation: of a university or an enterprise, as the records write it, else "".
    """

    login: str
    name: str
    role: Role
    region_code: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(NewAccount):
    """An account of the workspace; the password, even hashed, is no part of it.

    Attributes:
        id: its number, never given twice.
        created_at: aware, UTC.
        must_change: the password was chosen by somebody else, and the person's first act is to choose another.
        disabled_at: since when it may not be used; None while it may. Accounts are never deleted: the trail names them.
    """

    id: int
    created_at: datetime
    must_change: bool = False
    disabled_at: datetime | None = None

    def acting(self, channel: Channel) -> Actor:
        """Return the account as the one who does something."""
        return Actor(
            account_id=self.id,
            name=self.name,
            role=self.role,
            region_code=self.region_code,
            organisation=self.organisation,
            channel=channel,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is signed in.

    Attributes:
        digest: SHA-256 of the token in the browser's cookie; the token itself is stored nowhere.
        seen_at: when it was last used, to the minutes in which it is written down.
    """

    digest: str
    account_id: int
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineToken:
    """What a program signs in with, on behalf of an account and for less than the account may do.

    Attributes:
        id: its number.
        account_id: on whose behalf.
        label: what it is for.
        actions: what it may be used for, by the names of the permission table.
        used_at: when it was last used, to the minutes in which it is written down; None where never.
        revoked_at: since when it counts no more; None while it does.
    """

    id: int
    account_id: int
    label: str
    actions: frozenset[str]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
