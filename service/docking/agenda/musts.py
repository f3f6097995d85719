"""The requests that must be held: placed all together, or refused with those that clash."""

from collections.abc import Sequence

from data.errors import RefusalError
from service.docking.agenda.conflicts import place_all
from service.docking.agenda.event_model import EventModel
from service.docking.agenda.reasons import explain_clash


def place_musts(model: EventModel, musts: Sequence[int]) -> dict[int, int]:
    """Return slots (on the axis) in which these must requests can all be held.

    Raises:
        RefusalError: they cannot; the message names a minimal set that clashes.
    """
    if not musts:
        return {}
    check = place_all(model.timetable(musts), model.capacity().most, n_wishes=len(musts))
    if check.schedule is None:
        raise RefusalError(
            f"必须安排的会面无法同时满足：{explain_clash(model, [musts[each] for each in check.clash])}",
            remedy="请把其中一项改为“希望”，或放宽所列的限制。",
        )
    return dict(zip(musts, check.schedule, strict=False))
