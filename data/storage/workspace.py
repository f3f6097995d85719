"""The workspace: a folder with the database, the imported originals and the indexes."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from data.errors import BadInputError, FileReadError, WorkspaceError
from data.records.accounts import OPERATOR, Actor
from data.storage.accounts import (
    AccountRepository,
    FailedSignInRepository,
    MachineTokenRepository,
    SessionRepository,
)
from data.storage.agendas import AgendaRepository
from data.storage.alliances import AllianceRepository
from data.storage.audit import AuditRepository, Mask, mask_broadly
from data.storage.batches import ImportBatchRepository
from data.storage.census import CensusStores
from data.storage.ceremonies import CeremonyRepository
from data.storage.challenges import ChallengeRepository
from data.storage.consents import IntroductionRepository
from data.storage.deals import DealRepository
from data.storage.event_days import EventDayRepository
from data.storage.events import EventRepository
from data.storage.feedback import FeedbackRepository
from data.storage.indexes import IndexRepository
from data.storage.invitation_drafts import InvitationDraftRepository
from data.storage.jobs import JobRepository
from data.storage.locks import WAIT_SECONDS, Lock, take
from data.storage.migrate import HEAD, current_revision, upgrade
from data.storage.notices import NoticeRepository
from data.storage.registers import RegisterRepository
from data.storage.reports import ReportStores
from data.storage.repositories import AchievementRepository, NeedRepository, PartyRepository
from data.storage.revisions import RevisionRepository
from data.storage.rules import CheckRepository, RuleRepository
from data.storage.searches import SavedSearchRepository

DATABASE_NAME: Final = "duijie.sqlite"


@dataclass(frozen=True, slots=True)
class Stores:
    """The repositories of one transaction.

    Attributes:
        attempt: opens a part of the transaction that is undone by itself when an error leaves it.
    """

    needs: NeedRepository
    achievements: AchievementRepository
    parties: PartyRepository
    batches: ImportBatchRepository
    feedback: FeedbackRepository
    audit: AuditRepository
    revisions: RevisionRepository
    accounts: AccountRepository
    sessions: SessionRepository
    tokens: MachineTokenRepository
    failures: FailedSignInRepository
    introductions: IntroductionRepository
    deals: DealRepository
    jobs: JobRepository
    indexes: Callable[[str], IndexRepository]
    searches: SavedSearchRepository
    registers: RegisterRepository
    challenges: ChallengeRepository
    notices: NoticeRepository
    rules: RuleRepository
    checks: CheckRepository
    census: CensusStores
    reports: ReportStores
    attempt: Callable[[], AbstractContextManager[object]]
    events: EventRepository
    agendas: AgendaRepository
    event_days: EventDayRepository
    invitation_drafts: InvitationDraftRepository
    alliances: AllianceRepository
    ceremonies: CeremonyRepository


class Workspace:
    """Everything an office keeps; made by `open`, closed by `close` or by leaving a `with` block."""

    def __init__(self, folder: Path, engine: Engine, *, mask: Mask = mask_broadly) -> None:
        self._folder = folder
        self._engine = engine
        self._mask = mask

    @classmethod
    def open(cls, folder: Path, *, url: str = "", mask: Mask = mask_broadly) -> Self:
        """Open the workspace, making folder and tables where they are missing and migrating older ones.

        Args:
            folder: holds originals, indexes and, unless `url` says otherwise, the SQLite database.
            url: a SQLAlchemy address of another database; "" for the file in the folder.
            mask: hides contacts in what the audit trail keeps; see `data.storage.audit`.

        Returns:
            The open workspace.

        Raises:
            WorkspaceError: the folder cannot be made, or the database is damaged, locked, newer, or unreachable.
        """
        try:
            # Contacts of people lie in it: for its owner alone, unless someone opens it on purpose.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(
                f"无法建立工作区文件夹 {folder}：{error.strerror}。",
                remedy="请检查权限，或用环境变量 DUIJIE_HOME 指定另一个文件夹。",
            ) from error
        engine = _make_engine(url or f"sqlite:///{(folder / DATABASE_NAME).as_posix()}")
        workspace = cls(folder, engine, mask=mask)
        try:
            with workspace._translating():
                _migrate(engine)
        except WorkspaceError:
            engine.dispose()
            raise
        return workspace

    @property
    def folder(self) -> Path:
        """The folder of the workspace."""
        return self._folder

    @property
    def engine(self) -> Engine:
        """The database itself, for copying it as a whole; for data.storage alone."""
        return self._engine

    @property
    def index_folder(self) -> Path:
        """Where indexes over the records lie; may not exist yet."""
        return self._folder / "indexes"

    @property
    def has_index_tables(self) -> bool:
        """Whether search indexes lie in the database, and not in `index_folder`."""
        return self._engine.url.get_backend_name() == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Stores]:
        """Give repositories over one unchanging view of the data.

        Yields:
            Repositories for reading.

        Raises:
            WorkspaceError: the database is damaged or unreachable.
            BadInputError: it takes no such text or number.
        """
        with self._translating(), Session(_reading(self._engine)) as session:
            yield self._stores(session, OPERATOR, datetime.now(UTC))

    @contextmanager
    def writing(self, actor: Actor = OPERATOR, *, at: datetime | None = None) -> Iterator[Stores]:
        """Give repositories in one transaction: kept on leaving the block, undone when an error leaves it.

        Args:
            actor: who acts; the audit trail names them.
            at: the moment to write down, aware; None for now.

        Yields:
            Repositories for reading and writing.

        Raises:
            WorkspaceError: the database is damaged, read-only, full or locked by another program.
            BadInputError: it takes no such text or number.
        """
        with self._translating(), Session(_writing(self._engine)) as session, session.begin():
            yield self._stores(session, actor, at or datetime.now(UTC))

    def keep_original(self, path: Path) -> str:
        """Return the checksum of an imported file, having copied it into the workspace under that name.

        The same bytes are kept once, whatever their name.

        Raises:
            FileReadError: the file cannot be read any more.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise FileReadError(
                f"无法再次读取“{path.name}”：{error.strerror}。", remedy="请确认文件仍在原处。"
            ) from error
        return self.keep_bytes(content, suffix=path.suffix)

    def keep_bytes(self, content: bytes, *, suffix: str) -> str:
        """Return the checksum of what somebody sent in, having kept it as `keep_original` keeps a file.

        Args:
            content: of the file.
            suffix: the file's own, with its dot.

        Raises:
            WorkspaceError: it cannot be written.
        """
        checksum = hashlib.sha256(content).hexdigest()
        target = self.original_path(checksum, suffix=suffix)
        try:
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                # Another process may import the same file now; each writes its own and the rename is atomic.
                partial_copy = target.with_name(f"{target.name}.{os.getpid()}.part")
                partial_copy.write_bytes(content)
                partial_copy.replace(target)
        except OSError as error:
            raise WorkspaceError(
                f"无法把文件存入工作区 {target.parent}：{error.strerror}。",
                remedy="请检查磁盘空间和权限后重试，数据库尚未改动。",
            ) from error
        return checksum

    def original_path(self, checksum: str, *, suffix: str) -> Path:
        """Return where the original of that checksum lies; `suffix` is the file's own, with its dot."""
        return self._folder / "originals" / f"{checksum}{suffix.lower()}"

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _stores(self, session: Session, actor: Actor, at: datetime) -> Stores:
        audit = AuditRepository(session, actor=actor, at=at, mask=self._mask)
        revisions = RevisionRepository(session, audit)
        return Stores(
            needs=NeedRepository(session, revisions),
            achievements=AchievementRepository(session, revisions),
            parties=PartyRepository(session, revisions),
            batches=ImportBatchRepository(session),
            feedback=FeedbackRepository(session),
            audit=audit,
            revisions=revisions,
            accounts=AccountRepository(session),
            sessions=SessionRepository(session),
            tokens=MachineTokenRepository(session),
            failures=FailedSignInRepository(session),
            introductions=IntroductionRepository(session),
            deals=DealRepository(session),
            jobs=JobRepository(session),
            indexes=partial(IndexRepository, session),
            searches=SavedSearchRepository(session),
            registers=RegisterRepository(session, audit),
            challenges=ChallengeRepository(session),
            notices=NoticeRepository(session),
            rules=RuleRepository(session),
            checks=CheckRepository(session),
            census=CensusStores.over(session, audit),
            reports=ReportStores.over(session, audit),
            attempt=session.begin_nested,
            events=EventRepository(session),
            agendas=AgendaRepository(session),
            event_days=EventDayRepository(session),
            invitation_drafts=InvitationDraftRepository(session),
            alliances=AllianceRepository(session),
            ceremonies=CeremonyRepository(session),
        )

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except DataError as error:
            # PostgreSQL takes no NUL, not even to look for; SQLite does, and finds nothing.
            raise BadInputError(
                "内容中有数据库不接受的字符或数值。", remedy="请删去看不见的控制字符后重试。"
            ) from error
        except DBAPIError as error:
            explained = _explained(error, self._engine)
            if explained is None:
                raise
            raise explained from error


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if current_revision(connection) == HEAD:
            return  # no write lock is taken, so that reading goes on beside a long import
    with _writing(engine).begin() as connection:
        take(connection, Lock.SCHEMA)
        upgrade(connection)


def _make_engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        # Chinese stays readable when someone opens the database with another program.
        engine = create_engine(parsed, json_serializer=partial(json.dumps, ensure_ascii=False))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise WorkspaceError(
            "数据库地址（DUIJIE_DATABASE_URL）无法使用：格式不对，或没有安装对应的驱动程序。",
            remedy="请改正地址，例如 postgresql+psycopg://用户:口令@主机/库名；留空则使用工作区里的 SQLite 文件。",
        ) from error
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _reading(engine: Engine) -> Engine:
    """Return the same engine, its transactions seeing one state of the data; only PostgreSQL needs to be told."""
    is_sqlite = engine.url.get_backend_name() == "sqlite"
    return engine if is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")


def _writing(engine: Engine) -> Engine:
    """Return the same engine, its transactions taking the write lock at once; only SQLite needs to be told."""
    if engine.url.get_backend_name() == "sqlite":
        return engine.execution_options(duijie_writes=True)
    # Whoever waited for a lock must see what was written under it.
    return engine.execution_options(isolation_level="READ COMMITTED")


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    # The driver's own transactions leave out table definitions; ours begin in _begin_sqlite.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another one wrote in between; a writer
    # therefore takes the lock at its beginning and waits for it.
    writes = connection.get_execution_options().get("duijie_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CAUSES: Final = {
    sqlite3.SQLITE_BUSY: "正被另一个程序写入，等了半分钟仍未空出",
    sqlite3.SQLITE_READONLY: "是只读的",
    sqlite3.SQLITE_FULL: "所在磁盘已满",
    sqlite3.SQLITE_CANTOPEN: "无法打开",
}


# PostgreSQL: serialization_failure, deadlock_detected, lock_not_available.
_BUSY_STATES: Final = frozenset({"40001", "40P01", "55P03"})

# PostgreSQL: feature_not_supported and undefined_file, when an extension is not installed; insufficient_privilege.
_REFUSED_STATES: Final = frozenset({"0A000", "58P01", "42501"})


def _explained(error: DBAPIError, engine: Engine) -> WorkspaceError | None:
    """Return a database fault as a sentence; None for what is a mistake of ours."""
    place = engine.url.database or ""
    code = getattr(error.orig, "sqlite_errorcode", None)
    # The low byte is the primary code; the rest tells variants apart.
    primary = None if code is None else code & 0xFF
    if primary in _DAMAGED:
        return WorkspaceError(
            f"工作区数据库 {place} 已损坏，或不是本程序的数据库。",
            remedy="请把它改名留存，用备份替换；没有备份时，重新执行 duijie import 导入原始文件"
            "（原始文件保存在同一文件夹的 originals 中）。",
        )
    if primary in _CAUSES:
        return WorkspaceError(
            f"工作区数据库 {place} {_CAUSES[primary]}。",
            remedy="请关闭占用它的程序、检查权限和磁盘空间后重试，或用环境变量 DUIJIE_HOME 指定另一个工作区。",
        )
    if getattr(error.orig, "sqlstate", None) in _REFUSED_STATES:
        return WorkspaceError(
            "数据库没有安装 pgvector 扩展，或数据库账号无权安装扩展、建立表。",
            remedy="请由数据库管理员安装 pgvector，在该库中执行 CREATE EXTENSION vector，并授予建表权限。",
        )
    if getattr(error.orig, "sqlstate", None) in _BUSY_STATES:
        return WorkspaceError("数据库正忙，等了半分钟仍未空出。", remedy="请稍后重试，本次没有写入。")
    if engine.url.get_backend_name() != "sqlite" and type(error).__name__ in {"OperationalError", "InterfaceError"}:
        return WorkspaceError(
            f"无法连接数据库 {engine.url.render_as_string(hide_password=True)}。",
            remedy="请检查 DUIJIE_DATABASE_URL、网络以及数据库服务是否在运行。",
        )
    return None
