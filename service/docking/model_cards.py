"""What there is to say of a model: what it is, what it was trained on, how good it is, where it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from matcher.scoring import RANKER_KIND, shipped_manifest, shipped_ranker, table_ranker
from matcher.training.report import SPREAD
from models.artefacts import MANIFEST_NAME, Manifest, read_manifest
from models.protocols import Ranker
from models.rankers.additive import AdditiveRanker
from models.rankers.ordinal import OrdinalRanker
from service.docking.language import Model, folder_of, open_model

LIMITS: Final = (
    "以上数值只对与训练数据同类的需求和成果有效；行业、文体或篇幅差别较大时，请用自己的判定检验（duijie evaluate）。",
    "得分用来排序和提示，不能代替对技术、产权和合作条件的核实。",
)
TABLE_LIMITS: Final = (
    "权重由人设定，没有用判定训练，等级和概率仅供参考；各编码器的分级界限不同，这里列的是 e5 的。",
    LIMITS[1],
)


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """What a feature does: standard deviation of its contribution (None where unknown), lowest and highest of it."""

    feature: str
    spread: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the cross-validation and its 95% interval, None where that was not kept."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CardPart:
    """One ranker of a model.

    Attributes:
        label: what it is for; "" where the model has one only.
        id: of the ranker.
        features: strongest first.
        figures: by their code names; empty where nothing is known.
        n_pairs: judged pairs behind the figures, 0 where unknown.
        n_needs: needs of these.
    """

    label: str
    id: str
    features: tuple[FeatureRow, ...]
    figures: Mapping[str, Figure]
    n_pairs: int = 0
    n_needs: int = 0


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What there is to say of a model; texts are "" where nothing is known.

    Attributes:
        name: of the model.
        encoder_id: the encoder it goes with.
        adapter_id: of the vectors tuned with it.
        source: the command it was made by.
        trained_on: in words.
        made_on: the day.
        parts: one a ranker.
        limits: sentences.
    """

    name: str
    encoder_id: str
    adapter_id: str
    source: str
    trained_on: str
    made_on: str
    parts: tuple[CardPart, ...]
    limits: tuple[str, ...]


def card_of(named: Path | None) -> ModelCard:
    """Return the card of the model that `--model` names; the errors are those of `open_model`."""
    model, folder = open_model(named), folder_of(named)
    if isinstance(model.ranker, OrdinalRanker) and model.ranker == table_ranker():
        return _card(model, [("", "", model.ranker)], None, limits=TABLE_LIMITS)
    if folder is None:
        rankers = [
            ("成果有正文时", "texts.", shipped_ranker()),
            ("成果只有名称时", "titles.", shipped_ranker(titles_alone=True)),
        ]
        there = [(label, prefix, ranker) for label, prefix, ranker in rankers if ranker is not None]
        card = _card(model, there, shipped_manifest(), limits=LIMITS)
        return replace(card, source=f"随程序自带，由 {card.source} 生成" if card.source else "")
    known = (folder / MANIFEST_NAME).is_file()
    manifest = read_manifest(folder, kind=RANKER_KIND, verify=False) if known else None
    return _card(model, [("", "", model.ranker)], manifest, limits=LIMITS)


def _card(
    model: Model, rankers: Sequence[tuple[str, str, Ranker]], manifest: Manifest | None, *, limits: tuple[str, ...]
) -> ModelCard:
    told = manifest or Manifest(kind=RANKER_KIND, id="")
    ranker = model.ranker
    return ModelCard(
        name=ranker.name if isinstance(ranker, AdditiveRanker | OrdinalRanker) else ranker.id,
        encoder_id=ranker.encoder_id if isinstance(ranker, AdditiveRanker) else "",
        adapter_id="" if model.adapter is None else model.adapter.id,
        source=told.source,
        trained_on=told.trained_on,
        made_on=str(told.figures.get("date", "")),
        parts=tuple(_part(label, prefix, one, told) for label, prefix, one in rankers),
        limits=limits,
    )


def _part(label: str, prefix: str, ranker: Ranker, manifest: Manifest) -> CardPart:
    numbers = {
        name.removeprefix(prefix): value
        for name, value in manifest.figures.items()
        if name.startswith(prefix) and isinstance(value, int | float)
    }
    ends = (".low", ".high")
    rows = [_row(feature, ranker, numbers.get(f"{SPREAD}{feature}")) for feature in ranker.features]
    return CardPart(
        label=label,
        id=ranker.id,
        features=tuple(sorted(rows, key=lambda row: (-(row.spread or 0.0), row.low - row.high))),
        figures={
            name: Figure(value, *(numbers.get(f"{name}{end}") for end in ends))
            for name, value in numbers.items()
            if not name.endswith(ends) and not name.startswith(SPREAD)
        },
        n_pairs=int(numbers.get("n_pairs", 0)),
        n_needs=int(numbers.get("n_needs", 0)),
    )


def _row(feature: str, ranker: Ranker, spread: float | None) -> FeatureRow:
    if isinstance(ranker, AdditiveRanker):
        heights = ranker.shapes[feature].heights
        return FeatureRow(feature, spread, min(heights), max(heights))
    if isinstance(ranker, OrdinalRanker):
        term = ranker.terms[feature]
        # All features of the table lie between 0 and 1.
        return FeatureRow(feature, spread, -term.weight * term.centre, term.weight * (1.0 - term.centre))
    return FeatureRow(feature, spread, 0.0, 0.0)
