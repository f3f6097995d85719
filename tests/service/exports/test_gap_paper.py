"""What would remove the one condition that blocks a pair, and what a group is called."""

from datetime import date

from data.records.enums import ConditionStatus, Triage
from data.records.matches import Condition
from matcher.doctor.vagueness import Vagueness
from matcher.gaps.open_ends import NearMiss, Unanswered
from service.docking.gaps import CommonNeed, GapReport
from service.exports.gap_paper import gap_paper
from service.exports.masking import MASKED
from service.exports.paper import PaperTable
from tests.factories.matches import make_match
from tests.factories.records import make_achievement, make_need

NEED = make_need(budget="50万元", cooperation="委托开发", enterprise="甲公司 13900001234")
OFFER = make_achievement(price="80万元", cooperation="技术转让")


def tables(**found: object) -> dict[str, PaperTable]:
    nothing = dict.fromkeys(("near_misses", "open_needs", "vague_needs", "unneeded", "common"), ())
    values = {**nothing, "needs": {NEED.id: NEED}, **found}
    report = GapReport(
        **values,  # type: ignore[arg-type] # the test names what it fills
        n_answered=1,
        achievements={OFFER.id: OFFER},
        as_of=date(2026, 11, 22),
        model="m",
    )
    return {sheet.name: sheet for sheet in gap_paper(report, MASKED).sheets}


def remedy(name: str) -> str:
    match = make_match()
    unmet = match.indicators[:1] if name == "indicators" else ()
    blocked = NearMiss(match, Condition(name, ConditionStatus.FAIL, ""), unmet)
    (row,) = tables(near_misses=(blocked,))["只差一个条件"].rows
    return str(row[8])


def test_what_removes_a_condition_names_both_sides() -> None:
    assert remedy("budget") == "预算“50万元”，要价“80万元”：可商谈降价、分期、许可代替转让，或申请补助。"
    assert remedy("cooperation") == "需求写“委托开发”，成果写“技术转让”：请双方商定能否改用对方的方式。"
    assert remedy("indicators") == (
        "补齐指标：要求“硬度≥60HRC”，成果为“涂层硬度达到62HRC”。可请成果方说明能否改进，或请企业确认能否放宽。"
    )
    assert remedy("valid_until") == "向企业确认需求是否仍然有效；确认后更新有效期即可推荐。"


def test_a_group_names_needs_companies_and_best_achievements_masked() -> None:
    group = CommonNeed(
        words=("模具", "涂层"),
        needs=(NEED.id,),
        enterprises=(NEED.enterprise,),
        regions=(),
        n_answered=1,
        best=((OFFER.id, 0.456, 1),),
        cohesion=0.5,
    )
    (row,) = tables(common=(group,))["共性技术需求"].rows
    assert row == (
        1,
        "模具、涂层",
        1,
        1,
        1,
        "注塑模具表面耐磨涂层",
        "甲公司 139********",
        "未填写",
        "1．模具用低摩擦复合涂层及其制备方法（东海理工大学；46分；1项）",
    )


def test_what_the_nearest_does_not_speak_of_names_nobody() -> None:
    need = make_need(contact="张示例")
    missing = Unanswered(need.id, None, ("成果没有谈到“涂层、张示例”",), Vagueness(0, Triage.READY, ()))
    (row,) = tables(open_needs=(missing,), needs={need.id: need})["无人能解的需求"].rows

    assert row[9] == "成果没有谈到“涂层、张**”"


def test_nothing_found_is_said() -> None:
    assert {name: sheet.empty for name, sheet in tables().items()} == {
        "共性技术需求": "没有归纳出共性技术需求。",
        "无人能解的需求": "没有这样的需求。",
        "只差一个条件": "没有只差一个条件的候选。",
        "先退回补充的需求": "没有这样的需求。",
        "暂无需求的成果": "每项成果都有需求。",
        "共性需求来源": "没有归纳出共性技术需求。",
    }
