"""What each role may do, and with which records: one table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.errors import NotPermittedError
from data.records.accounts import BUREAUS, ORGANISATIONS, Actor, Role
from data.records.scopes import EVERYTHING, Scope


class Action(StrEnum):
    """What can be done; every address of the service states one."""

    NEEDS_VIEW = "needs.view"
    NEEDS_EDIT = "needs.edit"
    ACHIEVEMENTS_VIEW = "achievements.view"
    ACHIEVEMENTS_EDIT = "achievements.edit"
    PARTIES_VIEW = "parties.view"
    PARTIES_EDIT = "parties.edit"
    RECORDS_IMPORT = "records.import"
    TEXT_MATCH = "text.match"
    SEARCH = "search"
    PAIRS_VIEW = "pairs.view"
    PAIRS_JUDGE = "pairs.judge"
    PAIRS_LABEL = "pairs.label"
    EXPORT = "export"
    INTRODUCTIONS_VIEW = "introductions.view"
    INTRODUCTIONS_ASK = "introductions.ask"
    INTRODUCTIONS_FORWARD = "introductions.forward"
    CONSENTS_STATE = "consents.state"
    CONTACTS_REVEAL = "contacts.reveal"
    REVEALS_VIEW = "reveals.view"
    DEALS_VIEW = "deals.view"
    DEALS_EDIT = "deals.edit"
    EVENTS_VIEW = "events.view"
    EVENTS_PLAN = "events.plan"
    CHALLENGES_VIEW = "challenges.view"
    CHALLENGES_RUN = "challenges.run"
    BIDS_SUBMIT = "bids.submit"
    ALLIANCES_VIEW = "alliances.view"
    ALLIANCES_EDIT = "alliances.edit"
    ALLIANCES_REGISTER = "alliances.register"
    REGISTERS_VIEW = "registers.view"
    REGISTERS_EDIT = "registers.edit"
    NOTICES_VIEW = "notices.view"
    NOTICES_EDIT = "notices.edit"
    CENSUS_VIEW = "census.view"
    CENSUS_RUN = "census.run"
    DISPATCHES_ANSWER = "dispatches.answer"
    EVENTS_ANSWER = "events.answer"
    REPORTS_VIEW = "reports.view"
    REPORTS_SEND = "reports.send"
    JOBS_VIEW = "jobs.view"
    JOBS_RUN = "jobs.run"
    WORKSPACE_RUN = "workspace.run"
    AUDIT_VIEW = "audit.view"
    USERS_MANAGE = "users.manage"
    TOKENS_MANAGE = "tokens.manage"
    SETTINGS_MANAGE = "settings.manage"
    METRICS_VIEW = "metrics.view"
    OWN_ACCOUNT = "own.account"


class Reach(StrEnum):
    """How far a permission reaches.

    OWN is what belongs to the actor's organisation; of accounts, tokens and jobs, to the actor alone.
    """

    NONE = "none"
    OWN = "own"
    REGION = "region"
    ALL = "all"


_COLUMNS: Final = (BUREAUS, {Role.UNIVERSITY}, {Role.ENTERPRISE}, {Role.EVENT_PLANNER}, {Role.ADMINISTRATOR})
_N, _O, _R, _A = Reach.NONE, Reach.OWN, Reach.REGION, Reach.ALL

_TABLE: Final[Mapping[Action, tuple[Reach, Reach, Reach, Reach, Reach]]] = {
    # Three bureaus, university, enterprise, event planner, administrator.
    Action.NEEDS_VIEW: (_R, _A, _O, _A, _A),
    Action.NEEDS_EDIT: (_R, _N, _O, _N, _A),
    Action.ACHIEVEMENTS_VIEW: (_A, _O, _A, _A, _A),
    Action.ACHIEVEMENTS_EDIT: (_R, _O, _N, _N, _A),
    Action.PARTIES_VIEW: (_R, _O, _O, _A, _A),
    Action.PARTIES_EDIT: (_R, _O, _O, _N, _A),
    Action.RECORDS_IMPORT: (_R, _O, _O, _N, _A),
    Action.TEXT_MATCH: (_A, _A, _A, _A, _A),
    Action.SEARCH: (_A, _A, _A, _A, _A),
    Action.PAIRS_VIEW: (_R, _O, _O, _A, _A),
    Action.PAIRS_JUDGE: (_R, _O, _O, _N, _A),
    Action.PAIRS_LABEL: (_R, _N, _N, _N, _A),
    Action.EXPORT: (_R, _O, _O, _A, _A),
    Action.INTRODUCTIONS_VIEW: (_R, _O, _O, _A, _A),
    Action.INTRODUCTIONS_ASK: (_R, _O, _O, _N, _A),
    Action.INTRODUCTIONS_FORWARD: (_R, _O, _N, _N, _A),
    Action.CONSENTS_STATE: (_R, _O, _O, _N, _A),
    Action.CONTACTS_REVEAL: (_R, _O, _O, _N, _A),
    Action.REVEALS_VIEW: (_R, _O, _O, _N, _A),
    Action.DEALS_VIEW: (_R, _O, _O, _N, _A),
    Action.DEALS_EDIT: (_R, _O, _N, _N, _A),
    Action.EVENTS_VIEW: (_R, _O, _O, _A, _A),
    Action.EVENTS_PLAN: (_R, _N, _N, _A, _A),
    Action.CHALLENGES_VIEW: (_A, _A, _A, _N, _A),
    Action.CHALLENGES_RUN: (_R, _N, _O, _N, _A),
    Action.BIDS_SUBMIT: (_N, _O, _O, _N, _A),
    Action.ALLIANCES_VIEW: (_A, _A, _A, _N, _A),
    Action.ALLIANCES_EDIT: (_R, _O, _O, _N, _A),
    Action.ALLIANCES_REGISTER: (_R, _N, _N, _N, _A),
    Action.REGISTERS_VIEW: (_R, _O, _O, _N, _A),
    Action.REGISTERS_EDIT: (_R, _O, _O, _N, _A),
    Action.NOTICES_VIEW: (_A, _A, _A, _A, _A),
    Action.NOTICES_EDIT: (_A, _N, _N, _N, _A),
    Action.CENSUS_VIEW: (_R, _N, _O, _N, _A),
    Action.CENSUS_RUN: (_R, _N, _N, _N, _A),
    Action.DISPATCHES_ANSWER: (_N, _O, _N, _N, _N),
    # Wishes, consents and ratings of one's own; a bureau or planner writes down what a participant let them know.
    Action.EVENTS_ANSWER: (_R, _O, _O, _A, _A),
    Action.REPORTS_VIEW: (_R, _N, _N, _N, _A),
    Action.REPORTS_SEND: (_R, _N, _N, _N, _A),
    Action.JOBS_VIEW: (_O, _O, _O, _O, _A),
    Action.JOBS_RUN: (_O, _O, _O, _O, _A),
    # Such a job looks at every record, whatever the scope of whoever asks for it.
    Action.WORKSPACE_RUN: (_N, _N, _N, _N, _A),
    Action.AUDIT_VIEW: (_N, _N, _N, _N, _A),
    Action.USERS_MANAGE: (_N, _N, _N, _N, _A),
    Action.TOKENS_MANAGE: (_O, _O, _O, _O, _O),
    Action.SETTINGS_MANAGE: (_N, _N, _N, _N, _A),
    Action.METRICS_VIEW: (_N, _N, _N, _N, _A),
    Action.OWN_ACCOUNT: (_O, _O, _O, _O, _O),
}

PERMISSIONS: Final[Mapping[Action, Mapping[Role, Reach]]] = MappingProxyType({
    action: MappingProxyType({
        role: reach for roles, reach in zip(_COLUMNS, row, strict=True) for role in Role if role in roles
    })
    for action, row in _TABLE.items()
})
"""Action -> role -> how far it may go; every role stands under every action."""

ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.PROVINCE_BUREAU: "省科技厅（局）",
    Role.CITY_BUREAU: "市科技局",
    Role.COUNTY_BUREAU: "县（区）科技局",
    Role.UNIVERSITY: "高校院所",
    Role.ENTERPRISE: "企业",
    Role.EVENT_PLANNER: "会务",
    Role.ADMINISTRATOR: "管理员",
}

NOT_FOR_MACHINES: Final = frozenset({
    Action.INTRODUCTIONS_FORWARD,
    Action.CONSENTS_STATE,
    Action.CONTACTS_REVEAL,
    Action.EVENTS_ANSWER,
    Action.USERS_MANAGE,
    Action.TOKENS_MANAGE,
    Action.OWN_ACCOUNT,
})
"""What no machine token may be made for: consent and looks at contacts are a person's, and a token makes no other."""


def may(actor: Actor, action: Action) -> bool:
    """Tell whether a role may do something at all."""
    return PERMISSIONS[action][actor.role] is not Reach.NONE


def reach_of(actor: Actor, action: Action) -> Reach:
    """Return how far an actor may go; never NONE.

    Raises:
        NotPermittedError: the role may not do this at all.
    """
    reach = PERMISSIONS[action][actor.role]
    if reach is Reach.NONE:
        raise NotPermittedError(
            "您的角色不能办理这件事。", remedy=f"可以办理的角色：{roles_told(action)}。需要时请联系管理员。"
        )
    return reach


def roles_told(action: Action) -> str:
    """Return the roles that may do something, in Chinese."""
    return "、".join(ROLE_NAMES[role] for role, reach in PERMISSIONS[action].items() if reach is not Reach.NONE)


def scope_of(actor: Actor, action: Action) -> Scope:
    """Return the records an actor may do something with.

    Raises:
        NotPermittedError: none at all: the role may not do this, or the account lacks its region or organisation.
    """
    reach = reach_of(actor, action)
    if reach is Reach.ALL:
        return EVERYTHING
    if reach is Reach.REGION and actor.region_code:
        return Scope(region_code=actor.region_code)
    if reach is Reach.OWN and actor.role in ORGANISATIONS and actor.organisation:
        return Scope(organisation=actor.organisation)
    raise NotPermittedError("您的账户没有登记地区或单位，不能办理这件事。", remedy="请管理员补全账户资料。")
