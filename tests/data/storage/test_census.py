"""The census in its tables: versions, one line of an enterprise a register, and what it reads of needs."""

from datetime import date

import pytest

from data.errors import StaleRecordError, UnknownIdError
from data.records.audit import AuditAction
from data.records.census import CommonProblem, Dispatch, DispatchState, Mechanism, MechanismState, Progress, Triaged
from data.records.enums import PartyKind, Triage
from data.records.facets import Facets
from data.records.ids import PartyId
from data.records.parties import Party
from data.storage.workspace import Workspace
from tests.factories.census import HUAIAN, LIANSHUI, make_campaign, make_entry, make_terms
from tests.factories.storing import AT, LI, make_need


def test_a_campaign_comes_back_as_it_went(workspace: Workspace) -> None:
    given = make_campaign(starts_on=date(2026, 6, 1), counties=(LIANSHUI,), rule_number=3, rule_version=2)
    with workspace.writing(LI, at=AT) as stores:
        kept = stores.census.campaigns.add(given)

    with workspace.reading() as stores:
        found = stores.census.campaigns.get(kept.number)
        [line] = stores.audit.of_record("census_campaigns", "1")
    assert (found, kept.version) == (given, 1)
    assert (line.entry.action, line.entry.actor.name) == (AuditAction.ADDED, "李科")


def test_a_change_says_what_changed_and_a_stale_one_is_refused(workspace: Workspace) -> None:
    with workspace.writing(LI, at=AT) as stores:
        kept = stores.census.campaigns.add(make_campaign())
        changed = stores.census.campaigns.put(
            make_campaign(terms=make_terms(min_needs=2), number=kept.number), expected_version=1
        )
        same = stores.census.campaigns.put(changed, expected_version=2)
        with pytest.raises(StaleRecordError):
            stores.census.campaigns.put(changed, expected_version=1)
        with pytest.raises(UnknownIdError):
            stores.census.campaigns.change(9, {}, expected_version=1)

    with workspace.reading() as stores:
        [line, _] = stores.audit.of_record("census_campaigns", str(kept.number))
    assert (changed.version, same.version, changed.terms.min_needs) == (2, 2, 2)
    assert [(each.field, each.before, each.after) for each in line.entry.changes] == [("min_needs", "1", "2")]


def test_a_second_list_takes_no_fact_away(workspace: Workspace) -> None:
    with workspace.writing(LI, at=AT) as stores:
        campaign = stores.census.campaigns.add(make_campaign()).number
        first = stores.census.register.put_many(campaign, [make_entry("甲有限公司"), make_entry("乙有限公司")])
        second = stores.census.register.put_many(
            campaign,
            [
                make_entry("甲 有限公司", revenue_yuan=None, is_tech=True, county_code="", contact="王工13900001234"),
                make_entry("乙有限公司"),
                make_entry("丙有限公司"),
            ],
        )
        found = stores.census.register.of_campaign(campaign)

    assert (first.n_added, second.n_added, second.n_changed, second.n_unchanged) == (2, 1, 1, 1)
    assert [(each.name, each.revenue_yuan, each.is_tech, each.county_code) for each in found] == [
        ("甲 有限公司", 30_000_000, True, LIANSHUI),
        ("乙有限公司", 30_000_000, False, LIANSHUI),
        ("丙有限公司", 30_000_000, False, LIANSHUI),
    ]


def test_the_trail_keeps_no_contact(workspace: Workspace) -> None:
    with workspace.writing(LI, at=AT) as stores:
        campaign = stores.census.campaigns.add(make_campaign()).number
        for contact in ("王工13900001234", "李工13900005678"):
            stores.census.register.put_many(campaign, [make_entry(contact=contact)])

    with workspace.reading() as stores:
        told = [change for each in stores.audit.page(limit=9) for change in each.entry.changes]
    assert [each.field for each in told] == ["contact", "n_added"]
    assert all("1390000" not in each.before + each.after for each in told)


def test_enums_and_lists_come_back_as_such(workspace: Workspace) -> None:
    problem = CommonProblem(region_code=HUAIAN, title="气孔", statement="难以检出", need_ids=("N1", "N2"))
    state = MechanismState(region_code=LIANSHUI, item=Mechanism.ADVISER, progress=Progress.MISSING)
    dispatch = Dispatch(
        need_id="N1",
        need_region_code=LIANSHUI,
        university="乙大学",
        achievement_ids=("A1",),
        sent_on=date(2026, 7, 1),
        due_on=date(2026, 7, 16),
    )
    with workspace.writing(LI, at=AT) as stores:
        stores.census.problems.add(problem)
        stores.census.mechanisms.add(state)
        sent = stores.census.dispatches.add(dispatch)
        taken = stores.census.dispatches.change(
            sent.number, {"state": DispatchState.TAKEN_UP, "answered_on": date(2026, 7, 9)}, expected_version=1
        )

    with workspace.reading() as stores:
        found = stores.census.problems.all()[0], stores.census.mechanisms.all()[0], stores.census.dispatches.all()[0]
    assert (found[0].need_ids, found[1].item, found[2]) == (("N1", "N2"), Mechanism.ADVISER, taken)
    assert (taken.state, taken.achievement_ids, taken.version) == (DispatchState.TAKEN_UP, ("A1",), 2)


def test_arrivals_are_those_of_the_region_and_of_none(workspace: Workspace) -> None:
    places = {"N1": LIANSHUI, "N2": "110101", "N3": ""}
    with workspace.writing(LI, at=AT) as stores:
        stores.needs.add_many(
            [make_need(number) for number in places],
            facets={number: Facets(region_code=code) for number, code in places.items()},
        )
    with workspace.writing(LI, at=AT) as stores:
        stores.needs.delete(make_need("N3").id)

    with workspace.reading() as stores:
        found = stores.census.reading.arrivals(HUAIAN)
    assert [(each.need_id, each.arrived_at, each.deleted_at) for each in found] == [("N1", AT, None), ("N3", AT, AT)]


def test_enterprises_are_those_of_the_parties_list_alone(workspace: Workspace) -> None:
    parties = [
        Party(id=PartyId("P1"), name="甲有限公司", kind=PartyKind.ENTERPRISE),
        Party(id=PartyId("P2"), name="乙大学", kind=PartyKind.UNIVERSITY),
        Party(id=PartyId("P3"), name="丙有限公司", kind=PartyKind.ENTERPRISE),
    ]
    places = {"P1": Facets(region_code=LIANSHUI), "P2": Facets(region_code=LIANSHUI)}
    with workspace.writing(LI, at=AT) as stores:
        stores.parties.add_many(parties, facets=places)
        found = stores.census.reading.enterprises(HUAIAN)

    assert [each.party_id for each in found] == ["P1"]


def test_what_the_doctor_said_is_replaced(workspace: Workspace) -> None:
    said = [
        Triaged(need_id="N1", fingerprint=text, verdict=verdict, score=50, questions=("为什么？",), examined_at=AT)
        for text, verdict in (("a", Triage.TOO_VAGUE), ("b", Triage.READY))
    ]
    with workspace.writing() as stores:
        for each in said:
            stores.census.triage.put_many([each])
        found, verdicts = stores.census.triage.all(), stores.census.triage.verdicts()

    assert (found, verdicts) == ({"N1": said[1]}, {"N1": ("b", Triage.READY)})
