"""A match in two stages: a fast encoder names the candidates, and only their texts meet the slow one."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from data.errors import UsageError
from data.records.enums import Direction
from data.records.matches import MatchReport
from matcher.feedback import FeedbackBook
from matcher.match import Matcher
from matcher.preselection import Preselection, n_kept, preselect, refine
from matcher.scoring import are_titles_alone, ranker_for, table_ranker
from models.protocols import Progress
from service.docking.inputs import Inputs
from service.docking.language import LanguageChoice, Model, open_language
from service.docking.matching import report_of, short_name
from service.docking.watching import Watch

NOTE: Final = (
    "先用编码器 {rough} 初选，再用 {fine} 打分：{total:,} 项{side}中有 {kept:,} 项入选并经打分，"
    "其余的不会出现在名单里。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStage:
    """How candidates are chosen before the slow encoder is asked.

    Attributes:
        encoder: the fast one, named as in a setting.
        direction: for whom candidates are chosen.
        top: candidates a list shall hold at most.
        feedback: heeded in both stages.
    """

    encoder: str
    direction: Direction
    top: int
    feedback: FeedbackBook = field(default_factory=FeedbackBook)


@dataclass(frozen=True, slots=True)
class Staged:
    """Both sides as far as they are worth encoding, the candidates, and a sentence on what was passed over."""

    matcher: Matcher
    preselection: Preselection
    note: str


def build_staged(inputs: Inputs, choice: LanguageChoice, model: Model, stage: FirstStage, *, watch: Watch) -> Staged:
    """Choose candidates with the fast encoder and prepare them with the one of the choice.

    Args:
        inputs: both sides.
        choice: the slow encoder, and the segmenter of both stages.
        model: what scores in the end; errors as `build_matcher`, raised before any work.
        stage: how to choose.
        watch: shows how far the work is.

    Returns:
        What is left to match; the scores are those of a match without a first stage.

    Raises:
        UsageError: both stages have the same encoder.
    """
    language = open_language(choice.upon(model), needs=inputs.needs, achievements=inputs.achievements)
    titles_alone = are_titles_alone(inputs.achievements)
    ranker = ranker_for(model.ranker, language.encoder.id, titles_alone=titles_alone)
    fast = open_language(
        replace(choice, encoder=stage.encoder, adapter=None), needs=inputs.needs, achievements=inputs.achievements
    )
    if fast.encoder.id == language.encoder.id:
        raise UsageError(
            f"初选和打分用的是同一个编码器 {short_name(fast.encoder.id)}，初选没有用处。",
            remedy="请去掉 --first-stage，或换一个编码器。",
        )
    with watch("正在准备初选") as progress:
        rough = Matcher.build(
            inputs.needs, inputs.achievements, language=fast, ranker=table_ranker(), progress=progress
        )
    rough = replace(rough, feedback=stage.feedback)
    with watch("正在初选") as progress:
        preselection = preselect(rough, stage.direction, kept=n_kept(stage.top), progress=progress)
    with watch("正在编码文本") as progress:
        matcher = refine(rough, stage.direction, preselection, language=language, ranker=ranker, progress=progress)
    for_needs = stage.direction is Direction.NEEDS
    note = NOTE.format(
        rough=short_name(fast.encoder.id),
        fine=short_name(language.encoder.id),
        total=len(inputs.achievements if for_needs else inputs.needs),
        side="成果" if for_needs else "需求",
        kept=len(preselection.kept),
    )
    return Staged(matcher, preselection, note)


def match_staged(
    staged: Staged, inputs: Inputs, direction: Direction, *, top: int, as_of: date, progress: Progress | None = None
) -> MatchReport:
    """Return the lists of one direction with all that an export shows; the first note says what was passed over."""
    matcher = staged.matcher
    lists = matcher.match(direction, top=top, as_of=as_of, retriever=staged.preselection, progress=progress)
    report = report_of(lists, matcher, inputs, direction, as_of=as_of)
    return replace(report, notes=(staged.note, *report.notes))
