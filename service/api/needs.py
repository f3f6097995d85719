"""Addresses of needs."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from data.records.accounts import Actor
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, STALE, ExpectedVersion
from service.api.record_schemas import BulkAnswer, ManyNeeds, NeedBody, NeedPage, NeedValues, NewNeed
from service.api.records import Number, add_life, add_list, add_reading, added_many, given, written
from service.dependencies import DeskDep
from service.docking.permissions import Action
from service.docking.records import add_record, editor_of
from service.identity import permitted

router = APIRouter(prefix=f"{PREFIX}/needs", tags=["需求"], responses=EVERYWHERE)

Editing = Annotated[Actor, permitted(Action.NEEDS_EDIT)]

add_life(router, "needs", body=NeedBody)


@router.post(
    "",
    status_code=201,
    summary="新增一项需求",
    response_model=NeedBody,
    responses=CONFLICT,
    dependencies=JSON_WRITES,
)
def create(body: NewNeed, desk: DeskDep, actor: Editing, response: Response) -> dict[str, Any]:
    """Add a need."""
    return written(response, add_record(desk.workspace, actor, "needs", given(body)), at=router.prefix)


@router.post(
    "/bulk",
    summary="新增许多需求",
    description="逐条新增，互不影响；返回每一条的结果。",
    responses=CONFLICT,
    dependencies=JSON_WRITES,
)
def create_many(body: ManyNeeds, desk: DeskDep, actor: Editing) -> BulkAnswer:
    """Add many, each by itself."""
    return added_many(desk, actor, "needs", body.records)


@router.patch(
    "/{number:path}",
    summary="修改一项需求",
    description="只写要改的各项；遮盖着的联系方式没有动的，保持原样。",
    response_model=NeedBody,
    responses=CONFLICT | STALE,
    dependencies=JSON_WRITES,
)
def change(
    number: Number, body: NeedValues, desk: DeskDep, actor: Editing, version: ExpectedVersion, response: Response
) -> dict[str, Any]:
    """Change the values that are given."""
    editor = editor_of(desk.workspace, actor, "needs")
    return written(response, editor.change(number, given(body), expected_version=version))


add_list(router, "needs", page=NeedPage)
add_reading(router, "needs", body=NeedBody)
