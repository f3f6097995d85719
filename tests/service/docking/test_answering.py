"""The desk: the same answers as a whole run, nothing stored, reloaded when the index changes."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import UnknownIdError, UsageError, WorkspaceError
from data.records.enums import Direction
from data.records.ids import AchievementId, NeedId
from data.records.matches import MatchReport
from data.storage.workspace import Workspace
from matcher.scoring import table_ranker
from models.corpus_terms import CorpusTerm
from service.docking import searching
from service.docking.answering import OUTDATED, Desk, Stock
from service.docking.inputs import Inputs
from service.docking.language import Model, open_language, with_terms
from service.docking.loading import FOLLOWED_AT_ONCE, refresh_indexes
from service.docking.matching import build_matcher, match_inputs
from service.docking.pasted import need_of_text
from service.docking.searching import IndexUpdate
from service.docking.workspace import stored_records
from service.settings import Settings
from tests.service.conftest import AS_OF, choice_of, import_into, index_workspace, settings_of

NEEDS = "id,title,content\nN1,压铸件气孔控制,铝合金压铸件内部气孔多。\nN2,废水脱氮,食品废水氨氮高。\n"
ACHIEVEMENTS = "id,title,content\nA1,真空压铸气孔控制工艺,铝合金压铸件孔隙率低。\nA2,短程硝化脱氮,处理高氨氮废水。\n"


def open_desk(settings: Settings) -> Desk:
    return Desk(Workspace.open(settings.home), choice_of(settings), table_ranker())


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    settings = settings_of(tmp_path)
    for kind, rows in (("needs", NEEDS), ("achievements", ACHIEVEMENTS)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(rows, encoding="utf-8")
        import_into(settings, kind, path)
    index_workspace(settings)
    return settings


@pytest.fixture
def desk(small: Settings) -> Iterator[Desk]:
    desk = open_desk(small)
    yield desk
    desk.close()


def whole_run(settings: Settings, direction: Direction) -> MatchReport:
    with Workspace.open(settings.home) as workspace:
        needs, achievements = stored_records(workspace)
    inputs = Inputs(tuple(needs), tuple(achievements))
    matcher = build_matcher(inputs, choice_of(settings), Model(table_ranker()))
    return match_inputs(matcher, inputs, direction, top=3, as_of=AS_OF)


def test_one_need_is_answered_as_in_a_whole_run(samples: Settings) -> None:
    desk, whole = open_desk(samples), whole_run(samples, Direction.NEEDS)

    answers = [desk.match(desk.need(one.query_id), top=3, as_of=AS_OF) for one in whole.lists[:5]]

    assert [answer.lists[0] for answer in answers] == list(whole.lists[:5])
    assert {answer.model for answer in answers} == {whole.model}
    desk.close()


def test_one_achievement_is_answered_as_in_a_whole_run(samples: Settings) -> None:
    desk, whole = open_desk(samples), whole_run(samples, Direction.ACHIEVEMENTS)

    answers = [desk.match(desk.achievement(one.query_id), top=3, as_of=AS_OF) for one in whole.lists[:5]]

    assert [answer.lists[0] for answer in answers] == list(whole.lists[:5])
    desk.close()


def test_a_free_text_is_answered_and_nowhere_stored(desk: Desk) -> None:
    report = desk.match(need_of_text("", "铝合金压铸件气孔多，求工艺。"), top=1, as_of=AS_OF)

    (found,) = report.lists
    assert [match.achievement_id for match in (*found.matches, *found.nearest)] == ["A1"]
    assert (desk.stock().n_needs, list(report.achievements)) == (2, ["A1"])


@pytest.mark.parametrize(
    ("title", "content", "named"),
    [
        ("气孔", "内容。", "气孔"),
        ("", "  第一句。第二句。", "第一句"),
        (" ", "\n？！\n第一行\n第二行", "第一行"),
        ("", "字" * 50, "字" * 40),
        ("", "。。。", ""),
    ],
)
def test_the_beginning_of_the_content_stands_in_for_a_title(title: str, content: str, named: str) -> None:
    assert need_of_text(title, content).title == named


@pytest.mark.parametrize(("title", "content"), [("", " \n"), ("名" * 201, "内容"), ("", "字" * 20_001)])
def test_no_text_and_too_much_text_are_refused(title: str, content: str) -> None:
    with pytest.raises(UsageError):
        need_of_text(title, content)


def test_search_finds_either_side(desk: Desk) -> None:
    achievements = desk.search("废水脱氮", Direction.NEEDS, top=1)
    needs = desk.search("废水脱氮", Direction.ACHIEVEMENTS, top=1)

    assert [one.record.id for one in (*achievements.found, *needs.found)] == ["A2", "N2"]
    assert (achievements.note, needs.note) == ("", "")


def test_a_few_records_that_came_after_the_index_are_found_at_once(desk: Desk, small: Settings, tmp_path: Path) -> None:
    assert desk.search("海藻肥", Direction.NEEDS, top=5).note == ""
    (tmp_path / "more.csv").write_text("id,title,content\nA3,海藻肥,海藻肥制备。\n", encoding="utf-8")
    import_into(small, "achievements", tmp_path / "more.csv")

    found = desk.search("海藻肥", Direction.NEEDS, top=1)

    assert ([one.record.id for one in found.found], found.note) == (["A3"], "")


def test_many_records_that_came_after_the_index_are_told_and_found_once_it_followed(
    desk: Desk, small: Settings, tmp_path: Path
) -> None:
    desk.prepare()
    rows = "".join(f"B{number},海藻肥{number},海藻肥制备。\n" for number in range(FOLLOWED_AT_ONCE + 1))
    (tmp_path / "more.csv").write_text("id,title,content\n" + rows, encoding="utf-8")
    import_into(small, "achievements", tmp_path / "more.csv")

    before = desk.search("海藻肥", Direction.NEEDS, top=1)
    with Workspace.open(small.home) as workspace:
        updates = refresh_indexes(workspace, choice_of(small), open_language(choice_of(small)))
    after = desk.search("海藻肥", Direction.NEEDS, top=1)

    assert (before.note, after.note) == (OUTDATED, "")
    assert [one.record.id for one in after.found] == ["B0"]
    assert updates == (IndexUpdate(2), IndexUpdate(23, n_fresh=21))


def test_an_edited_need_is_matched_anew_and_a_deleted_achievement_never_listed(desk: Desk, small: Settings) -> None:
    desk.prepare()
    assert {one.id for one in desk.match(desk.need("N1"), top=5, as_of=AS_OF).achievements.values()} == {"A1"}

    with desk.workspace.writing() as stores:
        stores.needs.change(NeedId("N1"), {"title": "短程硝化", "content": "高氨氮废水。"}, expected_version=1)
        stores.achievements.delete(AchievementId("A1"))
    report = desk.match(desk.need("N1"), top=5, as_of=AS_OF)
    asked = desk.search("短程硝化脱氮", Direction.ACHIEVEMENTS, top=1).found

    whole = whole_run(small, Direction.NEEDS)
    assert report.lists[0] == whole.lists[0]
    assert (list(report.achievements), OUTDATED in report.notes) == (["A2"], False)
    assert [one.record.title for one in asked] == ["短程硝化"]


def test_what_did_not_change_is_not_prepared_again(desk: Desk) -> None:
    desk.prepare()
    before = desk._current().sides["achievements"]
    with desk.workspace.writing() as stores:
        stores.achievements.change(AchievementId("A1"), {"title": "改名"}, expected_version=1)

    after = desk._current().sides["achievements"]

    assert after.profiles[1] is before.profiles[1]
    assert [profile.title for profile in after.profiles] == ["改名", "短程硝化脱氮"]


def test_a_workspace_without_index_says_what_to_do(tmp_path: Path) -> None:
    desk = open_desk(settings_of(tmp_path))

    with pytest.raises(WorkspaceError, match="duijie import achievements"):
        desk.search("废水", Direction.NEEDS, top=1)
    with pytest.raises(UnknownIdError, match="“N1”"):
        desk.need("N1")
    desk.close()


def test_several_threads_get_the_answers_of_one(desk: Desk) -> None:
    texts = ["废水脱氮", "压铸件气孔"] * 8
    alone = [desk.search(text, Direction.NEEDS, top=2) for text in texts]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: desk.search(text, Direction.NEEDS, top=2), texts))

    assert together == alone


def test_terms_in_the_indexes_change_no_match(small: Settings) -> None:
    whole, choice, terms = whole_run(small, Direction.NEEDS), choice_of(small), (CorpusTerm("压铸件气孔", 10),)
    with Workspace.open(small.home) as workspace:
        for side in (searching.NEEDS, searching.ACHIEVEMENTS):
            searching.build_index(workspace, side, with_terms(open_language(choice), choice, terms), terms=terms)
    desk = open_desk(small)

    answers = [desk.match(desk.need(one.query_id), top=3, as_of=AS_OF) for one in whole.lists]
    found = desk.search("压铸件气孔", Direction.NEEDS, top=1).found

    assert [answer.lists[0] for answer in answers] == list(whole.lists)
    assert [one.record.id for one in found] == ["A1"]
    desk.close()


def test_what_was_prepared_is_not_loaded_again(desk: Desk) -> None:
    desk.prepare()
    prepared = desk._loaded
    desk.match(desk.need("N1"), top=1, as_of=AS_OF)

    assert prepared is not None
    assert desk._loaded is prepared


def test_preparing_an_empty_workspace_changes_nothing(tmp_path: Path) -> None:
    desk = open_desk(settings_of(tmp_path))
    desk.prepare()

    assert desk.stock() == Stock(0, 0, is_indexed=False)
    desk.close()


def test_a_damaged_index_is_built_anew_with_a_warning(
    desk: Desk, small: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    next((small.home / "indexes" / "needs").glob("patch-*/records.json")).write_text("[]", encoding="utf-8")
    with caplog.at_level(logging.INFO):
        desk.prepare()

    assert [record.getMessage() for record in caplog.records] == ["index damaged, built anew: 需求"]
    assert len(desk.search("废水", Direction.NEEDS, top=1).found) == 1


def test_a_pasted_need_without_a_title_is_not_said_to_repeat_it(desk: Desk) -> None:
    text = "铝合金压铸件气孔多"
    untitled, titled = (
        desk.consult(need_of_text(title, text), masks={}, is_tried=False, as_of=AS_OF).diagnoses[0].vagueness
        for title in ("", f"{text}的问题")
    )
    assert "repeats_title" not in {part.name for part in untitled.parts}
    assert "repeats_title" in {part.name for part in titled.parts}
