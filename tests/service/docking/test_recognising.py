"""Rows of files without ids are the records they came from, or are refused; nothing is doubled or overwritten."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.records.achievements import Achievement
from data.records.connectors import Connector
from data.records.ids import AchievementId
from data.reference.connector_profiles import load_connectors
from data.storage.workspace import Workspace
from service.docking.connecting import outgoing, take_in
from service.docking.facets import facets_of
from service.docking.workspace import ImportedFile
from service.exports.platform_files import render_platform_file

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
A1 = Achievement(
    id=AchievementId("A1"),
    title="真空压铸工艺",
    content="降低气孔率。",
    university="甲大学",
    extra={"专利号": "ZL202310012345.6"},
)
PROFILES = [each for each in load_connectors().values() if all(column.field != "id" for column in each.columns)]
WITHOUT_IDS = pytest.mark.parametrize("connector", PROFILES, ids=lambda each: each.id)


def test_these_profiles_carry_no_ids() -> None:
    assert [each.id for each in PROFILES] == ["zhichuang-china-achievements", "zhichuang-fujian-achievements"]


def sent(
    folder: Path, connector: Connector, stored: list[Achievement], rows: list[Achievement]
) -> tuple[ImportedFile, list[Achievement]]:
    """Keep records, take in a platform's file of others; return what became of it, and what is kept then."""
    drawn = render_platform_file(connector, rows, [facets_of(each) for each in rows], as_of=NOW.date())
    path = folder / f"平台.{connector.ending}"
    path.write_bytes(drawn.content)
    with Workspace.open(folder / "home") as workspace:
        with workspace.writing() as stores:
            stores.achievements.add_many(stored, facets={each.id: facets_of(each) for each in stored})
        taken = take_in(workspace, connector, path, at=NOW)
        return taken, list(outgoing(workspace, connector).records)


@WITHOUT_IDS
def test_what_went_out_comes_back_as_what_it_was(connector: Connector, tmp_path: Path) -> None:
    plain = replace(A1, id=AchievementId("A2"), title="另一项 电话 13800001234", extra={})
    untitled = replace(A1, id=AchievementId("A3"), title="", content="没有名称的一项。", extra={})

    taken, kept = sent(tmp_path, connector, [A1, plain, untitled], [A1, plain, untitled])

    assert taken.added.unchanged == ("A1", "A2", "A3")
    assert kept == [A1, plain, untitled]


@WITHOUT_IDS
@pytest.mark.parametrize(
    "row",
    [
        replace(A1, title="真空压铸新工艺", university="甲大学研究院"),  # the number of the patent is the same
        replace(A1, content="气孔率降低一半。", extra={}),  # no number: title and owner are
        replace(A1, title="真空 压铸工艺"),
    ],
)
def test_a_changed_row_changes_the_record_it_is(connector: Connector, row: Achievement, tmp_path: Path) -> None:
    taken, kept = sent(tmp_path, connector, [A1], [row])

    assert [each.id for each in taken.added.updated] == ["A1"]
    assert [(each.id, each.title, each.content) for each in kept] == [("A1", row.title, row.content)]


@WITHOUT_IDS
@pytest.mark.parametrize(
    "row",
    [
        replace(A1, extra={"专利号": "ZL202310099999.9"}),
        replace(A1, university="乙大学", extra={}),
        replace(A1, title="真空压铸模具", extra={}),
    ],
)
def test_another_patent_title_or_owner_is_another_record(
    connector: Connector, row: Achievement, tmp_path: Path
) -> None:
    taken, kept = sent(tmp_path, connector, [A1], [row])

    assert (len(taken.added.added), taken.added.updated, len(kept)) == (1, (), 2)
    assert kept[0] == A1


def test_another_patent_does_not_take_the_id_that_the_same_text_made(tmp_path: Path) -> None:
    connector = PROFILES[0]
    first, _ = sent(tmp_path, connector, [], [A1])
    (made,) = first.added.added

    taken, kept = sent(tmp_path, connector, [], [replace(A1, extra={"专利号": "ZL202310099999.9"})])

    assert taken.added.added == (f"{made}-2",)
    assert [each.extra["专利号"] for each in kept] == ["ZL202310012345.6", "ZL202310099999.9"]


@WITHOUT_IDS
def test_a_row_that_may_be_two_records_is_refused_and_told(connector: Connector, tmp_path: Path) -> None:
    twins = [replace(A1, extra={}), replace(A1, id=AchievementId("A2"), extra={})]

    taken, kept = sent(tmp_path, connector, twins, twins)

    assert kept == twins
    assert (taken.read.n_accepted, [(each.row, each.reason) for each in taken.read.rejected]) == (
        0,
        [(row, "工作区里有 2 条与它的专利号或名称和单位相同，无法判断是哪一条") for row in (2, 3)],
    )


@WITHOUT_IDS
def test_the_same_file_again_changes_nothing(connector: Connector, tmp_path: Path) -> None:
    """Two results of one title are two records; the file that brought them brings nothing new."""
    rows = [replace(A1, extra={}, content=text) for text in ("摘要甲。", "摘要乙。")]
    with Workspace.open(tmp_path / "home") as workspace:
        path = tmp_path / f"平台.{connector.ending}"
        drawn = render_platform_file(connector, rows, [facets_of(each) for each in rows], as_of=NOW.date())
        path.write_bytes(drawn.content)
        first, again = (take_in(workspace, connector, path, at=NOW) for _ in range(2))

    assert (len(first.added.added), again.added.added, again.read.n_accepted) == (2, (), 2)


@WITHOUT_IDS
def test_a_second_row_of_one_record_is_refused_and_told(connector: Connector, tmp_path: Path) -> None:
    taken, kept = sent(tmp_path, connector, [A1], [A1, replace(A1, content="又一行。")])

    assert kept == [A1]
    assert [(each.row, each.reason) for each in taken.read.rejected] == [(3, "与前面的一行是同一条记录")]
    assert taken.read.n_rows == taken.read.n_accepted + taken.read.n_rejected + taken.read.n_skipped
