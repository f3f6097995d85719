"""Alliances and ceremonies come back from either database as they were kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from data.records.accounts import OPERATOR
from data.records.alliances import (
    Activity,
    AllianceFacts,
    AllianceKind,
    Consent,
    Driver,
    GrantEntry,
    GrantLine,
    Joining,
    MemberKind,
    MemberState,
    NewMember,
)
from data.records.ceremonies import CeremonyFacts, CeremonyProject, CriterionWord, Signatory
from data.records.rules import Outcome
from data.storage.workspace import Workspace
from tests.factories.storing import AT

FACTS = AllianceFacts(
    name="涟水县压铸技术创新联盟",
    lead="甲公司",
    region_code="320826",
    driver=Driver.MARKET,
    kind=AllianceKind.CLASSIC,
    texts={"goals": "降低气孔率"},
)
MEMBER = NewMember(
    organisation="乙大学",
    kind=MemberKind.UNIVERSITY,
    joining=Joining.INVITED,
    consent=Consent(signed_by="王五", on=date(2026, 11, 20), is_sealed=True),
    sheet=(("mobile", "13900001234"),),
)
ENTRIES = (
    Activity(title="交流会", on=date(2026, 11, 20)),
    GrantEntry(
        line=GrantLine.SPENT, amount_fen=10**12, on=date(2026, 11, 20), purpose="会务费", is_for_activities=True
    ),
)


def test_an_alliance_comes_back_as_it_was_kept(tmp_path: Path, database_url: str) -> None:
    with Workspace.open(tmp_path, url=database_url) as workspace, workspace.writing() as stores:
        number = stores.alliances.add(FACTS, at=AT, actor=OPERATOR)
        stores.alliances.put_member(number, MEMBER, state=MemberState.APPLIED)
        stores.alliances.put_member(number, MEMBER, state=MemberState.ADMITTED, opinion="符合条件")
        for entry in ENTRIES:
            stores.alliances.keep(number, entry, at=AT, by="李科")
        stores.alliances.give_number(number, "320826", on=date(2026, 11, 22))
        found = stores.alliances.get(number)

        assert found is not None
        assert {name: getattr(found, name) for name in ("name", "driver", "kind", "texts", "notice")} == {
            "name": FACTS.name,
            "driver": Driver.MARKET,
            "kind": AllianceKind.CLASSIC,
            "texts": FACTS.texts,
            "notice": None,
        }
        (member,) = found.members
        assert (member.consent, member.sheet, member.state, member.opinion) == (
            MEMBER.consent,
            MEMBER.sheet,
            MemberState.ADMITTED,
            "符合条件",
        )
        assert tuple(each.entry for each in found.entries) == ENTRIES
        assert found.registration is not None
        assert (found.registration.code, stores.alliances.all()) == ("320826-2026-001", [found])


def test_lists_read_no_members_and_no_more_than_is_asked(tmp_path: Path, database_url: str) -> None:
    with Workspace.open(tmp_path, url=database_url) as workspace, workspace.writing() as stores:
        first, second = (
            stores.alliances.add(replace(FACTS, name=name), at=AT, actor=OPERATOR) for name in ("甲联盟", "乙联盟")
        )
        stores.alliances.put_member(second, MEMBER, state=MemberState.APPLIED)
        stores.alliances.give_number(first, "320826", on=date(2026, 11, 22))

        heads = stores.alliances.heads()
        assert [(each.number, each.name, each.lead, each.region_code, each.is_numbered) for each in heads] == [
            (first, "甲联盟", "甲公司", "320826", True),
            (second, "乙联盟", "甲公司", "320826", False),
        ]
        assert stores.alliances.joined_by("乙大学", [MemberState.APPLIED]) == {second}
        assert stores.alliances.joined_by("乙大学", [MemberState.ADMITTED]) == frozenset()
        assert stores.alliances.some([second, first]) == stores.alliances.all()
        assert [len(each.members) for each in stores.alliances.some([second])] == [1]


def test_a_ceremony_comes_back_as_it_was_kept(tmp_path: Path, database_url: str) -> None:
    facts = CeremonyFacts(title="集中签约", region_code="320800", wanted=40, on=date(2026, 12, 20))
    word = CriterionWord(criterion="高新方向", outcome=Outcome.PASSED, proof="合同第三条")
    project = CeremonyProject(deal=3, words=(word,), enterprise=Signatory(name="张三"), place=1, is_chosen=True)
    with Workspace.open(tmp_path, url=database_url) as workspace, workspace.writing() as stores:
        number = stores.ceremonies.add(facts, at=AT)
        stores.ceremonies.write(number, facts, [project], version=2)

        (found,) = stores.ceremonies.all()
        assert (found.title, found.on, found.version, found.projects) == ("集中签约", facts.on, 2, {3: project})
        assert stores.ceremonies.get(number) == found
