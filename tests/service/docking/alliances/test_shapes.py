"""Topology, kind, agreement and roles follow from members; targets show what does not add up."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from data.records.accounts import OPERATOR
from data.records.alliances import (
    Alliance,
    AllianceKind,
    AllianceStage,
    AllianceStep,
    ChainRole,
    Driver,
    EnterpriseSize,
    Member,
    MemberKind,
    MemberState,
    Registration,
)
from data.records.registers import RegisterEntry
from data.records.rules import Outcome, QuotaTerms, Target, TargetTreeTerms
from service.docking.alliances.cities import city_lines, quotas_for
from service.docking.alliances.shapes import agreement_of, kind_of, missing_roles, topology_of
from service.docking.alliances.targets import target_trees
from tests.factories.alliances import NOW
from tests.factories.notices import rule_of


def members(*kinds: MemberKind | None, size: EnterpriseSize | None = None) -> tuple[Member, ...]:
    return tuple(
        Member(
            organisation=f"单位{number}",
            kind=kind,
            number=number,
            state=MemberState.ADMITTED,
            size=size if kind is MemberKind.ENTERPRISE else None,
        )
        for number, kind in enumerate(kinds, start=1)
    )


def alliance(*kinds: MemberKind | None, size: EnterpriseSize | None = None, **values: object) -> Alliance:
    given = Alliance(
        name="甲联盟",
        lead="单位1",
        region_code="210100",
        number=1,
        version=1,
        stage=AllianceStage.REGISTERED,
        members=members(*kinds, size=size),
    )
    return replace(given, **values)  # type: ignore[arg-type] # any field


DAY = date(2026, 11, 22)
E, U, R = MemberKind.ENTERPRISE, MemberKind.UNIVERSITY, MemberKind.INSTITUTE
BACKBONE = alliance(
    E,
    U,
    size=EnterpriseSize.LARGE,
    driver=Driver.MINISTRY,
    registration=Registration(code="210100-2020-001", on=date(2020, 12, 31)),
)


@pytest.mark.parametrize(
    ("kinds", "label"),
    [((E, U), "一校对一企"), ((E, E, U), "一校对多企"), ((E, U, R), "多校对一企"), ((E, E, U, U), "多校对多企")],
)
def test_the_topology_is_counted(kinds: tuple[MemberKind, ...], label: str) -> None:
    assert topology_of(members(*kinds)).label == label


def test_one_side_alone_is_no_topology() -> None:
    told = topology_of(members(E, None))

    assert (told.label, told.reason) == (
        "",
        "高校院所 0 家，企业 1 家，另有 1 家没有登记类别，缺一方，谈不上校企联盟。",
    )


@pytest.mark.parametrize(
    ("driver", "size", "kind"),
    [
        (Driver.GOVERNMENT, None, AllianceKind.CITY),
        (Driver.MINISTRY, EnterpriseSize.LARGE, AllianceKind.BACKBONE),
        (Driver.MARKET, EnterpriseSize.SMALL, AllianceKind.CLASSIC),
        (Driver.MARKET, EnterpriseSize.LARGE, None),
        (Driver.MARKET, None, None),
        (None, EnterpriseSize.SMALL, None),
    ],
)
def test_the_kind_follows_from_driver_and_size(
    driver: Driver | None, size: EnterpriseSize | None, kind: AllianceKind | None
) -> None:
    assert kind_of(alliance(E, U, size=size, driver=driver)).kind is kind


@pytest.mark.parametrize(
    ("driver", "sizes", "kind"),
    [
        (Driver.MINISTRY, (EnterpriseSize.MEDIUM, EnterpriseSize.SMALL), AllianceKind.BACKBONE),
        (Driver.MINISTRY, (EnterpriseSize.SMALL,), None),
        (Driver.MARKET, (EnterpriseSize.MEDIUM, None), AllianceKind.CLASSIC),
        (Driver.MARKET, (None,), None),
    ],
)
def test_the_kind_of_one_that_a_university_leads_follows_from_its_enterprises(
    driver: Driver, sizes: tuple[EnterpriseSize | None, ...], kind: AllianceKind | None
) -> None:
    made = alliance(U, *(E for _ in sizes), driver=driver)
    lead, *enterprises = made.members
    sized = (replace(each, size=size) for each, size in zip(enterprises, sizes, strict=True))

    assert kind_of(replace(made, members=(lead, *sized))).kind is kind


def test_a_person_decides_otherwise_and_the_reason_says_so() -> None:
    told = kind_of(alliance(E, U, size=EnterpriseSize.SMALL, driver=Driver.MARKET, kind=AllianceKind.BACKBONE))

    assert told.kind is AllianceKind.BACKBONE
    assert told.reason == "由人确定为骨干联盟；按主导方和企业规模应为经典联盟。"


def test_the_agreement_fits_the_members() -> None:
    forms = [
        agreement_of(each).label
        for each in (alliance(E), alliance(E, U), alliance(E, E, U), alliance(E, U, driver=Driver.GOVERNMENT))
    ]
    assert forms == ["", "双方协议", "多方协议", "战略合作协议"]


def test_open_roles_are_named() -> None:
    assert missing_roles(alliance(E, E, U)) == (
        ChainRole.INSTITUTE,
        ChainRole.SERVICE,
        ChainRole.ASSOCIATION,
        ChainRole.FUND,
    )


def test_targets_count_registered_alliances_and_show_the_rest() -> None:
    terms = TargetTreeTerms(
        by_year=2030,
        targets=(
            Target(item="骨干联盟", amount=2),
            Target(item="工业骨干联盟", amount=1, part_of="骨干联盟"),
            Target(item="关键技术", amount=500),
            Target(item="工业关键技术", amount=300, part_of="关键技术"),
        ),
    )
    backbone = replace(BACKBONE, texts={"sector": "工业"})
    draft = replace(backbone, number=2, stage=AllianceStage.DRAFT, registration=None)

    (tree,) = target_trees([backbone, draft], [rule_of(terms)], region_code="210000", as_of=date(2026, 11, 22))

    assert [(each.item, each.unassigned) for each in tree.remainders] == [("骨干联盟", 1), ("关键技术", 200)]
    assert [(each.subject, each.outcome, each.used) for each in tree.checks[2:]] == [
        ("辽宁省：骨干联盟", Outcome.CANNOT_TELL, ("1",)),
        ("辽宁省：工业骨干联盟", Outcome.PASSED, ("1",)),
        ("辽宁省：关键技术", Outcome.CANNOT_TELL, ()),
        ("辽宁省：工业关键技术", Outcome.CANNOT_TELL, ()),
    ]


def counted(by_year: int, *alliances: Alliance, as_of: date = DAY, **values: Any) -> tuple[str, ...]:
    """Return the numbers of the alliances that a target of a year counts."""
    terms = TargetTreeTerms(by_year=by_year, targets=(Target(item="骨干联盟", amount=9),))
    (tree,) = target_trees(alliances, [rule_of(terms, notice_id="n1")], as_of=as_of, **values)
    return tree.checks[0].used


def test_a_target_counts_what_was_registered_by_the_end_of_its_year() -> None:
    later = replace(BACKBONE, number=2, registration=Registration(code="210100-2021-001", on=date(2021, 1, 1)))
    closed = [
        replace(BACKBONE, number=number, stage=AllianceStage.CLOSED, steps=(closing(day),))
        for number, day in ((3, datetime(2020, 12, 30, tzinfo=UTC)), (4, datetime(2022, 5, 1, tzinfo=UTC)))
    ]

    assert counted(2020, BACKBONE, later, *closed) == ("1", "4")
    assert counted(2030, BACKBONE, later, *closed) == ("1", "2")
    assert counted(2030, BACKBONE, later, as_of=date(2020, 12, 31)) == ("1",)


def test_a_target_that_no_alliance_tells_has_the_last_figure_of_its_region() -> None:
    terms = TargetTreeTerms(by_year=2020, targets=(Target(item="关键技术", amount=500),))
    figures = [
        figure(1, "210000", "2018-12-31", "200"),
        figure(2, "210000", "2020-12-31", "480"),
        figure(3, "210000", "2021-06-30", "510"),  # after the end of the year
        figure(4, "210100", "2020-12-31", "90"),  # of a city
    ]

    (tree,) = target_trees([], [rule_of(terms)], region_code="210000", figures=figures, as_of=DAY)

    assert [(each.outcome, each.used, "现有 480" in each.reason) for each in tree.checks] == [
        (Outcome.FAILED, ("target-figures/2",), True)
    ]


def figure(number: int, region: str, counted_on: str, amount: str) -> RegisterEntry:
    values = {"item": "关键技术", "region": region, "counted_on": counted_on, "amount": amount, "proof": "统计表"}
    return entry(number, "target-figures", values)


def closing(at: datetime) -> AllianceStep:
    return AllianceStep(before=AllianceStage.REGISTERED, after=AllianceStage.CLOSED, at=at, actor=OPERATOR, note="散")


def test_a_target_counts_the_region_of_its_notice_or_else_of_whoever_asks() -> None:
    far = replace(BACKBONE, number=2, region_code="440100")

    assert counted(2030, BACKBONE, far, region_code="440000") == ("2",)
    assert counted(2030, BACKBONE, far, region_code="440000", regions={"n1": "210000"}) == ("1",)
    assert counted(2030, BACKBONE, far) == ("1", "2")


def test_each_city_is_listed_with_its_city_alliances() -> None:
    lines = city_lines([alliance(E, U, driver=Driver.GOVERNMENT)], "210000", as_of=DAY)

    assert (len(lines), {line.name: len(line.alliances) for line in lines}["沈阳市"]) == (14, 1)
    assert sum(len(line.alliances) for line in lines) == 1


def test_each_city_is_asked_for_an_institute() -> None:
    rule = rule_of(QuotaTerms(unit="各市", item="高等院校—城市研究院", minimum=1), notice_id="n1")
    (rule,) = quotas_for([rule, rule_of(QuotaTerms(unit="各市", item="联盟", minimum=1))], "210000", {"n1": "210000"})
    assert quotas_for([rule], "320000", {"n1": "210000"}) == []
    entries = [institute(1, "210100", "2020-05-01"), institute(2, "210202", "2020-05-01"), institute(3, "210300", "")]

    lines = city_lines([], "210000", institutes=entries, rules=[rule], as_of=DAY)

    told = {line.name: (len(line.institutes), [each.outcome for each in line.checks]) for line in lines}
    assert {name: told[name] for name in ("沈阳市", "大连市", "鞍山市", "抚顺市")} == {
        "沈阳市": (1, [Outcome.PASSED]),
        "大连市": (1, [Outcome.PASSED]),
        "鞍山市": (1, [Outcome.CANNOT_TELL]),
        "抚顺市": (0, [Outcome.CANNOT_TELL]),
    }
    over = city_lines([], "210300", rules=[replace(rule, applies_to=date(2020, 12, 31))], as_of=DAY)
    assert [(line.name, line.checks[0].outcome) for line in over] == [("鞍山市", Outcome.FAILED)]


def institute(number: int, city: str, founded_on: str) -> RegisterEntry:
    return entry(number, "city-institutes", {"name": "研究院", "city": city, "founded_on": founded_on})


def entry(number: int, register: str, values: dict[str, str]) -> RegisterEntry:
    return RegisterEntry(
        number=number, register=register, values=values, region_code="", version=1, added_at=NOW, changed_at=NOW
    )
