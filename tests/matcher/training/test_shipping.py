"""Making what ships, on a tiny invented data set with the encoder that needs no weights."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from matcher.features.table import FEATURES
from matcher.language import Language, shipped_weights
from matcher.scoring import SHIPPED_FILE, SHIPPED_MANIFEST, TITLES_FILE
from matcher.training import shipping
from matcher.training.seen import SHIPPED_SEEN_FILE, Seen
from matcher.training.turning import Source
from models.encoders.adapter import VectorAdapter
from models.encoders.hashing import HashingEncoder
from models.rankers.additive import AdditiveRanker
from models.segmenters import open_segmenter

OBJECTS = ("轴承", "锂电池", "污泥", "玉米", "涂层")
FUNCTIONS = ("检测", "清洗", "干燥")
ENCODER = HashingEncoder(dim=48)
DAY = date(2026, 11, 22)


def write(path: Path, header: str, rows: Sequence[Sequence[object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])


def write_set(data: Path, name: str, prefix: str, *, content: str) -> None:
    """Write 15 needs, one for each object and function, with 15 achievements alike, five judged for each need.

    The one of the same object and function is of level 4, others of the same object of level 2 or 3, strange ones of 1.
    """
    kinds = list(product(OBJECTS, FUNCTIONS))
    needs = [(f"{prefix}N{n}", f"{thing}{act}", f"需要{thing}的{act}。") for n, (thing, act) in enumerate(kinds)]
    offers = [
        (f"{prefix}A{n}", f"{thing}{act}方法", content and f"{content}{thing}，{act}。")
        for n, (thing, act) in enumerate(kinds)
    ]
    pairs = []
    for n in range(len(kinds)):
        first = n - n % len(FUNCTIONS)
        beside = [first + (n + step) % len(FUNCTIONS) for step in (1, 2)]
        strange = [(n + 7) % len(kinds), (n + 13) % len(kinds)]
        judged = zip((n, *beside, *strange), (4, 3, 2, 1, 1), strict=True)
        pairs += [(needs[n][0], offers[offer][0], level) for offer, level in judged]
    write(data / name / "needs.csv", "id,title,content", needs)
    write(data / name / "achievements.csv", "id,title,content", offers)
    write(data / name / "pairs.csv", "need_id,achievement_id,level", pairs)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_set(folder, "bdci2019", "b", content="")
    write_set(folder, "51jishu", "j", content="本成果涉及")
    return folder


@pytest.fixture(scope="module")
def made(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "shipped"
    shipping.make(data, out, encoder=ENCODER, development=data / "51jishu" / "pairs.csv", made_on=DAY)
    return out


def sources(data: Path) -> tuple[Source, ...]:
    adapter = VectorAdapter.neutral(ENCODER.id, ENCODER.dim)
    language = Language(open_segmenter(), ENCODER, shipped_weights(), adapter)
    return shipping._read_sources(data, data / "51jishu" / "pairs.csv", language)


@pytest.mark.slow
def test_both_rankers_and_the_adapter_are_for_the_encoder_and_the_table_of_features(made: Path) -> None:
    texts, titles = (
        AdditiveRanker.from_json((made / name).read_text(encoding="utf-8")) for name in (SHIPPED_FILE, TITLES_FILE)
    )
    adapter = VectorAdapter.load(made / shipping.ADAPTER_FOLDER, encoder_id=ENCODER.id)

    for ranker in (texts, titles):
        assert ranker.features == tuple(feature.name for feature in FEATURES)
        assert ranker.encoder_id == ENCODER.id
        assert [shape.is_agreement for shape in ranker.shapes.values()] == [one.is_agreement for one in FEATURES]
    # The two share their curves up to one slope, and each has cut points of its own.
    assert texts.cuts != titles.cuts
    heights = [np.concatenate([shape.heights for shape in one.shapes.values()]) for one in (texts, titles)]
    slope = heights[0] @ heights[1] / (heights[1] @ heights[1])
    assert heights[0] == pytest.approx(slope * heights[1], abs=1e-3)
    assert adapter.dim == 48
    about = json.loads((made / SHIPPED_MANIFEST).read_text(encoding="utf-8"))
    assert about["figures"]["date"] == "2026-11-22"


@pytest.mark.slow
def test_figures_are_those_of_needs_held_out(made: Path) -> None:
    figures = json.loads((made / "figures.json").read_text(encoding="utf-8"))

    assert sorted(figures) == ["51jishu", "bdci2019"]
    for found in figures.values():
        assert found["ndcg_at_10"]["low"] <= found["ndcg_at_10"]["value"] <= found["ndcg_at_10"]["high"]
        # What makes a level is said outright in these titles.
        assert found["ndcg_at_10"]["value"] > 0.9
        assert found["auc"]["value"] > 0.9


@pytest.mark.slow
def test_making_again_gives_the_same_bytes(made: Path, data: Path, tmp_path: Path) -> None:
    shipping.make(data, tmp_path, encoder=ENCODER, development=data / "51jishu" / "pairs.csv", made_on=DAY)

    files = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    assert len(files) == 7
    assert [(tmp_path / file).read_bytes() for file in files] == [(made / file).read_bytes() for file in files]


@pytest.mark.slow
def test_every_judged_need_and_pair_is_remembered(made: Path, data: Path) -> None:
    titles, texts = shipping.read_judged(data, data / "51jishu" / "pairs.csv")
    seen = Seen.load(made / SHIPPED_SEEN_FILE)

    # 15 needs with five pairs each in either set; every third need has one of them twice: 13 on is 2 back.
    assert (len(seen.needs), len(seen.pairs)) == (30, 140)
    assert seen.share([*titles.pairs, *texts.pairs]) == 1.0


def test_the_development_judgements_are_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert shipping.DEVELOPMENT.is_file()


def test_centres_are_the_means_of_each_kind_with_both_sides_titles_alike(data: Path) -> None:
    _, source = sources(data)
    needs, offers = source.matcher.needs, source.matcher.achievements

    found = shipping._centres(source.matcher)

    titles = (needs.title_vectors.mean(axis=0) + offers.title_vectors.mean(axis=0)) / 2
    assert found.title_centre == pytest.approx(titles, abs=1e-3)
    assert found.asked_centre == pytest.approx(
        np.delete(needs.passage_vectors, needs.offsets[:-1], axis=0).mean(axis=0), abs=1e-3
    )
    assert found.offered_centre == pytest.approx(
        np.delete(offers.passage_vectors, offers.offsets[:-1], axis=0).mean(axis=0), abs=1e-3
    )
    assert found.encoder_id == ENCODER.id
    assert not found.turn.any()
