"""What is done with the needs of a census: triage, condensed problems, plans, dispatches, visits, mechanisms."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from data.records.accounts import Actor
from data.records.census import (
    CommonProblem,
    Dispatch,
    MechanismState,
    PlanProject,
    Visit,
)
from service.api.census_schemas import (
    CensusAnswerRequest,
    CensusProblemBody,
    CensusVisitBody,
    ChecklistBody,
    ChecklistsAnswer,
    DispatchBody,
    DispatchesAnswer,
    DispatchRequest,
    ExaminedAnswer,
    LineageAnswer,
    MechanismRequest,
    PlanAnswer,
    ProblemRequest,
    ProblemsAnswer,
    ProjectBody,
    ProjectRequest,
    ProposalBody,
    ProposalsAnswer,
    TriageAnswer,
    TriagedBody,
    VisitRequest,
    VisitsAnswer,
)
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, STALE
from service.dependencies import NO_NUL, DeskDep, RowNumber, Today
from service.docking.census.condensing import condense, lineage_of, problem_sheet, problems_of
from service.docking.census.coverage import counties_in
from service.docking.census.dispatching import (
    DispatchList,
    answer,
    belongs,
    dispatches_of,
    proposals_of,
    send,
)
from service.docking.census.inbox import answer_own, inbox_of
from service.docking.census.mechanisms import checklists_of, set_mechanism
from service.docking.census.planning import enter_project, plan_of
from service.docking.census.triage import AT_ONCE, examine_needs, triage_of
from service.docking.census.visiting import log_visit, visits_of
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/census", tags=["需求普查"], responses=EVERYWHERE)

Running = Annotated[Actor, permitted(Action.CENSUS_RUN)]
Answering = Annotated[Actor, permitted(Action.DISPATCHES_ANSWER)]
Day = Annotated[date | None, Query(description="按哪一天结束时统计；不写则为今天。")]
MOST_LISTED = 500


@router.get("/{number}/triage", summary="普查需求的诊断")
def triage(
    number: RowNumber,
    desk: DeskDep,
    today: Today,
    actor: Running,
    day: Day = None,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 100,
) -> TriageAnswer:
    """List the needs of a campaign with what the doctor says of them."""
    found = triage_of(desk.workspace, actor, number, as_of=day or today)
    return TriageAnswer(
        n=len(found),
        needs=[
            TriagedBody(
                need_id=each.arrival.need_id,
                county=each.county_code,
                verdict=each.verdict,
                score=None if each.said is None else each.said.score,
                questions=[] if each.said is None else [masked_text(text) for text in each.said.questions],
            )
            for each in found[:limit]
        ],
    )


@router.post(
    "/{number}/triage",
    summary="诊断还没有诊断的需求",
    description=f"一次最多 {AT_ONCE} 项。",
    responses=CONFLICT,
    dependencies=JSON_WRITES,
)
def examined(number: RowNumber, desk: DeskDep, today: Today, at: Now, actor: Running) -> ExaminedAnswer:
    """Examine needs that were not examined yet."""
    done, left = examine_needs(
        desk.workspace, actor, number, segmenter=desk.segmenter, as_of=today, at=at, most=AT_ONCE
    )
    return ExaminedAnswer(examined=done, left=left)


@router.get("/problems", summary="列出共性问题")
def problems(desk: DeskDep, actor: Running) -> ProblemsAnswer:
    """List the condensed problems."""
    return ProblemsAnswer(problems=[_problem(each) for each in problems_of(desk.workspace, actor)])


@router.post("/problems", status_code=201, summary="凝练共性问题", responses=CONFLICT, dependencies=JSON_WRITES)
def condensed(body: ProblemRequest, desk: DeskDep, at: Now, actor: Running) -> CensusProblemBody:
    """Condense needs to a problem."""
    values = body.model_dump() | {"need_ids": tuple(dict.fromkeys(body.need_ids))}
    return _problem(condense(desk.workspace, actor, CommonProblem(**values), at=at))


@router.get("/problems/{number}", summary="一个共性问题")
def problem(number: RowNumber, desk: DeskDep, actor: Running) -> CensusProblemBody:
    """Show a problem with its sources."""
    return _problem(problem_sheet(desk.workspace, actor, number).problem)


@router.get("/lineage", summary="一项需求的去向", description="凝练进了哪些共性问题，由哪些计划项目回应。")
def lineage(
    desk: DeskDep,
    actor: Running,
    need_id: Annotated[str, Query(min_length=1, max_length=1000, pattern=NO_NUL)],
) -> LineageAnswer:
    """Tell what became of a need."""
    found = lineage_of(desk.workspace, actor, need_id)
    return LineageAnswer(
        problems=[_problem(each) for each in found.problems],
        projects=[each.number for each in found.projects],
    )


@router.get("/plan", summary="计划项目与需求对照")
def plan(desk: DeskDep, actor: Running, year: Annotated[int, Query(ge=1990, le=2100)]) -> PlanAnswer:
    """Trace the plan of a year to needs."""
    traced = plan_of(desk.workspace, actor, year)
    return PlanAnswer(
        year=year,
        projects=[_project(each.project, each.n_sources) for each in traced.projects],
        money_yuan=traced.money_yuan,
        backed_yuan=traced.backed_yuan,
        share=traced.share,
        unknown=traced.n_unknown,
    )


@router.post("/plan", status_code=201, summary="增加计划项目", responses=CONFLICT, dependencies=JSON_WRITES)
def planned(body: ProjectRequest, desk: DeskDep, at: Now, actor: Running) -> ProjectBody:
    """Put a project into a plan."""
    values = body.model_dump() | {
        "need_ids": tuple(dict.fromkeys(body.need_ids)),
        "problems": tuple(dict.fromkeys(body.problems)),
    }
    made = enter_project(desk.workspace, actor, PlanProject(**values), at=at)
    traced = plan_of(desk.workspace, actor, made.year)
    return _project(made, next(each.n_sources for each in traced.projects if each.project.number == made.number))


@router.get("/dispatched", summary="转给本单位的需求")
def dispatched(desk: DeskDep, today: Today, actor: Answering) -> DispatchesAnswer:
    """List what was sent to one's university, newest first."""
    return DispatchesAnswer(dispatches=[_dispatch(each, today) for each in inbox_of(desk.workspace, actor)])


@router.post(
    "/dispatched/{number}/answer", summary="答复转给本单位的需求", responses=CONFLICT | STALE, dependencies=JSON_WRITES
)
def answered_own(
    number: RowNumber, body: CensusAnswerRequest, desk: DeskDep, today: Today, at: Now, actor: Answering
) -> DispatchBody:
    """Answer a need that was sent to one's university."""
    moved = answer_own(
        desk.workspace,
        actor,
        number,
        body.after,
        note=body.note,
        expected_version=body.version,
        today=today,
        at=at,
    )
    return _dispatch(moved, today)


@router.get("/dispatches", summary="需求转送记录")
def dispatches(
    desk: DeskDep,
    today: Today,
    actor: Running,
    wanted: Annotated[DispatchList, Query(alias="list")] = DispatchList.ALL,
) -> DispatchesAnswer:
    """List what was sent on."""
    found = [each for each in dispatches_of(desk.workspace, actor) if belongs(each, wanted, today=today)]
    return DispatchesAnswer(dispatches=[_dispatch(each, today) for each in found])


@router.get("/dispatches/proposals", summary="可以转送的需求")
def proposals(desk: DeskDep, actor: Running) -> ProposalsAnswer:
    """Propose universities for needs."""
    found = proposals_of(desk.workspace, actor)
    needs = [
        ProposalBody(
            need_id=each.need_id,
            universities={one.university: [offer.id for offer in one.achievements] for one in each.proposals},
        )
        for each in found.needs
    ]
    return ProposalsAnswer(as_of=found.as_of, n=found.n, needs=needs)


@router.post("/dispatches", status_code=201, summary="记下需求已转送", responses=CONFLICT, dependencies=JSON_WRITES)
def sent(body: DispatchRequest, desk: DeskDep, today: Today, at: Now, actor: Running) -> DispatchBody:
    """Write down that a need was sent on."""
    made = send(
        desk.workspace,
        actor,
        body.need_id,
        body.university,
        achievement_ids=body.achievement_ids,
        due_on=body.due_on,
        today=today,
        at=at,
    )
    return _dispatch(made, today)


@router.post("/dispatches/{number}/answer", summary="记下答复", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def answered(
    number: RowNumber, body: CensusAnswerRequest, desk: DeskDep, today: Today, at: Now, actor: Running
) -> DispatchBody:
    """Write down what became of a dispatch."""
    moved = answer(
        desk.workspace, actor, number, body.after, note=body.note, expected_version=body.version, today=today, at=at
    )
    return _dispatch(moved, today)


@router.get("/visits", summary="走访记录")
def visits(desk: DeskDep, actor: Running) -> VisitsAnswer:
    """List the visits."""
    return VisitsAnswer(visits=[_visit(each) for each in visits_of(desk.workspace, actor)])


@router.post("/visits", status_code=201, summary="记下一次走访", responses=CONFLICT, dependencies=JSON_WRITES)
def visited(body: VisitRequest, desk: DeskDep, at: Now, actor: Running) -> CensusVisitBody:
    """Write down a visit."""
    values = body.model_dump() | {"need_ids": tuple(dict.fromkeys(body.need_ids))}
    return _visit(log_visit(desk.workspace, actor, Visit(**values), at=at))


@router.get("/mechanisms", summary="各县区的长效机制")
def mechanisms(desk: DeskDep, actor: Running, region: Annotated[str, Query(pattern=r"^[0-9]{6}$")]) -> ChecklistsAnswer:
    """Show what each county of a region builds to last."""
    found = checklists_of(desk.workspace, actor, counties_in(region))
    return ChecklistsAnswer(
        counties=[
            ChecklistBody(
                county=each.code,
                name=each.name,
                states={item: state.progress for item, state in each.states.items()},
                has_lasting=each.has_lasting,
            )
            for each in found
        ]
    )


@router.post("/mechanisms", summary="填报一项长效机制", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def mechanism(body: MechanismRequest, desk: DeskDep, at: Now, actor: Running) -> ChecklistBody:
    """Write down how far a county is with one item."""
    state = MechanismState(**body.model_dump(exclude={"version"}))
    set_mechanism(desk.workspace, actor, state, expected_version=body.version, at=at)
    (found,) = checklists_of(desk.workspace, actor, (body.region_code,))
    states = {item: each.progress for item, each in found.states.items()}
    return ChecklistBody(county=found.code, name=found.name, states=states, has_lasting=found.has_lasting)


def _problem(found: CommonProblem) -> CensusProblemBody:
    return CensusProblemBody(
        number=found.number,
        version=found.version,
        region_code=found.region_code,
        title=masked_text(found.title),
        statement=masked_text(found.statement),
        need_ids=list(found.need_ids),
        is_withdrawn=found.is_withdrawn,
    )


def _project(project: PlanProject, sources: int) -> ProjectBody:
    return ProjectBody(
        number=project.number,
        region_code=project.region_code,
        name=masked_text(project.name),
        unit=masked_text(project.unit),
        money_yuan=project.money_yuan,
        need_ids=list(project.need_ids),
        problems=list(project.problems),
        sources=sources,
    )


def _dispatch(found: Dispatch, today: date) -> DispatchBody:
    named = ("number", "version", "need_id", "sent_on", "due_on", "state", "answered_on")
    return DispatchBody(
        **{name: getattr(found, name) for name in named},
        university=masked_text(found.university),
        achievement_ids=list(found.achievement_ids),
        note=masked_text(found.note),
        is_overdue=belongs(found, DispatchList.OVERDUE, today=today),
    )


def _visit(found: Visit) -> CensusVisitBody:
    return CensusVisitBody(
        number=found.number,
        version=found.version,
        region_code=found.region_code,
        held_on=found.held_on,
        host=masked_text(found.host),
        leader=masked_text(found.leader),
        members=masked_text(found.members),
        purpose=masked_text(found.purpose),
        need_ids=list(found.need_ids),
        outcome=masked_text(found.outcome),
    )
