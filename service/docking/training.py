"""Makes a ranker from judged pairs and keeps it in a folder that `--model` accepts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from data.errors import OutputError, UsageError
from data.version import VERSION
from matcher.match import Matcher
from matcher.scoring import RANKER_KIND, are_titles_alone, table_ranker
from matcher.training.baseline import baseline_ranking
from matcher.training.columns import feature_columns
from matcher.training.crossvalidation import Recipe, Trained, train
from matcher.training.examples import Examples, JudgedSet, collect_examples, require_enough
from matcher.training.folds import FEWEST_FOLDS, N_FOLDS
from matcher.training.report import TrainingReport, make_report, manifest_figures
from matcher.training.seen import SEEN_FILE, Seen
from matcher.training.turning import Folding, Source, Turning, learn_turning
from models.artefacts import Manifest, check_target, write_artefact
from models.encoders.adapter import VectorAdapter
from models.protocols import Ranking
from service.docking.before_after import BeforeAfter
from service.docking.figures import percent
from service.docking.inputs import Inputs
from service.docking.judgements import SourceFile
from service.docking.language import ADAPTER_FOLDER, RANKER_FILE, Model, seen_by
from service.docking.watching import Watch

BASELINE_NOTE: Final = (
    "未训练的权重表用只减去均值的向量计算，次序中没有从判定中学到的东西；等级的界限是另用判定量出的。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What a training was asked for.

    Attributes:
        name: of the ranker, the beginning of its id.
        n_folds: parts of the cross-validation.
        seed: draws folds and resamples; equal seeds give equal bytes.
        tunes_vectors: learn a correction of the vectors too.
    """

    name: str = "additive"
    n_folds: int = N_FOLDS
    seed: int = 0
    tunes_vectors: bool = False

    @property
    def folding(self) -> Folding:
        """Which folds the needs fall into."""
        return Folding(self.n_folds, self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRun:
    """A training with all that belongs to it.

    Attributes:
        plan: as asked for.
        sources: what was trained on.
        language_id: segmenter and encoder.
        n_ordered: needs that have an order.
        n_seen_needs: how many of the needs the vectors had been trained on before this training.
        seen_share: share of the pairs of which the same is true, 0-1.
        version: of the product.
        turning: what was learned about the vectors; None where that was not asked for.
        before_after: the model in use and this one on frozen cases; None where there are none to look at.
    """

    plan: TrainingPlan
    inputs: Inputs
    examples: Examples
    trained: Trained
    report: TrainingReport
    sources: tuple[SourceFile, ...]
    language_id: str
    n_ordered: int
    n_seen_needs: int
    seen_share: float
    version: str
    turning: Turning | None = None
    before_after: BeforeAfter | None = None

    @property
    def adapter(self) -> VectorAdapter | None:
        """What goes with the ranker; None where the vectors stay as they were."""
        return self.turning.adapter if self.turning is not None and self.turning.is_worth_it else None

    @property
    def seen_note(self) -> str:
        """Warns in Chinese of needs that the vectors had been trained on before; "" where there are none."""
        if not self.n_seen_needs:
            return ""
        return (
            f"这批判定中有 {self.n_seen_needs:,} 项需求曾用于训练自带的向量校正"
            f"（{percent(self.seen_share)} 的对连成果也相同），下面的数值偏高，不能说明对新需求的效果。"
        )

    @property
    def turning_note(self) -> str:
        """Says in Chinese what tuning the vectors gave; "" where that was not asked for."""
        if self.turning is None:
            return ""
        figures = self.turning.figures
        tried = (
            f"向量的校正：在 {figures['askers']:,.0f} 项没有参加学习的需求上，次序正确的比例由"
            f" {figures['agreement_before']:.3f} 变为 {figures['agreement_after']:.3f}"
            f"（差 {figures['gain']:+.3f}，标准误 {figures['gain_error']:.3f}）"
        )
        return f"{tried}，已采用。" if self.adapter is not None else f"{tried}，好处没有超出误差，未采用，向量不变。"

    @property
    def model(self) -> Model:
        """What `--model` will name."""
        return Model(self.trained.ranker, self.adapter, Seen.of(self.examples.pairs))


def train_ranker(
    matcher: Matcher,
    inputs: Inputs,
    sets: Sequence[JudgedSet],
    plan: TrainingPlan,
    *,
    sources: Sequence[SourceFile],
    watch: Watch,
) -> TrainingRun:
    """Train a ranker, and measure on needs it has not seen.

    Args:
        matcher: over the inputs, with any ranker; it computes the features.
        inputs: the records the pairs name.
        sets: what was judged.
        plan: how to train.
        sources: the files behind it, for the record.
        watch: shows how far the work is.

    Returns:
        The run; the same for the same arguments.

    Raises:
        UsageError: the needs fall into fewer folds than training takes.
    """
    n_ordered = require_enough(sets)
    turning = _learn_turning(matcher, sets, plan, watch=watch) if plan.tunes_vectors else None
    if turning is not None and turning.is_worth_it:
        (examples,) = turning.examples
    else:
        with watch("正在计算特征") as progress:
            examples = collect_examples(matcher, sets, progress=progress)
    folds = plan.folding.of(examples.pairs)
    if len(np.unique(folds)) < FEWEST_FOLDS:
        raise UsageError("需求只分到不足三折，无法检验。", remedy="请增大 --folds，或补充判定。")
    recipe = Recipe(name=plan.name, columns=feature_columns(), encoder_id=matcher.language.encoder.id)
    with watch("正在训练和交叉检验") as progress:
        trained = train(examples.judged, folds, recipe, progress=progress)
    report = make_report(
        examples,
        trained,
        baseline=_baseline(matcher, inputs, examples, watch=watch),
        needs=inputs.needs,
        achievements=inputs.achievements,
        seed=plan.seed,
    )
    seen = seen_by(Model(table_ranker()), matcher.language.encoder.id)
    return TrainingRun(
        plan=plan,
        inputs=inputs,
        examples=examples,
        trained=trained,
        report=report,
        sources=tuple(sources),
        language_id=matcher.language.id,
        n_ordered=n_ordered,
        n_seen_needs=seen.count_needs(examples.pairs),
        seen_share=seen.share(examples.pairs),
        version=VERSION,
        turning=turning,
    )


def _baseline(matcher: Matcher, inputs: Inputs, examples: Examples, *, watch: Watch) -> Ranking:
    titles_alone = are_titles_alone(inputs.achievements)
    with watch("正在计算未训练的权重表") as progress:
        return baseline_ranking(matcher, examples, titles_alone=titles_alone, progress=progress)


def _learn_turning(matcher: Matcher, sets: Sequence[JudgedSet], plan: TrainingPlan, *, watch: Watch) -> Turning:
    # In one order, so that sums do not depend on the order of a file.
    sorted_sets = tuple(
        JudgedSet(
            one.name,
            tuple(sorted(one.pairs, key=lambda pair: (pair.need_id, pair.achievement_id, int(pair.level or 0)))),
        )
        for one in sets
    )
    with watch("正在学习向量的校正") as progress:
        return learn_turning([Source(matcher, sorted_sets)], plan.folding, progress=progress)


def save_ranker(run: TrainingRun, folder: Path, *, pages: Mapping[str, bytes]) -> Manifest:
    """Write ranker, manifest and pages into a folder, all or nothing; an earlier ranker there is replaced.

    Args:
        run: what was trained.
        folder: absent, empty, or holding an earlier ranker.
        pages: further files by name, such as the report.

    Returns:
        The manifest as written.
    """
    ranker = run.trained.ranker

    def fill(place: Path) -> None:
        (place / RANKER_FILE).write_bytes(ranker.to_json().encode())
        (place / SEEN_FILE).write_bytes(run.model.seen.to_bytes())
        if run.adapter is not None:
            run.adapter.save(place / ADAPTER_FOLDER, manifest=_adapter_manifest(run))
        for name, content in pages.items():
            (place / name).write_bytes(content)

    overall = run.report.overall
    figures: dict[str, float | str] = {
        "n_pairs": overall.n_pairs,
        "n_needs": overall.n_needs,
        "n_folds": run.plan.n_folds,
        "seed": run.plan.seed,
        "features": ",".join(ranker.features),
    }
    figures |= manifest_figures(overall.trained, run.report.importances)
    manifest = Manifest(
        kind=RANKER_KIND,
        id=ranker.id,
        encoder_id=ranker.encoder_id,
        source=_source(run),
        trained_on=_trained_on(run),
        figures=figures,
    )
    return write_artefact(folder, manifest, fill)


def _adapter_manifest(run: TrainingRun) -> Manifest:
    figures = {} if run.turning is None else dict(run.turning.figures)
    return Manifest(kind="", id="", source=_source(run), trained_on=_trained_on(run), figures=figures)


def _source(run: TrainingRun) -> str:
    return f"duijie train {run.version}"


def _trained_on(run: TrainingRun) -> str:
    return "；".join(f"{one.kind} {one.name}（SHA-256 {one.sha256}）" for one in run.sources)


def check_folder(folder: Path, *, may_replace: bool = False) -> None:
    """Refuse a folder that could not or should not be written after minutes of work.

    Args:
        folder: where a model shall go.
        may_replace: an earlier model there may give way.

    Raises:
        OutputError: an earlier model is there, or something else, be it an artefact of another kind.
    """
    check_target(folder)
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not (folder / RANKER_FILE).is_file():
        raise OutputError(f"无法写入“{folder}”：文件夹中已有其他内容。", remedy="请换一个空文件夹。")
    if not may_replace:
        raise OutputError(
            f"文件夹“{folder}”中已有一个训练好的模型，没有覆盖。", remedy="请换一个文件夹，或加上 --overwrite 替换它。"
        )
