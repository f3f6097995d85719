"""The adapter of an encoder: what its titles and passages have in common, wherever the records come from."""

from collections.abc import Sequence
from typing import Final

from data.samples.paths import achievements_path, needs_path
from ingest.batch import read_achievements, read_needs
from matcher.profiles import Profile, profile_achievement, profile_need
from models.encoders.adapter import VectorAdapter, default_adapter
from models.protocols import Encoder, Segmenter

_CENTRED: Final = ("static:", "lsa:", "hashing:")
"""Encoders whose unrelated texts have cosines around 0 as they are: 5th percentile of random passages of 51jishu -0.11
(static), -0.01 (lsa), -0.04 (hashing), where e5 has 0.81; measured 2026-11-22."""


def adapter_for(encoder: Encoder, segmenter: Segmenter) -> VectorAdapter:
    """Return what centres an encoder's vectors.

    For e5 it ships. For an encoder that needs none it changes nothing. For any other the centres are the means over the
    bundled samples, so that a pair's score does not depend on what else is in the files; that encodes some 1,500 short
    texts once.
    """
    shipped = default_adapter(encoder.id)
    if shipped is not None:
        return shipped
    if encoder.id.startswith(_CENTRED):
        return VectorAdapter.neutral(encoder.id, encoder.dim)
    asking = [profile_need(need, segmenter) for need in read_needs([needs_path()]).records]
    offering = [profile_achievement(offer, segmenter) for offer in read_achievements([achievements_path()]).records]
    return VectorAdapter.centring(
        titles=encoder.encode([profile.title for profile in (*asking, *offering)], role="query"),
        asked=encoder.encode(_passages(asking), role="query"),
        offered=encoder.encode(_passages(offering), role="passage"),
        encoder_id=encoder.id,
    )


def _passages(profiles: Sequence[Profile]) -> list[str]:
    return [passage.text for profile in profiles for passage in profile.passages]
