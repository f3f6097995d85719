"""A check that was written down, beside the same check made once more."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from service.dependencies import DeskDep, RowNumber
from service.docking.notices.loading import rule_of
from service.docking.permissions import Action
from service.docking.rules.keeping import repeat_check
from service.identity import permitted
from service.web.forms import draw_with_forms
from service.web.rule_views import record_links, rule_words

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/rules/checks/{number}")
def shown(
    request: Request, number: RowNumber, desk: DeskDep, actor: Annotated[Actor, permitted(Action.NOTICES_VIEW)]
) -> Response:
    """Show a check of then, and what the rule and the facts of then give now."""
    repeated = repeat_check(desk.workspace, actor, number)
    history = rule_of(desk.workspace, actor, repeated.then.rule[0])
    return draw_with_forms(
        request,
        "rule_check.html",
        repeated=repeated,
        rule=history.version(repeated.then.rule[1]),
        records=record_links(repeated.then.used),
        **rule_words(actor),
    )
