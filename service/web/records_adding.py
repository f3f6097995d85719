"""Pages that take one new need or achievement."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, RefusalError, UsageError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.achievements import Achievement
from data.records.needs import Need
from service.dependencies import DeskDep
from service.docking.pasted import MOST_CONTENT_CHARACTERS
from service.docking.record_kinds import EDIT, OWNERS, RecordKind
from service.docking.records import add_record
from service.errors import problem_of
from service.identity import ActorDep, permitted
from service.web.drawing import kind_address
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.records import surroundings
from service.web.records_editing import VALUE, Field, Sent, chosen_values
from service.web.records_phrases import field_label
from service.web.records_views import FIXED_FIELDS, LONG_FIELDS

ADDED_BY_HAND: Final[Mapping[RecordKind, type[Any]]] = {"needs": Need, "achievements": Achievement}
MOST_LINE_CHARACTERS: Final = 1000
"""As for programs, see `service.api.record_schemas`."""


@dataclass(frozen=True, slots=True)
class AddingPages:
    """The page that takes a record of one kind."""

    kind: RecordKind

    def form(self, request: Request, actor: ActorDep) -> Response:
        """Show the empty form; whoever acts for an organisation finds its name in it."""
        return self._page(request, actor, values={})

    def take(self, request: Request, desk: DeskDep, actor: ActorDep, sent: Sent) -> Response:
        """Keep the record and lead on to its page, or show what stands against it beside what was typed."""
        given = chosen_values(sent)
        try:
            stored = add_record(desk.workspace, actor, self.kind, self._meant(given))
        except (BadInputError, RefusalError) as error:
            return self._page(request, actor, values=given, fault=error)
        return see(kind_address(self.kind, stored.record.id))

    def _names(self) -> list[str]:
        return [each.name for each in fields(ADDED_BY_HAND[self.kind]) if each.name not in FIXED_FIELDS]

    def _meant(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the values of a form, blanks around them left out.

        Raises:
            UsageError: there is no title, or a value is too long.
        """
        values = {name: given.get(name, "").strip() for name in self._names()}
        if not values["title"]:
            raise UsageError("名称不能空着，没有写入。", remedy="请写明名称后重新保存。")
        for name, value in values.items():
            if len(value) > _most(name):
                raise UsageError(
                    f"“{field_label(name)}”太长，没有写入。", remedy=f"这一项不超过 {_most(name):,} 个字。"
                )
        return values

    def _page(
        self,
        request: Request,
        actor: Actor,
        *,
        values: Mapping[str, str],
        fault: BadInputError | RefusalError | None = None,
    ) -> Response:
        own = {OWNERS[self.kind]: actor.organisation} if actor.role in ORGANISATIONS else {}
        page = draw_with_forms(
            request,
            "record_new.html",
            **surroundings(actor, self.kind),
            fields=[
                Field(
                    name=f"{VALUE}{name}",
                    label=field_label(name),
                    value=own.get(name) or values.get(name, ""),
                    is_long=name in LONG_FIELDS,
                    is_own=bool(own.get(name)),
                    is_required=name == "title",
                    most=_most(name),
                )
                for name in self._names()
            ],
            fault=fault,
        )
        page.status_code = 200 if fault is None else problem_of(fault).status
        return page


def _most(name: str) -> int:
    return MOST_CONTENT_CHARACTERS if name in LONG_FIELDS else MOST_LINE_CHARACTERS


def _router() -> APIRouter:
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    for kind in ADDED_BY_HAND:
        pages, needed = AddingPages(kind), [permitted(EDIT[kind])]
        router.add_api_route(f"/{kind}/new", pages.form, dependencies=needed)
        router.add_api_route(f"/{kind}/new", pages.take, methods=["POST"], dependencies=[OwnForm, *needed])
    return router


router = _router()
