"""Pages that build alliances from the match graph, suggest experts, and show targets."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, RefusalError, UsageError
from data.records.accounts import Actor
from data.records.alliances import Joining, MemberKind, NewMember
from data.records.rules import RuleKind
from service.dependencies import MOST_ROWS, DeskDep, RowNumber
from service.docking.alliances.building import MOST_TOPIC, Proposed, propose, suggest_experts
from service.docking.alliances.checking import rulebook_of
from service.docking.alliances.cities import city_lines, institutes_seen, quotas_for
from service.docking.alliances.keeping import add_alliance
from service.docking.alliances.reading import notices_to_answer
from service.docking.alliances.seeing import counted_alliances, open_alliance
from service.docking.alliances.taken import region_of_notice
from service.docking.alliances.targets import figures_seen, target_trees
from service.docking.alliances.wording import MEMBER_LABELS, ROLE_LABELS, region_words
from service.docking.answering import Desk
from service.docking.beijing import beijing_day
from service.docking.notices.standing import rules_on
from service.docking.notices.wording import KIND_LABELS as RULE_LABELS
from service.docking.notices.wording import OUTCOME_LABELS
from service.docking.permissions import Action, may
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.alliance_forms import Filled, facts_of_form, number_of, region_code
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.loading import draw_loading

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.ALLIANCES_VIEW)]
Editing = Annotated[Actor, permitted(Action.ALLIANCES_EDIT)]
Words = Annotated[str, Query(max_length=MOST_TOPIC)]
_LABELS: Final = {
    "roles": ROLE_LABELS,
    "member_kinds": MEMBER_LABELS,
    "outcomes": OUTCOME_LABELS,
    "rule_kinds": RULE_LABELS,
    "place": region_words,
    "masked": masked_text,
}


@router.get("/alliances/build")
def build_page(  # noqa: PLR0913, PLR0917 - FastAPI reads what a form asks from the parameters
    request: Request,
    desk: DeskDep,
    actor: Editing,
    at: Now,
    topic: Words = "",
    region: Words = "",
    notice: Annotated[str, Query(max_length=10)] = "",
    alliance: Annotated[int | None, Query(ge=1, le=MOST_ROWS)] = None,
) -> Response:
    """Show who could make up an alliance for a topic, with the evidence for each."""
    if topic and desk.is_preparing:
        return draw_loading(request, back="/alliances/build")
    asked = {"topic": topic, "region": region, "notice": notice}
    try:
        proposed = _proposed(desk, actor, asked, beijing_day(at)) if topic else None
        own = None if alliance is None else open_alliance(desk.workspace, actor, alliance).alliance
    except (BadInputError, RefusalError) as error:
        return _draw(request, desk, actor, asked=asked, fault=error)
    return _draw(request, desk, actor, asked=asked, proposed=proposed, own=own)


@router.post("/alliances/build", dependencies=[OwnForm])
def take_build(request: Request, desk: DeskDep, at: Now, actor: Editing, filled: Filled) -> Response:
    """Begin an alliance with the candidates that were ticked; none of them has agreed to anything yet.

    What stands against it is shown with everything that was ticked and written.
    """
    asked = {name: filled.get(name, "")[:MOST_TOPIC] for name in ("topic", "region", "notice")}
    try:
        members = [_member(line) for line in filled.get("member", "").split("\n") if line.strip()]
        facts = facts_of_form(filled, own=actor.organisation)
        made = add_alliance(desk.workspace, actor, facts, members=members, at=at)
    except (BadInputError, RefusalError) as error:
        asked = _readable({**asked, "region": filled.get("searched", "")[:MOST_TOPIC]})
        is_ready = bool(asked["topic"]) and not desk.is_preparing
        proposed = _proposed(desk, actor, asked, beijing_day(at)) if is_ready else None
        return _draw(request, desk, actor, asked=asked, proposed=proposed, fault=error, filled=filled)
    return see(f"/alliances/{made.number}")


@router.get("/alliances/targets")
def targets_page(request: Request, desk: DeskDep, actor: Viewing, at: Now) -> Response:
    """Show the targets of the notices with what was registered where they reach, and what does not add up."""
    day = beijing_day(at)
    counted = counted_alliances(desk.workspace, actor)
    trees = rules_on(desk.workspace, day, kind=RuleKind.TARGET_TREE)
    regions = {str(each.notice.id): region_of_notice(each) for each in notices_to_answer(desk, actor)}
    quotas = quotas_for(rules_on(desk.workspace, day, kind=RuleKind.QUOTA), actor.region_code, regions)
    told = (code for each in (*quotas, *trees) if (code := regions.get(each.notice_id or "")))
    where = actor.region_code or next(told, "")
    institutes = institutes_seen(desk.workspace, actor)
    return draw_with_forms(
        request,
        "alliance_targets.html",
        trees=target_trees(
            counted,
            trees,
            region_code=actor.region_code,
            regions=regions,
            figures=figures_seen(desk.workspace, actor),
            as_of=day,
        ),
        may_register=may(actor, Action.REGISTERS_EDIT),
        cities=city_lines(
            counted, where, institutes=institutes or (), rules=quotas_for(quotas, where, regions), as_of=day
        ),
        shows_institutes=institutes is not None,
        **_LABELS,
    )


@router.get("/alliances/{number}/experts")
def experts_page(request: Request, number: RowNumber, desk: DeskDep, actor: Editing) -> Response:
    """Show teams that could join the expert group, with the achievement that speaks for each."""
    if desk.is_preparing:
        return draw_loading(request, back=f"/alliances/{number}/experts")
    alliance = open_alliance(desk.workspace, actor, number).alliance
    topic = f"{alliance.field} {alliance.direction}".strip()
    known = {each.achievement_id for each in alliance.experts}
    found = suggest_experts(desk, actor, topic)
    return draw_with_forms(
        request,
        "alliance_experts.html",
        each=alliance,
        topic=topic,
        found=[(expert, reason) for expert, reason in found if expert.achievement_id not in known],
        **_LABELS,
    )


def _readable(asked: dict[str, str]) -> dict[str, str]:
    """Return what was searched for without a region or notice that cannot be read, so that it can be found again."""
    readable = dict(asked)
    for name, read in (("region", region_code), ("notice", number_of)):
        try:
            read(asked[name])
        except UsageError:
            readable[name] = ""
    return readable


def _proposed(desk: Desk, actor: Actor, asked: dict[str, str], day: date) -> Proposed:
    with desk.workspace.reading() as stores:
        rules = rulebook_of(stores, number_of(asked["notice"]), day).rules
    return propose(desk, actor, asked["topic"], region_code=region_code(asked["region"]), rules=rules, as_of=day)


def _member(line: str) -> NewMember:
    """Return a member that was ticked: name, kind and region, as the page wrote them.

    Raises:
        UsageError: the page wrote something else.
    """
    name, _, rest = line.partition("|")
    kind, _, code = rest.partition("|")
    if kind and kind not in {each.value for each in MemberKind}:
        raise UsageError("选项不对。", remedy="请从列表中选择。")
    return NewMember(
        organisation=name.strip(),
        kind=MemberKind(kind) if kind else None,
        region_code=code.strip(),
        joining=Joining.INVITED,
    )


def _draw(  # noqa: PLR0913 - what the page needs, and what went wrong
    request: Request,
    desk: Desk,
    actor: Actor,
    *,
    asked: dict[str, str],
    proposed: Proposed | None = None,
    own: object = None,
    filled: Mapping[str, str] = MappingProxyType({}),
    fault: BadInputError | RefusalError | None = None,
) -> Response:
    page = draw_with_forms(
        request,
        "alliance_build.html",
        asked=asked,
        proposed=proposed,
        own=own,
        is_again=bool(filled),
        filled=dict.fromkeys(("name", "lead", "region", "direction"), "") | dict(filled),
        ticked={line.partition("|")[0].strip() for line in filled.get("member", "").split("\n")},
        actor=actor,
        notices=notices_to_answer(desk, actor),
        fault=fault,
        **_LABELS,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page
