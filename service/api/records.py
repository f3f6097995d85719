"""Addresses that needs, achievements and parties share: lists, one record, deleting, restoring, history."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel

from data.records.accounts import Actor
from data.records.versions import Versioned
from service.api.contract import (
    PLAIN_WRITES,
    STALE,
    CursorText,
    ExpectedVersion,
    KnownTags,
    Limit,
    cursor_text,
    is_known,
    read_cursor,
    tag_version,
)
from service.api.filters import Filters
from service.api.record_schemas import BulkAnswer, OutcomeBody, shown
from service.api.trail import TrailHistoryAnswer, history_answer
from service.dependencies import NO_NUL, DeskDep
from service.docking.browsing import history_of, list_records, record_of
from service.docking.record_kinds import EDIT, VIEW, RecordKind
from service.docking.records import add_records, editor_of
from service.errors import problem_of
from service.identity import permitted

Number = Annotated[str, Path(pattern=NO_NUL, description="编号。", examples=["N001"])]
_UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "手中的一版没有变"}}
_MOST_LINES: Final = 1000


def add_list(router: APIRouter, kind: RecordKind, *, page: type[BaseModel]) -> None:
    """Add the address that lists records of a kind."""
    view = VIEW[kind]

    @router.get("", summary="列出", response_model=page)
    def listed(  # noqa: PLR0913, PLR0917 - as above
        desk: DeskDep,
        actor: Annotated[Actor, permitted(view)],
        wanted: Filters,
        cursor: CursorText = None,
        limit: Limit = 50,
        order: Annotated[Literal["arrived", "newest"], Query(description="按入库先后，或最新的在前。")] = "arrived",
        total: Annotated[bool, Query(description="是否数一共多少条。")] = False,
    ) -> dict[str, Any]:
        found = list_records(
            desk.workspace,
            actor,
            kind,
            wanted,
            after=read_cursor(cursor),
            limit=limit,
            newest_first=order == "newest",
            is_counted=total,
        )
        return {
            "records": [shown(each) for each in found.page.records],
            "next": cursor_text(found.page.next),
            "total": found.count,
        }


def add_reading(router: APIRouter, kind: RecordKind, *, body: type[BaseModel]) -> None:
    """Add the address that reads one record; its number takes up the rest of an address."""
    view = VIEW[kind]

    @router.get("/{number:path}", summary="读取一条", response_model=body, responses=_UNCHANGED)
    def one(
        number: Number,
        desk: DeskDep,
        actor: Annotated[Actor, permitted(view)],
        response: Response,
        known: KnownTags = None,
    ) -> Any:  # noqa: ANN401 - the record, or 304 without one
        stored = record_of(desk.workspace, actor, kind, number)
        if is_known(known, stored.version):
            response = Response(status_code=304)
            tag_version(response, stored.version)
            return response
        return written(response, stored)


def add_life(router: APIRouter, kind: RecordKind, *, body: type[BaseModel]) -> None:
    """Add the addresses that delete, restore and look back; before those of `add_reading`, which take any number."""
    edit = EDIT[kind]

    @router.get("/{number:path}/history", summary="经过：谁何时改了什么")
    def history(number: Number, desk: DeskDep, actor: Annotated[Actor, permitted(edit)]) -> TrailHistoryAnswer:
        return history_answer(history_of(desk.workspace, actor, kind, number, limit=_MOST_LINES))

    @router.post(
        "/{number:path}/restore",
        summary="恢复删除的一条",
        response_model=body,
        responses=STALE,
        dependencies=PLAIN_WRITES,
    )
    def restored(
        number: Number,
        desk: DeskDep,
        actor: Annotated[Actor, permitted(edit)],
        version: ExpectedVersion,
        response: Response,
    ) -> dict[str, Any]:
        return written(response, editor_of(desk.workspace, actor, kind).restore(number, expected_version=version))

    @router.delete(
        "/{number:path}", status_code=204, summary="删除，可以恢复", responses=STALE, dependencies=PLAIN_WRITES
    )
    def deleted(
        number: Number, desk: DeskDep, actor: Annotated[Actor, permitted(edit)], version: ExpectedVersion
    ) -> None:
        editor_of(desk.workspace, actor, kind).delete(number, expected_version=version)


def written(response: Response, stored: Versioned[Any], *, at: str = "") -> dict[str, Any]:
    """Return a record as it is now, with its version, and where it is if it is new (`at`: the address of the list)."""
    if at:
        response.headers["location"] = f"{at}/{quote(stored.record.id, safe='')}"
    tag_version(response, stored.version)
    return shown(stored)


def given(values: BaseModel) -> dict[str, Any]:
    """Return the values a request names; the others are not meant."""
    return values.model_dump(exclude_unset=True)


def added_many(desk: DeskDep, actor: Actor, kind: RecordKind, records: Sequence[BaseModel]) -> BulkAnswer:
    """Add records, each as if it were alone; tell what became of each."""
    outcomes: list[OutcomeBody] = []
    for index, found in enumerate(add_records(desk.workspace, actor, kind, [given(each) for each in records])):
        if isinstance(found, Exception):
            told = problem_of(found)
            outcomes.append(
                OutcomeBody(
                    index=index, status=told.status, id=None, code=told.code, detail=told.detail, remedy=told.remedy
                )
            )
        else:
            outcomes.append(OutcomeBody(index=index, status=201, id=found, code=None, detail=None, remedy=None))
    n_added = sum(each.status == 201 for each in outcomes)
    return BulkAnswer(n_added=n_added, n_refused=len(outcomes) - n_added, outcomes=outcomes)
