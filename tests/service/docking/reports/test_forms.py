"""Official forms are filled from deals, needs, registers and directories; quotas stand beside them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.errors import UnknownIdError, UsageError
from data.records.census import CountyUnit
from data.records.ceremonies import CeremonyFacts, CeremonyProject, Signatory
from data.records.deals import Mark, Stage
from data.records.reports import Report, ReportKind
from data.records.rules import QuotaTerms
from data.reference.form_layouts import load_form_layouts
from data.storage.workspace import Workspace
from ingest.notices.reading import read_notice
from service.docking.ceremonies.keeping import add_ceremony, say_of_deal
from service.docking.deals.viewing import deals_of
from service.docking.reports.building import draft, draft_forms
from service.docking.reports.forms import SOURCES, asks_for
from service.exports.report_files import filled_forms, render_report
from tests.factories.census import LIANSHUI
from tests.factories.dealing import opened
from tests.factories.reporting import AT, CITY, COUNTY, keep_rule, make_key


def filled(workspace: Workspace, form: str, period: str = "2026-11", at: datetime = AT) -> Report:
    """Fill a form of the city."""
    return draft(workspace, CITY, make_key(ReportKind.FORM, form=form, period=period), at=at)


def rows_of(report: Report) -> list[dict[str, str]]:
    """Return the rows of the only table of the first copy."""
    return [dict(row) for row in report.sheets[0].tables[0][1]]


def test_talks_and_signings_keep_intent_and_contract_apart(workspace: Workspace) -> None:
    rows = rows_of(filled(workspace, "huaian-2010-5"))
    told = [(row["project"], row["stage"], row["talks"], row["intent"], row["contract"]) for row in rows]
    # The framework agreement over 2 million stands under intent; 500,000 of the first deal's letter as well.
    assert told == [
        ("真空压铸工艺", "正式合同", "1", "50.00", "30.00"),
        ("战略合作", "洽谈", "1", "200.00", ""),
        ("烘干节能", "意向协议", "1", "50.00", ""),
    ]


def test_projects_for_signing_are_those_the_ceremony_chose(workspace: Workspace) -> None:
    """A county's form takes its own projects from the ceremony of its city, in the order of that ceremony."""
    marked = [row["project"] for row in rows_of(filled(workspace, "huaian-2010-6", "2026"))]
    assert marked == ["真空压铸工艺"]
    facts = CeremonyFacts(title="集中签约", region_code="320800", wanted=5, on=date(2026, 12, 1))
    held = add_ceremony(workspace, CITY, facts, at=AT)
    for title, name in (("烘干节能", "张三"), ("战略合作", "")):
        number = next(each.number for each in deals_of(workspace, CITY) if each.title == title)
        said = CeremonyProject(deal=number, enterprise=Signatory(name=name), is_chosen=True)
        held = say_of_deal(workspace, CITY, (held.number, held.version), said, at=AT)

    rows = rows_of(filled(workspace, "huaian-2010-6", "2026"))
    # No contract stands behind either: an intent and a framework agreement have no place in the column of contracts.
    assert [(row["rank"], row["project"], row["contract"], row["signatories"]) for row in rows] == [
        ("1", "战略合作", "", ""),
        ("2", "烘干节能", "", "张三"),
    ]
    key = make_key(ReportKind.FORM, form="huaian-2010-6", period="2026", region_code=LIANSHUI)
    (own,) = rows_of(draft(workspace, COUNTY, key, at=AT))
    assert (own["rank"], own["project"]) == ("1", "战略合作")
    assert rows_of(filled(workspace, "huaian-2010-6", "2025")) == []


def test_a_major_project_names_its_need_and_hides_the_contact(workspace: Workspace) -> None:
    (row,) = rows_of(filled(workspace, "guangdong-2007-3", "2026"))
    assert (row["project"], row["need_origin"], row["contact"]) == (
        "真空压铸工艺",
        "企业需求：压铸件气孔",
        "王*139********",
    )


def test_the_progress_form_has_a_copy_for_each_project_of_the_year_before(workspace: Workspace) -> None:
    later = datetime(2027, 12, 1, tzinfo=UTC)
    report = filled(workspace, "guangdong-2007-6", "2027", later)
    texts = dict(report.sheets[0].texts)
    told = [texts[key] for key in ("project", "year", "contract_amount", "received_amount", "accepted")]
    assert (len(report.sheets), told) == (1, ["真空压铸工艺", "2026", "30.00", "10.00", "否"])


def test_statistics_print_their_rule_beside_each_figure(workspace: Workspace) -> None:
    rows = {row["name"]: row for row in rows_of(filled(workspace, "guangdong-2007-7", "2026"))}
    assert (rows["技术合同"]["amount"], rows["框架协议"]["amount"], rows["合同成交额"]["amount"]) == ("1", "1", "30.00")
    assert all(row["rule"] for row in rows.values())


def test_the_year_as_figures_keeps_the_records_behind_them(workspace: Workspace) -> None:
    report = filled(workspace, "guangdong-2007-7", "2026")
    table = next(each for each in report.tables if each.name == "对接和签约")
    assert table.total is not None
    figures = {head.id: figure.records for head, figure in zip(table.heads, table.total.figures, strict=True)}
    assert figures["talks"] == ("deals:1", "deals:2", "deals:3")


def test_a_partner_is_one_that_wants_to_be(workspace: Workspace) -> None:
    """Who was only recommended, or declined, is no university a need is meant for."""
    opened(workspace, title="推荐", university="仅推荐大学", need_id="R2")
    opened(workspace, Stage.TALK, title="洽谈一", university="东海大学", need_id="R2")
    opened(workspace, Stage.TALK, title="洽谈二", university="西海大学", need_id="R2")
    rows = rows_of(filled(workspace, "huaian-2010-3", "2026"))
    assert [row["partner"] for row in rows] == ["东海理工大学", "西海大学、东海大学"]


def test_census_needs_bring_the_facts_of_the_register(workspace: Workspace) -> None:
    with workspace.writing(at=AT) as stores:
        (campaign,) = stores.census.campaigns.all()
        unit = CountyUnit(
            campaign=campaign.number, region_code=LIANSHUI, unit="涟水县科技局", person="张三", contact="13900001234"
        )
        stores.census.units.add(unit)
    rows = rows_of(filled(workspace, "huaian-2010-3", "2026"))
    assert [(row["enterprise"], row["revenue"], row["is_tech"]) for row in rows] == [
        ("甲机械有限公司", "3,000", "否"),
        ("丁压铸有限公司", "", ""),
    ]
    (line,) = rows_of(filled(workspace, "huaian-2010-2", "2026"))
    assert (line["unit"], line["phone"]) == ("涟水县科技局", "139********")


def test_bases_come_from_their_register(workspace: Workspace) -> None:
    with workspace.writing(at=AT) as stores:
        stores.registers.add(
            "bases",
            {"name": "压铸基地", "kind": "研发基地", "stage": "申报", "plan": "yes", "funds": "100000000"},
            region_code=LIANSHUI,
        )
        stores.registers.add("bases", {"name": "旧基地", "stage": "撤销"}, region_code=LIANSHUI)
    (row,) = rows_of(filled(workspace, "guangdong-2007-5", "2026"))
    assert (row["name"], row["plan"], row["funds"]) == ("压铸基地", "有发展规划", "100.00")


def test_a_quota_is_checked_unit_by_unit_and_towns_by_themselves(workspace: Workspace) -> None:
    keep_rule(workspace, QuotaTerms(unit="各市科技局", item="重大项目", form="附件3", minimum=2, maximum=8))
    keep_rule(workspace, QuotaTerms(unit="各市", item="专业镇对接项目", form="附件3", minimum=1, maximum=3))
    begun = filled(workspace, "guangdong-2007-3", "2026").rules
    assert [(each.outcome, each.reason) for each in begun] == [
        ("无法判断", "淮安市：重大项目现有 1，应为 2 至 8，还差 1，尚未截止。"),
        ("无法判断", "淮安市：专业镇对接项目现有 0，应为 1 至 3，还差 1，尚未截止。"),
    ]
    over = filled(workspace, "guangdong-2007-3", "2026", datetime(2027, 1, 4, tzinfo=UTC)).rules
    assert [(each.outcome, each.reason) for each in over] == [
        ("不符合", "淮安市：重大项目现有 1，应为 2 至 8，还差 1。"),
        ("不符合", "淮安市：专业镇对接项目现有 0，应为 1 至 3，还差 1。"),
    ]


def test_a_county_cannot_tell_a_quota_of_its_city(workspace: Workspace) -> None:
    keep_rule(workspace, QuotaTerms(unit="各市科技局", item="重大项目", form="附件3", minimum=2, maximum=8))
    key = make_key(ReportKind.FORM, form="guangdong-2007-3", period="2026", region_code=LIANSHUI)
    (used,) = draft(workspace, COUNTY, key, at=AT).rules
    assert used.outcome == "无法判断"
    assert "只是其中一部分" in used.reason


@pytest.mark.parametrize("form", list(SOURCES))
def test_every_form_is_drawn_empty_and_filled(workspace: Workspace, form: str) -> None:
    """What came later is in no form of an earlier time, whatever it is."""
    for period, n_rows in (("2026-11" if SOURCES[form].is_monthly else "2026", _FILLED[form]), ("2020-01", 0)):
        report = filled(workspace, form, period)
        assert set(render_report(report)) == {"xlsx", "docx"}
        if form not in _TIMELESS or n_rows:
            assert report.tables[0].lines[0].figures[0].amount == n_rows


_FILLED = {
    "guangdong-2007-3": 1,
    "guangdong-2007-4": 0,
    "guangdong-2007-5": 0,
    "guangdong-2007-6": 0,
    "guangdong-2007-7": 0,
    "huaian-2010-2": 0,
    "huaian-2010-3": 2,
    "huaian-2010-4": 0,
    "huaian-2010-5": 3,
    "huaian-2010-6": 1,
}
"""Lines of each form in the city of the tests."""
_TIMELESS = {"guangdong-2007-7"}
"""Whose lines are the figures themselves, of any time."""


def test_all_forms_of_a_region_are_filled_at_once(workspace: Workspace) -> None:
    made = draft_forms(workspace, CITY, "", at=AT)
    assert list(made) == list(SOURCES)
    assert {each.key.period for each in made.values()} == {"2026", "2026-11"}
    before = draft_forms(workspace, CITY, "", month="2025-10", at=AT)
    assert {each.key.period for each in before.values()} == {"2025", "2025-10"}
    assert rows_of(before["huaian-2010-5"]) == []
    with pytest.raises(UsageError, match="不是一个月"):
        draft_forms(workspace, CITY, "", month="2025", at=AT)


def test_what_a_form_lacks_is_named(workspace: Workspace) -> None:
    opened(workspace, Stage.TALK, title="没有需求的项目", marks=frozenset({Mark.MAJOR_PROJECT}))
    (form,) = filled_forms(filled(workspace, "guangdong-2007-3", "2026"))
    assert form.missing == ("第 1 行“技术需求来源”",)


def test_an_unknown_form_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError):
        filled(workspace, "conghua-2017-1")


@pytest.mark.shared
def test_a_real_notice_asks_for_its_own_forms_alone(shared_dir: Path) -> None:
    """Conghua's attachments have the same labels, and other titles."""
    layouts = load_form_layouts()
    asked = {
        name: [
            form
            for form in layouts
            if asks_for(read_notice(shared_dir / "notices" / f"{name}.txt").notice, layouts[form])
        ]
        for name in ("guangdong-2007", "huaian-2010")
    }
    assert asked == {
        "guangdong-2007": [f"guangdong-2007-{number}" for number in range(1, 8)],
        "huaian-2010": [f"huaian-2010-{number}" for number in range(2, 7)],
    }
