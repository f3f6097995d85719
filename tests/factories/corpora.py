"""Corpora, blocks and matchers over a few records, with an encoder that needs no weights."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from data.records.achievements import Achievement
from data.records.needs import Need
from matcher.corpus import Corpus
from matcher.features.block import Block
from matcher.language import Language, language_of
from matcher.match import Matcher
from matcher.profiles import profile_achievement, profile_need
from matcher.scoring import table_ranker
from models.encoders.hashing import HashingEncoder
from models.segmenters import open_segmenter

AS_OF = date(2026, 11, 22)


def make_language() -> Language:
    return language_of(open_segmenter(), HashingEncoder())


def make_block(need: Need, *achievements: Achievement) -> Block:
    """Pair one need with every achievement, in order."""
    language = make_language()
    needs = Corpus.build([profile_need(need, language.segmenter)], language, role="query")
    offers = Corpus.build(
        [profile_achievement(achievement, language.segmenter) for achievement in achievements],
        language,
        role="passage",
    )
    return Block(
        needs=needs,
        achievements=offers,
        need_positions=np.zeros(len(achievements), dtype=np.int64),
        achievement_positions=np.arange(len(achievements), dtype=np.int64),
    )


def make_matcher(needs: Sequence[Need], achievements: Sequence[Achievement]) -> Matcher:
    return Matcher.build(needs, achievements, language=make_language(), ranker=table_ranker())
