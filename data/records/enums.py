"""Closed sets of the domain; values are the code names of docs/glossary.md."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How relevant an achievement is to a need, as technology-transfer staff grade it."""

    NONE = 1
    WEAK = 2
    FAIR = 3
    STRONG = 4

    @property
    def fits(self) -> bool:
        """Whether it is a fitting match (合适的匹配): 较强相关 or 强相关; the one place where the line is drawn."""
        return self >= Level.FAIR


class ConditionStatus(StrEnum):
    """Outcome of a hard condition; `CANNOT_TELL` is a result, not a failure."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    CANNOT_TELL = "cannot_tell"


class Direction(StrEnum):
    """For whom candidates are listed."""

    NEEDS = "needs"
    ACHIEVEMENTS = "achievements"


class PartyKind(StrEnum):
    """What an organisation is."""

    ENTERPRISE = "enterprise"
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    INTERMEDIARY = "intermediary"
    ST_BUREAU = "st_bureau"


class CooperationMode(StrEnum):
    """How two parties may work together."""

    JOINT_DEV = "joint_dev"
    COMMISSIONED_DEV = "commissioned_dev"
    ASSIGNMENT = "assignment"
    LICENCE = "licence"
    EQUITY_CONTRIBUTION = "equity_contribution"
    JOINT_PLATFORM = "joint_platform"
    CONSULTING = "consulting"
    SERVICE = "service"
    TALENT = "talent"
    OTHER = "other"


class Readiness(IntEnum):
    """Coarse stages of readiness, in order; finer scales map onto them through data/reference."""

    IDEA = 1
    LAB_SCALE = 2
    SAMPLE = 3
    PILOT = 4
    INDUSTRIAL = 5


class PassageKind(StrEnum):
    """What a passage of a need or of an achievement talks about."""

    PROBLEM = "problem"
    INDICATOR = "indicator"
    EXISTING_BASE = "existing_base"
    COOPERATION = "cooperation"
    INTRODUCTION = "introduction"
    FEATURE = "feature"
    APPLICATION = "application"


class Triage(StrEnum):
    """What a desk does with a need that comes in: match it, ask the company to add to it, or send it back."""

    READY = "ready"
    ASK_BACK = "ask_back"
    TOO_VAGUE = "too_vague"


class Presence(StrEnum):
    """Whether a need says something that it should say; `CANNOT_TELL` where it is mentioned, but not stated."""

    PRESENT = "present"
    ABSENT = "absent"
    CANNOT_TELL = "cannot_tell"
