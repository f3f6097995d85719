"""What every change of an alliance shares: opened for writing, texts checked, the trail told, days of Beijing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from data.errors import RefusalError, UsageError
from data.records.accounts import Actor
from data.records.alliances import Alliance, AllianceStage
from data.records.audit import AuditAction, FieldChange
from data.storage.workspace import Stores
from service.docking.alliances.seeing import Side, locked
from service.docking.beijing import beijing_day

ALLIANCES: Final = "alliances"
"""Under which kind the audit trail names what happens here; it repeats no contact and no long text."""
MOST_TITLE: Final = 200
MOST_TEXT: Final = 5000
KEEPERS: Final = frozenset({Side.OFFICE, Side.LEAD})
ANYBODY: Final = frozenset(Side)


def opened(
    stores: Stores, actor: Actor, place: tuple[int, int], *, by: frozenset[Side], is_leaving: bool = False
) -> tuple[Alliance, Side]:
    """Return an alliance that may be changed now; errors of `locked`.

    Args:
        stores: of one transaction.
        actor: who.
        place: number and version of the alliance.
        by: who may change this.
        is_leaving: nobody is kept in an alliance because its papers were handed in.

    Raises:
        RefusalError: it is closed, or handed in and the actor is not the office.
    """
    alliance, side = locked(stores, actor, place, by=by)
    if alliance.stage is AllianceStage.CLOSED:
        raise RefusalError("联盟已终止，不能再改动。", remedy="需要时请另行组建。")
    if alliance.stage is AllianceStage.SUBMITTED and side is not Side.OFFICE and not is_leaving:
        raise RefusalError("材料已经报送，不能改动。", remedy="确需改动的，请联系科技主管部门退回补正。")
    return alliance, side


def told(stores: Stores, alliance: Alliance, changes: Sequence[FieldChange]) -> Alliance:
    """Count a change of an alliance, write it down, and return the alliance as it is now."""
    stores.alliances.change(alliance.number, {}, version=alliance.version + 1)
    stores.audit.tell(AuditAction.CHANGED, ALLIANCES, str(alliance.number), list(changes))
    return stores.alliances.some([alliance.number])[0]


def plain_text(name: str, text: str, *, is_needed: bool = False, most: int = MOST_TEXT) -> str:
    """Return a text without blanks around it.

    Raises:
        UsageError: it is missing or too long.
    """
    plain = text.replace("\x00", "").strip()
    if (is_needed and not plain) or len(plain) > most:
        raise UsageError(f"{name}没有填写，或超过 {most:,} 字。", remedy="请填写后重新提交。")
    return plain


def require_past(day: date, at: datetime) -> None:
    """Refuse a day that is to come.

    Raises:
        UsageError: it is.
    """
    if day > beijing_day(at):
        raise UsageError("日期在今天之后。", remedy="这里只登记已经发生的事。")
