"""An alliance with everything its page shows: checks, shapes, open roles; and the lists around it."""

from dataclasses import dataclass
from datetime import datetime

from data.errors import NotPermittedError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.rulebook import KeptNotice
from data.storage.workspace import Workspace
from service.docking.alliances.changing import ALLIANCES
from service.docking.alliances.checking import AllianceChecks, checks_of, rulebook_of, without_judgements
from service.docking.alliances.naming import nearest_by
from service.docking.alliances.seeing import READERS, SeenAlliance, Side, open_alliance, side_of, visible
from service.docking.alliances.taken import taken_names
from service.docking.answering import Desk
from service.docking.beijing import beijing_day
from service.docking.permissions import Action, reach_of


@dataclass(frozen=True, slots=True)
class CheckedAlliance:
    """An alliance as one actor sees it, with its checks; None for a reader, who sees no papers."""

    seen: SeenAlliance
    checks: AllianceChecks | None


def check_alliance(
    desk: Desk, actor: Actor, number: int, *, now: datetime, by_meaning: bool = True, by_name: bool = True
) -> CheckedAlliance:
    """Check an alliance; errors of `open_alliance`. A member is told nothing of what the office judged.

    Args:
        desk: holds the workspace, and compares names.
        actor: who asks.
        number: which.
        now: aware.
        by_meaning: whether names are compared by meaning too, which may have to load the language model.
        by_name: whether names are compared at all; False where nobody reads it.
    """
    seen = open_alliance(desk.workspace, actor, number)
    if seen.side not in READERS:
        return CheckedAlliance(seen, None)
    with desk.workspace.reading() as stores:
        whole = visible(stores, actor, number)
        rulebook = rulebook_of(stores, whole.notice, beijing_day(now), region_code=whole.region_code)
        others = taken_names(stores, whole) if by_name else []
    nearest = nearest_by(desk, whole, others, rulebook.rules) if by_meaning and others else None
    checks = checks_of(whole, rulebook, registered=others, now=now, nearest=nearest)
    return CheckedAlliance(seen, without_judgements(checks) if seen.side is Side.MEMBER else checks)


def notices_to_answer(desk: Desk, actor: Actor) -> list[KeptNotice]:
    """Return the notices an alliance may answer, newest first."""
    reach_of(actor, Action.ALLIANCES_VIEW)
    with desk.workspace.reading() as stores:
        return stores.notices.all()[::-1]


def reveal_contacts(workspace: Workspace, actor: Actor, number: int, form: str, *, at: datetime) -> None:
    """Write down that somebody took a form with contacts in full; before it is shown.

    Raises:
        NotPermittedError: only the lead files its papers, and the office takes them.
    """
    with workspace.writing(actor, at=at) as stores:
        alliance = visible(stores, actor, number)
        if side_of(actor, alliance) not in {Side.OFFICE, Side.LEAD}:
            raise NotPermittedError("含联系方式的表格由牵头单位和科技局下载。", remedy="请下载遮盖的表格。")
        stores.audit.tell(AuditAction.REVEALED, ALLIANCES, str(number), [FieldChange("form", "", form)])
