"""What a signed paper is: a contract, or a letter of intent that calls itself something else."""

from dataclasses import dataclass
from typing import Final

from data.records.deals import Agreement, Form
from data.reference.contract_kinds import contract_kinds_on, load_contract_kinds
from data.reference.framework_words import load_framework_words


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a paper counts as, and why; no reason speaks against a contract."""

    form: Form
    reasons: tuple[str, ...]


RECOGNITION_RULE: Final = (
    "一份材料同时满足三条才按技术合同统计：名称中没有表示意向的词（{words}）；写明了签订当日法律规定的技术合同类别；"
    "写明了成交额。缺一条的按意向协议统计，金额记入意向金额。名称有意向词而内容确是技术合同的，请按合同文本的正式名称登记。"
)


def recognition_rule() -> str:
    """Return how a framework agreement is told from a contract, for the page."""
    return RECOGNITION_RULE.format(words="、".join(each.words for each in load_framework_words()))


def recognise(paper: Agreement) -> Recognition:
    """Tell what a paper counts as: a contract only if nothing speaks against it."""
    named = [each for each in load_framework_words() if each.words in paper.title]
    reasons = [f"名称中有“{each.words}”：{each.why}" for each in named]
    if paper.kind not in {kind.code for kind in contract_kinds_on(paper.signed_on)}:
        kind = load_contract_kinds().get(paper.kind)
        reasons.append(
            "没有写明技术合同的类别"
            if kind is None
            else f"签订当日（{paper.signed_on}）法律没有“{kind.name}”这一类技术合同"
        )
    if not paper.contract:
        reasons.append("没有写明成交额")
    if not reasons:
        return Recognition(Form.CONTRACT, ())
    return Recognition(named[0].form if named else Form.INTENT, tuple(reasons))
