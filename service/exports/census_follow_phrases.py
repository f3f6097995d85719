"""Chinese words of the files about what is done with the needs of a census."""

from typing import Final

TRIAGE: Final = "需求质量分诊"
NO_NEED: Final = "没有需求。"
NO_PROJECT: Final = "没有项目。"
NO_UNIT: Final = "通讯录还是空的。"
NO_OFFER: Final = "没有其他成果。"
STATEMENT: Final = "凝练后的问题"
SOURCES: Final = "来源需求"
PROJECTS: Final = "计划项目"
HIDDEN: Final = "另有 {n} 项来源需求已删除或不在可查看的范围内。"
PROBLEM_LEAD: Final = "由 {needs} 项企业需求凝练，涉及企业 {enterprises} 家。"
PLAN: Final = "计划项目与需求对照"
PLAN_TITLE: Final = "{year}年度科技计划项目与需求对照表"
PLAN_LEAD: Final = (
    "共 {n} 个项目，其中 {backed} 个有需求支撑；计划经费 {money} 万元，有需求支撑的 {backed_money} 万元，占 {share}。"
    "另有 {unknown} 个项目没有写明经费，不计入占比。"
)
DISPATCHED: Final = "转送的企业技术需求"
DISPATCH_TITLE: Final = "企业技术需求转送单"
DISPATCH_LEAD: Final = (
    "现将 {n} 项企业技术需求转送贵单位，请组织相关团队研究，于{due}前答复能否承接。企业联系方式待双方同意后提供。"
)
BRIEFING_TITLE: Final = "走访对接简报"
VISIT_LEAD: Final = "{day}走访{host}，带队领导：{leader}。"
VISIT_COUNTS: Final = "带去需求 {needs} 项，其中 {answered} 项对方有合适的成果；系统中对方成果共 {offers} 项。"
MEMBERS: Final = "参加人员：{text}"
PURPOSE: Final = "目的：{text}"
OURS: Final = "我方需求与对方成果"
OURS_NOTE: Final = "逐项在对方成果中匹配，只列较强相关和强相关的；没有的，写出最接近的一项。"
THEIRS: Final = "对方的其他成果"
THEIRS_NOTE: Final = "没有对上带去的需求，可在座谈时了解。"
NEAREST: Final = "没有合适的；最接近的是“{title}”（{level}）。"
NOT_ANSWERED: Final = "对方没有相关的成果。"
NO_ANSWER: Final = "系统中没有对方的成果。"
DIRECTORY: Final = "通讯录"
