"""Reads a ranker back, whichever kind its file holds."""

import json

from data.errors import ArtefactError
from models.rankers.additive import KIND, AdditiveRanker
from models.rankers.odds import RETRAIN
from models.rankers.ordinal import OrdinalRanker


def read_ranker(text: str) -> OrdinalRanker | AdditiveRanker:
    """Return the ranker that a JSON text describes: trained ones say so, a table of weights says nothing.

    Raises:
        ArtefactError: the text is no ranker, or one of a kind that this version does not know.
    """
    try:
        kind = json.loads(text).get("kind")
    except (AttributeError, ValueError) as error:
        raise ArtefactError("排序模型文件无法读取。", remedy=RETRAIN) from error
    if kind is None:
        return OrdinalRanker.from_json(text)
    if kind == KIND:
        return AdditiveRanker.from_json(text)
    raise ArtefactError(f"排序模型的类型“{kind}”无法识别。", remedy="请升级程序，或用本版本重新训练。")
