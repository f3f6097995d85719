"""Files go into the workspace as a whole, with their originals and a register."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.errors import FileReadError
from data.records.audit import AuditAction, FieldChange
from data.records.scopes import EVERYTHING, Scope
from data.storage.batches import ImportBatch
from data.storage.workspace import Workspace
from ingest.report import Place
from service.docking.workspace import NearRepeat, import_files, near_repeats, stored_records
from tests.factories.storing import LI

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An open, empty workspace."""
    with Workspace.open(tmp_path / "home") as opened:
        yield opened


def test_a_file_is_registered_and_its_original_kept(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "成果.csv"
    path.write_text("id,title,content\nA1,真空压铸,提高致密度\nA1,重复,编号\n", encoding="utf-8")

    [imported] = import_files(workspace, "achievements", [path], at=NOW)

    with workspace.reading() as stores:
        [batch] = stores.batches.all()
        [achievement] = stores.achievements.all()
    assert imported.added.added == ("A1",)
    assert (achievement.title, achievement.source.row) == ("真空压铸", 2)
    assert batch == ImportBatch(
        kind="achievements",
        file_name="成果.csv",
        sha256=batch.sha256,
        imported_at=NOW,
        n_added=1,
        n_rejected=1,
        imported_by="命令行",
        number=1,
    )
    assert workspace.original_path(batch.sha256, suffix=".csv").read_bytes() == path.read_bytes()


def test_a_bad_file_among_good_ones_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    good = tmp_path / "需求.csv"
    good.write_text("id,title,content\nN1,题,文\n", encoding="utf-8")

    with pytest.raises(FileReadError):
        import_files(workspace, "needs", [good, tmp_path / "缺.csv"], at=NOW)

    assert stored_records(workspace) == ([], [])


def test_of_two_files_the_later_wins(workspace: Workspace, tmp_path: Path) -> None:
    first, second = tmp_path / "甲.csv", tmp_path / "乙.csv"
    first.write_text("id,title,content\nN1,旧,文\n", encoding="utf-8")
    second.write_text("id,title,content\nN1,新,文\n", encoding="utf-8")

    outcomes = import_files(workspace, "needs", [first, second], at=NOW)

    assert [change.fields for change in outcomes[1].added.updated] == [("title",)]
    assert [need.title for need in stored_records(workspace)[0]] == ["新"]


LONG = "研制一种用于焊缝跟踪的激光视觉传感器，识别精度高，抗弧光干扰能力强，适用于中厚板焊接。"
EDITED = LONG.replace("中厚板", "薄板")


def test_near_duplicates_are_found_within_an_import_and_against_the_workspace(
    workspace: Workspace, tmp_path: Path
) -> None:
    old, new = tmp_path / "旧.csv", tmp_path / "新.csv"
    old.write_text(f"id,title,content\nN1,焊缝跟踪,{LONG}\nN2,饲料,配方\n", encoding="utf-8")
    new.write_text(
        f"id,title,content\nN3,焊缝跟踪,{EDITED}\nN4,水处理膜,通量高\nN5,水处理膜。,通量 高\n", encoding="utf-8"
    )
    import_files(workspace, "needs", [old], at=NOW)

    found = near_repeats(workspace, "needs", import_files(workspace, "needs", [new], at=NOW))

    # The first text has 39 different trigrams; putting 薄 for 中厚 takes 4 away and brings 3: 35 are shared of 42.
    assert found == (
        NearRepeat("N3", Place("新.csv", "", 2), "N1", Place("旧.csv", "", 2), 35 / 42),
        NearRepeat("N5", Place("新.csv", "", 4), "N4", Place("新.csv", "", 3), 1.0),
    )
    assert len(stored_records(workspace)[0]) == 5


def test_rows_reported_as_repeated_are_no_near_duplicates(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "需求.csv"
    path.write_text("id,title,content\nN1,水处理膜,通量高\nN2,水处理膜,通量高\n", encoding="utf-8")

    imported = import_files(workspace, "needs", [path], at=NOW)

    assert [len(each.read.duplicates) for each in imported] == [1]
    assert near_repeats(workspace, "needs", imported) == ()


def test_parties_have_no_near_duplicates(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "单位.csv"
    path.write_text("id,name\nP1,甲公司\nP2,甲 公司\n", encoding="utf-8")

    assert near_repeats(workspace, "parties", import_files(workspace, "parties", [path], at=NOW)) == ()


def test_needs_without_region_get_that_of_the_bureau_for_lists_alone(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "需求.csv"
    path.write_text("id,title,content,region\nN1,题,文,\nN2,题,文,苏州市\nN3,题,文,某地\n", encoding="utf-8")

    import_files(workspace, "needs", [path], at=NOW, actor=LI)

    with workspace.reading() as stores:
        stored = stores.needs.page(scope=EVERYTHING, limit=9).records
        seen = stores.needs.count(scope=Scope(region_code=LI.region_code))
    assert [(each.record.region, each.facets.region_code) for each in stored] == [
        ("", "320813"),
        ("苏州市", "320500"),
        ("某地", "320813"),
    ]
    assert seen == 2


def test_an_import_is_told_in_one_line_and_each_change_in_its_own(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "需求.csv"
    path.write_text("id,title,content\nN1,旧,文\nN2,题,文\n", encoding="utf-8")
    import_files(workspace, "needs", [path], at=NOW, actor=LI)
    path.write_text("id,title,content\nN1,新,文\nN2,题,文\nN3,题,文\n", encoding="utf-8")
    import_files(workspace, "needs", [path], at=NOW, actor=LI)

    with workspace.reading() as stores:
        told = [each.entry for each in reversed(stores.audit.page(limit=9))]
    assert [(each.kind, each.record_id, each.action) for each in told] == [
        ("batches", "1", AuditAction.ADDED),
        ("needs", "N1", AuditAction.CHANGED),
        ("batches", "2", AuditAction.ADDED),
    ]
    assert {(each.actor, each.at) for each in told} == {(LI, NOW)}
    assert told[2].changes == (
        FieldChange("n_added", "", "1"),
        FieldChange("n_updated", "", "1"),
        FieldChange("n_unchanged", "", "1"),
    )


def test_no_import_replaces_a_record_outside_the_scope(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "需求.csv"
    path.write_text("id,title,content,region\nN1,旧,文,苏州市\nN2,旧,文,洪泽区\n", encoding="utf-8")
    import_files(workspace, "needs", [path], at=NOW)
    path.write_text("id,title,content,region\nN1,新,文,洪泽区\nN2,新,文,洪泽区\n", encoding="utf-8")

    [stored] = import_files(workspace, "needs", [path], at=NOW, actor=LI, scope=Scope(region_code=LI.region_code))

    assert [(each.row, each.column, each.reason) for each in stored.read.rejected] == [
        (2, "id", "编号已属于您负责范围之外的记录")
    ]
    assert [need.title for need in stored_records(workspace)[0]] == ["旧", "新"]
