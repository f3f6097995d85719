"""Wishes from ranked matches: who should meet whom, for what it is worth, why, and what to ask."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import FileReadError
from data.records.achievements import Achievement
from data.records.enums import ConditionStatus, Level
from data.records.events import Evidence
from data.records.invitations import GUEST_KINDS
from data.records.matches import Match
from data.records.needs import Need
from ingest.contacts import mask_contacts
from ingest.parsing.dates import parse_period
from matcher.phrases import FAILED_SHORT
from service.docking.agenda.event_schema import EventFrameJson
from service.docking.events.parties import PartyName, enterprise_of, team_of

Record = TypeVar("Record", Need, Achievement)

_LONGEST_NAME: Final = 200
_LONGEST_TITLE: Final = 300
_LONGEST_WHY: Final = 1500
_LONGEST_QUESTION: Final = 900
_MOST_QUESTIONS: Final = 6
_MOST_ALSO: Final = 3
"""Further pairs of the same two parties that are named beside the best one."""

_ALSO: Final = "还可谈：{pairs}{more}。"
_MORE: Final = "等 {n} 对"
_PAIR: Final = "需求“{need}”与成果“{achievement}”"
_INDICATOR: Final = "“{required}”能否达到？（{reason}）"
_CONDITION: Final = "{topic}怎样考虑？（{reason}）"
_STILL_VALID: Final = "这项需求现在是否仍然有效？（{reason}）"
_TOPICS: Final = {"cooperation": "合作方式", "budget": "费用"}
"""Terms that are asked about where they cannot be told or do not agree; the indicators are asked one by one."""

_OVER_BY_THEN: Final = "活动当天需求已过有效期"
_LIMIT: Final = re.compile(r"[≤≥<>＜＞≦≧±～~]|不[低高小大少多]于|不得?超过|小于|大于|低于|高于|以[上下内]|至少|至多")
"""What makes a demand of a number; a number without it describes how things are or how they are tested."""

_NO_NAME: Final = re.compile(
    r"\W*|.|\d.*|[的内出时在].*|.*[后时下内前中]|(?:环境|室|水|气)?温度?|(?:环境|相对)?湿度|.*(?:老化|离心)"
)
"""What stands before a number and names no quantity: a piece of a word, or the conditions of a test."""


class _Quoted(BaseModel):
    text: str


class _Passages(BaseModel):
    achievement: _Quoted


class _Compared(BaseModel):
    name: str = ""
    required: _Quoted
    offered: _Quoted | None = None
    status: ConditionStatus
    reason: str


class _Conditioned(BaseModel):
    name: str
    status: ConditionStatus
    reason: str


class _MatchLine(BaseModel):
    """What is read of a line; the rest of it is left."""

    model_config = ConfigDict(frozen=True)

    need_id: str
    achievement_id: str
    score: float = Field(ge=0, le=1)
    level: Level
    summary: str = ""
    passages: list[_Passages] = []
    indicators: list[_Compared] = []
    conditions: list[_Conditioned] = []

    @property
    def order(self) -> tuple[float, str, str]:
        """Best first, ties by ids."""
        return (-self.score, self.need_id, self.achievement_id)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What matches lead to: every match is a wish, named beside one, weak, or fails a condition.

    Attributes:
        text: a problem file as JSON.
        n_guests: enterprises and teams.
        n_requests: pairs of them that should meet.
        n_beside: fitting matches of two parties that have a better one, which are named beside it.
        n_weak: matches below the line of fitting ones, which are no wishes.
        failed: why fitting matches are no wishes -> how many; each counts under the first condition that it fails.
    """

    text: str
    n_guests: int
    n_requests: int
    n_beside: int
    n_weak: int
    failed: Mapping[str, int]

    @property
    def n_matches(self) -> int:
        """Return how many matches were read."""
        return self.n_requests + self.n_beside + self.n_weak + sum(self.failed.values())


def wishes_from_matches(
    matches: Path, frame: EventFrameJson, *, needs: Iterable[Need], achievements: Iterable[Achievement]
) -> Wishes:
    """Return the problem file of an event whose wishes are the fitting matches.

    One enterprise is one participant whatever number of needs it has, and so is one team of a university; where a
    record names no team the university stands for it. Two parties meet once: the value is the score of their best
    match, the others are named beside it. Matches that fail a condition, or whose need is over by the day of the event,
    are left out.

    Args:
        matches: the lines that `duijie match --out 结果.jsonl` wrote.
        frame: the event, its tables and slots, and what every participant may have at most.
        needs: the records the matches speak of.
        achievements: the same of the other side.

    Raises:
        FileReadError: a file does not fit, or a match speaks of records that are not given.
    """
    lines = _read(matches)
    parties = _Parties({each.id: each for each in needs}, {each.id: each for each in achievements}, matches)
    pairs: dict[tuple[str, str], list[_MatchLine]] = defaultdict(list)
    failed: Counter[str] = Counter()
    fitting = sorted((line for line in lines if line.level.fits), key=lambda each: each.order)
    for line in fitting:
        if cause := parties.obstacle(line, held_on=frame.event.held_on):
            failed[cause] += 1
        else:
            pairs[parties.enterprise(line), parties.team(line)].append(line)
    requests = [parties.request(pair, found) for pair, found in pairs.items()]
    content = frame.model_dump(mode="json", exclude_defaults=True, exclude={"min_meetings", "max_meetings"})
    limits = {"min_meetings": frame.min_meetings, "max_meetings": frame.max_meetings}
    content["guests"] = [guest | {key: value for key, value in limits.items() if value} for guest in parties.guests()]
    content["requests"] = requests
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    n_beside = len(fitting) - len(requests) - failed.total()
    return Wishes(text, len(content["guests"]), len(requests), n_beside, len(lines) - len(fitting), failed)


def evidence_of(match: Match, need: Need, achievement: Achievement) -> Evidence:
    """Return what participants are told of a match, as in the wishes of a file: why they meet, and what to ask."""
    return Evidence(
        need=mask_contacts(need.title)[:_LONGEST_TITLE],
        achievement=mask_contacts(achievement.title)[:_LONGEST_TITLE],
        why=mask_contacts(match.summary)[:_LONGEST_WHY],
        ask=tuple(_questions(_MatchLine.model_validate(asdict(match)))),
        match=f"{match.need_id}/{match.achievement_id}",
    )


def _read(path: Path) -> list[_MatchLine]:
    """Read matches line by line; a pair that both directions list counts once.

    Raises:
        FileReadError: a line is no match.
    """
    found: dict[tuple[str, str], _MatchLine] = {}
    try:
        # Not splitlines: it would cut a line at the separators of Unicode, which JSON may hold as they are.
        texts = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FileReadError(f"无法读取“{path}”。", remedy="请核对文件名，并确认是 UTF-8 文字。") from error
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            continue
        try:
            line = _MatchLine.model_validate_json(text)
        except ValidationError as error:
            raise FileReadError(
                f"文件“{path}”第 {number} 行不是匹配结果。",
                remedy="请给出 duijie match --out 结果.jsonl 写出的文件。",
            ) from error
        found.setdefault((line.need_id, line.achievement_id), line)
    return list(found.values())


class _Parties:
    """Who stands behind needs and achievements; participants are numbered by their names, so that ids stay."""

    def __init__(self, needs: dict[Any, Need], achievements: dict[Any, Achievement], source: Path) -> None:
        self._needs = needs
        self._achievements = achievements
        self._source = source
        self._guests: dict[str, dict[str, Any]] = {}

    def enterprise(self, line: _MatchLine) -> str:
        """Return the participant behind the need of a match."""
        return self._known(enterprise_of(self._need(line)))

    def team(self, line: _MatchLine) -> str:
        """Return the participant behind the achievement of a match."""
        return self._known(team_of(self._achievement(line)))

    def obstacle(self, line: _MatchLine, *, held_on: str) -> str:
        """Return why a match is no wish, in words: its need is over; "" where it is not. Terms can be talked about."""
        need = self._need(line)
        if any(each.name == "valid_until" and each.status is ConditionStatus.FAIL for each in line.conditions):
            return FAILED_SHORT["valid_until"]
        period = parse_period(need.valid_until) if held_on else None
        is_over = period is not None and period.end is not None and period.end < date.fromisoformat(held_on)
        return _OVER_BY_THEN if is_over else ""

    def guests(self) -> list[dict[str, Any]]:
        """Return everybody who is named in a wish, in the order of the best match."""
        return list(self._guests.values())

    def request(self, pair: tuple[str, str], lines: Sequence[_MatchLine]) -> dict[str, Any]:
        """Return the wish of two parties; their matches come best first."""
        best = lines[0]
        also = [_PAIR.format(need=self._titles(line)[0], achievement=self._titles(line)[1]) for line in lines[1:]]
        many = _MORE.format(n=len(also)) if len(also) > _MOST_ALSO else ""
        more = _ALSO.format(pairs="；".join(also[:_MOST_ALSO]), more=many) if also else ""
        need, achievement = self._titles(best)
        return {
            "id": "-".join(pair),
            "guests": list(pair),
            "value": best.score,
            "need": need,
            "achievement": achievement,
            "why": mask_contacts(f"{best.summary}{more}")[:_LONGEST_WHY],
            "ask": _questions(best),
            "match": f"{best.need_id}/{best.achievement_id}",
        }

    def _known(self, party: PartyName) -> str:
        shown = mask_contacts(party.name)[:_LONGEST_NAME]
        self._guests.setdefault(party.key, {"id": party.key, "name": shown, "kind": GUEST_KINDS[party.kind].value})
        return party.key

    def _titles(self, line: _MatchLine) -> tuple[str, str]:
        titles = (self._need(line).title, self._achievement(line).title)
        return (mask_contacts(titles[0])[:_LONGEST_TITLE], mask_contacts(titles[1])[:_LONGEST_TITLE])

    def _need(self, line: _MatchLine) -> Need:
        return self._record(self._needs, line.need_id, "需求")

    def _achievement(self, line: _MatchLine) -> Achievement:
        return self._record(self._achievements, line.achievement_id, "成果")

    def _record(self, records: Mapping[Any, Record], record_id: str, side: str) -> Record:
        """Return a record.

        Raises:
            FileReadError: there is none of this id.
        """
        if record_id not in records:
            raise FileReadError(
                f"匹配结果“{self._source}”中的{side}“{record_id}”不在给出的{side}文件中。",
                remedy=f"请给出匹配时所用的{side}文件。",
            )
        return records[record_id]


def _questions(line: _MatchLine) -> list[str]:
    """Return what the match leaves open: whether the need still stands, then indicators, then the terms."""
    conditions = {each.name: each for each in line.conditions if each.status is not ConditionStatus.PASS}
    terms = [
        _CONDITION.format(topic=topic, reason=conditions[name].reason)
        for name, topic in _TOPICS.items()
        if name in conditions
    ]
    stands = [_STILL_VALID.format(reason=conditions["valid_until"].reason)] if "valid_until" in conditions else []
    indicators = [
        _INDICATOR.format(required=each.required.text, reason=each.reason)
        for each in line.indicators
        if _is_open(each, line)
    ]
    return [mask_contacts(each)[:_LONGEST_QUESTION] for each in [*stands, *indicators, *terms][:_MOST_QUESTIONS]]


def _is_open(compared: _Compared, line: _MatchLine) -> bool:
    """Return whether an indicator is worth a question: it has a name and a limit, and no quote speaks of it."""
    if compared.status is not ConditionStatus.CANNOT_TELL or compared.offered is not None:
        return False
    if _NO_NAME.fullmatch(compared.name) or not _LIMIT.search(compared.required.text):
        return False
    return not any(compared.name in each.achievement.text for each in line.passages)
