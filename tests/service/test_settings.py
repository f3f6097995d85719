"""Settings: documented, bounded, read once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from data.errors import UsageError
from service.settings import Settings, environment_of, read_settings

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENT = REPOSITORY / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"DUIJIE_{name.upper()}", raising=False)
    read_settings.cache_clear()
    yield
    read_settings.cache_clear()


def test_the_document_lists_every_setting_with_its_meaning() -> None:
    rows = re.findall(r"^\| `(DUIJIE_\w+)` \| (.+?) \| (.+?) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)

    assert [(name, meaning) for name, _, meaning in rows] == [
        (f"DUIJIE_{name.upper()}", field.description) for name, field in Settings.model_fields.items()
    ]


def test_the_document_states_the_plain_defaults() -> None:
    rows = dict(re.findall(r"^\| `DUIJIE_(\w+)` \| `(.+?)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE))

    assert rows == {
        name.upper(): str(field.default)
        for name, field in Settings.model_fields.items()
        if field.default_factory is None and field.default
    }


def test_a_variable_replaces_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIJIE_HOME", "/某处")
    monkeypatch.setenv("DUIJIE_SHOWN_ROWS", "3")
    monkeypatch.setenv("DUIJIE_ENCODER", "")

    settings = read_settings()

    assert (settings.home, settings.shown_rows, settings.encoder) == (Path("/某处"), 3, "e5")


@pytest.mark.parametrize(("name", "value"), [("SHOWN_ROWS", "0"), ("SEGMENTER", "乱来"), ("LOG_LEVEL", "loud")])
def test_a_value_out_of_bounds_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"DUIJIE_{name}", value)

    with pytest.raises(UsageError) as caught:
        read_settings()

    assert caught.value.message == f"环境变量有误：DUIJIE_{name} 的值 {value!r} 不可用。"


def test_settings_are_never_assigned_to() -> None:
    settings = read_settings()

    with pytest.raises(ValidationError):
        settings.encoder = "lsa"


def test_the_environment_is_read_here_alone() -> None:
    readers = [
        path.relative_to(REPOSITORY).as_posix()
        for package in ("data", "models", "ingest", "matcher", "service")
        for path in sorted((REPOSITORY / package).rglob("*.py"))
        if re.search(r"\bos\.(environ|getenv)\b|\bimport (environ|getenv)\b", path.read_text(encoding="utf-8"))
    ]

    assert readers == ["service/settings.py"]


def test_a_process_of_ours_reads_the_very_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(home=Path("/某处"), encoder="lsa", shown_rows=3, metrics_token=SecretStr("geheim"))
    environment = environment_of(given)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert read_settings() == given
