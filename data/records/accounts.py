"""Who works with a workspace, and in whose name."""

from dataclasses import dataclass
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
