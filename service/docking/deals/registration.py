"""The pre-check of a technical contract's registration: what its form would say, what is missing, what cannot be told.

It decides nothing: the office that registers does. Each line says how sure its rule is, for the measure of 2026 has not
been compared with the form (data/reference/registration.py).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.deals import Agreement, Deal
from data.records.enums import ConditionStatus
from data.reference.contract_kinds import ContractKind, load_contract_kinds
from data.reference.industries import load_industries
from data.reference.registration import (
    FieldKind,
    RegistrationField,
    Standing,
    load_codes,
    load_limits,
    load_registration_fields,
)
from data.storage.workspace import Workspace
from service.docking.deals.amounts import fen_of_wan, wan
from service.docking.deals.entries import MOST_TITLE_CHARACTERS, REGISTRATION_NUMBER, checked_text
from service.docking.deals.keeping import write_entries
from service.docking.deals.registration_lines import STANDING_LABELS, FormLine, Precheck, RuleLine
from service.docking.deals.viewing import deal_of

_PREFILLED: Final = "按台账预填，还没有保存，请核对"

PRECHECK_RULE: Final = (
    "预审只供准备材料，能否登记由登记机构认定。工业和信息化部2026年1月23日公布了新的《技术合同认定登记管理办法》，"
    "这里标“未核实”的项目、代码和期限还没有与正文核对，请以正文为准。"
)

_INDUSTRY: Final = re.compile(r"(?P<section>[A-T]?)(?P<division>[0-9]{2})(?P<below>[0-9]{0,2})")
CHINA: Final = frozenset({"156", "CHN"})
_BESIDE_CHINA: Final = frozenset({"344", "HKG", "446", "MAC", "158", "TWN"})
_NATURES: Final = ((110, 199), (200, 299), (300, 399))
"""Ranges of 单位性质 that the notes of the form give without their single codes: domestic, HK-Macao-Taiwan, foreign."""


def precheck_of(workspace: Workspace, actor: Actor, place: tuple[int, int], *, as_of: date) -> Precheck:
    """Look at a contract of a deal an actor may see.

    Args:
        workspace: holds it.
        actor: who asks.
        place: numbers of the deal and of the contract; 0 is its first contract.
        as_of: the day.

    Returns:
        The pre-check.
    """
    deal = deal_of(workspace, actor, place[0])
    return precheck(deal, contract_of(deal, place[1]), as_of=as_of)


def contract_of(deal: Deal, number: int) -> Agreement:
    """Return a contract of a deal; 0 is the first.

    Raises:
        UnknownIdError: it has no such contract; letters of intent are not registered.
    """
    found = next((each for each in deal.contracts if number in {0, each.number}), None)
    if found is None:
        raise UnknownIdError(
            f"第 {deal.number} 号台账没有这份技术合同。", remedy="请先登记合同；意向协议和框架协议不能认定登记。"
        )
    return found


def write_form(
    workspace: Workspace,
    actor: Actor,
    place: tuple[int, int, int],
    values: Mapping[str, str],
    *,
    at: datetime,
) -> Deal:
    """Keep what the form is to say.

    Args:
        workspace: holds the contract.
        actor: who writes.
        place: numbers of the deal and of the contract, and the version of the deal that was looked at.
        values: by code of the field; fields that are not named stay as they are.
        at: aware.

    Returns:
        The deal as it is now.

    Raises:
        UsageError: a field is named that the form does not take.
    """
    taken = {each.code: each.name for each in load_registration_fields() if each.kind is not FieldKind.DERIVED}
    unknown = [code for code in values if code not in taken]
    if unknown:
        raise UsageError(f"登记表没有“{'、'.join(unknown)}”这样的项目。", remedy="请核对项目的代码。")
    number, contract, version = place
    found = contract_of(deal_of(workspace, actor, number), contract)
    texts = {code: checked_text(text, name=taken[code], most=MOST_TITLE_CHARACTERS) for code, text in values.items()}
    kept = {code: text for code, text in {**found.form_values, **texts}.items() if text}
    return write_entries(workspace, actor, (number, version), [replace(found, form_values=kept)], at=at)


def precheck(deal: Deal, contract: Agreement, *, as_of: date) -> Precheck:
    """Look at a contract: every line of its form, and every rule."""
    lines = tuple(_line(each, deal, contract) for each in load_registration_fields())
    rules = tuple(rule(deal, contract, as_of) for rule in _RULES)
    return Precheck(deal=deal, contract=contract, as_of=as_of, lines=lines, rules=rules)


def default_values(deal: Deal, contract: Agreement) -> dict[str, str]:
    """Return what a form that nobody has filled in begins with: the names of the deal, and nothing that is a guess."""
    begun = {"seller_name": deal.university, "buyer_name": deal.enterprise, "buyer_region": deal.region_code}
    return {**begun, **contract.form_values}


def working_days_after(day: date, n: int) -> date:
    """Return the day n working days later, Monday to Friday; public holidays are not known here."""
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    return day


def _line(field: RegistrationField, deal: Deal, contract: Agreement) -> FormLine:
    if field.kind is FieldKind.DERIVED:
        value = _derived(field.code, contract)
        status = ConditionStatus.PASS if value else ConditionStatus.FAIL
        return FormLine(field=field, value=value, status=status, reason="" if value else "合同台账里没有写，请补登")
    text = contract.form_values.get(field.code, "")
    begun = "" if text else default_values(deal, contract).get(field.code, "")
    if not text and not begun:
        status, reason = _unanswered(field, contract)
        return FormLine(field=field, value="", status=status, reason=reason)
    status, value, reason = _read(field, text or begun, deal)
    if begun and status is not ConditionStatus.FAIL:
        status, reason = ConditionStatus.CANNOT_TELL, _PREFILLED
    return FormLine(field=field, value=value, status=status, reason=reason)


def _unanswered(field: RegistrationField, contract: Agreement) -> tuple[ConditionStatus, str]:
    """Return status and reason of a field in which nothing stands."""
    if not _is_needed(field, contract):
        return ConditionStatus.PASS, "可以不填" if field.needed == "0" else "这一类合同不要求这一项"
    if field.kind is FieldKind.YES:
        # Whether the contract has the clause is not known before somebody has looked.
        return ConditionStatus.CANNOT_TELL, "没有填写，请核对合同文本后选择"
    return ConditionStatus.FAIL, "没有填写"


def _derived(code: str, contract: Agreement) -> str:
    kind = load_contract_kinds().get(contract.kind)
    ends = contract.starts_on and contract.ends_on
    return {
        "title": contract.title,
        "signed_on": str(contract.signed_on),
        "validity": f"{contract.starts_on} 至 {contract.ends_on}" if ends else "",
        "contract_kind": "" if kind is None else kind.name,
        "contract_amount": "" if contract.contract is None else f"{wan(contract.contract.fen)} 万元",
    }[code]


def _is_needed(field: RegistrationField, contract: Agreement) -> bool:
    kind: ContractKind | None = load_contract_kinds().get(contract.kind)
    family = "" if kind is None else kind.parent or kind.code
    # A licence is asked what a transfer is asked: until 2020 it was one.
    return field.needed == "1" or field.needed == {"licence": "transfer"}.get(family, family)


def _read(field: RegistrationField, text: str, deal: Deal) -> tuple[ConditionStatus, str, str]:
    """Return status, value as shown, and reason of what somebody wrote into a field."""
    if field.kind is FieldKind.AMOUNT:
        try:
            fen_of_wan(text, name=field.name)
        except UsageError as error:
            return ConditionStatus.FAIL, text, error.message
    elif field.kind is FieldKind.DATE:
        try:
            date.fromisoformat(text)
        except ValueError:
            return ConditionStatus.FAIL, text, "不是日期，请写成 2026-11-22 这样"
    elif field.kind is FieldKind.YES:
        return (
            (ConditionStatus.PASS, "是", "填表人确认，未核对合同文本")
            if text == "yes"
            else (ConditionStatus.FAIL, "否", "合同缺少这一条，请与对方补充")
        )
    elif field.kind is FieldKind.TABLE:
        return _coded(field, text)
    elif field.code in {"seller_name", "buyer_name"} and text not in {deal.enterprise, deal.university}:
        return ConditionStatus.CANNOT_TELL, text, "与台账的双方都不一致，请核对"
    return ConditionStatus.PASS, text, ""


def _industry(text: str) -> tuple[ConditionStatus, str, str] | None:
    """Read an industry as people write it: 33, C33, 339, C3392, or its name; None where it names none.

    GB/T 4754 numbers its groups and classes below the two digits of a division, which are all that is known here.
    """
    industries = load_industries()
    named = next((each for each in industries.values() if each.name == text), None)
    match = _INDUSTRY.fullmatch(text.upper())
    if named is None and match is not None:
        named = next((each for each in industries.values() if each.division == match["division"]), None)
        if named is not None and match["section"] not in {"", named.section}:
            return None
    if named is None:
        return None
    below = f"小类 {text} 没有代码表，只核对到大类" if match is not None and match["below"] else ""
    return ConditionStatus.PASS, f"{named.code} {named.name}", below


def _coded(field: RegistrationField, text: str) -> tuple[ConditionStatus, str, str]:
    found = load_codes()[field.table].get(text)
    if found is None and field.table == "industry" and (industry := _industry(text.strip())) is not None:
        return industry
    if found is not None:
        sure = found.standing is Standing.CONFIRMED
        remark = "" if sure else f"代码{STANDING_LABELS[found.standing]}（{found.source}）"
        # Codes in letters are ours where no standard gave any.
        is_official = found.code.isdigit() or field.table in {"industry", "country"}
        return ConditionStatus.PASS, f"{found.code} {found.name}" if is_official else found.name, remark
    if (
        field.table == "nature"
        and text.isascii()
        and text.isdigit()
        and any(low <= int(text) <= high for low, high in _NATURES)
    ):
        return ConditionStatus.CANNOT_TELL, text, "在填表说明给出的范围内，但代码表里没有这一个"
    if field.table == "country" and len(text) == 3 and text.isalnum():
        return ConditionStatus.CANNOT_TELL, text, "代码表只列了常见的国家和地区，没有这一个"
    if field.table == "industry":
        return ConditionStatus.FAIL, text, "不是国民经济行业，请写代码（C33、339、3392）或大类名称（金属制品业）"
    return ConditionStatus.FAIL, text, "代码表里没有这个代码"


def _kind_rule(_: Deal, contract: Agreement, __: date) -> RuleLine:
    kind = load_contract_kinds().get(contract.kind)
    stands = kind is not None and kind.stands_on(contract.signed_on)
    return RuleLine(
        name="合同类别按签订日期的法律",
        status=ConditionStatus.PASS if stands else ConditionStatus.FAIL,
        reason=f"{contract.signed_on} 签订" if stands else "签订当日法律没有这一类，请核对类别",
        standing=Standing.CONFIRMED,
        source="" if kind is None else kind.law_on(contract.signed_on),
    )


def _applicant_rule(_: Deal, contract: Agreement, __: date) -> RuleLine:
    limit = load_limits()["seller_registers"]
    country, applicant = (contract.form_values.get(code, "") for code in ("seller_country", "applicant"))
    status, reason = ConditionStatus.FAIL, ""
    if not country or not applicant:
        status, reason = ConditionStatus.CANNOT_TELL, "没有写明卖方国别和申请的一方，无从核对"
    elif country in _BESIDE_CHINA:
        status, reason = ConditionStatus.CANNOT_TELL, "卖方在港澳台，是否按进口合同由买方登记，请询问登记机构"
    else:
        wanted, word = (
            ("seller", "卖方在境内，应由卖方申请") if country in CHINA else ("buyer", "卖方在境外，应由境内买方申请")
        )
        status = ConditionStatus.PASS if applicant == wanted else ConditionStatus.FAIL
        reason = word
    return RuleLine(name=limit.name, status=status, reason=reason, standing=limit.standing, source=limit.source)


def _amount_rule(_: Deal, contract: Agreement, __: date) -> RuleLine:
    name, source = (
        "技术交易额不大于合同成交额",
        "技术交易额是成交额减去设备、仪器、零部件、原材料等非技术性费用后的金额",
    )
    text = contract.form_values.get("technology_amount", "")
    try:
        fen = fen_of_wan(text, name="技术交易额")
    except UsageError as error:
        return RuleLine(
            name=name, status=ConditionStatus.FAIL, reason=error.message, standing=Standing.CONFIRMED, source=source
        )
    if fen is None or contract.contract is None:
        status, reason = ConditionStatus.CANNOT_TELL, "没有填写技术交易额，无从核对"
    elif fen > contract.contract.fen:
        status, reason = ConditionStatus.FAIL, f"{wan(fen)} 万元大于成交额 {wan(contract.contract.fen)} 万元"
    else:
        status, reason = ConditionStatus.PASS, f"{wan(fen)} 万元，成交额 {wan(contract.contract.fen)} 万元"
    return RuleLine(name=name, status=status, reason=reason, standing=Standing.CONFIRMED, source=source)


def _validity_rule(_: Deal, contract: Agreement, as_of: date) -> RuleLine:
    limit = load_limits()["within_validity"]
    if contract.ends_on is None:
        status, reason = ConditionStatus.CANNOT_TELL, "合同没有写截止日期，请补登有效期"
    elif contract.ends_on < as_of:
        status, reason = ConditionStatus.FAIL, f"合同已于 {contract.ends_on} 到期，请询问登记机构"
    else:
        status, reason = (
            ConditionStatus.PASS,
            f"合同 {contract.ends_on} 到期，还有 {(contract.ends_on - as_of).days} 天",
        )
    return RuleLine(name=limit.name, status=status, reason=reason, standing=limit.standing, source=limit.source)


def _number_rule(_: Deal, contract: Agreement, __: date) -> RuleLine:
    limit = load_limits()["number_digits"]
    number = contract.registration_number
    if not number:
        status, reason = ConditionStatus.CANNOT_TELL, "登记以后才有编号"
    else:
        fits = REGISTRATION_NUMBER.fullmatch(number) is not None
        status = ConditionStatus.PASS if fits else ConditionStatus.FAIL
        reason = number if fits else f"{number} 不是 {limit.value} 位数字"
    return RuleLine(
        name=f"合同登记编号为 {limit.value} 位数字",
        status=status,
        reason=reason,
        standing=limit.standing,
        source=limit.source,
    )


def _decision_rule(_: Deal, contract: Agreement, as_of: date) -> RuleLine:
    limits = load_limits()
    is_large = contract.contract is not None and contract.contract.fen >= limits["large_wan"].value * 1_000_000
    limit = limits["large_days" if is_large else "ordinary_days"]
    name = f"登记机构 {limit.value} 个工作日内办结"
    try:
        accepted = date.fromisoformat(contract.form_values.get("accepted_on", ""))
    except ValueError:
        accepted = None
    if contract.registered_on is not None:
        status, reason = ConditionStatus.PASS, f"已于 {contract.registered_on} 登记"
    elif accepted is None:
        status, reason = ConditionStatus.CANNOT_TELL, "还没有填受理日期"
    elif accepted > as_of:
        status, reason = ConditionStatus.FAIL, "受理日期在今天之后"
    else:
        until = working_days_after(accepted, limit.value)
        late = (as_of - until).days
        status = ConditionStatus.FAIL if late > 0 else ConditionStatus.PASS
        told = f"已超过 {late} 天，请向登记机构询问" if late > 0 else f"还有 {-late} 天"
        reason = f"{accepted} 受理，推算 {until} 前办结，{told}（按周一至周五推算，没有扣除法定节假日）"
    return RuleLine(name=name, status=status, reason=reason, standing=limit.standing, source=limit.source)


_RULES: Final[tuple[Callable[[Deal, Agreement, date], RuleLine], ...]] = (
    _kind_rule,
    _applicant_rule,
    _amount_rule,
    _validity_rule,
    _number_rule,
    _decision_rule,
)


def choices(field: RegistrationField) -> Iterator[tuple[str, str]]:
    """Yield the codes and names a field offers; of a country's two codes the number."""
    for each in load_codes().get(field.table, {}).values():
        if field.table != "country" or each.code.isdigit():
            yield each.code, each.name
