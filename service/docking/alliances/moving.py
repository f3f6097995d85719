"""Bringing an alliance a stage further: handed in with a receipt, returned, registered under a number, closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from data.errors import NotPermittedError, RefusalError, UsageError
from data.records.accounts import Actor
from data.records.alliances import Alliance, AllianceStage, AllianceStep
from data.records.audit import FieldChange
from data.storage.workspace import Stores, Workspace
from service.docking.alliances.changing import ANYBODY, MOST_TEXT, MOST_TITLE, plain_text, told
from service.docking.alliances.checking import checks_of, rulebook_of
from service.docking.alliances.seeing import MOVES, Side, locked
from service.docking.alliances.taken import taken_names
from service.docking.alliances.wording import STAGE_LABELS
from service.docking.beijing import beijing_day
from service.docking.permissions import Action, scope_of
from service.docking.rules.finding import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Upward:
    """That a higher authority registered an alliance: which one, under which number, and when."""

    authority: str
    on: date


def move_alliance(
    workspace: Workspace,
    actor: Actor,
    place: tuple[int, int],
    after: AllianceStage,
    *,
    note: str = "",
    at: datetime,
) -> Alliance:
    """Bring an alliance a stage further; registering gives it its number.

    Args:
        workspace: holds it.
        actor: its lead, or the office of its region.
        place: number, and the version that was looked at.
        after: where to.
        note: needed to return or close it, and to register one that fails a check.
        at: aware; the receipt of what is handed in.

    Raises:
        NotPermittedError: this move is not theirs.
        RefusalError: there is no such move, or it lacks something.
        UsageError: the note is too long.
    """
    said = plain_text("说明", note, most=MOST_TEXT)
    with workspace.writing(actor, at=at) as stores:
        alliance, side = locked(stores, actor, place, by=ANYBODY)
        by = MOVES.get((alliance.stage, after))
        if by is None:
            raise RefusalError(
                f"联盟现在是“{STAGE_LABELS[alliance.stage]}”，不能改为“{STAGE_LABELS[after]}”。",
                remedy="请按页面上列出的下一步办理。",
            )
        if side not in by:
            raise NotPermittedError("这一步不由您办理。", remedy="请联系负责的科技主管部门。")
        if after is AllianceStage.REGISTERED:
            # Names are compared under the lock: of two that are the same the second sees the first.
            stores.alliances.hold_register()
        if refuse := _REFUSING.get(after):
            refuse(stores, alliance, said, at)
        stores.alliances.add_step(
            alliance.number, AllianceStep(before=alliance.stage, after=after, at=at, actor=actor, note=said)
        )
        if after is AllianceStage.REGISTERED:
            stores.alliances.give_number(alliance.number, alliance.region_code, on=beijing_day(at))
        stores.alliances.change(alliance.number, {"stage": after.value}, version=alliance.version)
        return told(stores, alliance, [FieldChange("stage", alliance.stage.value, after.value)])


def register_upward(
    workspace: Workspace, actor: Actor, place: tuple[int, int], upward: Upward, *, at: datetime
) -> Alliance:
    """Write down that a higher authority registered an alliance too, which opens its special topics (CH-15).

    Raises:
        RefusalError: the office has not registered it.
        UsageError: authority and number are missing, or the day is to come.
    """
    scope_of(actor, Action.ALLIANCES_REGISTER)
    authority = upward.authority.replace("\x00", "").strip()
    if not authority or len(authority) > MOST_TITLE or upward.on > beijing_day(at):
        raise UsageError("没有写明上级部门和备案号，或日期在今天之后。", remedy="例如：广州市科技局 2017 年第 3 号。")
    with workspace.writing(actor, at=at) as stores:
        alliance, _ = locked(stores, actor, place, by=frozenset({Side.OFFICE}))
        if alliance.registration is None or alliance.stage is not AllianceStage.REGISTERED:
            raise RefusalError("本级登记以后才能登记上级备案。", remedy="请先办理登记。")
        before = alliance.registration.upward
        values = {"upward": authority, "upward_on": upward.on}
        stores.alliances.change(alliance.number, values, version=alliance.version)
        return told(stores, alliance, [FieldChange("upward", before, authority)])


def _ready_to_hand_in(_: Stores, alliance: Alliance, __: str, ___: datetime) -> None:
    """Refuse to hand in what the office could not read.

    Raises:
        RefusalError: every thing that is lacking is named.
    """
    lacking = []
    if alliance.notice is None:
        lacking.append("没有选定依据的通知")
    if not alliance.field:
        lacking.append("没有选产业领域")
    if any(each.kind is None for each in alliance.admitted):
        lacking.append("有成员没有登记类别")
    if lacking:
        raise RefusalError(f"还不能报送：{'；'.join(lacking)}。", remedy="请补齐后再报送。")


def _has_note(_: Stores, __: Alliance, note: str, ___: datetime) -> None:
    if not note:
        raise RefusalError("没有写明原因。", remedy="退回和终止都要写明原因。")


def _passes(stores: Stores, alliance: Alliance, note: str, at: datetime) -> None:
    """Refuse to register, without a reason, what fails a check; names are compared by the letter here.

    Raises:
        RefusalError: the failed checks are named.
    """
    rulebook = rulebook_of(stores, alliance.notice, beijing_day(at), region_code=alliance.region_code)
    checks = checks_of(alliance, rulebook, registered=taken_names(stores, alliance), now=at)
    if checks.failed and not note:
        reasons = listed(dict.fromkeys(fault for each in checks.failed for fault in each.faults))
        raise RefusalError(f"有不符合的检查：{reasons}。", remedy="请退回补正；确需登记的，写明理由后再登记。")


_REFUSING: Final[dict[AllianceStage, Callable[[Stores, Alliance, str, datetime], None]]] = {
    AllianceStage.SUBMITTED: _ready_to_hand_in,
    AllianceStage.RETURNED: _has_note,
    AllianceStage.CLOSED: _has_note,
    AllianceStage.REGISTERED: _passes,
}
