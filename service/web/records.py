"""Lists and pages of needs, achievements and parties."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from data.records.consents import Introduction
from service.dependencies import DeskDep
from service.docking.browsing import list_records, open_record
from service.docking.census.condensing import Lineage, lineage_of
from service.docking.consent_stages import CONSENT_LABELS
from service.docking.consents import introductions_of
from service.docking.facets import READINESS_LABELS
from service.docking.pasted import MOST_CONTENT_CHARACTERS
from service.docking.permissions import Action, may
from service.docking.record_kinds import KIND_LABELS, KINDS, VIEW, RecordKind, may_edit
from service.exports.feedback import masked_text
from service.identity import ActorDep, permitted
from service.web.census_words import DISPATCH_LABELS
from service.web.drawing import kind_address
from service.web.forms import draw_with_forms
from service.web.records_filters import (
    MOST_OWNER_CHARACTERS,
    NAMES,
    ListQuery,
    industry_sections,
    read_query,
    region_names,
    said_conditions,
)
from service.web.records_phrases import KIND_TITLES, MODE_LABELS, field_label
from service.web.records_views import COLUMNS, page_of, row_of, shown

_OTHER: Final[Mapping[RecordKind, RecordKind]] = {"needs": "achievements", "achievements": "needs"}
_WHOLE: Final[Mapping[RecordKind, tuple[str, str]]] = {
    "needs": ("companies", "这家企业的全部需求和候选伙伴"),
    "achievements": ("universities", "这家单位的全部成果和候选企业"),
}
_ASKS: Final[Mapping[RecordKind, str]] = {"needs": "为这项需求找成果", "achievements": "为这项成果找需求"}


@dataclass(frozen=True, slots=True)
class RecordPages:
    """The pages of one kind of records."""

    kind: RecordKind

    def listed(
        self, request: Request, desk: DeskDep, actor: ActorDep, query: Annotated[ListQuery, Query()]
    ) -> Response:
        """List records, filtered, one page at a time."""
        read = read_query(query)
        found = list_records(desk.workspace, actor, self.kind, read.wanted, after=read.after)
        following = found.page.next
        page = draw_with_forms(
            request,
            "record_list.html",
            **surroundings(actor, self.kind),
            query=query,
            names=NAMES[self.kind],
            said=said_conditions(query),
            faults=read.faults,
            rows=[row_of(self.kind, each) for each in found.page.records],
            columns=[field_label(name) for name in COLUMNS[self.kind]],
            count=found.count,
            is_all_empty=found.is_all_empty,
            next=query.address(self.kind, after=str(following)) if following is not None else "",
            is_later=read.after is not None,
            regions=region_names(),
            industries=industry_sections(),
            readiness=[(str(each.value), label) for each, label in READINESS_LABELS.items()],
            modes=[(each.value, label) for each, label in MODE_LABELS.items()],
        )
        page.status_code = 422 if read.faults else 200
        return page

    def shown(self, request: Request, number: str, desk: DeskDep, actor: ActorDep) -> Response:
        """Show one record."""
        opened = open_record(desk.workspace, actor, self.kind, number)
        record = opened.stored.record
        content = getattr(record, "content", "")
        return draw_with_forms(
            request,
            "record.html",
            **surroundings(actor, self.kind),
            view=page_of(self.kind, opened),
            record_id=record.id,
            is_editable=opened.is_editable,
            asks=_ASKS.get(self.kind, ""),
            siblings=_siblings(record),
            **_whole(self.kind, record),
            diagnosed=_diagnosed(record) if self.kind == "needs" and len(content) <= MOST_CONTENT_CHARACTERS else None,
            introductions=_introductions(desk, actor, self.kind, record.id),
            lineage=_lineage(desk, actor, self.kind, record.id),
            dispatch_states=DISPATCH_LABELS,
            masked=masked_text,
            can_ask=self.kind in _OTHER and may(actor, Action.INTRODUCTIONS_ASK),
            other_label=KIND_LABELS[_OTHER.get(self.kind, self.kind)],
            states=CONSENT_LABELS,
        )


def addable_kinds(actor: Actor) -> list[tuple[str, str]]:
    """Return the kinds of which somebody may type in a record, each with what it is called."""
    return [(each, KIND_LABELS[each]) for each in _OTHER if may_edit(actor, each)]


def surroundings(actor: Actor, kind: RecordKind | None = None) -> dict[str, Any]:
    """Return what every page of records shows: the kinds, and what the actor may do."""
    return {
        "kind": kind,
        "kinds": KIND_LABELS,
        "label": KIND_LABELS[kind] if kind else "",
        "heading": KIND_TITLES[kind] if kind else "",
        "can_import": may(actor, Action.RECORDS_IMPORT),
        "can_edit": kind is not None and may_edit(actor, kind),
        "can_add": kind is not None and kind in _OTHER and may_edit(actor, kind),
        "importable": [each for each in KINDS if may(actor, Action.RECORDS_IMPORT) and may_edit(actor, each)],
    }


def _introductions(desk: DeskDep, actor: Actor, kind: RecordKind, number: str) -> list[Introduction]:
    if kind not in _OTHER or not may(actor, Action.INTRODUCTIONS_VIEW):
        return []
    return [
        each
        for each in introductions_of(desk.workspace, actor)
        if number == (each.need_id if kind == "needs" else each.achievement_id)
    ]


def _lineage(desk: DeskDep, actor: Actor, kind: RecordKind, number: str) -> Lineage | None:
    """Return what became of a need; None for other records, and for whoever does not work on a census."""
    if kind != "needs" or not may(actor, Action.CENSUS_RUN):
        return None
    return lineage_of(desk.workspace, actor, number)


def _siblings(record: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any of the three records
    """Return what else its organisation has: the words of a link, and its address."""
    owner = getattr(record, "name", "") or getattr(record, "enterprise", "") or getattr(record, "university", "")
    listed: dict[RecordKind, str] = {"needs": "这家单位的需求", "achievements": "这家单位的成果"}
    query = ListQuery(organisation=owner[:MOST_OWNER_CHARACTERS])
    return [(words, query.address(kind)) for kind, words in listed.items()] if owner.strip() else []


def _whole(kind: RecordKind, record: Any) -> dict[str, str]:  # noqa: ANN401 - any of the three records
    """Return the address of the page of a record's organisation, and the words of its link; "" where it has none."""
    name = getattr(record, "enterprise", "") or getattr(record, "university", "")
    if kind not in _WHOLE or not name.strip():
        return {"owner": "", "owner_words": ""}
    pages, words = _WHOLE[kind]
    return {"owner": kind_address(pages, name), "owner_words": words}


def _diagnosed(record: Any) -> dict[str, str]:  # noqa: ANN401 - a need
    """Return what the doctor is asked about a need, contacts hidden."""
    return {"title": shown("title", record.title), "content": shown("content", record.content)}


def _router() -> APIRouter:
    """Return the addresses of the three kinds.

    An id may hold a slash, and takes up the rest of an address: this router comes after every other that has addresses
    below a record's.
    """
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    for kind in KINDS:
        pages = RecordPages(kind)
        router.add_api_route(f"/{kind}", pages.listed, dependencies=[permitted(VIEW[kind])])
        router.add_api_route(f"/{kind}/{{number:path}}", pages.shown, dependencies=[permitted(VIEW[kind])])
    return router


router = _router()
