"""Deals for tests: unsurprising, each stage with what it asks for."""

from datetime import UTC, date, datetime
from typing import Any

from data.records.accounts import Actor, Channel, Role
from data.records.deals import Agreement, Deal, Entry, Form, NewDeal, Origin, Rung, RungEntry, Stage
from data.records.feedback import Reason
from data.records.money import ContractAmount, IntentAmount, TechnologyAmount
from data.storage.workspace import Workspace
from service.docking.deals.moving import move_deal, open_deal
from service.docking.deals.stages import Move

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
BUREAU = Actor(account_id=None, name="市局", role=Role.CITY_BUREAU, region_code="320800", channel=Channel.WEB)
NUMBER = "2026320000012345"


def new_deal(**values: Any) -> NewDeal:
    """Return a deal of an enterprise in Lianshui, opened by hand."""
    given: dict[str, Any] = {
        "origin": Origin.HAND,
        "title": "真空压铸工艺",
        "enterprise": "甲机械有限公司",
        "university": "东海理工大学",
        "region_code": "320826",
    }
    return NewDeal(**(given | values))


def intent(**values: Any) -> Agreement:
    """Return a letter of intent over 500,000 yuan."""
    given: dict[str, Any] = {
        "form": Form.INTENT,
        "title": "合作意向书",
        "signed_on": TODAY,
        "intent": IntentAmount(50_000_000),
    }
    return Agreement(**(given | values))


def contract(**values: Any) -> Agreement:
    """Return a development contract over 300,000 yuan."""
    given: dict[str, Any] = {
        "form": Form.CONTRACT,
        "title": "真空压铸工艺技术开发合同",
        "signed_on": TODAY,
        "kind": "development",
        "contract": ContractAmount(30_000_000),
    }
    return Agreement(**(given | values))


def certified(agreement: Agreement) -> Agreement:
    """Return a contract with its certificate: 250,000 yuan of it are for technology."""
    values = {name: getattr(agreement, name) for name in Agreement.__dataclass_fields__}
    return Agreement(
        **(
            values
            | {
                "registration_number": NUMBER,
                "registered_on": TODAY,
                "technology": TechnologyAmount(25_000_000),
            }
        )
    )


def move_to(stage: Stage, deal: Deal | None = None) -> Move:
    """Return a move to a stage with everything the stage asks for."""
    entries: tuple[Entry, ...] = ()
    if stage is Stage.INTENT_AGREEMENT:
        entries = (intent(),)
    elif stage is Stage.CONTRACT and not (deal and deal.contracts):
        entries = (contract(),)
    elif stage is Stage.REGISTRATION and deal and deal.contracts and not deal.contracts[0].registration_number:
        entries = (certified(deal.contracts[0]),)
    elif stage is Stage.DEEPENING:
        entries = (RungEntry(rung=Rung.LONG_TERM, on=TODAY),)
    return Move(
        after=stage,
        note="双方当面商定",
        reason=Reason.WRONG_PRICE if stage is Stage.DECLINED else None,
        next_on=date(2026, 12, 31) if stage is Stage.ON_HOLD else None,
        entries=entries,
    )


def opened(workspace: Workspace, *stages: Stage, actor: Actor = BUREAU, **values: Any) -> Deal:
    """Return a deal that has been through some stages, the first of which it begins at."""
    first, *others = stages or (Stage.RECOMMENDED,)
    deal = open_deal(workspace, actor, new_deal(**values), move_to(first), at=AT)
    for stage in others:
        deal = move_deal(workspace, actor, (deal.number, deal.version), move_to(stage, deal), at=AT)
    return deal
