"""Verdicts in the workspace: kept whole, never deleted."""

from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from data.records.feedback import Reason, Shown, StoredFeedback, Verdict
from data.records.ids import AchievementId, NeedId
from data.storage import migrate
from data.storage.workspace import DATABASE_NAME, Workspace
from tests.factories.verdicts import AT, make_verdict

FULL = make_verdict(
    verdict=Verdict.REJECT,
    reason=Reason.WRONG_OBJECT,
    comment="要的是锌合金",
    judge="张科",
    shown=Shown(model="e5+table", rank=3, score=0.61, is_blind=True),
)


def test_a_verdict_comes_back_as_it_was_given(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        numbers = stores.feedback.add_many([FULL, make_verdict(achievement_id="A2")])
    with workspace.reading() as stores:
        found = stores.feedback.all()

    assert numbers == (1, 2)
    assert found == [
        StoredFeedback(number=1, feedback=FULL),
        StoredFeedback(number=2, feedback=make_verdict(achievement_id="A2")),
    ]


def test_withdrawing_marks_a_verdict_once_and_keeps_it(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        stores.feedback.add_many([FULL])
        stores.feedback.withdraw(1, at=AT, by="李科")
        stores.feedback.withdraw(1, at=AT + timedelta(hours=1), by="王科")
    with workspace.reading() as stores:
        found = stores.feedback.get(1)
        missing = stores.feedback.get(2)

    assert found == StoredFeedback(number=1, feedback=FULL, withdrawn_at=AT, withdrawn_by="李科")
    assert missing is None


def test_verdicts_are_found_by_either_side(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        stores.feedback.add_many([make_verdict("N1", "A1"), make_verdict("N1", "A2"), make_verdict("N2", "A2")])
    with workspace.reading() as stores:
        of_need = [each.number for each in stores.feedback.of_need(NeedId("N1"))]
        of_achievement = [each.number for each in stores.feedback.of_achievement(AchievementId("A2"))]

    assert (of_need, of_achievement) == ([1, 2], [2, 3])


def test_a_workspace_of_the_first_release_gets_the_table(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{tmp_path / DATABASE_NAME}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()

    with Workspace.open(tmp_path) as opened, opened.writing() as stores:
        assert stores.feedback.add_many([FULL]) == (1,)
