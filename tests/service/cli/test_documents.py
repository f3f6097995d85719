"""The document of the commands names every command and every option of the shared ones."""

import re

from service.cli.phrases import HELP
from tests.service.cli.conftest import REPOSITORY

GROUPS = {
    "",
    "alliances",
    "batches",
    "census",
    "ceremonies",
    "connect",
    "deals",
    "events",
    "feedback",
    "import",
    "models",
    "registers",
    "reports",
    "rules",
    "users",
}


def test_the_document_lists_every_command() -> None:
    text = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")

    assert sorted(re.findall(r"^\| `duijie (.+?)(?: --.*)?` \|", text, re.MULTILINE)) == sorted(set(HELP) - GROUPS)
