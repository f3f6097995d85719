"""What `duijie doctor` does: reads needs, examines them, tries them on achievements, shows and writes the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import UsageError
from data.records.achievements import Achievement
from data.records.enums import Presence
from data.records.needs import Need
from ingest.batch import read_achievements, read_needs
from matcher.doctor.dependence import Bench, MaskEffect
from matcher.doctor.diagnosis import Diagnosis
from matcher.doctor.phrases import CHECK_LABELS, VAGUE_LABELS, VERDICTS
from models.segmenters import open_segmenter
from service.cli import running
from service.cli.console import show, show_table, tell
from service.cli.options import read_day
from service.cli.progress import progress_of
from service.docking.doctoring import Consultation, choose_needs, examine, read_masks, try_words
from service.docking.inputs import Inputs
from service.docking.matching import ranker_note
from service.exports.doctor_files import DOCTOR_ENDINGS, write_consultation
from service.exports.masking import MASKED, RecordTexts

MOST_SHOWN: Final = 3
"""Needs shown in full on the screen; more are shown as a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What is read: needs, which of them (all where no id is named), and what to try them on, if anything."""

    needs: Sequence[Path]
    achievements: Sequence[Path]
    ids: Sequence[str]
    report: Path | None

    def read(self) -> Inputs:
        """Return the records, having said what became of every row."""
        asked = read_needs(self.needs)
        offered = read_achievements(self.achievements) if self.achievements else None
        reports = (asked.report,) if offered is None else (asked.report, offered.report)
        achievements: tuple[Achievement, ...] = () if offered is None else tuple(offered.records)
        inputs = Inputs(tuple(asked.records), achievements, reports)
        running.tell_reading(inputs, report=self.report)
        return inputs


def consult(
    sources: Sources,
    machinery: running.Machinery,
    *,
    masks: Sequence[str],
    as_of: str | None,
    outputs: Sequence[Path],
) -> None:
    """Examine needs, show the outcome and write it.

    Raises:
        UsageError: words to hide are named, but no achievements to try it on.
    """
    hidden, day = read_masks(masks), read_day(as_of)
    if hidden and not sources.achievements:
        raise UsageError(
            "写了 --mask，但没有写 --achievements。",
            remedy="请用 --achievements 指定成果文件，才能比较隐去前后的名单。",
        )
    running.check_before_work(
        outputs, inputs=[*sources.needs, *sources.achievements], report=sources.report, endings=DOCTOR_ENDINGS
    )
    inputs = sources.read()
    needs = choose_needs(inputs.needs, sources.ids)
    diagnoses = examine(needs, open_segmenter(machinery.choice.segmenter))
    model, remark = "", ""
    if inputs.achievements:
        bench = _bench(needs, inputs, machinery)
        with progress_of("正在试配") as progress:
            diagnoses = try_words(diagnoses, bench, masks=hidden, progress=progress)
        matcher = bench.matcher
        model = f"{matcher.language.id}+{matcher.ranker.id}"
        remark = ranker_note(matcher.ranker, matcher.language.encoder.id)
    known = {achievement.id: achievement for achievement in inputs.achievements}
    consultation = Consultation(diagnoses, day, known, model, (*([remark] if remark else []), *inputs.notes))
    _show(diagnoses)
    for path in outputs:
        write_consultation(consultation, path)
        tell(f"已写出 {path}")


def _bench(needs: Sequence[Need], inputs: Inputs, machinery: running.Machinery) -> Bench:
    return Bench.build(running.matcher_of(Inputs(tuple(needs), inputs.achievements), machinery))


def _show(diagnoses: Sequence[Diagnosis]) -> None:
    # As in the files: a title may name whom to call, and questions quote the need.
    texts = RecordTexts(MASKED)
    if len(diagnoses) <= MOST_SHOWN:
        for each in diagnoses:
            _show_one(each, texts)
        return
    rows = [
        (each.need.id, VERDICTS[each.vagueness.verdict], str(each.vagueness.score), _title(each, texts))
        for each in diagnoses
    ]
    show_table(("编号", "结论", "空泛程度", "需求名称"), rows)


def _title(each: Diagnosis, texts: RecordTexts) -> str:
    return " ".join(texts.fields(each.need).get("title", "").split())


def _show_one(each: Diagnosis, texts: RecordTexts) -> None:
    show(f"{each.need.id}  {_title(each, texts)}")
    show(f"结论：{VERDICTS[each.vagueness.verdict]}（空泛程度 {each.vagueness.score} 分，满分 100）")
    for part in each.vagueness.parts:
        show(f"  {part.points:+d} 分  {VAGUE_LABELS[part.name]}：{texts.said_of(part.reason, each.need)}")
    missing = [CHECK_LABELS[check.name] for check in each.checks if check.presence is Presence.ABSENT]
    show(f"核对表中没有写到的：{'、'.join(missing) or '无'}")
    for rank, question in enumerate(each.questions, start=1):
        show(f"问 {rank}：{texts.said_of(question.text, each.need)}")
    show(f"匹配靠的词：{'、'.join(texts.said_of(share.word, each.need) for share in each.words)}")
    if each.masking is not None:
        _show_masking(each.masking, texts)
    show()


def _show_masking(effect: MaskEffect, texts: RecordTexts) -> None:
    if effect.masked:
        hidden = texts.free("、".join(effect.masked))
        show(f"隐去“{hidden}”后，名单原有的 {len(effect.before)} 项中有 {len(effect.kept)} 项不变。")
    if effect.absent:
        show(f"这项需求中没有“{texts.free('、'.join(effect.absent))}”。")
