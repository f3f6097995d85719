"""The rankers that ship: a table anyone can read, one weight a feature, and the one that was trained."""

import json
import logging
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

from data.errors import ArtefactError, EncoderMismatchError
from data.records.achievements import Achievement
from matcher.encoder_scales import PLAIN, LevelScale, scale_of
from models.artefacts import Manifest
from models.encoders.adapter import vectors_of
from models.protocols import Ranker
from models.rankers.additive import AdditiveRanker
from models.rankers.ordinal import OrdinalRanker, Term

_log = logging.getLogger(__name__)

SHIPPED_FILE: Final = "ranker.json"
TITLES_FILE: Final = "ranker_titles.json"
"""Both in data/reference; made by `python -m matcher.training.shipping`."""

SHIPPED_MANIFEST: Final = "ranker_manifest.json"
"""Beside it: what it was trained on and how good it is."""

RANKER_KIND: Final = "ranker"
"""What the manifest of a trained ranker says it is."""

_LSA: Final = "lsa:"
"""How the ids of lsa begin; the rest changes with every corpus, but its cosines may stand for each other."""

TABLE: Final = {
    "title_coverage": Term(weight=1.2, centre=0.05),
    "text_words": Term(weight=1.8, centre=0.02),
    "title_characters": Term(weight=2.4, centre=0.02),
    "text_characters": Term(weight=3.6, centre=0.02),
    "title_in_text": Term(weight=0.6, centre=0.02),
    "offer_in_need": Term(weight=0.6, centre=0.02),
    "title_vector": Term(weight=2.4, centre=0.2),
    "text_vector": Term(weight=2.4, centre=0.2),
    "passage_vector": Term(weight=2.4, centre=0.25),
    "best_passage": Term(weight=0.6, centre=0.35),
    "passage_to_title": Term(weight=0.6, centre=0.25),
    "objects": Term(weight=0.6, centre=0.1),
    "functions": Term(weight=0.3, centre=0.1),
    "object_and_function": Term(weight=0.6, centre=0.1),
    "materials": Term(weight=0.1, centre=0.1),
    "methods": Term(weight=0.1, centre=0.1),
    "effects": Term(weight=0.1, centre=0.1),
    "products": Term(weight=0.1, centre=0.1),
    "applications": Term(weight=0.1, centre=0.1),
    "field": Term(weight=0.6, centre=0.5),
    "indicators": Term(weight=0.5, centre=0.5),
    "readiness": Term(weight=0.2, centre=0.5),
    "urgency": Term(weight=0.2, centre=0.5),
    "cooperation": Term(weight=0.1, centre=0.5),
    "region": Term(weight=0.1, centre=0.25),
    "budget": Term(weight=0.2, centre=0.5),
    "need_vagueness": Term(weight=0.0, centre=0.0),
}
"""Weights set by hand, never fitted to labels: words, characters and vectors move the margin about equally over
their usual ranges; facts only order what is close, and circumstances say nothing by themselves."""


def table_ranker(scale: LevelScale = PLAIN) -> OrdinalRanker:
    """Return the untrained table: the fallback, and the baseline of every trained ranker.

    Args:
        scale: of the encoder it is used with, see `ranker_for`; it moves levels and contributions, never an order.
    """
    terms = {name: Term(term.weight * scale.slope, term.centre) for name, term in TABLE.items()}
    return OrdinalRanker(name="table", terms=terms, cuts=scale.cuts)


@cache
def shipped_ranker(*, titles_alone: bool = False) -> AdditiveRanker | None:
    """Return the trained ranker that ships with the product, None where this copy has none.

    Args:
        titles_alone: the one for achievements that have only a title. Its curves are those of the other; what its
            levels mean was learned from judgements of titles, which are more generous: a title cannot show what it
            lacks.

    Raises:
        ArtefactError: the file is damaged, or holds no trained ranker.
    """
    resource = resources.files("data.reference").joinpath(TITLES_FILE if titles_alone else SHIPPED_FILE)
    if not resource.is_file():
        return None
    return AdditiveRanker.from_json(resource.read_text(encoding="utf-8"))


def shipped_manifest() -> Manifest | None:
    """Return what is known of the ranker that ships, None where this copy does not say.

    Raises:
        ArtefactError: the file is damaged.
    """
    resource = resources.files("data.reference").joinpath(SHIPPED_MANIFEST)
    if not resource.is_file():
        return None
    try:
        return Manifest(**json.loads(resource.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise ArtefactError("自带的排序模型说明无法读取。", remedy="请重新安装本软件。") from error


def default_ranker() -> Ranker:
    """Return the ranker of whoever names none: the shipped one, or the table where none ships."""
    return shipped_ranker() or table_ranker()


def are_titles_alone(achievements: Sequence[Achievement]) -> bool:
    """Tell whether most of a list's achievements have no text beside their title."""
    n_bare = sum(not (each.content or each.indicators or each.scope) for each in achievements)
    return 2 * n_bare > len(achievements)


def ranker_for(ranker: Ranker, encoder_id: str, *, titles_alone: bool = False) -> Ranker:
    """Return a ranker that may be used with an encoder's vectors, for a list of achievements.

    A curve learned over the cosines of one encoder says nothing about those of another: levels would be off.

    Args:
        ranker: as opened.
        encoder_id: the encoder in use.
        titles_alone: see `are_titles_alone`; the list decides, and not each achievement, so that the scores of a list
            can be compared.

    Returns:
        The ranker; in place of the shipped one the table where that was trained with another encoder, and its twin for
        titles where the achievements have nothing else. The table's levels are those measured with the encoder.

    Raises:
        EncoderMismatchError: a trained ranker was named, and it was trained with another encoder.
    """
    trained_with = ranker.encoder_id if isinstance(ranker, AdditiveRanker) else ""
    if ranker == table_ranker():
        return _table_for(encoder_id, titles_alone=titles_alone)
    if not trained_with or _family(trained_with) == _family(encoder_id):
        return (shipped_ranker(titles_alone=True) or ranker) if titles_alone and ranker == shipped_ranker() else ranker
    if ranker == shipped_ranker():
        _log.info("shipped ranker was trained with another encoder: the table is used")
        return _table_for(encoder_id, titles_alone=titles_alone)
    raise EncoderMismatchError(
        f"排序模型 {ranker.id} 是用编码器 {trained_with} 训练的，本次使用的是 {encoder_id}，打分会不准。",
        remedy="请用 --encoder 改回训练时的编码器，或用现在的编码器重新训练，或写 --model table 使用未训练的权重表。",
    )


def is_untrained(ranker: Ranker) -> bool:
    """Tell whether a ranker's weights were set by hand: its levels are a rough guide."""
    return isinstance(ranker, OrdinalRanker)


def _table_for(encoder_id: str, *, titles_alone: bool) -> OrdinalRanker:
    scale = scale_of(encoder_id)
    return table_ranker(scale.titles if titles_alone else scale.texts)


def _family(encoder_id: str) -> str:
    """Return a name for the encoders whose cosines may stand for each other."""
    return _LSA if encoder_id.startswith(_LSA) else vectors_of(encoder_id)
