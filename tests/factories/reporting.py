"""A city with deals in two counties, a census and rules; every name is invented."""

from datetime import UTC, date, datetime
from typing import Any

from data.records.accounts import Actor, Channel, Role
from data.records.deals import Deal, Form, Instalment, Mark, Stage
from data.records.facets import Facets
from data.records.ids import NeedId
from data.records.money import IntentAmount, ReceivedAmount
from data.records.needs import Need
from data.records.reports import ReportKey, ReportKind
from data.records.rulebook import NewRule, RuleDecision
from data.records.rules import RuleState, Terms
from data.storage.workspace import Workspace
from service.docking.census.campaigns import open_campaign
from service.docking.deals.keeping import write_entries
from tests.factories.census import HUAIAN, LIANSHUI, XUYI, make_campaign, make_entry
from tests.factories.dealing import AT as DEALT_AT
from tests.factories.dealing import TODAY, intent, opened

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
CITY = Actor(account_id=None, name="市局", role=Role.CITY_BUREAU, region_code=HUAIAN, channel=Channel.WEB)
COUNTY = Actor(account_id=None, name="县局", role=Role.COUNTY_BUREAU, region_code=LIANSHUI, channel=Channel.WEB)
ELSEWHERE = Actor(account_id=None, name="外市", role=Role.CITY_BUREAU, region_code="320100", channel=Channel.WEB)


def make_key(kind: ReportKind = ReportKind.MONTHLY, **values: Any) -> ReportKey:
    """Return the monthly report of Huai'an for November 2026."""
    given: dict[str, Any] = {"region_code": HUAIAN, "period": "2026-11"}
    return ReportKey(kind=kind, **(given | values))


def fill_city(workspace: Workspace) -> tuple[Deal, Deal, Deal]:
    """Fill a workspace.

    Lianshui: a contract of 300,000 yuan of which 100,000 were received; a framework agreement over 2 million.
    Xuyi: a letter of intent over 500,000 yuan. Two of three enterprises on the register must report, one has.
    """
    assert DEALT_AT.date() == TODAY
    with workspace.writing(at=AT) as stores:
        needs = [
            Need(id=NeedId("R1"), title="压铸件气孔", content="孔隙率须不大于2%", enterprise="甲机械有限公司",
                 contact="王工13900001234"),
            Need(id=NeedId("R2"), title="节能", content="希望降低能耗", enterprise="丁压铸有限公司"),
        ]  # fmt: skip
        stores.needs.add_many(needs, facets={"R1": Facets(region_code=LIANSHUI), "R2": Facets(region_code=XUYI)})
    number = open_campaign(workspace, CITY, make_campaign(number=0, version=0), at=AT).number
    with workspace.writing(at=AT) as stores:
        entries = [
            make_entry("甲机械有限公司", campaign=number),
            make_entry("戊食品有限公司", campaign=number, county_code=XUYI),
            make_entry("己饲料有限公司", campaign=number, county_code=XUYI, revenue_yuan=1_000_000),
        ]
        stores.census.register.put_many(number, entries)
    signed = opened(
        workspace,
        Stage.TALK,
        Stage.INTENT_AGREEMENT,
        Stage.CONTRACT,
        need_id="R1",
        marks=frozenset({Mark.MAJOR_PROJECT}),
    )
    paid = Instalment(title="首付款", received_on=TODAY, received=ReceivedAmount(10_000_000))
    signed = write_entries(workspace, CITY, (signed.number, signed.version), [paid], at=AT)
    framed = opened(workspace, Stage.TALK, title="战略合作", enterprise="丙集团")
    framework = intent(
        form=Form.FRAMEWORK, title="框架协议", intent=IntentAmount(200_000_000), signed_on=date(2026, 11, 3)
    )
    framed = write_entries(workspace, CITY, (framed.number, framed.version), [framework], at=AT)
    meant = opened(
        workspace, Stage.TALK, Stage.INTENT_AGREEMENT, title="烘干节能", enterprise="丁公司", region_code=XUYI
    )
    return signed, framed, meant


def keep_rule(workspace: Workspace, terms: Terms, *, at: datetime = AT) -> int:
    """Keep a rule of one's own, confirmed, without a notice; return its number."""
    with workspace.writing(at=at) as stores:
        number = stores.rules.add(NewRule(terms=terms), at=at, by=CITY)
        said = RuleDecision(version=1, before=RuleState.PROPOSED, after=RuleState.CONFIRMED, at=at, actor=CITY)
        stores.rules.add_decision(number, said)
    return number
