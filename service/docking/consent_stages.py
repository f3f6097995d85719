"""Where a side of an introduction may go, and how far both of them are together."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from data.records.consents import Consent, Introduction, Side
from service.docking.permissions import Action

ALLOWED: Final[Mapping[Consent, frozenset[Consent]]] = {
    Consent.ASKED: frozenset({Consent.FORWARDED}),
    Consent.FORWARDED: frozenset({Consent.CONSENTED, Consent.DECLINED}),
    Consent.CONSENTED: frozenset({Consent.WITHDRAWN}),
    Consent.DECLINED: frozenset({Consent.FORWARDED}),
    Consent.WITHDRAWN: frozenset({Consent.FORWARDED}),
}
"""Where a side may go next; whoever declined or withdrew is asked anew, and answers anew."""

ACTION_OF: Final[Mapping[Consent, Action]] = {
    Consent.FORWARDED: Action.INTRODUCTIONS_FORWARD,
    Consent.CONSENTED: Action.CONSENTS_STATE,
    Consent.DECLINED: Action.CONSENTS_STATE,
    Consent.WITHDRAWN: Action.CONSENTS_STATE,
}
"""What an actor must be permitted to bring a side there."""

CONSENT_LABELS: Final[Mapping[Consent, str]] = {
    Consent.ASKED: "待转达",
    Consent.FORWARDED: "已转达，待答复",
    Consent.CONSENTED: "已同意",
    Consent.DECLINED: "婉拒",
    Consent.WITHDRAWN: "已撤回同意",
}


class Stage(StrEnum):
    """How far an introduction is, told by the side that is behind."""

    TO_FORWARD = "to_forward"
    TO_ANSWER = "to_answer"
    AGREED = "agreed"
    ENDED = "ended"


STAGE_LABELS: Final[Mapping[Stage, str]] = {
    Stage.TO_FORWARD: "待转达",
    Stage.TO_ANSWER: "待答复",
    Stage.AGREED: "双方同意",
    Stage.ENDED: "已婉拒或撤回",
}


def stage_of(introduction: Introduction) -> Stage:
    """Return how far an introduction is, both sides together."""
    states = {introduction.state(side) for side in Side}
    if states & {Consent.DECLINED, Consent.WITHDRAWN}:
        return Stage.ENDED
    if Consent.ASKED in states:
        return Stage.TO_FORWARD
    return Stage.TO_ANSWER if Consent.FORWARDED in states else Stage.AGREED
