"""Where a challenge may go, who may bring it there, and what it takes: one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.records.challenges import ChallengeStage as Stage

STAGE_LABELS: Final[Mapping[Stage, str]] = MappingProxyType({
    Stage.COLLECTED: "需求征集",
    Stage.REVIEWED: "论证通过",
    Stage.POSTED: "发榜，揭榜中",
    Stage.EVALUATING: "评审定榜",
    Stage.AWARDED: "已定榜",
    Stage.SIGNED: "已签约",
    Stage.RUNNING: "实施",
    Stage.ACCEPTED: "已验收",
    Stage.REJECTED: "驳回",
    Stage.FAILED: "流榜",
    Stage.CANCELLED: "取消",
})
ENDS: Final = frozenset({Stage.ACCEPTED, Stage.REJECTED, Stage.FAILED, Stage.CANCELLED})
OPEN_TO_ALL: Final = frozenset(Stage) - {Stage.COLLECTED, Stage.REVIEWED, Stage.REJECTED}
"""Stages in which a challenge was posted: from then on everybody may read it."""


class Side(StrEnum):
    """Who acts on a challenge."""

    BUREAU = "bureau"
    OWNER = "owner"


class Need(StrEnum):
    """What a move takes."""

    NOTE = "note"
    BIDS_UNTIL = "bids_until"
    BIDDING_OVER = "bidding_over"
    BID_STANDS = "bid_stands"
    NO_BID_STANDS = "no_bid_stands"
    REVIEWED = "reviewed"
    WINNER = "winner"
    CONTRACT = "contract"
    MILESTONES = "milestones"
    MILESTONES_DONE = "milestones_done"
    CONCLUSION = "conclusion"


@dataclass(frozen=True, slots=True)
class Move:
    """A move that may be made: by whom, and what it takes."""

    by: frozenset[Side]
    needs: frozenset[Need] = frozenset()


_BUREAU: Final = frozenset({Side.BUREAU})
_BOTH: Final = frozenset({Side.BUREAU, Side.OWNER})
_WITH_REASON: Final = frozenset({Need.NOTE})

MOVES: Final[Mapping[tuple[Stage, Stage], Move]] = MappingProxyType({
    (Stage.COLLECTED, Stage.REVIEWED): Move(_BUREAU),
    (Stage.COLLECTED, Stage.REJECTED): Move(_BUREAU, _WITH_REASON),
    (Stage.COLLECTED, Stage.CANCELLED): Move(_BOTH, _WITH_REASON),
    (Stage.REVIEWED, Stage.POSTED): Move(_BUREAU, frozenset({Need.BIDS_UNTIL})),
    (Stage.REVIEWED, Stage.REJECTED): Move(_BUREAU, _WITH_REASON),
    (Stage.REVIEWED, Stage.CANCELLED): Move(_BOTH, _WITH_REASON),
    (Stage.POSTED, Stage.EVALUATING): Move(_BUREAU, frozenset({Need.BIDDING_OVER, Need.BID_STANDS})),
    (Stage.POSTED, Stage.FAILED): Move(_BUREAU, frozenset({Need.BIDDING_OVER, Need.NO_BID_STANDS, Need.NOTE})),
    (Stage.POSTED, Stage.CANCELLED): Move(_BOTH, _WITH_REASON),
    (Stage.EVALUATING, Stage.AWARDED): Move(_BUREAU, frozenset({Need.REVIEWED, Need.WINNER})),
    (Stage.EVALUATING, Stage.FAILED): Move(_BUREAU, _WITH_REASON),
    (Stage.EVALUATING, Stage.CANCELLED): Move(_BOTH, _WITH_REASON),
    (Stage.AWARDED, Stage.SIGNED): Move(_BOTH, frozenset({Need.CONTRACT})),
    (Stage.AWARDED, Stage.EVALUATING): Move(_BUREAU, _WITH_REASON),
    (Stage.AWARDED, Stage.CANCELLED): Move(_BOTH, _WITH_REASON),
    (Stage.SIGNED, Stage.RUNNING): Move(_BOTH, frozenset({Need.MILESTONES})),
    (Stage.SIGNED, Stage.CANCELLED): Move(_BOTH, _WITH_REASON),
    (Stage.RUNNING, Stage.ACCEPTED): Move(_BUREAU, frozenset({Need.MILESTONES_DONE, Need.CONCLUSION})),
    (Stage.RUNNING, Stage.CANCELLED): Move(_BOTH, _WITH_REASON),
})
"""(From, to) -> the move; everything else is refused. The stages are those of 揭榜挂帅 as authorities run it."""


def next_stages(stage: Stage, side: Side) -> tuple[Stage, ...]:
    """Return where a side may bring a challenge, in the order of the stages."""
    return tuple(after for after in Stage if (move := MOVES.get((stage, after))) is not None and side in move.by)
