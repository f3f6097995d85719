"""Who owes by the words of a rule: those of real notices, for a province, a city, a county."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.records.accounts import Actor
from data.records.alliances import AllianceFacts, AllianceStage
from data.records.deals import Stage
from data.records.enums import PartyKind
from data.records.facets import Facets
from data.records.ids import PartyId
from data.records.parties import Party
from data.records.reports import HandedIn
from data.records.rulebook import RuleDecision
from data.records.rules import DueTerms, RuleKind, RuleState
from data.reference.regions import RegionLevel
from data.storage.workspace import Workspace
from ingest.notices.reading import read_notice
from service.docking.deals.keeping import write_entries
from service.docking.notices.loading import load_notice
from service.docking.reports.gathering import groups_of
from service.docking.reports.handing_in import Handing, Late, hand_in, lates_of
from service.docking.reports.handing_units import Sort, is_office, read_unit
from tests.factories.census import HUAIAN, LIANSHUI
from tests.factories.dealing import contract, opened
from tests.factories.reporting import AT, CITY, COUNTY, keep_rule

COUNTIES = [name for _, name in groups_of(HUAIAN)]
DAY = date(2026, 11, 30)


def keep_parties(workspace: Workspace, *parties: tuple[str, PartyKind]) -> None:
    given = [Party(id=PartyId(f"P{n}"), name=name, kind=kind) for n, (name, kind) in enumerate(parties)]
    with workspace.writing(at=AT) as stores:
        stores.parties.add_many(given, facets={each.id: Facets(region_code=HUAIAN) for each in given})


def owed(workspace: Workspace, unit: str, region_code: str = HUAIAN) -> tuple[list[str], tuple[str, ...]]:
    """Return who owes by a rule of these words, and what of them is not recognised."""
    keep_rule(workspace, DueTerms(item="方案", unit=unit, on=DAY))
    (late,) = lates_of(workspace, CITY, region_code=region_code, since=DAY, until=DAY, at=AT)
    return names(late), late.unclear


def names(late: Late) -> list[str]:
    return [each.unit.name for each in late.standings]


def load(workspace: Workspace, path: Path) -> None:
    """Keep a notice with its deadlines confirmed."""
    load_notice(workspace, CITY, path, read=read_notice, at=AT)
    with workspace.writing(at=AT) as stores:
        for each in stores.rules.all():
            if each.kind is RuleKind.DUE:
                said = RuleDecision(version=1, before=RuleState.PROPOSED, after=RuleState.CONFIRMED, at=AT, actor=CITY)
                stores.rules.add_decision(each.number, said)


@pytest.mark.parametrize(
    ("unit", "sorts"),
    [
        ("各县(区)、各驻淮高校院所", [Sort.COUNTIES, Sort.UNIVERSITIES]),
        ("各縣（市、區）科技局", [Sort.COUNTIES]),
        ("各市、县（区）科技和工业信息化局", [Sort.CITIES, Sort.COUNTIES]),
        ("各地级以上市科技局", [Sort.CITIES]),
        ("各设区市", [Sort.CITIES]),
        ("各地、各单位", [Sort.NEXT, None]),
        ("各联盟理事会", [Sort.ALLIANCES]),
        ("各项目承担单位", [Sort.HOLDERS]),
        ("省部产学研办", [Sort.OFFICE]),
        ("市科技局", [Sort.CITIES]),
        ("市直各有关部门", [None]),
        ("各开发区", [None]),
        ("", [None]),
    ],
)
def test_the_words_of_a_province_are_read_part_by_part(unit: str, sorts: list[Sort | None]) -> None:
    assert [each.sort for each in read_unit(unit, issuer=RegionLevel.PROVINCE)] == sorts


def test_an_office_is_its_issuers_own_alone() -> None:
    told = [read_unit("市科技局", issuer=level)[0].sort for level in (RegionLevel.CITY, RegionLevel.PROVINCE, None)]
    assert told == [Sort.OFFICE, Sort.CITIES, Sort.CITIES]
    assert [each.sort for each in read_unit("省部产学研办")] == [Sort.OFFICE]


@pytest.mark.parametrize("name", ["涟水县", "涟水县科技局", "淮安市涟水县科学技术和工业信息化局", "涟水科技局"])
def test_a_bureau_goes_by_the_name_of_its_region(name: str) -> None:
    assert is_office(name, LIANSHUI)


@pytest.mark.parametrize("name", ["某某协会", "涟水县科技开发有限公司", "涟水县某镇科技办公室", "淮安市科技局"])
def test_who_lies_in_a_region_is_not_its_bureau(name: str) -> None:
    assert not is_office(name, LIANSHUI)


def test_counties_and_universities_owe_both(workspace: Workspace) -> None:
    keep_parties(workspace, ("淮上学院", PartyKind.UNIVERSITY), ("庚公司", PartyKind.ENTERPRISE))
    assert owed(workspace, "各县(区)、各驻淮高校院所") == ([*COUNTIES, "淮上学院"], ())


@pytest.mark.parametrize(("region_code", "units"), [("320800", ["淮安市"]), ("320826", [])])
def test_a_city_owes_what_cities_are_asked(workspace: Workspace, region_code: str, units: list[str]) -> None:
    assert owed(workspace, "各地级以上市科技局", region_code) == (units, ())


@pytest.mark.parametrize("unit", ["各单位", "", "各有关县区", "有关高校"])
def test_who_is_not_named_is_not_missing(workspace: Workspace, unit: str) -> None:
    keep_parties(workspace, ("淮上学院", PartyKind.UNIVERSITY))
    assert owed(workspace, unit) == ([], (unit,))


def test_no_university_falls_out_of_a_long_list_of_parties(workspace: Workspace) -> None:
    many = [(f"第{n}公司", PartyKind.ENTERPRISE) for n in range(5_001)]
    keep_parties(workspace, *many, ("淮上学院", PartyKind.UNIVERSITY), ("淮上研究院", PartyKind.INSTITUTE))
    assert owed(workspace, "各高校院所")[0] == ["淮上学院", "淮上研究院"]


def test_registered_alliances_owe_and_their_lead_may_send(workspace: Workspace) -> None:
    facts = AllianceFacts(name="涟水县压铸联盟", lead="甲机械有限公司", region_code=LIANSHUI)
    with workspace.writing(at=AT) as stores:
        stores.alliances.add(replace(facts, name="草拟的联盟"), at=AT, actor=CITY)
        number = stores.alliances.add(facts, at=AT, actor=CITY)
        stores.alliances.change(number, {"stage": AllianceStage.REGISTERED}, version=1)
    assert owed(workspace, "各联盟理事会") == (["涟水县压铸联盟"], ())
    line = HandedIn(rule=1, item="方案", unit="甲机械有限公司", region_code=LIANSHUI, received_at=AT)
    hand_in(workspace, CITY, line, at=AT)
    (late,) = lates_of(workspace, CITY, since=DAY, until=DAY, at=AT)
    assert ([each.state for each in late.standings], late.extras) == ([Handing.IN_TIME], ())


@pytest.mark.shared
def test_the_units_of_a_real_city_notice(workspace: Workspace, shared_dir: Path) -> None:
    keep_parties(workspace, ("淮上学院", PartyKind.UNIVERSITY))
    load(workspace, shared_dir / "notices" / "huaian-2010.txt")
    lates = lates_of(workspace, CITY, since=date(2010, 6, 30), until=date(2010, 9, 30), at=AT)
    told = {
        (terms.unit, each.day.isoformat()): (names(each), each.unclear)
        for each in lates
        if isinstance(terms := each.rule.terms, DueTerms)
    }
    fair = told["各县(区)、各驻淮高校院所、以及市科技情报研究所", "2010-07-20"]
    assert fair == ([*COUNTIES, "淮上学院"], ("以及市科技情报研究所",))
    assert told["各县(区)、各有关单位", "2010-06-30"] == (COUNTIES, ("各有关单位",))
    assert told["各地、各单位", "2010-09-10"] == (COUNTIES, ("各单位",))
    assert told["各县(区)科技局", "2010-08-20"] == told["各县区", "2010-07-31"] == (COUNTIES, ())
    assert told["", "2010-07-31"] == ([], ("",))


@pytest.mark.shared
def test_the_units_of_a_real_province_notice(workspace: Workspace, shared_dir: Path) -> None:
    load(workspace, shared_dir / "notices" / "guangdong-2007.txt")
    deal = opened(workspace, Stage.TALK, actor=CITY, title="旧项目", enterprise="辛公司")
    write_entries(workspace, CITY, (deal.number, deal.version), [contract(signed_on=date(2006, 5, 1))], at=AT)

    def told(actor: Actor) -> dict[str, tuple[list[str], tuple[str, ...], tuple[str, ...]]]:
        lates = lates_of(workspace, actor, since=date(2007, 9, 1), until=date(2007, 12, 31), at=AT)
        return {
            f"{terms.unit}{terms.form}": (names(each), each.unclear, each.offices)
            for each in lates
            if isinstance(terms := each.rule.terms, DueTerms)
        }

    city, county = told(CITY), told(COUNTY)
    assert city["各地级以上市科技局附件5"] == city["各地市附件3"] == (["淮安市"], (), ())
    assert county["各地级以上市科技局附件5"] == ([], (), ())
    assert city["各联盟理事会附件1"] == ([], (), ())
    assert city["省部产学研办"] == ([], (), ("省部产学研办",))
    assert city["各有关地级以上市科技局附件6"] == (["淮安市", "辛公司"], (), ())
    assert county["各有关地级以上市科技局附件6"] == (["辛公司"], (), ())
    assert {Handing.MISSING} == {
        each.state
        for late in lates_of(workspace, CITY, since=date(2007, 12, 31), until=date(2007, 12, 31), at=AT)
        for each in late.standings
    }
