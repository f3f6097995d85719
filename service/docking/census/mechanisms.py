"""What counties build to last, as a checklist: platform, centre, advisers, plan money, duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.census import Mechanism, MechanismState, Progress
from data.storage.twins import refusing_twins
from data.storage.workspace import Workspace
from service.docking.census.campaigns import require_region, sees_region
from service.docking.census.names import short_name
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of

MECHANISM_LABELS: Final[Mapping[Mechanism, str]] = {
    Mechanism.PLATFORM: "建立网络平台",
    Mechanism.PLATFORM_LINKED: "与高校院所成果库连通",
    Mechanism.CENTRE: "建立科技成果转化服务中心",
    Mechanism.CENTRE_STAFF: "中心有专职人员",
    Mechanism.CENTRE_ACTIVITIES: "中心开展活动",
    Mechanism.ADVISER: "聘请科技顾问",
    Mechanism.PLAN_MONEY: "科技计划安排专项经费",
    Mechanism.DUTY: "列入责任制考核",
}
PROGRESS_LABELS: Final[Mapping[Progress, str]] = {
    Progress.IN_PLACE: "已建立",
    Progress.UNDER_WAY: "正在建立",
    Progress.MISSING: "没有",
}
LASTING: Final = frozenset({Mechanism.PLATFORM, Mechanism.ADVISER, Mechanism.PLAN_MONEY, Mechanism.DUTY})
"""Of these a county is to have one at least."""
_MOST_CHARACTERS: Final = 500


@dataclass(frozen=True, slots=True)
class CountyChecklist:
    """One county; an item without a line is unknown, never taken for missing."""

    code: str
    name: str
    states: Mapping[Mechanism, MechanismState]

    @property
    def n_in_place(self) -> int:
        """How many items are there."""
        return sum(each.progress is Progress.IN_PLACE for each in self.states.values())

    @property
    def has_lasting(self) -> bool | None:
        """Whether one lasting mechanism at least is there; None where that cannot be told yet."""
        known = {item: self.states[item].progress for item in LASTING if item in self.states}
        if Progress.IN_PLACE in known.values():
            return True
        return False if len(known) == len(LASTING) else None


def checklists_of(workspace: Workspace, actor: Actor, counties: tuple[str, ...]) -> list[CountyChecklist]:
    """Return the checklists of some counties, as far as an actor may see them, by code."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        states = stores.census.mechanisms.all()
    seen = [code for code in sorted(counties) if sees_region(scope, code)]
    return [
        CountyChecklist(code, short_name(code), {each.item: each for each in states if each.region_code == code})
        for code in seen
    ]


def set_mechanism(
    workspace: Workspace, actor: Actor, state: MechanismState, *, expected_version: int, at: datetime
) -> MechanismState:
    """Write down how far a county is with one item.

    Args:
        workspace: where to.
        actor: a bureau, for its own region.
        state: as it shall be; its number does not matter.
        expected_version: the one that was looked at; 0 where there was none.
        at: aware.

    Returns:
        The state as it is now; `NumberedRepository.change` names the errors of versions.

    Raises:
        UsageError: the proof is too long.
    """
    if len(state.proof) > _MOST_CHARACTERS:
        raise UsageError(f"依据超过 {_MOST_CHARACTERS} 个字。", remedy="请写短一些。")
    require_region(actor, state.region_code)
    with workspace.writing(actor, at=at) as stores:
        known = stores.census.mechanisms.all()
        stored = next((e for e in known if (e.region_code, e.item) == (state.region_code, state.item)), None)
        if stored is None:
            with refusing_twins("这一项刚被他人填写。", remedy="请刷新后重新填写。"):
                return stores.census.mechanisms.add(state)
        values = {
            "progress": state.progress,
            "proof": taken_over("proof", stored.proof, state.proof),
            "checked_on": state.checked_on,
        }
        return stores.census.mechanisms.change(stored.number, values, expected_version=expected_version)
