"""The pre-check of a registration: what is missing, what fits no rule, what cannot be told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.errors import UnknownIdError, UsageError
from data.records.deals import Agreement, Deal, Stage
from data.records.enums import ConditionStatus
from data.records.money import ContractAmount
from data.reference.contract_kinds import contract_kinds_on, load_contract_kinds
from data.reference.registration import Standing
from data.storage.workspace import Workspace
from service.docking.deals.registration import precheck, precheck_of, working_days_after, write_form
from service.docking.deals.registration_lines import Precheck, RuleLine
from tests.factories.dealing import AT, BUREAU, TODAY, contract, opened

PASS, FAIL, CANNOT_TELL = ConditionStatus.PASS, ConditionStatus.FAIL, ConditionStatus.CANNOT_TELL
WHOLE = {
    "technology_amount": "25",
    "applicant": "seller",
    "seller_name": "东海理工大学",
    "seller_country": "156",
    "seller_region": "320826",
    "seller_nature": "022",
    "buyer_name": "甲机械有限公司",
    "buyer_country": "CHN",
    "buyer_region": "320826",
    "buyer_nature": "150",
    "technology_field": "03",
    "ip_kind": "patent",
    "plan_source": "none",
    "social_goal": "10",
    "industry": "C34",
    "payment": "parts",
    "goal_clause": "yes",
    "innovation_clause": "yes",
    "acceptance_clause": "yes",
}
DATES = {"starts_on": date(2026, 11, 1), "ends_on": date(2027, 10, 31)}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("deals")) as opened:
        yield opened


@pytest.fixture(scope="module")
def deal(workspace: Workspace) -> Deal:
    return opened(workspace, Stage.CONTRACT)


def looked_at(deal: Deal, *, as_of: date = TODAY, values: dict[str, str] | None = None, **more: Any) -> Precheck:
    given = {**WHOLE, **(values or {})}
    paper: Agreement = replace(contract(**DATES), form_values={code: text for code, text in given.items() if text})
    return precheck(deal, replace(paper, **more), as_of=as_of)


def rule(found: Precheck, words: str) -> RuleLine:
    return next(each for each in found.rules if words in each.name)


def test_a_form_that_is_whole_lacks_nothing_and_says_what_nobody_has_confirmed(deal: Deal) -> None:
    found = looked_at(deal)

    assert found.missing == ()
    assert {each.field.code for each in found.lines if each.status is CANNOT_TELL} == set()
    nature = {each.field.code: each.reason for each in found.lines if each.field.code.endswith("_nature")}
    assert nature["seller_nature"] == ""
    assert nature["buyer_nature"].startswith("代码未核实")
    assert rule(found, "工作日").standing is Standing.DRAFT


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        ("buyer_nature", "", FAIL),
        ("buyer_nature", "173", CANNOT_TELL),
        ("buyer_nature", "999", FAIL),
        ("seller_country", "ISL", CANNOT_TELL),
        ("seller_region", "329999", FAIL),
        ("technology_amount", "三十", FAIL),
        ("buyer_name", "丙公司", CANNOT_TELL),
        ("goal_clause", "no", FAIL),
        ("goal_clause", "", CANNOT_TELL),
        ("buyer_name", "", CANNOT_TELL),
        ("new_output", "", PASS),
    ],
)
def test_a_field_is_missing_wrong_or_cannot_be_told(deal: Deal, code: str, text: str, status: ConditionStatus) -> None:
    found = looked_at(deal, values={code: text})

    assert next(each for each in found.lines if each.field.code == code).status is status


def test_a_licence_is_asked_what_a_transfer_is_asked(deal: Deal) -> None:
    found = looked_at(deal, kind="licence")

    missing = {each.field.code for each in found.lines if each.is_missing}
    assert missing == {"new_investment", "new_output", "mastered_clause", "ip_clause"}


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, PASS),
        ({"applicant": "buyer"}, FAIL),
        ({"seller_country": "DEU"}, FAIL),
        ({"seller_country": "DEU", "applicant": "buyer"}, PASS),
        ({"seller_country": "HKG", "applicant": "buyer"}, CANNOT_TELL),
        ({"applicant": ""}, CANNOT_TELL),
    ],
)
def test_the_seller_registers_and_of_an_import_the_buyer(
    deal: Deal, values: dict[str, str], status: ConditionStatus
) -> None:
    assert rule(looked_at(deal, values=values), "卖方").status is status


def test_technology_is_no_more_than_the_contract(deal: Deal) -> None:
    found = looked_at(deal, values={"technology_amount": "30.01"})

    assert rule(found, "技术交易额").reason == "30.01 万元大于成交额 30.00 万元"


def test_days_left_are_working_days_and_more_for_a_large_contract(deal: Deal) -> None:
    # Friday 20 November; fifteen working days later is Friday 11 December, thirty are Friday 1 January.
    accepted = {"accepted_on": "2026-11-20"}

    ordinary = rule(looked_at(deal, values=accepted), "工作日")
    large = rule(looked_at(deal, values=accepted, contract=ContractAmount(500_000_000)), "工作日")
    late = rule(looked_at(deal, values=accepted, as_of=date(2026, 12, 13)), "工作日")

    assert working_days_after(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert "推算 2026-12-11 前办结，还有 19 天" in ordinary.reason
    assert "推算 2027-01-01 前办结" in large.reason
    assert (late.status, "已超过 2 天" in late.reason) == (FAIL, True)


def test_validity_is_told_from_the_contract_alone(deal: Deal) -> None:
    statuses = [
        rule(looked_at(deal, **more), "有效期内").status
        for more in ({}, {"ends_on": None}, {"ends_on": date(2026, 11, 21)})
    ]

    assert statuses == [PASS, CANNOT_TELL, FAIL]


def test_kinds_go_by_the_law_of_the_day() -> None:
    former, today = contract_kinds_on(date(2020, 12, 31)), contract_kinds_on(date(2021, 1, 1))

    assert [each.name for each in former if not each.parent] == ["技术开发", "技术转让", "技术咨询", "技术服务"]
    assert [each.name for each in today if not each.parent] == [
        "技术开发",
        "技术转让",
        "技术许可",
        "技术咨询",
        "技术服务",
    ]
    assert contract_kinds_on(date(1999, 9, 30)) == ()


def test_what_was_written_is_kept_and_a_field_the_form_has_not_is_refused(workspace: Workspace) -> None:
    kept = opened(workspace, Stage.CONTRACT)
    place = (kept.number, 0, kept.version)

    deal = write_form(workspace, BUREAU, place, {"payment": "parts", "ip_kind": ""}, at=AT)

    found = precheck_of(workspace, BUREAU, (deal.number, 0), as_of=TODAY)
    assert found.contract.form_values == {"payment": "parts"}
    with pytest.raises(UsageError, match="登记表没有“colour”"):
        write_form(workspace, BUREAU, (deal.number, 0, deal.version), {"colour": "红"}, at=AT)


def test_a_letter_of_intent_is_not_registered(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.INTENT_AGREEMENT)

    with pytest.raises(UnknownIdError, match="没有这份技术合同"):
        precheck_of(workspace, BUREAU, (deal.number, 0), as_of=TODAY)


@pytest.mark.parametrize("text", ["²", "9" * 40, "\uff11"])
def test_odd_codes_are_no_codes(deal: Deal, text: str) -> None:
    assert next(each for each in looked_at(deal, values={"buyer_nature": text}).lines if each.value == text)


def test_a_day_that_has_not_come_is_no_acceptance(deal: Deal) -> None:
    assert rule(looked_at(deal, values={"accepted_on": "9999-12-31"}), "工作日").status is FAIL


def test_of_an_empty_form_nothing_is_said_that_nobody_knows(deal: Deal) -> None:
    found = precheck(deal, replace(contract(**DATES), form_values={}), as_of=TODAY)

    told = {each.field.code: (each.verdict, each.value, each.reason) for each in found.lines}
    assert told["buyer_name"] == ("无法判断", "甲机械有限公司", "按台账预填，还没有保存，请核对")
    assert told["mastered_clause"] == ("不要求", "", "这一类合同不要求这一项")
    assert told["goal_clause"] == ("无法判断", "", "没有填写，请核对合同文本后选择")
    assert told["payment"] == ("不符合", "", "没有填写")
    assert [rule(found, words).status for words in ("卖方", "技术交易额", "工作日")] == [CANNOT_TELL] * 3
    assert any(each.startswith("合同写明技术目标") for each in found.missing)
    assert not any(each.startswith("买方名称") for each in found.missing)


@pytest.mark.parametrize(
    ("text", "shown", "reason"),
    [
        ("C33", "C33 金属制品业", ""),
        ("33", "C33 金属制品业", ""),
        ("金属制品业", "C33 金属制品业", ""),
        ("c3392", "C33 金属制品业", "小类 c3392 没有代码表，只核对到大类"),
        ("339", "C33 金属制品业", "小类 339 没有代码表，只核对到大类"),
    ],
)
def test_an_industry_is_read_as_people_write_it(deal: Deal, text: str, shown: str, reason: str) -> None:
    line = next(each for each in looked_at(deal, values={"industry": text}).lines if each.field.code == "industry")
    assert (line.status, line.value, line.reason) == (ConditionStatus.PASS, shown, reason)


@pytest.mark.parametrize("text", ["A33", "99999", "零件", "\uff13\uff13"])
def test_what_names_no_industry_says_how_to_write_one(deal: Deal, text: str) -> None:
    line = next(each for each in looked_at(deal, values={"industry": text}).lines if each.field.code == "industry")
    assert line.status is ConditionStatus.FAIL
    assert "C33、339、3392" in line.reason


def test_the_law_is_that_of_the_day_of_signing() -> None:
    kind = load_contract_kinds()["commissioned_development"]
    assert kind.law_on(date(2020, 12, 31)) == "《合同法》第三百三十条"
    assert kind.law_on(date(2021, 1, 1)) == "《民法典》第八百五十一条"
