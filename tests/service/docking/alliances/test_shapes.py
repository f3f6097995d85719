"""Topology, kind, agreement and roles follow from members; targets show what does not add up."""

from dataclasses import replace
from datetime import date

import pytest

from data.records.alliances import (
    Alliance,
    AllianceKind,
    AllianceStage,
    ChainRole,
    Driver,
    EnterpriseSize,
    Member,
    MemberKind,
    MemberState,
)
from data.records.rules import Outcome, Target, TargetTreeTerms
from service.docking.alliances.shapes import agreement_of, kind_of, missing_roles, topology_of
from service.docking.alliances.targets import city_lines, target_trees
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


E, U, R = MemberKind.ENTERPRISE, MemberKind.UNIVERSITY, MemberKind.INSTITUTE


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


def test_a_person_decides_otherwise_and_the_reason_says_so() -> None:
    told = kind_of(alliance(E, U, size=EnterpriseSize.SMALL, driver=Driver.MARKET, kind=AllianceKind.BACKBONE))

    assert told.kind is AllianceKind.BACKBONE
    assert told.reason == "由人确定为骨干联盟；按牵头单位和主导方应为经典联盟。"


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
    backbone = alliance(E, U, size=EnterpriseSize.LARGE, driver=Driver.MINISTRY, texts={"sector": "工业"})
    draft = replace(backbone, number=2, stage=AllianceStage.DRAFT)

    (tree,) = target_trees([backbone, draft], [rule_of(terms)], subject="某省", as_of=date(2026, 11, 22))

    assert [(each.item, each.unassigned) for each in tree.remainders] == [("骨干联盟", 1), ("关键技术", 200)]
    assert [(each.subject, each.outcome, each.used) for each in tree.checks[2:]] == [
        ("某省：骨干联盟", Outcome.CANNOT_TELL, ("1",)),
        ("某省：工业骨干联盟", Outcome.PASSED, ("1",)),
        ("某省：关键技术", Outcome.CANNOT_TELL, ()),
        ("某省：工业关键技术", Outcome.CANNOT_TELL, ()),
    ]


def test_each_city_is_listed_with_its_city_alliances() -> None:
    lines = city_lines([alliance(E, U, driver=Driver.GOVERNMENT)], "210000")

    assert (len(lines), {line.name: len(line.alliances) for line in lines}["沈阳市"]) == (14, 1)
    assert sum(len(line.alliances) for line in lines) == 1
