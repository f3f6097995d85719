"""The table of roles in docs/people.md, written from the permission table: a test compares it."""

import sys

from data.records.accounts import BUREAUS, Role
from service.docking.permissions import NOT_FOR_MACHINES, PERMISSIONS, Action, Reach
from service.web.phrases import ACTION_LABELS

REACHES = {Reach.NONE: "—", Reach.OWN: "本单位", Reach.REGION: "本地区", Reach.ALL: "全部"}
COLUMNS = {
    "科技局（省、市、县）": Role.CITY_BUREAU,
    "高校院所": Role.UNIVERSITY,
    "企业": Role.ENTERPRISE,
    "会务": Role.EVENT_PLANNER,
    "管理员": Role.ADMINISTRATOR,
}
PERSONAL = {Action.JOBS_VIEW, Action.JOBS_RUN, Action.TOKENS_MANAGE, Action.OWN_ACCOUNT}
"""Where OWN is what belongs to the person."""


def render() -> str:
    """Return the table."""
    heads = ["要办的事", "名称", *COLUMNS, "令牌"]
    lines = [heads, ["---"] * len(heads), *(_row(action) for action in Action)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(action: Action) -> list[str]:
    own = "本人" if action in PERSONAL else REACHES[Reach.OWN]
    row = PERMISSIONS[action]
    assert len({row[role] for role in BUREAUS}) == 1, "the three bureaus no longer share a column"
    reaches = [own if row[role] is Reach.OWN else REACHES[row[role]] for role in COLUMNS.values()]
    return [ACTION_LABELS[action], f"`{action.value}`", *reaches, "—" if action in NOT_FOR_MACHINES else "可以"]


if __name__ == "__main__":
    sys.stdout.write(render())
