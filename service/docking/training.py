"""Makes a ranker from judged pairs and keeps it in a folder that `--model` accepts."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from data.errors import BadInputError, OutputError, UsageError
from ingest.batch import read_achievements, read_needs
from matcher.evaluation.evaluate import judged_pairs
from matcher.features.table import FEATURES
from matcher.match import Matcher
from matcher.scoring import TABLE, table_ranker
from matcher.training.crossvalidation import Recipe, Trained, train
from matcher.training.examples import Examples, JudgedSet, collect_examples, require_enough
from matcher.training.folds import FEWEST_FOLDS, N_FOLDS, folds_of
from matcher.training.report import TrainingReport, make_report
from models.artefacts import Manifest, sha256_of, write_artefact
from models.protocols import Progress
from models.rankers.fitting import Column
from service.docking.inputs import Inputs
from service.docking.language import RANKER_FILE, RANKER_KIND
from service.docking.pairs import PairTable

Watch = Callable[[str], AbstractContextManager[Progress]]
"""Opens the progress of one piece of work, named in Chinese."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was trained on: what it holds, in Chinese, its name without the folder, and its SHA-256."""

    kind: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What a training was asked for.

    Attributes:
        name: of the ranker, the beginning of its id.
        n_folds: parts of the cross-validation.
        seed: draws folds and resamples; equal seeds give equal bytes.
    """

    name: str = "additive"
    n_folds: int = N_FOLDS
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRun:
    """A training with all that belongs to it.

    Attributes:
        plan: as asked for.
        sources: what was trained on.
        language_id: segmenter and encoder.
        n_ordered: needs that have an order.
        version: of the product.
    """

    plan: TrainingPlan
    inputs: Inputs
    examples: Examples
    trained: Trained
    report: TrainingReport
    sources: tuple[SourceFile, ...]
    language_id: str
    n_ordered: int
    version: str


def judged_sets(tables: Mapping[Path, PairTable]) -> tuple[JudgedSet, ...]:
    """Return the judged pairs of every file, a set a file; the errors are those of `judged_pairs`.

    Args:
        tables: pairs files as read, by path.

    Returns:
        The sets in the order of the files; a file without any level gives none. Files of one name are told apart by
        their folder.
    """
    judged_pairs([pair for table in tables.values() for pair in table.pairs])
    names = _names(list(tables))
    sets = [
        JudgedSet(names[path], tuple(pair for pair in table.pairs if pair.level is not None))
        for path, table in tables.items()
    ]
    return tuple(judged_set for judged_set in sets if judged_set.pairs)


def require_distinct_ids(needs: Sequence[Path], achievements: Sequence[Path]) -> None:
    """Refuse files that use one id for different records: a judgement would be taken for another need's.

    Raises:
        BadInputError: two files do.
    """
    for paths, read in ((needs, read_needs), (achievements, read_achievements)):
        if len(paths) < 2:
            continue
        seen: dict[str, tuple[Path, str, str]] = {}
        for path in paths:
            for record in read([path]).records:
                first, title, content = seen.setdefault(record.id, (path, record.title, record.content))
                if (title, content) != (record.title, record.content):
                    raise BadInputError(
                        f"编号 {record.id} 在“{first}”和“{path}”中是两条不同的记录，判定会张冠李戴。",
                        remedy="请先把其中一个文件（和它的成对清单）的编号改为不同的，如加上前缀。",
                    )


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
    with watch("正在计算特征") as progress:
        examples = collect_examples(matcher, sets, progress=progress)
    folds = folds_of(examples.need_ids, n_folds=plan.n_folds, seed=plan.seed)
    if len(np.unique(folds)) < FEWEST_FOLDS:
        raise UsageError("需求只分到不足三折，无法检验。", remedy="请增大 --folds，或补充判定。")
    # The table's weights are what is expected of a feature before any judgement is seen.
    columns = {feature.name: Column(feature.is_agreement, TABLE[feature.name].weight) for feature in FEATURES}
    recipe = Recipe(name=plan.name, columns=columns, encoder_id=matcher.language.encoder.id)
    with watch("正在训练和交叉检验") as progress:
        trained = train(examples.judged, folds, recipe, progress=progress)
    report = make_report(
        examples,
        trained,
        table=table_ranker(),
        needs=inputs.needs,
        achievements=inputs.achievements,
        seed=plan.seed,
    )
    return TrainingRun(
        plan=plan,
        inputs=inputs,
        examples=examples,
        trained=trained,
        report=report,
        sources=tuple(sources),
        language_id=matcher.language.id,
        n_ordered=n_ordered,
        version=_version(),
    )


def describe_sources(kind: str, paths: Sequence[Path]) -> list[SourceFile]:
    """Return the files of one kind with their checksums."""
    return [SourceFile(kind, path.name, sha256_of(path)) for path in paths]


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
    figures |= {name: round(one.value, 4) for name, one in overall.trained.items() if not np.isnan(one.value)}
    manifest = Manifest(
        kind=RANKER_KIND,
        id=ranker.id,
        encoder_id=ranker.encoder_id,
        source=f"duijie train {run.version}",
        trained_on="；".join(f"{one.kind} {one.name}（SHA-256 {one.sha256}）" for one in run.sources),
        figures=figures,
    )
    return write_artefact(folder, manifest, fill)


def check_folder(folder: Path) -> None:
    """Refuse a folder that could not be written after minutes of work.

    Raises:
        OutputError: something else is there.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"无法写入“{folder}”：该位置已有同名文件。", remedy="请换一个文件夹。")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RANKER_FILE).is_file():
        raise OutputError(f"无法写入“{folder}”：文件夹中已有其他内容。", remedy="请换一个空文件夹。")


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    plain = [path.name for path in paths]
    return {path: path.name if plain.count(path.name) == 1 else f"{path.parent.name}/{path.name}" for path in paths}


def _version() -> str:
    try:
        return version("duijie")
    except PackageNotFoundError:
        return "0"
