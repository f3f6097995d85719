"""A workspace of the bundled samples, and the service over it; encoded by hashing, so that no weights are needed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from data.samples.paths import achievements_path, needs_path
from data.storage.workspace import Workspace
from service.app import create_app
from service.dependencies import today
from service.docking.language import LanguageChoice, open_language
from service.docking.searching import ACHIEVEMENTS, NEEDS, build_index
from service.docking.workspace import import_files
from service.settings import Settings

AS_OF = date(2026, 11, 22)
ADDRESS = "http://127.0.0.1"


def settings_of(folder: Path) -> Settings:
    return Settings(home=folder / "home", cache_dir=folder / "cache", encoder="hashing")


def choice_of(settings: Settings) -> LanguageChoice:
    return LanguageChoice(encoder=settings.encoder, segmenter=settings.segmenter, cache_dir=settings.cache_dir)


def index_workspace(settings: Settings) -> None:
    with Workspace.open(settings.home) as workspace:
        for side in (NEEDS, ACHIEVEMENTS):
            build_index(workspace, side, open_language(choice_of(settings)))


def import_into(settings: Settings, kind: str, path: Path) -> None:
    with Workspace.open(settings.home) as workspace:
        import_files(workspace, kind, [path], at=datetime(2026, 11, 22, tzinfo=UTC))


def served(settings: Settings) -> FastAPI:
    app = create_app(settings)
    app.dependency_overrides[today] = lambda: AS_OF
    return app


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an indexed workspace with the bundled samples; nothing may be written into it."""
    settings = settings_of(tmp_path_factory.mktemp("samples"))
    import_into(settings, "needs", needs_path())
    import_into(settings, "achievements", achievements_path())
    index_workspace(settings)
    return settings


@pytest.fixture(scope="module")
def client(samples: Settings) -> Iterator[TestClient]:
    """A browser's place: the service over the samples, without a socket."""
    with TestClient(served(samples), base_url=ADDRESS) as client:
        yield client


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[TestClient]:
    """The service over a workspace with nothing in it."""
    with TestClient(served(settings_of(tmp_path)), base_url=ADDRESS) as client:
        yield client
