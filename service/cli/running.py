"""What the matching commands share: reading, encoding, writing; loaded only when one of them runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from data.errors import OutputError
from data.records.enums import Direction, Level
from data.records.matches import MatchReport
from data.samples.paths import achievements_path, needs_path
from matcher.feedback import FeedbackBook
from matcher.match import Matcher
from matcher.phrases import LEVEL_LABELS
from service.cli.console import tell
from service.cli.options import read_day
from service.cli.outputs import TABLE_ENDINGS, check_outputs
from service.cli.progress import progress_of
from service.cli.reading_reports import tell_report, write_report
from service.docking.inputs import SWAPPED, Inputs, read_inputs, require_records
from service.docking.language import LanguageChoice, Model, open_model
from service.docking.matching import build_matcher, feedback_note, match_inputs, ranker_note
from service.docking.staging import FirstStage, build_staged, match_staged
from service.exports.files import MATCH_ENDINGS
from service.exports.writer import write_matches
from service.settings import read_settings

KEPT_VECTORS: Final = (
    "用 e5 等模型编码好的文本已存入缓存，再次运行同一命令会从那里继续；结果文件以上面写明“已写出”的为准。"
)


@dataclass(frozen=True, slots=True)
class Machinery:
    """Which encoder and model a command was told to use; None takes the setting's."""

    encoder: str | None = None
    model: Path | None = None

    @property
    def choice(self) -> LanguageChoice:
        """The encoder and segmenter to open."""
        settings = read_settings()
        return LanguageChoice(
            encoder=self.encoder or settings.encoder, segmenter=settings.segmenter, cache_dir=settings.cache_dir
        )

    @property
    def folder(self) -> Path | None:
        """Where the model lies; None for the shipped one, where neither option nor setting names another."""
        return self.model or read_settings().model

    def open_model(self) -> Model:
        """Return the model, open."""
        return open_model(self.folder)


def check_before_work(
    outputs: Sequence[Path], *, inputs: Sequence[Path], report: Path | None, endings: tuple[str, ...] = MATCH_ENDINGS
) -> None:
    """Refuse outputs that could not be written after minutes of work."""
    check_outputs(outputs, inputs=inputs, endings=endings)
    if report is not None:
        check_outputs([report], inputs=[*inputs, *outputs], endings=TABLE_ENDINGS)


def read(needs: Sequence[Path], achievements: Sequence[Path], *, report: Path | None) -> Inputs:
    """Return both sides as read, having said what became of every row."""
    inputs = read_inputs(needs, achievements)
    tell_reading(inputs, report=report)
    require_records(inputs)
    return inputs


def tell_reading(inputs: Inputs, *, report: Path | None) -> None:
    """Say what became of every row, on the screen and in the file asked for."""
    for each in inputs.reports:
        tell_report(each, shown_rows=read_settings().shown_rows, is_written=report is not None)
    if inputs.look_swapped:
        tell(f"警告：{SWAPPED}")
    if report is not None:
        write_report(inputs.reports, report)


def matcher_of(inputs: Inputs, machinery: Machinery) -> Matcher:
    """Return a matcher over both sides, having shown how far the encoding is."""
    # Opened first: a model that cannot be read must not be found out after minutes of encoding.
    model = machinery.open_model()
    with progress_of("正在编码文本") as progress:
        matcher = build_matcher(inputs, machinery.choice, model, progress=progress)
    tell_ranker(matcher)
    return matcher


def tell_ranker(matcher: Matcher, *, name: str = "") -> None:
    """Warn of levels that were not learned, naming the model where there may be several."""
    note = ranker_note(matcher.ranker, matcher.language.encoder.id)
    if note:
        tell(f"提示：{f'模型“{name}”：' if name else ''}{note}")


def find_matches(
    inputs: Inputs,
    machinery: Machinery,
    direction: Direction,
    *,
    top: int,
    as_of: date,
    feedback: FeedbackBook | None = None,
) -> MatchReport:
    """Return every list of one direction, having shown how far the work is."""
    matcher = replace(matcher_of(inputs, machinery), feedback=feedback or FeedbackBook())
    with progress_of("正在匹配") as progress:
        report = match_inputs(matcher, inputs, direction, top=top, as_of=as_of, progress=progress)
    _tell_left_out(matcher, direction)
    return report


def find_staged_matches(inputs: Inputs, machinery: Machinery, stage: FirstStage, *, as_of: date) -> MatchReport:
    """Return every list of the direction of a first stage, having shown how far the work is and what it left over."""
    staged = build_staged(inputs, machinery.choice, machinery.open_model(), stage, watch=progress_of)
    tell(staged.note)
    tell_ranker(staged.matcher)
    with progress_of("正在匹配") as progress:
        report = match_staged(staged, inputs, stage.direction, top=stage.top, as_of=as_of, progress=progress)
    _tell_left_out(staged.matcher, stage.direction)
    return report


def _tell_left_out(matcher: Matcher, direction: Direction) -> None:
    left_out = feedback_note(matcher, direction)
    if left_out:
        tell(left_out)


def write(report: MatchReport, outputs: Sequence[Path]) -> None:
    """Write every output and sum the result up."""
    tell(summary(report))
    for path in outputs:
        write_matches(report, path)
        tell(f"已写出 {path}")


def run_demo(folder: Path, *, encoder: str | None) -> None:
    """Match the samples that ship and write the result in two formats.

    Raises:
        OutputError: the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"无法建立文件夹“{folder}”：{error.strerror}。", remedy="请换一个文件夹。") from error
    outputs = [folder / "matches.html", folder / "matches.xlsx"]
    check_before_work(outputs, inputs=[], report=None)
    inputs = read([needs_path()], [achievements_path()], report=None)
    report = find_matches(inputs, Machinery(encoder), Direction.NEEDS, top=10, as_of=read_day(None))
    write(report, outputs)
    tell("用浏览器打开 matches.html，或用 Excel、WPS 打开 matches.xlsx 查看。样例中的单位和人员均为虚构。")


def summary(report: MatchReport) -> str:
    """Return one Chinese sentence: how many records, how many have a candidate of which level."""
    queries, candidates = ("需求", "成果") if report.direction is Direction.NEEDS else ("成果", "需求")
    best = [max((match.level for match in found.matches), default=Level.NONE) for found in report.lists]
    parts = [f"{LEVEL_LABELS[level]} {best.count(level)} 项" for level in reversed(Level) if level in best]
    n_unfit = sum(not found.has_fit for found in report.lists)
    scope = f"为 {len(report.lists)} 项{queries}在 {_n_candidates(report)} 项{candidates}中查找"
    return f"{scope}，最佳候选：{'，'.join(parts)}；没有合适的匹配的共 {n_unfit} 项。"


def _n_candidates(report: MatchReport) -> int:
    return len(report.achievements if report.direction is Direction.NEEDS else report.needs)
