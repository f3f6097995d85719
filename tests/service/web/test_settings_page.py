"""The settings page tells what the service runs with, and no secret."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from data.records.accounts import Role
from service.web.settings_page import database_name, size_of, told
from tests.service.conftest import ADDRESS, served, settings_of
from tests.service.people import Served


def test_it_names_encoder_and_database_and_is_for_administrators(peopled: Served) -> None:
    pages = {role: peopled.ask(role, "GET", "/settings") for role in Role}

    assert {role for role, (status, _) in pages.items() if status == 200} == {Role.ADMINISTRATOR}
    text = pages[Role.ADMINISTRATOR][1]
    assert ("hashing（DUIJIE_ENCODER）" in text, "SQLite（工作区里的文件）" in text) == (True, True)


def test_no_secret_is_told(tmp_path: Path) -> None:
    settings = settings_of(tmp_path).model_copy(update={"metrics_token": SecretStr("geheim-42")})
    with TestClient(served(settings), base_url=ADDRESS) as client:
        text = client.get("/settings").text

    assert ("hashing" in text, "geheim-42" in text) == (True, False)
    with_password = settings.model_copy(update={"database_url": "postgresql+psycopg://duijie:geheim-42@db/duijie"})
    assert database_name(with_password) == "PostgreSQL"


@pytest.mark.parametrize(
    ("n_bytes", "words"), [(0, "0 字节"), (1023, "1023 字节"), (1536, "1.5 KB"), (3 * 1024**3, "3.0 GB")]
)
def test_sizes_are_written_for_people(n_bytes: int, words: str) -> None:
    assert told(n_bytes) == words


def test_a_folder_is_as_large_as_its_files(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a").write_bytes(b"12")
    (tmp_path / "inner" / "b").write_bytes(b"345")

    assert (size_of(tmp_path), size_of(tmp_path / "gone")) == (5, 0)
