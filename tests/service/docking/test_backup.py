"""A backup restores to the very same exports, and nothing but a whole backup is ever taken for one."""

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.errors import FileReadError, OutputError, WorkspaceError
from data.records.accounts import OPERATOR, NewAccount, Role, Session
from data.records.enums import Direction
from data.records.jobs import JobState
from data.samples.paths import achievements_path, needs_path
from data.storage.lock import worker_lock
from data.storage.workspace import Workspace
from matcher.scoring import default_ranker
from service.docking.backup import read_backup, restore_backup, write_backup
from service.docking.inputs import Inputs
from service.docking.jobs import JobDesk, backup_job
from service.docking.language import LanguageChoice, Model
from service.docking.matching import build_matcher, match_inputs
from service.docking.sessions import digest_of
from service.docking.workspace import import_files, stored_records
from service.exports.writer import write_matches

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A few of the samples, with an export that a job wrote."""
    with Workspace.open(tmp_path / "old") as workspace:
        for kind, path in (("needs", needs_path()), ("achievements", achievements_path())):
            part = tmp_path / path.name
            part.write_text("".join(path.read_text("utf-8-sig").splitlines(keepends=True)[:9]), "utf-8")
            import_files(workspace, kind, [part], at=AT)
        (workspace.folder / "exports" / "1").mkdir(parents=True)
        (workspace.folder / "exports" / "1" / "matches.csv").write_text("x", encoding="utf-8")
        yield workspace


def matches_of(folder: Path, cache_dir: Path) -> bytes:
    with Workspace.open(folder) as workspace:
        needs, achievements = stored_records(workspace)
    inputs = Inputs(tuple(needs), tuple(achievements))
    choice = LanguageChoice(encoder="hashing", segmenter="rjieba", cache_dir=cache_dir)
    matcher = build_matcher(inputs, choice, Model(default_ranker()))
    path = cache_dir / "matches.jsonl"
    write_matches(match_inputs(matcher, inputs, Direction.NEEDS, top=5, as_of=date(2026, 11, 22)), path)
    return path.read_bytes()


def kept(folder: Path) -> dict[str, bytes]:
    rooms = (folder / "originals", folder / "exports")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for room in rooms for path in room.rglob("*.csv")}


@pytest.mark.parametrize("ending", ["zip", "tar"])
def test_a_restored_workspace_gives_the_same_exports(workspace: Workspace, tmp_path: Path, ending: str) -> None:
    archive = tmp_path / f"备份.{ending}"
    figures = write_backup(workspace, archive, at=AT)

    restored = restore_backup(archive, tmp_path / "new", at=AT)

    assert restored == figures
    assert dict(figures.n_records) == {"needs": 6, "achievements": 8, "parties": 0}
    assert kept(tmp_path / "new") == kept(workspace.folder)
    assert matches_of(tmp_path / "new", tmp_path) == matches_of(workspace.folder, tmp_path)
    assert list(tmp_path.rglob("*.part")) == []


def test_a_workspace_with_data_is_replaced_only_when_asked_and_its_state_is_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    archive = tmp_path / "备份.zip"
    write_backup(workspace, archive, at=AT)
    with workspace.writing() as stores:
        stores.needs.add_many([stores.needs.all()[0]])
        stores.jobs.add(backup_job(by=OPERATOR, at=AT))

    with pytest.raises(WorkspaceError, match="已有数据"):
        restore_backup(archive, workspace.folder, at=AT)
    restore_backup(archive, workspace.folder, replace=True, at=AT)

    with workspace.reading() as stores:
        assert stores.jobs.recent(limit=1) == []
    former = workspace.folder / "backups" / "before-restore-20261122-090000.zip"
    restore_backup(former, workspace.folder, replace=True, at=AT)
    with workspace.reading() as stores:
        assert [job.state for job in stores.jobs.recent(limit=9)] == [JobState.INTERRUPTED]


def test_a_workspace_in_use_is_not_replaced(workspace: Workspace, tmp_path: Path) -> None:
    archive = tmp_path / "备份.zip"
    write_backup(workspace, archive, at=AT)

    with worker_lock(workspace.folder), pytest.raises(WorkspaceError, match="请先停止那个服务"):
        restore_backup(archive, workspace.folder, replace=True, at=AT)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


def _add(path: Path) -> None:
    with zipfile.ZipFile(path, "a") if path.suffix == ".zip" else tarfile.open(path, "a") as archive:
        if isinstance(archive, zipfile.ZipFile):
            archive.writestr("../outside", "x")
        else:
            archive.add(needs_path(), "../outside")


@pytest.mark.parametrize("damage", [_cut, _flip, _add])
@pytest.mark.parametrize("ending", ["zip", "tar"])
def test_a_damaged_archive_is_refused_and_nothing_is_changed(
    workspace: Workspace, tmp_path: Path, ending: str, damage: Callable[[Path], None]
) -> None:
    archive = tmp_path / f"备份.{ending}"
    write_backup(workspace, archive, at=AT)
    damage(archive)

    with pytest.raises(FileReadError):
        restore_backup(archive, tmp_path / "new", at=AT)

    with Workspace.open(tmp_path / "new") as new, new.reading() as stores:
        assert len(stores.needs) == 0
    assert kept(tmp_path / "new") == {}


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    other, text = tmp_path / "other.zip", tmp_path / "text.tar"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "a")
    text.write_text("text", encoding="utf-8")

    for path, told in (
        (other, "不是本程序的备份"),
        (text, "不是完整的备份"),
        (tmp_path / "none.zip", "找不到备份文件"),
    ):
        with pytest.raises(FileReadError, match=told):
            read_backup(path, tmp_path / "taken")


@pytest.mark.parametrize(("name", "told"), [("备份.rar", "类型无法识别"), ("无/备份.zip", "文件夹不存在")])
def test_a_place_that_takes_no_backup_is_refused_before_the_work(
    workspace: Workspace, tmp_path: Path, name: str, told: str
) -> None:
    with pytest.raises(OutputError, match=told):
        write_backup(workspace, tmp_path / name, at=AT)


def test_a_job_that_was_running_in_the_backup_is_interrupted_in_the_restored(
    workspace: Workspace, tmp_path: Path
) -> None:
    job = JobDesk(workspace, lambda _: None).submit(backup_job(by=OPERATOR, at=AT))
    with workspace.writing() as stores:
        stores.jobs.start(job.number, at=AT)
    write_backup(workspace, tmp_path / "备份.zip", at=AT)

    restore_backup(tmp_path / "备份.zip", tmp_path / "new", at=AT)

    with Workspace.open(tmp_path / "new") as new, new.reading() as stores:
        [restored] = stores.jobs.recent(limit=9)
    assert (restored.state, restored.message[:4]) == (JobState.INTERRUPTED, "恢复备份")


def test_nobody_is_signed_in_to_what_was_restored(workspace: Workspace, tmp_path: Path) -> None:
    zhang = NewAccount(login="zhang", name="张科", role=Role.ADMINISTRATOR)
    with workspace.writing() as stores:
        number = stores.accounts.add(zhang, password_hash="", at=AT).id
        stores.sessions.add(Session(digest=digest_of("token"), account_id=number, created_at=AT, seen_at=AT))
    write_backup(workspace, tmp_path / "备份.zip", at=AT)

    restore_backup(tmp_path / "备份.zip", tmp_path / "new", at=AT)

    with Workspace.open(tmp_path / "new") as restored, restored.reading() as stores:
        assert ([each.login for each in stores.accounts.all()], stores.sessions.get(digest_of("token"))) == (
            ["zhang"],
            None,
        )
