"""The main job on records that were read: who fits whom, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.errors import WorkspaceError
from data.records.enums import Direction, Level
from data.records.matches import Match, MatchList, MatchReport
from data.records.needs import Need
from data.records.pairs import Pair
from matcher.feedback import totals
from matcher.match import Matcher
from matcher.partners import Partner, group_partners, rank_achievements
from matcher.scoring import are_titles_alone, is_untrained, ranker_for
from models.encoders.adapter import default_adapter
from models.protocols import Progress, Ranker
from service.docking.inputs import Inputs
from service.docking.language import LanguageChoice, Model, open_language

UNTRAINED: Final = "本次用的是未训练的权重表，没有用训练过的模型：等级和得分仅供参考，请以依据为准。"
NOT_TRAINED_FOR: Final = (
    "编码器 {encoder} 没有随附的训练模型，本次用的是未训练的权重表：等级和得分仅供参考，请以依据为准。"
    "用默认的编码器 e5，或用自己的判定训练（duijie train），等级更可靠。"
)

_MOST_SUGGESTED = 10


@dataclass(frozen=True, slots=True)
class Score:
    """What a pair is worth: score 0-1, and the median level."""

    score: float
    level: Level


@dataclass(frozen=True, slots=True)
class Shortlist:
    """What could help one company, over all its needs.

    Attributes:
        company: its name as written.
        achievements: the best match of each achievement, best first.
        partners: the same by university and team, best first.
        report: the lists of its needs they come from.
    """

    company: str
    achievements: tuple[Match, ...]
    partners: tuple[Partner, ...]
    report: MatchReport


def build_matcher(inputs: Inputs, choice: LanguageChoice, model: Model, *, progress: Progress | None = None) -> Matcher:
    """Return a matcher over both sides; the encoder's work is done here, which may take minutes.

    A model that was trained with another encoder: see `matcher.scoring.ranker_for` and `open_language`.
    """
    language = open_language(choice.upon(model), needs=inputs.needs, achievements=inputs.achievements)
    titles_alone = are_titles_alone(inputs.achievements)
    fitting = ranker_for(model.ranker, language.encoder.id, titles_alone=titles_alone)
    return Matcher.build(inputs.needs, inputs.achievements, language=language, ranker=fitting, progress=progress)


def ranker_note(ranker: Ranker, encoder_id: str) -> str:
    """Say in Chinese that the levels of a run come from weights set by hand; "" where they were learned."""
    if not is_untrained(ranker):
        return ""
    if default_adapter(encoder_id) is not None:
        return UNTRAINED
    return NOT_TRAINED_FOR.format(encoder=short_name(encoder_id))


def match_inputs(
    matcher: Matcher,
    inputs: Inputs,
    direction: Direction,
    *,
    top: int,
    as_of: date,
    progress: Progress | None = None,
) -> MatchReport:
    """Return the lists of one direction with all that an export shows."""
    return report_of(
        matcher.match(direction, top=top, as_of=as_of, progress=progress), matcher, inputs, direction, as_of=as_of
    )


def report_of(
    lists: Sequence[MatchList], matcher: Matcher, inputs: Inputs, direction: Direction, *, as_of: date
) -> MatchReport:
    """Return lists with all that an export shows beside them."""
    remarks = (ranker_note(matcher.ranker, matcher.language.encoder.id), feedback_note(matcher, direction))
    return MatchReport(
        direction=direction,
        lists=tuple(lists),
        needs={need.id: need for need in inputs.needs},
        achievements={achievement.id: achievement for achievement in inputs.achievements},
        as_of=as_of,
        model=f"{matcher.language.id}+{matcher.ranker.id}",
        notes=(*(remark for remark in remarks if remark), *inputs.notes),
    )


def feedback_note(matcher: Matcher, direction: Direction) -> str:
    """Say in one sentence what feedback left out of the lists of one direction; "" where it left out nothing."""
    needs = [profile.id for profile in matcher.needs.profiles]
    achievements = [profile.id for profile in matcher.achievements.profiles]
    queries, targets = (needs, achievements) if direction is Direction.NEEDS else (achievements, needs)
    return totals(matcher.feedback.of_queries(direction, queries, targets=targets))


def score_pairs(matcher: Matcher, pairs: Sequence[Pair]) -> list[Score]:
    """Return the score of every pair, in order."""
    ranking = matcher.score(pairs)
    return [Score(float(score), Level(int(level))) for score, level in zip(ranking.score, ranking.level, strict=True)]


def find_company(needs: Sequence[Need], company: str) -> tuple[str, tuple[Need, ...]]:
    """Find a company's needs by its name, whole or in part.

    Args:
        needs: of all companies.
        company: the name as written in the file, or a part that only one company has.

    Returns:
        The name as written, and the company's needs in order.

    Raises:
        WorkspaceError: no company has such a name, or several have.
    """
    names = dict.fromkeys(need.enterprise for need in needs if need.enterprise)
    wanted = company.strip()
    fitting = [wanted] if wanted in names else [name for name in names if wanted and wanted in name]
    if len(fitting) == 1:
        return fitting[0], tuple(need for need in needs if need.enterprise == fitting[0])
    if fitting:
        shown = "、".join(fitting[:_MOST_SUGGESTED])
        raise WorkspaceError(
            f"有 {len(fitting)} 家企业的名称含“{wanted}”：{shown}{'等' if len(fitting) > _MOST_SUGGESTED else ''}。",
            remedy="请写出其中一家的全称。",
        )
    raise WorkspaceError(
        f"需求中没有名称含“{wanted}”的企业（共有 {len(names)} 家企业）。",
        remedy="请核对名称；若文件中没有企业名称这一列，请先补上。",
    )


def shortlist_partners(company: str, report: MatchReport) -> Shortlist:
    """Return the achievements and the partners that the lists of one company's needs name, best first."""
    partners = group_partners(report.lists, report.achievements)
    return Shortlist(company, rank_achievements(report.lists), partners, report)


def short_name(encoder_id: str) -> str:
    """Return what people call an encoder: lsa, static, or the name of a sentence-transformers model."""
    kind, _, rest = encoder_id.partition("@")[0].partition(":")
    return rest if kind == "sentence-transformers" else kind
