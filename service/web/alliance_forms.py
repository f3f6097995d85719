"""What the forms of alliance pages send, as records."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request

from data.errors import UsageError
from data.records.alliances import (
    Activity,
    AllianceEntry,
    AllianceFacts,
    AllianceKind,
    AlliancePaper,
    ChainRole,
    Consent,
    Driver,
    EnterpriseSize,
    Expert,
    GrantEntry,
    GrantLine,
    Joining,
    Judgement,
    MemberKind,
    NewMember,
)
from data.reference.regions import load_regions
from ingest.parsing.regions import find_region
from service.dependencies import MOST_ROWS
from service.docking.alliances.wording import region_words
from service.docking.deals.amounts import fen_of_wan

BOOKS: Final = ("papers", "experts", "activities", "grant", "judgements")
TEXT: Final = "x."
"""Begins the names of fields that are texts of the alliance, or of a member's sheet."""
_MOST_NUMBER: Final = 10
Choice = TypeVar("Choice", bound=StrEnum)


async def _filled(request: Request) -> Mapping[str, str]:
    """Return the fields of a form as they came; of several of one name all, line by line."""
    form = await request.form()
    return {name: "\n".join(str(each) for each in form.getlist(name) if isinstance(each, str)) for name in form}


Filled = Annotated[Mapping[str, str], Depends(_filled)]


def facts_of_form(filled: Mapping[str, str], *, own: str) -> AllianceFacts:
    """Return what the form of an alliance says; an organisation's own name stands where the lead was left empty."""
    return AllianceFacts(
        name=filled.get("name", ""),
        lead=filled.get("lead", "").strip() or own,
        region_code=region_code(filled.get("region", "")),
        field=filled.get("field", ""),
        direction=filled.get("direction", ""),
        notice=number_of(filled.get("notice", "")),
        driver=_chosen(Driver, filled.get("driver", "")),
        kind=_chosen(AllianceKind, filled.get("kind", "")),
        texts=_texts(filled),
    )


def member_of_form(filled: Mapping[str, str]) -> NewMember:
    """Return what the form of a member says; a consent counts once somebody signed it.

    Raises:
        UsageError: a consent has no day.
    """
    signed_by = filled.get("signed_by", "").strip()
    day = day_of(filled.get("signed_on", ""))
    if signed_by and day is None:
        raise UsageError("没有写签字日期。", remedy="请选择自愿入盟声明的签字日期。")
    consent = None
    if signed_by and day is not None:
        consent = Consent(signed_by=signed_by, on=day, is_sealed=bool(filled.get("is_sealed")))
    return NewMember(
        organisation=filled.get("organisation", ""),
        kind=_chosen(MemberKind, filled.get("kind", "")),
        region_code=region_code(filled.get("region", "")),
        role=_chosen(ChainRole, filled.get("role", "")),
        joining=_chosen(Joining, filled.get("joining", "")) or Joining.INVITED,
        size=_chosen(EnterpriseSize, filled.get("size", "")),
        consent=consent,
        sheet=tuple(_texts(filled).items()),
    )


def cleared_in_form(filled: Mapping[str, str]) -> frozenset[str]:
    """Return what the form of a member showed and whoever sent it left empty; what it did not show is not meant."""
    fields = (("kind", "kind"), ("role", "role"), ("size", "size"), ("region", "region_code"), ("signed_by", "consent"))
    return frozenset(name for field, name in fields if field in filled and not filled[field].strip())


def entry_of_form(book: str, filled: Mapping[str, str]) -> AllianceEntry:
    """Return the entry that the form of a book says."""
    if book == "papers":
        sealed = tuple(each for each in filled.get("sealed_by", "").split("\n") if each.strip())
        return AlliancePaper(
            name=filled.get("name", ""),
            is_there=bool(filled.get("is_there")),
            sealed_by=tuple(each.strip() for each in sealed),
            note=filled.get("note", ""),
        )
    if book == "experts":
        return Expert(**{name: filled.get(name, "") for name in ("name", "unit", "post", "field", "achievement_id")})
    if book == "activities":
        return Activity(
            title=filled.get("title", ""),
            on=needed_day(filled.get("on", "")),
            place=filled.get("place", ""),
            n_people=number_of(filled.get("n_people", "")),
            summary=filled.get("summary", ""),
        )
    if book == "grant":
        return _grant(filled)
    return Judgement(
        criterion=filled.get("criterion", ""), is_met=filled.get("is_met") == "yes", proof=filled.get("proof", "")
    )


def day_of(text: str) -> date | None:
    """Return the day a form's field names; None for an empty one.

    Raises:
        UsageError: there is no such day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError("日期不对。", remedy="请写成 2026-11-22。") from error


def needed_day(text: str) -> date:
    """Return the day a form's field names.

    Raises:
        UsageError: it was left empty, or there is no such day.
    """
    found = day_of(text)
    if found is None:
        raise UsageError("没有写日期。", remedy="请选择日期。")
    return found


def number_of(text: str) -> int | None:
    """Return a number from 1; None for an empty text.

    Raises:
        UsageError: it is none, or too large.
    """
    plain = text.strip()
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > _MOST_NUMBER or not 0 < int(plain) <= MOST_ROWS:
        raise UsageError(f"“{plain}”不是有效的数。", remedy="请写阿拉伯数字。")
    return int(plain)


def region_code(text: str) -> str:
    """Return the code of a region that is written as a code or a name; "" for an empty text.

    Raises:
        UsageError: it names none.
    """
    plain = text.strip()
    if not plain:
        return ""
    # What a page wrote is read back as it was meant: the words of 乾县 and 乾安县 are not those of their cities.
    known = _code_of_words().get(plain, plain)
    found = load_regions().get(known) or find_region(plain)
    if found is None:
        raise UsageError(f"看不出“{plain}”在哪个地区。", remedy="请写地区全称，例如 广东省广州市从化区。")
    return found.code


def region_of_name(name: str) -> str:
    """Return the code of the region that an organisation's name tells; "" where it tells none."""
    found = find_region(name) if name else None
    return "" if found is None else found.code


@cache
def _code_of_words() -> Mapping[str, str]:
    return {region_words(code): code for code in load_regions()}


def _grant(filled: Mapping[str, str]) -> GrantEntry:
    fen = fen_of_wan(filled.get("amount", ""), name="金额")
    line = _chosen(GrantLine, filled.get("line", ""))
    if fen is None or line is None:
        raise UsageError("没有写金额或类别。", remedy="请写金额，例如 2万元，并选拨付、预算或支出。")
    said = filled.get("is_for_activities", "")
    return GrantEntry(
        line=line,
        amount_fen=fen,
        on=needed_day(filled.get("on", "")),
        purpose=filled.get("purpose", ""),
        activity=number_of(filled.get("activity", "")),
        is_for_activities=None if said not in {"yes", "no"} else said == "yes",
    )


def _texts(filled: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(TEXT): text for name, text in filled.items() if name.startswith(TEXT)}


def _chosen(kind: type[Choice], text: str) -> Choice | None:
    """Return what was chosen; None for an empty field.

    Raises:
        UsageError: it is none of the choices.
    """
    if not text:
        return None
    if text not in {each.value for each in kind}:
        raise UsageError("选项不对。", remedy="请从列表中选择。")
    return kind(text)
