"""Records that the workspace numbers itself: versions, refusals of stale changes, and a line in the trail for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any, ClassVar, Final, Generic, TypeVar, get_origin, get_type_hints

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.errors import StaleRecordError, UnknownIdError
from data.records.audit import AuditAction, FieldChange
from data.storage.audit import AuditRepository
from data.storage.tables import Base

T = TypeVar("T")

_OWN: Final = frozenset({"number", "version"})
"""Fields that the store gives."""


class NumberedRow(Base):
    """Columns of everything that has a number and versions."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class NumberedRepository(Generic[T]):
    """Records of one kind, a frozen dataclass whose fields are the columns of its table.

    Subclasses name record, table and kind; enums are kept as their values, tuples as JSON lists.
    """

    record_type: ClassVar[type[Any]]
    row_type: ClassVar[type[NumberedRow]]
    kind: ClassVar[str]
    """Under which the audit trail names them."""

    def __init__(self, session: Session, audit: AuditRepository) -> None:
        self._session = session
        self._audit = audit
        hints = get_type_hints(self.record_type)
        # Read once: a register has thousands of lines.
        self._readers = {name: _reader(hint) for name, hint in hints.items() if name not in _OWN}

    def add(self, record: T) -> T:
        """Keep a new record; return it with its number, in version 1."""
        row = self.row_type(version=1, **self._columns(record))
        self._session.add(row)
        self._session.flush()
        self._audit.tell(AuditAction.ADDED, self.kind, str(row.id))
        return self._record(row)

    def get(self, number: int, *, is_locked: bool = False) -> T | None:
        """Return the record of a number, or None; locked, nobody else changes it until the transaction ends."""
        row = self._session.get(self.row_type, number, with_for_update=is_locked)
        return None if row is None else self._record(row)

    def all(self) -> list[T]:
        """Return every record, in the order of their numbers."""
        return self._where()

    def change(self, number: int, values: Mapping[str, Any], *, expected_version: int) -> T:
        """Change some fields of a record; where none differs nothing is written.

        Args:
            number: of the record.
            values: by field of the record.
            expected_version: the one whoever changes it looked at.

        Returns:
            The record as it is now.

        Raises:
            UnknownIdError: there is none.
            StaleRecordError: somebody else changed it since.
        """
        row = self._session.get(self.row_type, number, with_for_update=True)
        if row is None:
            raise UnknownIdError(f"没有第 {number} 号记录。", remedy="请从列表中选择。")
        if row.version != expected_version:
            raise StaleRecordError("这条记录刚被他人修改。", remedy="请刷新后重新填写。", version=row.version)
        changes = self._write(row, values)
        if changes:
            row.version += 1
            self._session.flush()
            self._audit.tell(AuditAction.CHANGED, self.kind, str(number), changes)
        return self._record(row)

    def _write(self, row: NumberedRow, values: Mapping[str, Any]) -> list[FieldChange]:
        changes: list[FieldChange] = []
        for name, value in values.items():
            stored, new = getattr(row, name), _stored(value)
            if stored != new:
                changes.append(FieldChange(name, _told(stored), _told(new)))
                setattr(row, name, new)
        return changes

    def _where(self, *conditions: ColumnElement[bool]) -> list[T]:
        rows = self._session.scalars(select(self.row_type).where(*conditions).order_by(self.row_type.id))
        return [self._record(row) for row in rows]

    def _columns(self, record: T) -> dict[str, Any]:
        named = (each.name for each in fields(self.record_type) if each.name not in _OWN)
        return {name: _stored(getattr(record, name)) for name in named}

    def _record(self, row: NumberedRow) -> T:
        values = {
            name: getattr(row, name) if read is None else read(getattr(row, name))
            for name, read in self._readers.items()
        }
        record: T = self.record_type(number=row.id, version=row.version, **values)
        return record


def _stored(value: Any) -> Any:  # noqa: ANN401 - any field of a record
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _reader(hint: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401 - as above
    """Return what makes a field of what its column holds; None where the two are the same."""
    if get_origin(hint) is tuple:
        return tuple
    return hint if isinstance(hint, type) and issubclass(hint, StrEnum) else None


def _told(value: object) -> str:
    """Return a value as the trail tells it; "" for none."""
    if value is None:
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(map(str, value))
    return str(value)
