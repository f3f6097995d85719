"""Examining needs before they are matched: what they lack, what to ask, what their matches rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from data.errors import UnknownIdError, UsageError
from data.records.achievements import Achievement
from data.records.enums import Triage
from data.records.ids import AchievementId
from data.records.needs import Need
from matcher.doctor.dependence import Bench, mask_effect, try_without
from matcher.doctor.diagnosis import Diagnosis, diagnose
from models.protocols import Progress, Segmenter

MOST_NAMED: Final = 20
"""Unknown ids told one by one."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """Everything a doctor's report shows.

    Attributes:
        diagnoses: one a need, in the order of the input.
        as_of: the day of the report, its only date.
        achievements: those that a trial names; empty where nothing was tried.
        model: id of encoder and ranker; "" where nothing was tried.
        notes: Chinese sentences about what was left out of the input and why.
    """

    diagnoses: tuple[Diagnosis, ...]
    as_of: date
    achievements: Mapping[AchievementId, Achievement]
    model: str = ""
    notes: tuple[str, ...] = ()

    def count(self, verdict: Triage) -> int:
        """Count the needs of one verdict."""
        return sum(each.vagueness.verdict is verdict for each in self.diagnoses)


def choose_needs(needs: Sequence[Need], ids: Sequence[str]) -> tuple[Need, ...]:
    """Return the needs of the given ids, in the order of the input; all of them where no id is given.

    Raises:
        UnknownIdError: an id is not there.
    """
    known = {str(need.id) for need in needs}
    unknown = [number for number in ids if number not in known]
    if unknown:
        named = "、".join(unknown[:MOST_NAMED])
        raise UnknownIdError(f"需求文件中没有编号为“{named}”的需求。", remedy="请核对 --id 与文件中的编号。")
    return tuple(need for need in needs if not ids or need.id in ids)


def read_masks(words: Sequence[str]) -> dict[str, str]:
    """Read words to hide: "WORD" is taken out, "WORD=GENERAL" is replaced.

    Raises:
        UsageError: there is no word before the sign.
    """
    masks: dict[str, str] = {}
    for given in words:
        word, _, general = (part.strip() for part in given.partition("="))
        if not word:
            raise UsageError(f"选项 --mask 的值“{given}”没有写要隐去的词。", remedy="请写成 词 或 词=代替的说法。")
        masks[word] = general
    return masks


def examine(needs: Sequence[Need], segmenter: Segmenter, *, are_titled: bool = True) -> tuple[Diagnosis, ...]:
    """Examine needs; some three milliseconds each.

    Args:
        needs: to be examined.
        segmenter: what to read them with.
        are_titled: False where nobody gave them titles and the beginnings of their texts stand in.
    """
    return tuple(diagnose(need, segmenter, is_titled=are_titled) for need in needs)


def try_words(
    diagnoses: Sequence[Diagnosis], bench: Bench, *, masks: Mapping[str, str], progress: Progress | None = None
) -> tuple[Diagnosis, ...]:
    """Try the needs on achievements: without each of their words, and with the words to hide hidden.

    Args:
        diagnoses: what was found so far.
        bench: the achievements.
        masks: word -> what stands in its place; empty where none is to be hidden.
        progress: called with needs tried and needs in all.

    Returns:
        The diagnoses with the outcome, in their order.
    """
    tried = []
    for done, each in enumerate(diagnoses, start=1):
        words = try_without(each.need, each.words, bench)
        masking = mask_effect(each.need, masks, bench) if masks else None
        tried.append(replace(each, words=words, masking=masking))
        if progress is not None:
            progress(done, len(diagnoses))
    return tuple(tried)
