"""What matching leaves open, as tables for a bureau's science plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.records.achievements import Achievement
from data.records.enums import Triage
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from matcher.gaps import phrases
from matcher.gaps.clusters import LEAST_SIMILAR, LEAST_SIMILAR_PAIR, Cluster, Grouping, find_clusters
from matcher.gaps.open_ends import NearMiss, Unanswered, Unneeded, near_misses, unanswered, unneeded
from matcher.gaps.survey import Survey, survey
from matcher.match import Matcher
from models.protocols import Progress
from service.docking.inputs import Inputs
from service.docking.matching import ranker_note


@dataclass(frozen=True, slots=True)
class CommonNeed:
    """A group of needs with what a plan wants to know of it.

    Attributes:
        words: what names the group.
        needs: its needs, the most central first.
        enterprises: the companies behind them, each once, as written; needs without a company are not counted.
        regions: their regions, each once, as written.
        n_answered: how many of its needs have an answer.
        best: achievements that fit the group: id, mean score 0-1, how many of its needs they fit.
        cohesion: mean similarity of its needs, 0-1.
    """

    words: tuple[str, ...]
    needs: tuple[NeedId, ...]
    enterprises: tuple[str, ...]
    regions: tuple[str, ...]
    n_answered: int
    best: tuple[tuple[AchievementId, float, int], ...]
    cohesion: float


@dataclass(frozen=True, slots=True)
class GapReport:
    """Everything a report of gaps shows.

    Attributes:
        near_misses: pairs that one condition blocks.
        open_needs: needs without an answer that are clear enough to plan for.
        vague_needs: needs without an answer that are too vague: to be asked back first.
        unneeded: achievements that nobody needs.
        common: groups of common needs, the largest first.
        n_answered: how many needs have a fitting match (`data.records.enums.Level.fits`); `open_needs` and
            `vague_needs` are the others.
        needs: every need, by id.
        achievements: every achievement, by id.
        as_of: the only date the report carries.
        model: id of encoder and ranker.
        notes: Chinese sentences about levels that were not learned, what was left out of the input and why, and what
            makes a group where there is none.
    """

    near_misses: tuple[NearMiss, ...]
    open_needs: tuple[Unanswered, ...]
    vague_needs: tuple[Unanswered, ...]
    unneeded: tuple[Unneeded, ...]
    common: tuple[CommonNeed, ...]
    n_answered: int
    needs: Mapping[NeedId, Need]
    achievements: Mapping[AchievementId, Achievement]
    as_of: date
    model: str
    notes: tuple[str, ...] = ()


def report_gaps(
    matcher: Matcher, inputs: Inputs, *, top: int, as_of: date, progress: Progress | None = None
) -> GapReport:
    """Score all needs and report what stays open.

    Args:
        matcher: over both sides of the inputs.
        inputs: the records the report names.
        top: candidates a need that are looked at for near misses, at most.
        as_of: the day against which validity is checked.
        progress: called with needs done and needs in all.

    Returns:
        The report; the same inputs and model give the same report.
    """
    scored = survey(matcher, progress=progress)
    open_ends = tuple(unanswered(scored, as_of=as_of))
    needs = {need.id: need for need in inputs.needs}
    grouping = find_clusters(scored)
    remark = ranker_note(matcher.ranker, matcher.language.encoder.id)
    ungrouped = () if grouping.clusters else (_no_group(grouping, scored, needs),)
    return GapReport(
        near_misses=tuple(near_misses(scored, top=top, as_of=as_of)),
        open_needs=tuple(each for each in open_ends if each.vagueness.verdict is not Triage.TOO_VAGUE),
        vague_needs=tuple(each for each in open_ends if each.vagueness.verdict is Triage.TOO_VAGUE),
        unneeded=tuple(unneeded(scored)),
        common=tuple(_common(each, scored, needs) for each in grouping.clusters),
        n_answered=sum(each.is_answered for each in scored.scored),
        needs=needs,
        achievements={achievement.id: achievement for achievement in inputs.achievements},
        as_of=as_of,
        model=f"{matcher.language.id}+{matcher.ranker.id}",
        notes=(*([remark] if remark else []), *inputs.notes, *ungrouped),
    )


def _no_group(grouping: Grouping, scored: Survey, needs: Mapping[NeedId, Need]) -> str:
    """Say what would make a group, and how near the nearest needs are to being one."""
    profiles = scored.matcher.needs.profiles
    pairs = []
    for each in grouping.nearest:
        first, second = (needs[NeedId(profiles[member].id)] for member in each.members)
        # Rounded down: what is below the line must not read as if it were on it.
        percent = int(100 * each.similarity)
        pairs.append(
            phrases.NEAR_PAIR.format(first=first.title or first.id, second=second.title or second.id, percent=percent)
        )
    nearest = phrases.NEAREST.format(pairs="、".join(pairs)) if pairs else phrases.NOTHING_NEAR
    return phrases.NO_GROUP.format(
        pair=round(100 * LEAST_SIMILAR_PAIR), group=round(100 * LEAST_SIMILAR), nearest=nearest
    )


def _common(cluster: Cluster, scored: Survey, needs: Mapping[NeedId, Need]) -> CommonNeed:
    ids = tuple(NeedId(scored.matcher.needs.profiles[member].id) for member in cluster.members)
    members = [needs[number] for number in ids]
    offers = scored.matcher.achievements.profiles
    return CommonNeed(
        words=cluster.words,
        needs=ids,
        enterprises=tuple(dict.fromkeys(need.enterprise.strip() for need in members if need.enterprise.strip())),
        regions=tuple(dict.fromkeys(need.region.strip() for need in members if need.region.strip())),
        n_answered=cluster.n_answered,
        best=tuple((AchievementId(offers[each.position].id), each.score, each.n_answered) for each in cluster.best),
        cohesion=cluster.cohesion,
    )
