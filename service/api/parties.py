"""Addresses of parties."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from data.records.accounts import Actor
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, STALE, ExpectedVersion
from service.api.record_schemas import BulkAnswer, ManyParties, NewParty, PartyBody, PartyPage, PartyValues
from service.api.records import Number, add_life, add_list, add_reading, added_many, given, written
from service.dependencies import DeskDep
from service.docking.permissions import Action
from service.docking.records import add_record, editor_of
from service.identity import permitted

router = APIRouter(prefix=f"{PREFIX}/parties", tags=["单位"], responses=EVERYWHERE)

Editing = Annotated[Actor, permitted(Action.PARTIES_EDIT)]

add_life(router, "parties", body=PartyBody)


@router.post(
    "",
    status_code=201,
    summary="新增一个单位",
    response_model=PartyBody,
    responses=CONFLICT,
    dependencies=JSON_WRITES,
)
def create(body: NewParty, desk: DeskDep, actor: Editing, response: Response) -> dict[str, Any]:
    """Add an organisation."""
    return written(response, add_record(desk.workspace, actor, "parties", given(body)), at=router.prefix)


@router.post(
    "/bulk",
    summary="新增许多单位",
    description="逐条新增，互不影响；返回每一条的结果。",
    responses=CONFLICT,
    dependencies=JSON_WRITES,
)
def create_many(body: ManyParties, desk: DeskDep, actor: Editing) -> BulkAnswer:
    """Add many, each by itself."""
    return added_many(desk, actor, "parties", body.records)


@router.patch(
    "/{number:path}",
    summary="修改一个单位",
    description="只写要改的各项；遮盖着的联系方式没有动的，保持原样。",
    response_model=PartyBody,
    responses=CONFLICT | STALE,
    dependencies=JSON_WRITES,
)
def change(
    number: Number, body: PartyValues, desk: DeskDep, actor: Editing, version: ExpectedVersion, response: Response
) -> dict[str, Any]:
    """Change the values that are given."""
    editor = editor_of(desk.workspace, actor, "parties")
    return written(response, editor.change(number, given(body), expected_version=version))


add_list(router, "parties", page=PartyPage)
add_reading(router, "parties", body=PartyBody)
