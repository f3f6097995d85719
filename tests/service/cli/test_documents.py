"""The document of the commands names every command and every option of the shared ones."""

import re

from service.cli.phrases import HELP
from tests.service.cli.conftest import REPOSITORY

GROUPS = {"", "import", "models"}


def test_the_document_lists_every_command() -> None:
    text = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `duijie (.+?)` \|", text, re.MULTILINE) == [
        name
        for name in ("demo", "match", "score", "evaluate", "search", "partners", "agenda", "index", "serve")
        if name in HELP
    ] + [name for name in HELP if " " in name and name not in GROUPS]
