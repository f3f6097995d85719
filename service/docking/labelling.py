"""Blind labelling: which need to judge next, which of its candidates, and how far the work is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.records.achievements import Achievement
from data.records.feedback import Feedback, Shown, StoredFeedback, standing
from data.records.ids import AchievementId
from data.records.needs import Need
from matcher.pooling import shuffled
from service.docking.answering import Desk


@dataclass(frozen=True, slots=True)
class Task:
    """A need that may be judged; `n_judged` counts the pairs this judge has a standing verdict on."""

    need: Need
    n_judged: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One need with the candidates to judge.

    Attributes:
        need: the need.
        candidates: in an order that tells nothing of rank or score; nothing else of them is known here.
        verdicts: this judge's own standing verdicts, by achievement; nobody else's.
    """

    need: Need
    candidates: tuple[Achievement, ...]
    verdicts: dict[AchievementId, Feedback]

    @property
    def n_judged(self) -> int:
        """How many of the candidates this judge has judged."""
        return sum(candidate.id in self.verdicts for candidate in self.candidates)

    def next_after(self, number: str) -> Achievement | None:
        """Return the next candidate without a verdict behind the one named, from the beginning again at the end.

        "" begins at the beginning; None where everything is judged.
        """
        ids = [candidate.id for candidate in self.candidates]
        start = ids.index(AchievementId(number)) + 1 if number in ids else 0
        turned = (*self.candidates[start:], *self.candidates[:start])
        return next((candidate for candidate in turned if candidate.id not in self.verdicts), None)


def tasks(desk: Desk, judge: str, *, most: int) -> tuple[Task, ...]:
    """List needs for a judge, those with fewest judged pairs first, else in an order that tells nothing."""
    with desk.workspace.reading() as stores:
        needs = stores.needs.all()
        stored = stores.feedback.all()
    counts: dict[str, int] = {}
    for verdict in own_verdicts(stored, judge):
        counts[verdict.need_id] = counts.get(verdict.need_id, 0) + 1
    ordered = sorted(needs, key=lambda need: (counts.get(need.id, 0), shuffled(need.id)))
    return tuple(Task(need, counts.get(need.id, 0)) for need in ordered[:most])


def sheet(desk: Desk, need: Need, judge: str) -> Sheet:
    """Return the candidates of a need for a judge; the errors are those of `Desk.pool`."""
    candidates = tuple(achievement for achievement, _ in desk.pool(need))
    with desk.workspace.reading() as stores:
        stored = stores.feedback.of_need(need.id)
    return Sheet(need, candidates, {verdict.achievement_id: verdict for verdict in own_verdicts(stored, judge)})


def shown_blind(desk: Desk, need: Need, achievement_id: str) -> Shown:
    """Return how the model sees a candidate of the pool, for the record of a blind verdict."""
    found = {achievement.id: shown for achievement, shown in desk.pool(need)}
    return found.get(AchievementId(achievement_id), Shown(is_blind=True))


def own_verdicts(stored: Iterable[StoredFeedback], judge: str) -> Sequence[Feedback]:
    """Return one judge's newest standing verdicts, one a pair."""
    own = [each for each in stored if each.feedback.judge == judge]
    return [each.feedback for each in standing(own)]
