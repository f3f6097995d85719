"""Checks are kept with their facts, seen by the bureau of the region, repeated and compared."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.errors import NotPermittedError, RefusalError, UnknownIdError
from data.records.accounts import OPERATOR, Channel, Role
from data.records.rules import QuotaTerms, Rule
from data.storage.audit import AuditFilter
from data.storage.workspace import Workspace
from service.docking.notices.deciding import RuleDraft, write
from service.docking.rules.engine import check
from service.docking.rules.facts import QuotaFacts, UnitCount
from service.docking.rules.keeping import Occasion, checks_of, compare, keep_checks, repeat_check
from tests.factories.notices import QUOTA
from tests.service.people import ACTORS, account_of

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
OCCASION = Occasion(as_of=date(2025, 9, 30), at=AT, region_code="320826")
FACTS = QuotaFacts(
    units=(UnitCount(unit="甲市", count=6, used=("P1",)), UnitCount(unit="乙市", count=4)), as_of=date(2025, 9, 30)
)
COUNTY, CITY = ACTORS[Role.COUNTY_BUREAU], ACTORS[Role.CITY_BUREAU]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "home") as opened:
        yield opened


def kept_rule(workspace: Workspace) -> Rule:
    return write(workspace, OPERATOR, RuleDraft(terms=QUOTA), at=AT).newest


def test_a_check_is_repeated_as_it_was(workspace: Workspace) -> None:
    rule = kept_rule(workspace)

    numbers = keep_checks(workspace, COUNTY, rule, FACTS, occasion=OCCASION)
    again = [repeat_check(workspace, COUNTY, number) for number in numbers]

    assert [(each.then.subject, each.then.outcome, each.differences) for each in again] == [
        ("甲市", "passed", ()),
        ("乙市", "failed", ()),
    ]
    assert [each.number for each in checks_of(workspace, COUNTY, rule.number)] == [2, 1]
    with workspace.reading() as stores:
        lines = stores.audit.page(AuditFilter(kind="rule_checks"), limit=9)
    assert [line.entry.changes[1].after for line in lines] == ["failed", "passed"]


def test_a_check_of_then_is_compared_with_one_of_now(workspace: Workspace) -> None:
    rule = kept_rule(workspace)
    keep_checks(workspace, COUNTY, rule, FACTS, occasion=OCCASION)
    then = checks_of(workspace, COUNTY, rule.number)[0]
    stricter = replace(rule, version=2, terms=replace(QUOTA, minimum=3))
    assert isinstance(stricter.terms, QuotaTerms)

    same_facts = compare(then, check(stricter, FACTS), FACTS)
    fewer = replace(FACTS, units=FACTS.units[:1])
    gone = compare(then, check(rule, fewer), fewer)

    assert same_facts.differences == ("规则版本", "结论", "理由")
    assert (gone.now, gone.differences) == (None, ("现在的事实里没有这一项",))


def test_only_the_bureaus_of_the_region_see_a_check(workspace: Workspace) -> None:
    rule = kept_rule(workspace)
    keep_checks(workspace, OPERATOR, rule, FACTS, occasion=OCCASION)
    elsewhere = account_of(Role.COUNTY_BUREAU, place="320831").acting(Channel.WEB)
    actors = (COUNTY, CITY, ACTORS[Role.ENTERPRISE], elsewhere, ACTORS[Role.ADMINISTRATOR])

    assert [len(checks_of(workspace, actor, rule.number)) for actor in actors] == [2, 2, 0, 0, 2]
    with pytest.raises(UnknownIdError):
        repeat_check(workspace, elsewhere, 1)
    with pytest.raises(UnknownIdError):
        repeat_check(workspace, COUNTY, 99)


def test_a_bureau_keeps_checks_of_its_own_region(workspace: Workspace) -> None:
    rule = kept_rule(workspace)

    keep_checks(workspace, COUNTY, rule, FACTS, occasion=replace(OCCASION, region_code=""))
    with pytest.raises(RefusalError):
        keep_checks(workspace, COUNTY, rule, FACTS, occasion=replace(OCCASION, region_code="330100"))
    with pytest.raises(NotPermittedError):
        keep_checks(workspace, ACTORS[Role.ENTERPRISE], rule, FACTS, occasion=OCCASION)

    assert {each.region_code for each in checks_of(workspace, OPERATOR, rule.number)} == {"320826"}
