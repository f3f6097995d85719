"""Terms as forms, as sentences and as rules that may be confirmed: what does not fit is named in Chinese."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UsageError
from data.records.rules import KIND_OF, RuleKind, Target, TargetTreeTerms, Terms
from data.storage.json_values import JsonFault, JsonFaultsError, terms_from_json, terms_to_json
from service.docking.notices.term_forms import form_of, terms_of_form
from service.docking.notices.validity import faults_of
from service.docking.notices.wording import field_label, sentence_of, told_faults
from tests.factories.notices import (
    CENSUS,
    COMPOSITION,
    CRITERIA,
    DOSSIER,
    DUE,
    FIELD_MAP,
    LADDER,
    MIN_COUNT,
    NAME,
    QUOTA,
    TERMS,
    TIME_LIMIT,
)


@pytest.mark.parametrize("terms", TERMS, ids=lambda each: KIND_OF[type(each)].value)
def test_terms_go_through_form_and_json_unchanged(terms: Terms) -> None:
    kind = KIND_OF[type(terms)]
    filled = {each.name: each.value for each in form_of(kind, terms)}

    assert terms_of_form(kind, filled, before=terms) == terms
    assert terms_of_form(kind, filled) == terms
    assert terms_from_json(terms_to_json(terms)) == terms
    assert faults_of(terms) == ()


SENTENCES = (
    "年销售收入 2,000 万元以上的企业和科技型企业，每家报需求 1 至 2 个，2010年7月20日前完成",
    "每个地级以上市科技局：重大项目建议（附件3） 5 至 8",
    "2007年9月30日前报送或完成：重大项目建议表（附件3），一式 2 份，报 计划处",
    "牵头单位为企业，企业至少 10 家（是否含牵头单位有两种读法），本省高校院所至少 1 家",
    "每年至少 4 次：联盟活动",
    "名称写成“从化区…技术创新联盟”；不得与已登记的名称相同，也不得领域、业务方向相同",
    "签约项目：3 条中至少符合 1 条（高新技术方向；实质性合作；研发机构）",
    "申报材料：登记表、联盟契约，全部成员盖章",
    "短期合作 → 长期合作；单项合作 → 战略联盟",
    (
        "到 2020 年：骨干联盟 100 左右；产业骨干联盟 70（属于骨干联盟）；农业骨干联盟 15（属于骨干联盟）；"
        "服务业骨干联盟 15（属于骨干联盟）"
    ),
    "产业领域：新材料 = 新材料；新型农业 = （无）；（无） = 新能源汽车",
    "成果转化：自项目验收起 365 天内",
)


def test_every_kind_is_told_in_one_sentence() -> None:
    assert tuple(sentence_of(each) for each in TERMS) == SENTENCES


INVALID: tuple[tuple[Terms, str], ...] = (
    (replace(CENSUS, min_needs=3), "max_needs"),
    (replace(CENSUS, min_revenue_yuan=-1), "min_revenue_yuan"),
    (replace(CENSUS, due_on=date(9999, 1, 1)), "due_on"),
    (replace(QUOTA, minimum=None, maximum=None), "minimum"),
    (replace(QUOTA, minimum=9), "maximum"),
    (replace(DUE, on=None), "on"),
    (replace(DUE, monthly_day=20), "on"),
    (replace(DUE, on=None, monthly_day=32), "monthly_day"),
    (replace(DUE, at="25:00"), "at"),
    (replace(DUE, item=" "), "item"),
    (replace(DUE, on=None, monthly_day=20, first_month="2010-09", last_month="2010-07"), "last_month"),
    (replace(COMPOSITION, lead_kind="government"), "lead_kind"),
    (replace(MIN_COUNT, minimum=0), "minimum"),
    (replace(NAME, pattern="…"), "pattern"),
    (replace(NAME, unique_by=(("colour",),)), "unique_by[0]"),
    (replace(CRITERIA, needed=4), "needed"),
    (replace(CRITERIA, criteria=("甲", "甲")), "criteria"),
    (replace(DOSSIER, sealed_by="nobody"), "sealed_by"),
    (replace(LADDER, steps=(("同", "同"),)), "steps[0]"),
    (replace(FIELD_MAP, pairs=(("", ""),)), "pairs[0]"),
    (replace(TIME_LIMIT, days=0), "days"),
    (replace(TIME_LIMIT, days=10**6), "days"),
    (replace(MIN_COUNT, item="长" * 501), "item"),
    (TargetTreeTerms(by_year=20, targets=(Target(item="甲", amount=1),)), "by_year"),
    (
        TargetTreeTerms(
            by_year=2020, targets=(Target(item="甲", amount=1, part_of="乙"), Target(item="乙", amount=1, part_of="甲"))
        ),
        "targets[0].part_of",
    ),
)


@pytest.mark.parametrize(("terms", "place"), INVALID)
def test_terms_that_contradict_themselves_are_named(terms: Terms, place: str) -> None:
    assert place in {each.place for each in faults_of(terms)}


def test_a_part_may_be_called_as_its_total_and_lie_apart_from_it() -> None:
    targets = (
        Target(item="技术", amount=500),
        Target(item="技术", amount=300, part_of="技术"),
        Target(item="联盟", amount=70, part_of="别处的总目标"),
    )

    assert faults_of(TargetTreeTerms(by_year=2020, targets=targets)) == ()


def test_what_a_form_cannot_mean_is_named_in_chinese() -> None:
    with pytest.raises(UsageError) as raised:
        terms_of_form(RuleKind.TARGET_TREE, {"by_year": "明年", "targets": "联盟｜许多\n技术 | 5 | 联盟 | 约"})

    assert raised.value.message == "完成年份：应为整数；目标第 1 项的数量：应为整数。"


def test_a_form_takes_numbers_as_people_write_them() -> None:
    terms = terms_of_form(RuleKind.CENSUS, {"min_revenue_yuan": "20,000,000", "min_needs": "1"})

    assert terms == replace(CENSUS, or_tech_enterprise=False, max_needs=None, due_on=None)


def test_a_hidden_contact_stays_when_it_was_left_alone() -> None:
    before = replace(DUE, route="计划科 13900001234")
    filled = {each.name: each.value for each in form_of(RuleKind.DUE, before)}

    assert filled["route"] == "计划科 139********"
    assert terms_of_form(RuleKind.DUE, filled | {"copies": "3"}, before=before) == replace(before, copies=3)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_any_json_is_terms_or_is_refused(value: object) -> None:
    for kind in RuleKind:
        given_ = {"kind": kind.value, "item": value, "targets": value, "on": value, "minimum": value}
        with pytest.raises(JsonFaultsError):
            terms_from_json(given_ | {"nonsense": value})


@pytest.mark.parametrize("given_", [None, 1, "census", [], {}, {"kind": "other"}, {"kind": []}])
def test_terms_without_a_kind_are_refused(given_: object) -> None:
    with pytest.raises(JsonFaultsError, match="kind"):
        terms_from_json(given_)


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_a_text_no_database_keeps_is_refused(text: str) -> None:
    with pytest.raises(JsonFaultsError, match="无法保存的字符"):
        terms_from_json(terms_to_json(MIN_COUNT) | {"item": text})


def test_faults_are_told_by_the_names_of_their_fields() -> None:
    assert field_label("targets[2].amount") == "目标第 3 项的数量"
    assert (
        told_faults([JsonFault("on", "没有填写"), JsonFault("", "应为列表")]) == "截止日期：没有填写；内容：应为列表。"
    )
