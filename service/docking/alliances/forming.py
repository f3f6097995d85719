"""An alliance as the values of official forms; numbers and opinions of the office are never among them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from data.errors import UnknownIdError
from data.records.alliances import Alliance, AlliancePaper, Joining, Member, MemberKind
from data.records.forms import FormCell, FormEntry, FormRow, FormValues
from data.records.rules import Rule
from data.reference.form_layouts import load_form_layouts
from service.docking.alliances.checking import AllianceChecks, Seals, known_papers, ticked_fields
from service.docking.alliances.shapes import role_of
from service.docking.alliances.wording import MEMBER_LABELS, ROLE_LABELS
from service.docking.notices.wording import SEAL_LABELS

_ACADEMIC: Final = frozenset({MemberKind.UNIVERSITY, MemberKind.INSTITUTE})
Former = Callable[[Alliance, AllianceChecks, date], tuple[FormValues, ...]]


def form_values(form: str, alliance: Alliance, checks: AllianceChecks, *, on: date) -> tuple[FormValues, ...]:
    """Return the values of a form of an alliance, several where each member has its own sheet.

    Args:
        form: one of `FORMS`.
        alliance: whole.
        checks: of it; they tell the papers that are asked for, and how a field is called on the form.
        on: the day that is written as the day of filling in.

    Raises:
        UnknownIdError: alliances fill in no such form.
    """
    if form not in FORMS:
        raise UnknownIdError(f"联盟没有表格“{form}”。", remedy="请从表格列表中选择。")
    return FORMS[form](alliance, checks, on)


def _registration(alliance: Alliance, checks: AllianceChecks, on: date) -> tuple[FormValues, ...]:
    """附件1 申报登记表."""
    head = {key: text for key, text in alliance.texts.items() if key.startswith(("head_", "contact_"))}
    there = {each.name for each in alliance.papers if each.is_there}
    papers = _options("conghua-2017-1", "papers")
    number = "" if alliance.registration is None else alliance.registration.code
    texts = {"number": number, "name": alliance.name, "filled_on": _day(on), **head}
    texts["remarks"] = alliance.texts.get("remarks", "")
    ticks = {
        "field": _field_ticks(alliance, checks.rulebook.rules),
        "papers": tuple(each for each in papers if any(name in each for name in there)),
    }
    initiators = tuple({"name": each.organisation} for each in _initiators(alliance))
    return (FormValues(texts=_given(texts), ticks=ticks, tables={"initiators": initiators}),)


def _applications(alliance: Alliance, _: AllianceChecks, __: date) -> tuple[FormValues, ...]:
    """附件2 入盟申请表, one a member."""
    return tuple(
        FormValues(
            texts=_given({"name": each.organisation, **dict(each.sheet), "seal": _seal_words(each)}),
            ticks={} if each.kind is None else {"kind": _kind_ticks(each.kind)},
        )
        for each in alliance.admitted
    )


def _necessity(alliance: Alliance, _: AllianceChecks, __: date) -> tuple[FormValues, ...]:
    """附件3 组建必要性说明."""
    keys = ("industry_state", "gap", "policy_fit", "breakthrough", "chain", "standards", "relations")
    return (
        FormValues(texts=_given({"alliance": alliance.name, **{key: alliance.texts.get(key, "") for key in keys}})),
    )


def _dossier(alliance: Alliance, checks: AllianceChecks, on: date) -> tuple[FormValues, ...]:
    """卷内目录, one line a paper that the rules ask for."""
    known = known_papers(alliance, papers_asked(checks))
    seals = {cell.paper: each for each in checks.seals for cell in each.cells}
    rows = []
    for name in papers_asked(checks):
        paper, sealing = known.get(name), seals.get(name)
        is_there = paper is not None and paper.is_there
        rows.append({
            "paper": name,
            "needed": "" if sealing is None else f"{SEAL_LABELS[_sealed_by(sealing)]}盖章",
            "present": "有" if is_there else "缺" if paper is not None else "未核对",
            "sealed": "" if sealing is None else _counted(sealing, name),
            "note": _lack(paper, sealing, name),
        })
    texts = {"alliance": alliance.name, "checked_on": _day(on)}
    return (FormValues(texts=texts, tables={"papers": tuple(rows)}),)


def _major_project(alliance: Alliance, _: AllianceChecks, on: date) -> tuple[FormValues, ...]:
    """广东附件1: what the alliance itself tells; the project is written by hand or from a deal."""
    texts = {
        "unit": alliance.lead,
        "filled_on": _day(on),
        "alliance": alliance.name,
        "lead": alliance.lead,
        "industry": alliance.field,
        "field": alliance.direction,
        "need_origin": alliance.texts.get("background", ""),
        "targets": alliance.texts.get("goals", ""),
        "enterprises": _names(each for each in alliance.admitted if each.kind is MemberKind.ENTERPRISE),
        "universities": _names(each for each in alliance.admitted if each.kind in _ACADEMIC),
        "university_contact": _contact(alliance, _ACADEMIC),
        "enterprise_contact": alliance.texts.get("contact_phone", ""),
    }
    return (FormValues(texts=_given(texts)),)


def _proposed(alliance: Alliance, _: AllianceChecks, on: date) -> tuple[FormValues, ...]:
    """广东附件2 拟组建联盟情况表."""
    texts = {
        "unit": alliance.lead,
        "filled_on": _day(on),
        "alliance": alliance.name,
        "lead": alliance.lead,
        "standing": alliance.texts.get("standing", ""),
        "contact": alliance.texts.get("contact_name", ""),
        "phone": alliance.texts.get("contact_phone", ""),
        "background": alliance.texts.get("background", ""),
        "goals": alliance.texts.get("goals", ""),
        "bodies": alliance.texts.get("bodies", ""),
    }
    members = tuple(
        {**row, "role": "" if (role := role_of(each, lead=alliance.lead)) is None else ROLE_LABELS[role]}
        for row, each in zip(_rows(alliance.admitted), alliance.admitted, strict=True)
    )
    return (FormValues(texts=_given(texts), tables={"members": members}),)


FORMS: Final[Mapping[str, Former]] = MappingProxyType({
    "conghua-2017-1": _registration,
    "conghua-2017-2": _applications,
    "conghua-2017-3": _necessity,
    "conghua-2017-dossier": _dossier,
    "guangdong-2007-1": _major_project,
    "guangdong-2007-2": _proposed,
})
"""Forms that alliances fill in, by the id of their layout."""


def papers_asked(checks: AllianceChecks) -> tuple[str, ...]:
    """Return the papers that the rules ask for, each once, in the order of the rules."""
    asked = (name for each in checks.rulebook.rules for name in getattr(each.terms, "papers", ()))
    return tuple(dict.fromkeys(asked))


def _field_ticks(alliance: Alliance, rules: Iterable[Rule]) -> tuple[str, ...]:
    options = _options("conghua-2017-1", "field")
    found = ticked_fields(alliance, rules) or ((alliance.field,) if alliance.field else ())
    # What the form does not list is ticked as 其他, as its own last box says.
    return tuple(each if each in options else options[-1] for each in found)


def _options(form: str, key: str) -> tuple[str, ...]:
    return _cell(form, key).options


def _cell(form: str, key: str) -> FormCell:
    rows = (part.cells for part in load_form_layouts()[form].parts if isinstance(part, FormRow))
    return next(cell for cells in rows for cell in cells if cell.key == key)


def _kind_ticks(kind: MemberKind) -> tuple[str, ...]:
    """Return the option of a kind: the form explains some of them behind their names."""
    label = MEMBER_LABELS[kind]
    return tuple(each for each in _options("conghua-2017-2", "kind") if each.startswith(label))


def _initiators(alliance: Alliance) -> list[Member]:
    """Return who began the alliance: its founders, and those invited before it was handed in."""
    handed_in = alliance.submitted_at
    return [
        each
        for each in alliance.admitted
        if each.joining is Joining.FOUNDED
        or each.organisation == alliance.lead
        or (each.joining is Joining.INVITED and (each.since is None or handed_in is None or each.since <= handed_in))
    ]


def _rows(members: Iterable[Member]) -> tuple[FormEntry, ...]:
    return tuple(
        {"name": each.organisation, "kind": "" if each.kind is None else MEMBER_LABELS[each.kind]} for each in members
    )


def _seal_words(member: Member) -> str:
    """Return the declaration as it was signed; "" leaves the form's own words, to be signed."""
    if member.consent is None:
        return ""
    sealed = "（已盖章）" if member.consent.is_sealed else "（未盖章）"
    signed = f"负责人：{member.consent.signed_by}　　{_day(member.consent.on)}{sealed}"
    declaration = _cell("conghua-2017-2", "seal").blank.partition("\n")[0]
    return f"{declaration}\n\n{signed}"


def _sealed_by(seals: Seals) -> str:
    return str(getattr(seals.rule.terms, "sealed_by", ""))


def _counted(seals: Seals, paper: str) -> str:
    cells = [each for each in seals.cells if each.paper == paper]
    return f"{sum(each.is_there is True for each in cells)}/{len(cells)}"


def _lack(paper: AlliancePaper | None, seals: Seals | None, name: str) -> str:
    """Return what a line of the dossier still lacks; "" for nothing."""
    if paper is None:
        return "待核对"
    if not paper.is_there:
        return "缺此件"
    n_missing = 0 if seals is None else sum(each.paper == name and not each.is_there for each in seals.cells)
    return f"缺章 {n_missing} 处" if n_missing else ""


def _names(members: Iterable[Member]) -> str:
    return "、".join(each.organisation for each in members)


def _contact(alliance: Alliance, kinds: frozenset[MemberKind]) -> str:
    sheets = (dict(each.sheet) for each in alliance.admitted if each.kind in kinds)
    return next((sheet["mobile"] for sheet in sheets if sheet.get("mobile")), "")


def _given(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
