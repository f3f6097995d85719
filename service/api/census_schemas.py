"""What the API says and is told of the needs of a census: triage, problems, plans, dispatches, visits, mechanisms."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from data.records.census import DispatchState, Mechanism, Progress
from data.records.enums import Triage
from service.dependencies import NO_NUL
from service.docking.census.dispatching import MOST_NOTE_CHARACTERS
from service.docking.census.visiting import MOST_CHARACTERS, MOST_NEEDS

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Short = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Long = Annotated[str, Field(max_length=MOST_CHARACTERS, pattern=NO_NUL)]
NeedIds = Annotated[list[Annotated[str, Field(max_length=1000, pattern=NO_NUL)]], Field(max_length=200)]


class StrictRequest(BaseModel):
    """A request that may hold nothing else."""

    model_config = ConfigDict(extra="forbid")


class TriagedBody(BaseModel):
    """A need with what the doctor says; nothing where it was not examined, or changed since."""

    need_id: str
    county: str
    verdict: Triage | None
    score: int | None = Field(description="空泛程度，0-100。")
    questions: list[str]


class TriageAnswer(BaseModel):
    """Needs, those not examined first, then the vaguest first."""

    n: int
    needs: list[TriagedBody]


class ExaminedAnswer(BaseModel):
    """How many needs were examined, and how many are left."""

    examined: int
    left: int


class ProblemRequest(StrictRequest):
    """A problem that needs are condensed to."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "region_code": "320800",
                    "title": "压铸件气孔控制",
                    "statement": "几家企业压铸件气孔率偏高，求共性工艺。",
                    "need_ids": ["N001", "N002"],
                }
            ]
        },
    )

    region_code: Code
    title: str = Field(min_length=1, max_length=100, pattern=NO_NUL)
    statement: str = Field(min_length=1, max_length=5000, pattern=NO_NUL)
    need_ids: NeedIds


class CensusProblemBody(BaseModel):
    """A condensed problem with its sources."""

    number: int
    version: int
    region_code: str
    title: str
    statement: str
    need_ids: list[str]
    is_withdrawn: bool


class ProblemsAnswer(BaseModel):
    """Problems, newest first."""

    problems: list[CensusProblemBody]


class LineageAnswer(BaseModel):
    """What became of a need."""

    problems: list[CensusProblemBody]
    projects: list[int] = Field(description="计划项目的号。")


class ProjectRequest(StrictRequest):
    """A project of a plan."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "region_code": "320800",
                    "year": 2026,
                    "name": "压铸工艺攻关",
                    "unit": "甲机械有限公司",
                    "money_yuan": 500000,
                    "need_ids": ["N001"],
                }
            ]
        },
    )

    region_code: Code
    year: int = Field(ge=1990, le=2100)
    name: str = Field(min_length=1, max_length=200, pattern=NO_NUL)
    unit: Short = ""
    money_yuan: int | None = Field(default=None, ge=0, le=10**13)
    need_ids: NeedIds = []
    problems: list[Annotated[int, Field(ge=1, le=2**31 - 1)]] = Field(default=[], max_length=100)


class ProjectBody(BaseModel):
    """A project with how many needs stand behind it."""

    number: int
    region_code: str
    name: str
    unit: str
    money_yuan: int | None
    need_ids: list[str]
    problems: list[int]
    sources: int


class PlanAnswer(BaseModel):
    """The plan of a year."""

    year: int
    projects: list[ProjectBody]
    money_yuan: int
    backed_yuan: int
    share: float | None = Field(description="有需求支撑的经费占比，0-1；没有写明经费的不计。")
    unknown: int = Field(description="没有写明经费的项目数。")


class DispatchRequest(StrictRequest):
    """A need that was sent on."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"need_id": "N001", "university": "东海理工大学", "achievement_ids": ["A012"], "due_on": "2026-12-10"}
            ]
        },
    )

    need_id: str = Field(min_length=1, max_length=1000, pattern=NO_NUL)
    university: str = Field(min_length=1, max_length=200, pattern=NO_NUL)
    achievement_ids: NeedIds = []
    due_on: date | None = None


class CensusAnswerRequest(StrictRequest):
    """What became of a dispatch."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"after": "taken_up", "note": "安排团队联系", "version": 1}]}
    )

    after: DispatchState = Field(description="taken_up 有意承接，declined 不能承接，withdrawn 撤回，sent 重新转送。")
    note: str = Field(default="", max_length=MOST_NOTE_CHARACTERS, pattern=NO_NUL)
    version: int = Field(ge=1, le=2**31 - 1, description="看到的是哪一版。")


class DispatchBody(BaseModel):
    """A dispatch."""

    number: int
    version: int
    need_id: str
    university: str
    achievement_ids: list[str]
    sent_on: date
    due_on: date
    state: DispatchState
    answered_on: date | None
    note: str
    is_overdue: bool


class DispatchesAnswer(BaseModel):
    """Dispatches, newest first."""

    dispatches: list[DispatchBody]


class ProposalBody(BaseModel):
    """A need with the universities it could be sent to, the best first, and their fitting results."""

    need_id: str
    universities: dict[str, list[str]]


class ProposalsAnswer(BaseModel):
    """What could be sent on, by the newest run over all needs."""

    as_of: date | None
    n: int
    needs: list[ProposalBody]


class VisitRequest(StrictRequest):
    """A visit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "region_code": "320826",
                    "held_on": "2026-11-20",
                    "host": "东海理工大学",
                    "leader": "示例局长",
                    "purpose": "了解压铸成果",
                    "need_ids": ["N001"],
                }
            ]
        },
    )

    region_code: Code
    held_on: date
    host: str = Field(min_length=1, max_length=MOST_CHARACTERS, pattern=NO_NUL)
    leader: Long = ""
    members: Long = ""
    purpose: Long = ""
    need_ids: NeedIds = Field(default=[], max_length=MOST_NEEDS)
    outcome: Long = ""


class CensusVisitBody(VisitRequest):
    """A visit that is kept."""

    model_config = ConfigDict(extra="ignore")

    number: int
    version: int


class VisitsAnswer(BaseModel):
    """Visits, the latest day first."""

    visits: list[CensusVisitBody]


class MechanismRequest(StrictRequest):
    """How far a county is with one item."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "region_code": "320826",
                    "item": "adviser",
                    "progress": "in_place",
                    "proof": "已聘政策辅导员",
                    "version": 0,
                }
            ]
        },
    )

    region_code: Code
    item: Mechanism
    progress: Progress
    proof: str = Field(default="", max_length=500, pattern=NO_NUL)
    checked_on: date | None = None
    version: int = Field(default=0, ge=0, le=2**31 - 1, description="看到的是哪一版；还没有填报的为 0。")


class ChecklistBody(BaseModel):
    """One county; items that nobody stated are left out."""

    county: str
    name: str
    states: dict[Mechanism, Progress]
    has_lasting: bool | None = Field(description="平台、顾问、计划经费、责任制至少有一项；看不出的为空。")


class ChecklistsAnswer(BaseModel):
    """Counties by code."""

    counties: list[ChecklistBody]
