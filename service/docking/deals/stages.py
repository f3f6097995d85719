"""The stage machine: one table of allowed moves, one table of what each stage asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from data.records.deals import ENDED, Deal, Entry, Form, Stage
from data.records.feedback import Reason, Verdict, reasons_of
from data.records.money import TechnologyAmount

PIPELINE: Final = tuple(stage for stage in Stage if stage not in {*ENDED, Stage.ON_HOLD})
"""The stages in order, without the ends and the rest."""

_RESTING: Final = PIPELINE[: PIPELINE.index(Stage.ACCEPTANCE)]

ALLOWED: Final[Mapping[Stage, frozenset[Stage]]] = {
    Stage.RECOMMENDED: frozenset({Stage.AWAITING_CONSENT, Stage.ON_HOLD, Stage.DECLINED}),
    Stage.AWAITING_CONSENT: frozenset({Stage.INTRODUCED, Stage.ON_HOLD, Stage.DECLINED}),
    Stage.INTRODUCED: frozenset({Stage.TALK, Stage.ON_HOLD, Stage.DECLINED}),
    # Many sign a contract without a letter of intent before it.
    Stage.TALK: frozenset({Stage.INTENT_AGREEMENT, Stage.CONTRACT, Stage.ON_HOLD, Stage.DECLINED}),
    Stage.INTENT_AGREEMENT: frozenset({Stage.CONTRACT, Stage.ON_HOLD, Stage.DECLINED, Stage.TERMINATED}),
    # Registration is the seller's choice; it may also come while the contract is performed.
    Stage.CONTRACT: frozenset({Stage.REGISTRATION, Stage.PERFORMANCE, Stage.ON_HOLD, Stage.TERMINATED}),
    Stage.REGISTRATION: frozenset({Stage.PERFORMANCE, Stage.ON_HOLD, Stage.TERMINATED}),
    Stage.PERFORMANCE: frozenset({Stage.REGISTRATION, Stage.ACCEPTANCE, Stage.ON_HOLD, Stage.TERMINATED}),
    Stage.ACCEPTANCE: frozenset({Stage.DEEPENING}),
    Stage.DEEPENING: frozenset(),
    # Of these only the stage it was taken from, and the end that stage has: see `open_moves`.
    Stage.ON_HOLD: frozenset({*_RESTING, Stage.DECLINED, Stage.TERMINATED}),
    Stage.DECLINED: frozenset(),
    Stage.TERMINATED: frozenset(),
}
"""Where a deal may go next (design, section 8)."""

OPENABLE: Final = frozenset(PIPELINE[: PIPELINE.index(Stage.REGISTRATION)])
"""Where a deal may begin: what was under way before the ledger was kept is taken up where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move that is to be made.

    Attributes:
        on: the day on which it happened; None for today.
        note: what is said with it.
        reason: of a refusal.
        next_on: by when something is to be done next; None for nothing.
        entries: of the ledger, new or completed, that come with it.
    """

    after: Stage
    on: date | None = None
    note: str = ""
    reason: Reason | None = None
    next_on: date | None = None
    entries: tuple[Entry, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Asked:
    """What a requirement is looked at with.

    Attributes:
        deal: with the entries that come with the move.
        move: None where only what must go on holding is looked at.
        consents: whether both consents of its introduction stand; None where it follows none.
    """

    deal: Deal
    move: Move | None = None
    consents: bool | None = None

    @property
    def note(self) -> str:
        """What is said with the move; "" where there is none."""
        return "" if self.move is None else self.move.note


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something a stage asks for.

    Attributes:
        text: in words, as the page shows it.
        is_met: told of the deal and the move.
        is_lasting: it must hold as long as the deal has been at the stage, and not only when it comes there.
    """

    text: str
    is_met: Callable[[Asked], bool]
    is_lasting: bool = False


def _both_named(asked: Asked) -> bool:
    return bool(asked.deal.enterprise and asked.deal.university)


def _consented(asked: Asked) -> bool:
    return bool(asked.note) if asked.consents is None else asked.consents


def _has_note(asked: Asked) -> bool:
    return bool(asked.note)


def _has_intent(asked: Asked) -> bool:
    return any(each.counts and each.form is not Form.CONTRACT for each in asked.deal.agreements)


def _has_contract(asked: Asked) -> bool:
    return bool(asked.deal.contracts)


def _is_registered(asked: Asked) -> bool:
    return any(each.registration_number and each.technology is not None for each in asked.deal.contracts)


def _technology_fits(asked: Asked) -> bool:
    return all(
        each.technology is None
        or (each.contract is not None and each.technology <= TechnologyAmount(each.contract.fen))
        for each in asked.deal.contracts
    )


def _went_deeper(asked: Asked) -> bool:
    return any(each.counts and not each.was for each in asked.deal.rungs)


def _has_review(asked: Asked) -> bool:
    return asked.move is None or asked.move.next_on is not None


def _has_reason(asked: Asked) -> bool:
    move = asked.move
    if move is None:
        return True
    return move.reason in reasons_of(Verdict.REJECT) and (move.reason is not Reason.OTHER or bool(move.note))


_CONTRACT: Final = Requirement(
    "已登记一份技术合同：类别、签订日期、成交额；框架协议不算", _has_contract, is_lasting=True
)

REQUIREMENTS: Final[Mapping[Stage, tuple[Requirement, ...]]] = {
    Stage.RECOMMENDED: (),
    Stage.AWAITING_CONSENT: (Requirement("写明企业和高校院所两方", _both_named),),
    Stage.INTRODUCED: (
        Requirement(
            "双方都已同意：有引荐的，以引荐中双方的同意为准；没有引荐的，写明双方何时以何种方式同意", _consented
        ),
    ),
    Stage.TALK: (Requirement("写明洽谈的时间、参加人和内容", _has_note),),
    Stage.INTENT_AGREEMENT: (Requirement("已登记一份意向协议或框架协议", _has_intent, is_lasting=True),),
    Stage.CONTRACT: (_CONTRACT,),
    Stage.REGISTRATION: (
        _CONTRACT,
        Requirement("已填登记编号、登记日期和登记证明上的技术交易额", _is_registered, is_lasting=True),
        Requirement("技术交易额不大于合同成交额", _technology_fits, is_lasting=True),
    ),
    Stage.PERFORMANCE: (_CONTRACT,),
    Stage.ACCEPTANCE: (_CONTRACT, Requirement("写明验收结论、验收人和依据", _has_note)),
    Stage.DEEPENING: (Requirement("登记合作深化到的一级", _went_deeper, is_lasting=True),),
    Stage.ON_HOLD: (
        Requirement("写明搁置的原因", _has_note),
        Requirement("写明何时复查", _has_review),
    ),
    Stage.DECLINED: (Requirement("选一条婉拒的理由；选“其他”的要说明", _has_reason),),
    Stage.TERMINATED: (Requirement("写明终止的原因", _has_note),),
}
"""What each stage asks for of whoever brings a deal there; the page shows it, and the move is held to it."""


def open_moves(deal: Deal) -> tuple[Stage, ...]:
    """Return where a deal may go from where it stands, in the order of the stages."""
    allowed = ALLOWED[deal.stage]
    if deal.held_at is not None:
        allowed &= {deal.held_at, *(ALLOWED[deal.held_at] & ENDED)}
    return tuple(stage for stage in Stage if stage in allowed)


def unmet(stage: Stage, asked: Asked) -> tuple[str, ...]:
    """Return what a stage asks for and is not there, in words."""
    return tuple(each.text for each in REQUIREMENTS[stage] if not each.is_met(asked))


def lost(deal: Deal) -> tuple[str, ...]:
    """Return what stages a deal has been through asked for, and is there no more."""
    reached = dict.fromkeys(step.after for step in deal.steps)
    asked = dict.fromkeys(each for stage in reached for each in REQUIREMENTS[stage] if each.is_lasting)
    return tuple(each.text for each in asked if not each.is_met(Asked(deal)))
