"""A file is looked at before it is imported, and its columns can be named by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.errors import NotPermittedError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR, NewAccount, Role
from data.records.scopes import Scope
from data.storage.workspace import Workspace
from service.docking.admitting import name_kept
from service.docking.importing import (
    Column,
    batches_of,
    preview,
    require_undoable,
    said_of_columns,
    upload_path,
)
from service.docking.jobs import scope_of_import
from service.docking.undo import undo_batch
from service.docking.workspace import import_files, open_workspace, read_import, store_imports
from tests.service.people import ACTORS

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
STRANGE = "难点,详情描述,备注\n轴承漏油,高温下漏油,急\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "home") as workspace:
        yield workspace


def file_of(folder: Path, text: str) -> Path:
    path = folder / "需求.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_without_a_known_header_shows_its_columns(workspace: Workspace, tmp_path: Path) -> None:
    found = preview(workspace, "needs", file_of(tmp_path, STRANGE), actor=OPERATOR, columns={})

    assert found.columns == (Column("难点", ""), Column("详情描述", ""), Column("备注", ""))
    assert found.fault is not None
    assert (found.report, found.records) == (None, ())


def test_columns_named_by_hand_fill_their_fields(workspace: Workspace, tmp_path: Path) -> None:
    said = said_of_columns("needs", [("难点", "title"), ("详情描述", "content"), ("备注", "")])

    found = preview(workspace, "needs", file_of(tmp_path, STRANGE), actor=OPERATOR, columns=said)

    [need] = found.records
    assert said == {"难点": "title", "详情描述": "content"}
    assert (need.title, need.content, dict(need.extra)) == ("轴承漏油", "高温下漏油", {"备注": "急"})


def test_a_known_column_can_be_put_aside(workspace: Workspace, tmp_path: Path) -> None:
    said = said_of_columns("needs", [("需求名称", "title"), ("需求内容", "")])
    path = file_of(tmp_path, "需求名称,需求内容\n轴承漏油,高温下漏油\n")

    [need] = preview(workspace, "needs", path, actor=OPERATOR, columns=said).records

    assert said == {"需求内容": ""}
    assert (need.content, dict(need.extra)) == ("", {"需求内容": "高温下漏油"})


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError):
        said_of_columns("needs", [("难点", "price")])


@pytest.mark.parametrize("upload", ["..", "0123456789abcdef", "x"])
def test_only_what_was_uploaded_is_found(workspace: Workspace, upload: str) -> None:
    with pytest.raises(UnknownIdError):
        upload_path(workspace, upload)


OF_MANY = (
    "需求名称,需求内容,企业名称\n"
    "甲,一,甲机械有限公司\n乙,二,乙压铸有限公司\n丙,三,甲机械有限公司　\n丁,四,\n戊,五,甲机械 有限公司\n"
)


def test_a_row_of_another_organisation_is_refused_and_the_others_are_kept(workspace: Workspace, tmp_path: Path) -> None:
    actor = ACTORS[Role.ENTERPRISE]
    path, scope = file_of(tmp_path, OF_MANY), scope_of_import("needs", actor)
    shown = preview(workspace, "needs", path, actor=actor, columns={}).report
    [stored] = store_imports(workspace, "needs", [read_import("needs", path)], at=AT, actor=actor, scope=scope)

    assert shown is not None
    assert stored.read == shown
    assert (shown.n_rows, shown.n_accepted, shown.n_rejected) == (5, 4, 1)
    assert [(each.row, each.column, each.reason, "甲机械有限公司" in each.remedy) for each in shown.rejected] == [
        (3, "企业名称", "不是本单位的记录", True)
    ]
    with workspace.reading() as stores:
        assert [(each.title, each.enterprise) for each in stores.needs.all()] == [
            (title, "甲机械有限公司") for title in ("甲", "丙", "丁", "戊")
        ]
        assert stores.batches.all()[0].n_rejected == 1


def test_a_blank_unit_makes_the_id_that_the_written_one_would(workspace: Workspace, tmp_path: Path) -> None:
    """Two enterprises bring the same text without their names; one of them brings it again with its name."""
    blank = "需求名称,需求内容\n轴承漏油,高温下漏油\n"
    scopes = [Scope(organisation=each) for each in ("甲机械有限公司", "乙压铸有限公司")]
    first, second = (
        import_files(workspace, "needs", [file_of(tmp_path, blank)], at=AT, scope=each)[0] for each in scopes
    )
    written = "需求名称,需求内容,企业名称\n轴承漏油,高温下漏油,甲机械有限公司\n"
    (again,) = import_files(workspace, "needs", [file_of(tmp_path, written)], at=AT, scope=scopes[0])

    assert [len(each.added.added) for each in (first, second, again)] == [1, 1, 0]
    assert first.added.added != second.added.added
    assert again.read.rejected == ()


def test_a_bureau_s_file_names_an_organisation_as_its_account_does(workspace: Workspace, tmp_path: Path) -> None:
    new = NewAccount(login="jia", name="甲", role=Role.ENTERPRISE, organisation="甲(淮安)机械有限公司")
    with workspace.writing() as stores:
        stores.accounts.add(new, password_hash="", at=AT)
    path = file_of(
        tmp_path, "编号,需求名称,需求内容,企业名称\nN1,甲,一,甲（淮安）机械有限公司\nN2,乙,二,乙（淮安）公司\n"
    )
    import_files(workspace, "needs", [path], at=AT)

    with workspace.reading() as stores:
        assert [each.enterprise for each in stores.needs.all()] == ["甲(淮安)机械有限公司", "乙（淮安）公司"]


def test_a_row_of_another_region_is_refused_and_the_others_are_kept(workspace: Workspace, tmp_path: Path) -> None:
    path = file_of(tmp_path, "编号,需求名称,需求内容,所在地区\nN1,甲,一,杭州市\nN2,乙,二,涟水县\nN3,丙,三,\n")
    shown = preview(workspace, "needs", path, actor=ACTORS[Role.COUNTY_BUREAU], columns={}).report

    assert shown is not None
    assert [(each.row, each.column, each.reason) for each in shown.rejected] == [(2, "所在地区", "所在地区不归您负责")]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("甲（淮安）机械有限公司", "甲(淮安)机械有限公司"),
        (" 甲(淮安)机械有限公司 ", "甲(淮安)机械有限公司"),
        ("", "甲(淮安)机械有限公司"),
        (" 乙压铸有限公司　", "乙压铸有限公司"),
    ],
)
def test_an_organisation_is_known_however_its_name_is_spelt(written: str, kept: str) -> None:
    assert name_kept(written, "甲(淮安)机械有限公司") == kept


def test_who_may_not_change_a_kind_may_not_import_it() -> None:
    with pytest.raises(NotPermittedError):
        scope_of_import("needs", ACTORS[Role.UNIVERSITY])


def test_everybody_sees_and_takes_back_the_imports_of_their_own(workspace: Workspace, tmp_path: Path) -> None:
    bureau, other = ACTORS[Role.COUNTY_BUREAU], ACTORS[Role.CITY_BUREAU]
    import_files(workspace, "needs", [file_of(tmp_path, "需求名称,需求内容\n甲,一\n")], at=AT, actor=bureau)

    seen = {
        actor.name: [each.number for each in batches_of(workspace, actor, limit=9)[0]]
        for actor in (bureau, other, OPERATOR)
    }
    with pytest.raises(UnknownIdError):
        require_undoable(workspace, other, 1)
    assert require_undoable(workspace, bureau, 1).number == 1
    undo_batch(workspace, 1, actor=bureau, at=AT)
    with pytest.raises(RefusalError):
        require_undoable(workspace, bureau, 1)

    assert seen == {bureau.name: [1], other.name: [], OPERATOR.name: [1]}


def test_imports_are_listed_to_the_very_first(workspace: Workspace, tmp_path: Path) -> None:
    bureau = ACTORS[Role.COUNTY_BUREAU]
    for actor in (bureau, OPERATOR, bureau, bureau):
        import_files(workspace, "needs", [file_of(tmp_path, "需求名称,需求内容\n甲,一\n")], at=AT, actor=actor)

    pages = [
        ([each.number for each in found], following)
        for found, following in (
            batches_of(workspace, bureau, limit=2),
            batches_of(workspace, bureau, limit=2, before=3),
            batches_of(workspace, OPERATOR, limit=4),
        )
    ]
    assert pages == [([4, 3], 3), ([1], None), ([4, 3, 2, 1], None)]
