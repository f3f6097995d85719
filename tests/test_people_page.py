"""docs/people.md says of every role what the permission table says, and of consent what the moves are."""

from service.docking.consent_stages import ALLOWED, CONSENT_LABELS
from tests.conftest import REPOSITORY
from tests.people_page import render

PAGE = (REPOSITORY / "docs" / "people.md").read_text(encoding="utf-8")


def test_the_table_of_roles_is_that_of_the_code() -> None:
    assert f"生成 -->\n{render()}\n" in PAGE, "renew it with python -m tests.people_page"


def test_the_table_of_moves_is_that_of_the_code() -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and "`" not in line]
    told = {before: set(row[1].split("、")) for row in rows for before in row[0].split("、") if len(row) == 2}

    moves = {CONSENT_LABELS[state]: {CONSENT_LABELS[after] for after in afters} for state, afters in ALLOWED.items()}
    # "已转达" in the second column stands for "已转达，待答复".
    short = {before: {after.partition("，")[0] for after in afters} for before, afters in moves.items()}
    assert {before: told.get(before) for before in short} == short
