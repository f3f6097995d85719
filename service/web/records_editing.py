"""Pages that change records: edit, delete, restore."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, RefusalError, StaleRecordError, UnknownIdError
from data.records.accounts import Actor
from data.records.enums import PartyKind
from data.records.versions import Versioned
from ingest.contacts import mask_field
from service.dependencies import MOST_ROWS, DeskDep
from service.docking.amounts import UNIT_KEYS, with_units
from service.docking.beijing import in_beijing
from service.docking.browsing import editable_record, name_of
from service.docking.record_kinds import EDIT, KINDS, RecordKind
from service.docking.records import editor_of
from service.errors import problem_of
from service.identity import ActorDep, permitted
from service.web.drawing import kind_address
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.records import surroundings
from service.web.records_phrases import PARTY_LABELS, field_label
from service.web.records_views import FIXED_FIELDS, LONG_FIELDS, shown

MOST_VALUE_CHARACTERS: Final = 50_000
VALUE: Final = "v."
_TAKE: Final = "take."
_EXTRA: Final = "extra."
_MINE: Final = "mine"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: `name` as the form sends it back, `value` with contacts hidden.

    Attributes:
        is_own: the name of whoever fills the form, which is not theirs to change.
        most: characters at most.
    """

    name: str
    label: str
    value: str
    is_long: bool
    is_kind: bool = False
    is_own: bool = False
    is_required: bool = False
    most: int = MOST_VALUE_CHARACTERS


@dataclass(frozen=True, slots=True)
class Clash:
    """A value that somebody else changed meanwhile.

    Attributes:
        name: as the form sends it back.
        mine: what was filled in; "" where it was left as it stood, which `is_mine` tells.
    """

    name: str
    label: str
    before: str
    theirs: str
    who: str
    at: str
    mine: str
    is_mine: bool


async def sent_values(request: Request) -> Mapping[str, str]:
    """Return what the form sent of the record, by field; the choices of a clash under their own names.

    Raises:
        BadInputError: a value is longer than any record holds.
    """
    sent = {
        name: value
        for name, value in (await request.form()).items()
        if isinstance(value, str) and name.startswith((VALUE, _TAKE))
    }
    if any(len(value) > MOST_VALUE_CHARACTERS for value in sent.values()):
        raise BadInputError("有一项内容太长。", remedy=f"每一项不超过 {MOST_VALUE_CHARACTERS:,} 个字。")
    return sent


Sent = Annotated[Mapping[str, str], Depends(sent_values)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]


@dataclass(frozen=True, slots=True)
class EditingPages:
    """The pages that change records of one kind."""

    kind: RecordKind

    def form(self, request: Request, number: str, desk: DeskDep, actor: ActorDep) -> Response:
        """Show the form with the record as it is."""
        stored = self._there(desk, actor, number)
        return self._page(request, actor, stored, values={})

    def take(
        self, request: Request, number: str, desk: DeskDep, actor: ActorDep, version: Version, sent: Sent
    ) -> Response:
        """Change the record, or show what stands against it."""
        stored = self._there(desk, actor, number)
        given = chosen_values(sent)
        try:
            editor_of(desk.workspace, actor, self.kind).change(
                number, _written(stored.record, given), expected_version=version
            )
        except StaleRecordError as error:
            return self._page(request, actor, stored, values=given, stale=error)
        except (BadInputError, RefusalError) as error:
            return self._page(request, actor, stored, values=given, fault=error)
        return see(kind_address(self.kind, number))

    def ask_deletion(self, request: Request, number: str, desk: DeskDep, actor: ActorDep) -> Response:
        """Ask whether the record is to be deleted."""
        stored = self._there(desk, actor, number)
        return self._deletion(request, actor, stored)

    def take_deletion(
        self, request: Request, number: str, desk: DeskDep, actor: ActorDep, version: Version
    ) -> Response:
        """Delete the record."""
        stored = self._there(desk, actor, number)
        try:
            editor_of(desk.workspace, actor, self.kind).delete(number, expected_version=version)
        except StaleRecordError as error:
            return self._deletion(request, actor, stored, fault=error)
        return see(kind_address(self.kind, number))

    def take_restoring(self, number: str, desk: DeskDep, actor: ActorDep, version: Version) -> Response:
        """Bring a deleted record back."""
        editor_of(desk.workspace, actor, self.kind).restore(number, expected_version=version)
        return see(kind_address(self.kind, number))

    def _there(self, desk: DeskDep, actor: Actor, number: str) -> Versioned[Any]:
        """Return a record that may be changed now.

        Raises:
            UnknownIdError: it is deleted.
        """
        stored = editable_record(desk.workspace, actor, self.kind, number)
        if stored.deleted_at is not None:
            raise UnknownIdError("这条记录已删除，不能修改。", remedy="请先打开它，恢复之后再改。")
        return stored

    def _page(
        self,
        request: Request,
        actor: Actor,
        stored: Versioned[Any],
        *,
        values: Mapping[str, str],
        stale: StaleRecordError | None = None,
        fault: BadInputError | RefusalError | None = None,
    ) -> Response:
        told = stale or fault
        clashes = _clashes(values, stale) if stale else []
        page = draw_with_forms(
            request,
            "record_edit.html",
            **surroundings(actor, self.kind),
            name=shown("title", name_of(stored.record)),
            address=kind_address(self.kind, stored.record.id),
            # Who saw the clash has seen the version that holds now; nobody else's is taken for it. Any other fault is
            # told only where the version that was opened is that one, see `Editor.change`.
            version=stored.version,
            fields=_fields(stored.record, _kept(values, clashes)),
            party_kinds=[(each.value, label) for each, label in PARTY_LABELS.items()],
            clashes=clashes,
            fault=told,
        )
        page.status_code = 200 if told is None else problem_of(told).status
        return page

    def _deletion(
        self, request: Request, actor: Actor, stored: Versioned[Any], *, fault: StaleRecordError | None = None
    ) -> Response:
        page = draw_with_forms(
            request,
            "record_delete.html",
            **surroundings(actor, self.kind),
            name=shown("title", name_of(stored.record)),
            address=kind_address(self.kind, stored.record.id),
            version=stored.version,
            fault=fault,
        )
        page.status_code = 200 if fault is None else problem_of(fault).status
        return page


def chosen_values(sent: Mapping[str, str]) -> dict[str, str]:
    """Return the values by field, lines ended as in files; of those that clashed only the ones that were to be kept."""
    lines = {name: value.replace("\r\n", "\n") for name, value in sent.items()}
    values = {name.removeprefix(VALUE): value for name, value in lines.items() if name.startswith(VALUE)}
    given_up = {name.removeprefix(_TAKE) for name, value in sent.items() if name.startswith(_TAKE) and value != _MINE}
    return {name: value for name, value in values.items() if name not in given_up}


def _written(record: Any, given: Mapping[str, str]) -> dict[str, Any]:  # noqa: ANN401 - any of the three records
    """Return the values a form gives, by field; of columns that it leaves out those that are stored."""
    own = {each.name for each in fields(record)} - FIXED_FIELDS
    told = with_units(record)
    # Where the amount was left as it was shown, with its unit, it stays as it is stored; else it tells its unit itself.
    apart = [name for name in UNIT_KEYS if getattr(told, name, "") != getattr(record, name, "")]
    kept = {name: getattr(record, name) for name in apart if given.get(name) == mask_field(name, getattr(told, name))}
    gone = {UNIT_KEYS[name] for name in apart if name in given and name not in kept}
    given = {**given, **kept}
    columns = {
        _hidden(header): given.get(f"{_EXTRA}{_hidden(header)}", mask_field(header, text))
        for header, text in record.extra.items()
        if header not in gone
    }
    return {name: value for name, value in given.items() if name in own} | {"extra": columns}


def _hidden(header: str) -> str:
    """Return a header as a form names it: a file may have written a contact into it."""
    return mask_field("", header)


def _fields(record: Any, values: Mapping[str, str]) -> list[Field]:  # noqa: ANN401 - as above
    """Return the fields of the form, filled with what was sent, else with what is stored."""
    record = with_units(record)
    own = {each.name: str(getattr(record, each.name)) for each in fields(record) if each.name not in FIXED_FIELDS}
    stored = {name: mask_field(name, text) for name, text in own.items()}
    stored |= {f"{_EXTRA}{_hidden(header)}": mask_field(header, text) for header, text in record.extra.items()}
    return [
        Field(
            name=f"{VALUE}{name}",
            label=shown("", field_label(name)),
            value=values.get(name, text),
            is_long=name in LONG_FIELDS or "\n" in text or len(text) > 60,
            is_kind=name == "kind" and text in set(PartyKind),
        )
        for name, text in stored.items()
    ]


def _clashes(values: Mapping[str, str], stale: StaleRecordError) -> list[Clash]:
    """Return what somebody else changed since the form was opened, beside what was filled in here."""
    found = []
    for change in stale.changes:
        field = change.field.removeprefix(_EXTRA)
        name = change.field if field == change.field else f"{_EXTRA}{_hidden(field)}"
        before, theirs = mask_field(field, change.before), mask_field(field, change.theirs)
        mine = values.get(name, before)
        is_mine = mine.replace("\r\n", "\n") not in {each.replace("\r\n", "\n") for each in (before, theirs)}
        at = in_beijing(change.at).strftime("%Y-%m-%d %H:%M")
        label = shown("", field_label(change.field))
        found.append(Clash(name, label, before, theirs, shown("", change.by), at, mine, is_mine))
    return found


def _kept(values: Mapping[str, str], clashes: list[Clash]) -> dict[str, str]:
    """Return what the form goes on with: what was filled in, but theirs where nothing of one's own differs."""
    theirs = {each.name for each in clashes if not each.is_mine}
    return {name: value for name, value in values.items() if name not in theirs}


def _router() -> APIRouter:
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    for kind in KINDS:
        pages, address = EditingPages(kind), f"/{kind}/{{number:path}}"
        needed = [permitted(EDIT[kind])]
        router.add_api_route(f"{address}/edit", pages.form, dependencies=needed)
        router.add_api_route(f"{address}/edit", pages.take, methods=["POST"], dependencies=[OwnForm, *needed])
        router.add_api_route(f"{address}/delete", pages.ask_deletion, dependencies=needed)
        router.add_api_route(
            f"{address}/delete", pages.take_deletion, methods=["POST"], dependencies=[OwnForm, *needed]
        )
        router.add_api_route(
            f"{address}/restore", pages.take_restoring, methods=["POST"], dependencies=[OwnForm, *needed]
        )
    return router


router = _router()
