"""The documents name what the code has: commands, options, errors, terms, files."""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from data.errors import DuijieError
from data.records import enums, feedback
from data.reference.headers import load_header_synonyms
from matcher.feedback_phrases import REASON_LABELS, VERDICT_LABELS
from service.cli.phrases import HELP
from tests.command_page import commands, render
from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"
LINKED = [REPOSITORY / "README.md", *sorted(DOCS.rglob("*.md"))]


def read(name: str) -> str:
    """Return the text of a document."""
    return (DOCS / name).read_text(encoding="utf-8")


def error_classes(root: type[DuijieError] = DuijieError) -> Iterator[type[DuijieError]]:
    """Yield the exception tree, parents first."""
    yield root
    for child in root.__subclasses__():
        yield from error_classes(child)


def test_command_page_is_what_the_program_says() -> None:
    assert read("cli.md") == render(), "run `make golden` and review the difference"


def test_help_texts_are_those_of_the_commands() -> None:
    assert {path.removeprefix("duijie").strip() for path, _ in commands()} == set(HELP)


def test_every_error_is_explained_with_its_exit_status() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d) \|", read("errors.md"), re.MULTILINE)

    ours = {each for each in error_classes() if each.__module__ == "data.errors"}
    assert sorted(rows) == sorted((each.__name__, str(each.exit_status)) for each in ours)


def test_errors_are_declared_in_one_place() -> None:
    elsewhere = [each for each in error_classes() if each.__module__.split(".")[0] in {"models", "ingest", "matcher"}]

    assert elsewhere == []


CODE_NAMES = (
    enums.CooperationMode,
    enums.PartyKind,
    enums.PassageKind,
    enums.ConditionStatus,
    feedback.Verdict,
    feedback.Reason,
    feedback.Scope,
)


@pytest.mark.parametrize("values", CODE_NAMES)
def test_every_code_name_is_in_the_glossary(values: type[StrEnum]) -> None:
    named = set(re.findall(r"`(\w+)`", read("glossary.md")))

    assert {value.value for value in values} - named <= {"cooperation"}


def test_every_column_is_in_the_page_of_files() -> None:
    named = set(re.findall(r"^\| `(\w+)` \|", read("files.md"), re.MULTILINE))

    assert {each.field for each in load_header_synonyms()} - named == {"serial"}


def test_columns_named_as_examples_are_recognised() -> None:
    page = read("files.md").partition("## 写出")[0]
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|`]+) \|$", page, re.MULTILINE)
    known = {(each.field, each.synonym) for each in load_header_synonyms()}

    assert [(field, word) for field, words in rows for word in words.split("、") if (field, word) not in known] == []


@pytest.mark.parametrize("document", LINKED, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))

    assert [
        target for target in targets if not (document.parent / target).exists() and "benchmarks" not in target
    ] == []


def test_tests_and_pages_named_by_the_coverage_page_exist() -> None:
    named = re.findall(r"`((?:tests|docs|data|notebooks)/[\w./-]+)`", read("coverage.md"))

    assert [path for path in named if not (REPOSITORY / path).exists()] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("0*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_reason_is_explained_with_the_level_it_says() -> None:
    rows = re.findall(r"^\| (推荐|婉拒|存疑) \| (\S+) \| (\S+) \|", read("feedback.md"), re.MULTILINE)

    told = [
        (VERDICT_LABELS[meaning.verdict], REASON_LABELS[reason], str(int(meaning.level)) if meaning.level else "—")
        for reason, meaning in feedback.MEANINGS.items()
    ]
    assert [row for row in rows if row[1] != "（不写）"] == told
