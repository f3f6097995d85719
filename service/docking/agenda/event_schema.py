"""The JSON an event and its agenda are written in, checked value by value; slots are named by their start ("09:20")."""

import json
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import FileReadError
from data.records.events import Bar, EventKind, GuestKind, Preference, Wish

_TIME: Final = r"^\d{1,2}:\d{2}$"
Time = Annotated[str, Field(pattern=_TIME)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Title = Annotated[str, Field(max_length=500)]
Content = TypeVar("Content", bound="_Strict")

_WORDINGS: Final = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_too_long": "不能多于 {max_length} 个字",
    "string_pattern_mismatch": "应写成 09:20 这样的时间",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数",
    "float_parsing": "应为数",
    "finite_number": "应为有限的数",
    "bool_type": "应为 true 或 false",
    "greater_than_equal": "不能小于 {ge:g}",
    "less_than_equal": "不能大于 {le:g}",
    "enum": "应为 {expected} 之一",
    "list_type": "应为列表",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多只能有 {max_length} 项",
    "model_type": "应为 JSON 对象",
    "model_attributes_type": "应为 JSON 对象",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SlotJson(_Strict):
    """A span of the day."""

    start: Time
    end: Time


class TableJson(_Strict):
    """A table or room; `closed` names slots."""

    id: Name
    seats: int = Field(6, ge=2, le=1000)
    x: float = Field(0.0, allow_inf_nan=False)
    y: float = Field(0.0, allow_inf_nan=False)
    closed: list[Time] = []


class BlockJson(_Strict):
    """A plenary item or roadshow."""

    title: Name
    slots: list[Time] = Field(min_length=1)
    guests: list[Name] = []


class EventJson(_Strict):
    """The event."""

    id: Name
    name: Name
    kind: EventKind = EventKind.FAIR
    theme: str = ""
    region: str = ""
    held_on: str = ""
    venue: str = ""
    organiser: str = ""
    slots: list[SlotJson] = Field(min_length=1, max_length=200)
    tables: list[TableJson] = Field(min_length=1, max_length=2000)
    blocks: list[BlockJson] = []


class GuestJson(_Strict):
    """A participant; `absent` means that it does not come at all (any more)."""

    id: Name
    name: str = ""
    kind: GuestKind
    arrives: Time | None = None
    leaves: Time | None = None
    unavailable: list[Time] = []
    absent: bool = False
    min_meetings: int = Field(0, ge=0, le=200)
    max_meetings: int | None = Field(None, ge=0, le=200)
    table: str = ""
    languages: list[str] = []
    preference: Preference | None = None


class RequestJson(_Strict):
    """A wish to meet."""

    id: Name
    guests: list[Name] = Field(min_length=2, max_length=10)
    value: float = Field(1.0, ge=0, le=1_000_000, allow_inf_nan=False)
    wish: Wish = Wish.WANT
    bar: Bar | None = None
    round: int = Field(1, ge=1, le=100)
    slots: list[Time] | None = None
    need: Title = ""
    achievement: Title = ""
    why: Annotated[str, Field(max_length=2000)] = ""
    ask: list[Annotated[str, Field(min_length=1, max_length=1000)]] = Field([], max_length=20)
    match: Title = ""


class GoalsJson(_Strict):
    """The order of goals, as far as it can be set."""

    fairness: int = Field(2, ge=0, le=200)
    minimum_first: bool = False


class ProblemJson(_Strict):
    """A file `PROBLEM.json`."""

    event: EventJson
    guests: list[GuestJson]
    requests: list[RequestJson]
    goals: GoalsJson = GoalsJson(fairness=2)
    now: Time | None = None


class EventFrameJson(_Strict):
    """A file `event.json`, from which wishes of matches make a problem; its limits hold for every participant."""

    event: EventJson
    goals: GoalsJson = GoalsJson(fairness=2)
    min_meetings: int = Field(0, ge=0, le=200)
    max_meetings: int | None = Field(None, ge=1, le=200)


class MeetingJson(_Strict):
    """A meeting of an agenda; names are written for the reader and not read back."""

    request: Name
    slot: Time
    table: str
    locked: bool = False
    guests: list[str] = []
    names: list[str] = []


class UnplacedJson(_Strict):
    """A request that is not held, and why."""

    request: Name
    reason: str
    told: str
    change: str = ""


class CancelledJson(_Strict):
    """A meeting that an earlier version held, where it last stood."""

    request: Name
    slot: Time
    table: str


class FiguresJson(_Strict):
    """How good an agenda is."""

    value: float
    value_bound: float
    gap: float
    n_short: int
    breaks: int
    breaks_bound: int
    most_breaks: int
    idle_slots: int
    table_changes: int
    walking: float
    off_wish: int


class ChangeJson(_Strict):
    """A line of the difference to the agenda before."""

    request: Name
    guests: list[str]
    before: str | None
    after: str | None


class AgendaJson(_Strict):
    """A file `agenda.json`."""

    event: Name
    version: int = Field(0, ge=0)
    seed: int = Field(0, ge=0)
    figures: FiguresJson
    meetings: list[MeetingJson]
    unplaced: list[UnplacedJson] = []
    cancelled: list[CancelledJson] = []
    changes: list[ChangeJson] = []
    tell: list[str] = []
    is_minimal: bool | None = None


def read_json(path: Path, content: type[Content]) -> Content:
    """Read a JSON file of one of these kinds.

    Raises:
        FileReadError: it cannot be read, is no JSON, or values do not fit; every one of them is named by its path.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FileReadError(f"没有文件“{path}”。", remedy="请核对文件名和文件夹。") from error
    except OSError as error:
        raise FileReadError(f"无法读取“{path}”：{error.strerror}。", remedy="请检查是否为文件、有没有权限。") from error
    except UnicodeDecodeError as error:
        raise FileReadError(f"文件“{path}”不是 UTF-8 文字。", remedy="请另存为 UTF-8 后重试。") from error
    return parse_json(text, path, content)


def parse_json(text: str, path: Path, content: type[Content]) -> Content:
    """Read the text of a JSON file of one of these kinds; `path` only names it.

    Raises:
        FileReadError: it is no JSON, or values do not fit; every one of them is named by its path.
    """
    try:
        return content.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        told = f"文件“{path}”第 {error.lineno} 行第 {error.colno} 列起不是合格的 JSON。"
        raise FileReadError(told, remedy="请检查逗号、引号和括号。") from error
    except RecursionError as error:
        raise FileReadError(f"文件“{path}”的括号套得太深。", remedy="请对照 docs/agenda.md 改正。") from error
    except ValidationError as error:
        refusal = fault(path, faults_of(error))
        raise refusal from error


def faults_of(error: ValidationError) -> list[tuple[str, str]]:
    """Return what pydantic found, as paths and Chinese words."""
    return [(place_of(each["loc"]), _wording(each)) for each in error.errors()]


def fault(path: Path, faults: list[tuple[str, str]]) -> FileReadError:
    """Return the error that names every faulty value by its path in the file."""
    told = "；".join(f"{place or '整个文件'}：{what}" for place, what in faults[:20])
    more = f"；另有 {len(faults) - 20} 处" if len(faults) > 20 else ""
    return FileReadError(f"文件“{path}”的内容有误：{told}{more}。", remedy="请对照 docs/agenda.md 改正后重试。")


def place_of(steps: tuple[int | str, ...]) -> str:
    """Return a path as in `guests[3].table`, counted from 0."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _wording(error: Any) -> str:  # noqa: ANN401 - pydantic's own type of one error
    return _WORDINGS.get(error["type"], "不符合要求").format_map(error.get("ctx") or {})
