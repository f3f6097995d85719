"""Adding, changing, deleting and restoring single records, within the part somebody may work on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.needs import Need
from data.records.parties import Party
from data.records.scopes import Scope
from data.records.versions import Versioned
from data.storage.workspace import Stores, Workspace
from ingest.contacts import mask_field
from ingest.doubts import doubt_of
from matcher.phrases import FIELD_LABELS
from service.docking.admitting import known_names, name_kept
from service.docking.amounts import UNIT_KEYS
from service.docking.facets import facets_after, facets_of
from service.docking.masked_edits import taken_over
from service.docking.record_kinds import KIND_LABELS, OWNERS, RecordKind

Record = Need | Achievement | Party

TAKEN: Final = "编号“{number}”已经用过。"
TAKEN_REMEDY: Final = "请换一个编号；没有写编号的，说明名称、内容和单位相同的一条已经在库，请打开它核对。"
OUTSIDE: Final = "这样{label}“{number}”就不在您负责的范围内，没有写入。"
OUTSIDE_REMEDY: Final = "请核对单位名称和地区；确需如此的，请由上级部门办理。"

_NAMELESS: Final = "名称和内容不能都空着，没有写入。"
_NAMELESS_PARTY: Final = "单位名称不能空着，没有写入。"
_NAMELESS_REMEDY: Final = "请写明后重新保存；这条记录不要了的，请用“删除”。"

_KINDS: Final[Mapping[type[Record], RecordKind]] = {Need: "needs", Achievement: "achievements", Party: "parties"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Somebody who works on the records of one kind.

    Every method is one transaction. A record outside the scope is as unknown as one that is not there, and no change
    may move a record out of it.

    Attributes:
        workspace: holds the records.
        kind: which.
        actor: who.
        scope: the part they may change.
    """

    workspace: Workspace
    kind: RecordKind
    actor: Actor
    scope: Scope

    def add(self, record: Record, *, region_code: str = "") -> Versioned[Any]:
        """Add a record.

        Args:
            record: of this kind.
            region_code: stands in where the record names no region that is recognised.

        Returns:
            The record as it is stored.

        Raises:
            RefusalError: the id is taken (by a deleted record, perhaps), or the record lies outside the scope.
            TypeError: the record is of another kind.
        """
        if _KINDS[type(record)] != self.kind:
            raise TypeError(type(record))
        require_amounts({name: getattr(record, name, "") for name in UNIT_KEYS})
        with self.workspace.writing(self.actor) as stores:
            # On PostgreSQL somebody else may add the same id between the look and the addition, which would replace it.
            stores.revisions.lock()
            repository = self._repository(stores)
            if repository.get_versioned(record.id, scope=Scope(everything=True), with_deleted=True) is not None:
                raise RefusalError(TAKEN.format(number=record.id), remedy=TAKEN_REMEDY)
            repository.add_many([record], facets={record.id: facets_of(record, region_code=region_code)})
            return self._seen(stores, record.id)

    def change(self, number: str, values: Mapping[str, Any], *, expected_version: int) -> Versioned[Any]:
        """Change some values of a record; `data.storage.edits.Edits` names the errors of versions and fields.

        A record that would say nothing any more is refused, see `_require_name`.

        Args:
            number: its id.
            values: new values by field, as somebody wrote them who saw the record with its contacts hidden; what is
                hidden stays as it is, see `taken_over`, which names the error.
            expected_version: the one that was looked at.

        Returns:
            The record as it is now.
        """
        values = self._meant(number, self._named(values), expected_version=expected_version)
        with self.workspace.writing(self.actor) as stores:
            repository = self._repository(stores)
            stored = self._stored(stores, number)
            changed = repository.with_values(stored.record, values)
            require_amounts({name: values[name] for name in UNIT_KEYS if _differs(stored.record, values, name)})
            facets = facets_after(stored, changed)
            repository.change(number, values, expected_version=expected_version, facets=facets)
            _require_name(changed)
            return self._seen(stores, number)

    def delete(self, number: str, *, expected_version: int | None = None) -> None:
        """Delete a record, so that it can be restored; errors as for `change`."""
        with self.workspace.writing(self.actor) as stores:
            self._stored(stores, number)
            self._repository(stores).delete(number, expected_version=expected_version)

    def restore(self, number: str, *, expected_version: int | None = None) -> Versioned[Any]:
        """Bring a deleted record back; errors as for `change`."""
        with self.workspace.writing(self.actor) as stores:
            self._stored(stores, number)
            restored: Versioned[Any] = self._repository(stores).restore(number, expected_version=expected_version)
            return restored

    def _named(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return new values, the name of the owner as it is kept."""
        owner = OWNERS[self.kind]
        written = values.get(owner)
        if not isinstance(written, str):
            return values
        with self.workspace.reading() as stores:
            return {**values, owner: name_kept(written, self.scope.organisation, known_names(stores))}

    def _meant(self, number: str, values: Mapping[str, Any], *, expected_version: int) -> Mapping[str, Any]:
        """Return new values, what was hidden put back; in no transaction, for long texts take a while.

        What is hidden in another version than the one that was looked at says nothing: the change will be refused.
        """
        with self.workspace.reading() as stores:
            stored = self._repository(stores).get_versioned(number, scope=self.scope)
        is_seen = stored is not None and stored.version == expected_version
        return _as_meant(stored.record, values) if is_seen else values

    def _repository(self, stores: Stores) -> Any:  # noqa: ANN401 - the three repositories differ by their record only
        return getattr(stores, self.kind)

    def _stored(self, stores: Stores, number: str) -> Versioned[Any]:
        """Return a record of the scope, deleted or not.

        Raises:
            UnknownIdError: there is none.
        """
        # On PostgreSQL others may write between this and the change, unless they are held off now.
        stores.revisions.lock()
        stored: Versioned[Any] | None = self._repository(stores).get_versioned(
            number, scope=self.scope, with_deleted=True
        )
        if stored is None:
            raise UnknownIdError(f"工作区里没有编号为“{number}”的{KIND_LABELS[self.kind]}。", remedy="请核对编号。")
        return stored

    def _seen(self, stores: Stores, number: str) -> Versioned[Any]:
        """Return a record that was just written.

        Raises:
            RefusalError: it lies outside the scope now; the transaction is undone.
        """
        written: Versioned[Any] | None = self._repository(stores).get_versioned(number, scope=self.scope)
        if written is None:
            raise RefusalError(OUTSIDE.format(label=KIND_LABELS[self.kind], number=number), remedy=OUTSIDE_REMEDY)
        return written


def require_amounts(values: Mapping[str, str]) -> None:
    """Refuse what nobody can mean by an amount; what is only hard to read is kept and told on the record's page.

    Raises:
        UsageError: an amount is negative, or neither a number nor a word.
    """
    for name, text in values.items():
        doubt = doubt_of(name, text)
        if doubt is not None:
            raise UsageError(f"“{FIELD_LABELS[name]}”{doubt.reason}，没有写入。", remedy=f"{doubt.remedy}。")


def _differs(record: Record, values: Mapping[str, Any], name: str) -> bool:
    return name in values and values[name] != getattr(record, name, "")


def _require_name(record: Record) -> None:
    """Refuse a record that nobody could tell from another: files bring none such either.

    Raises:
        UsageError: a need or an achievement has neither title nor content, or a party has no name.
    """
    if isinstance(record, Party):
        if not record.name.strip():
            raise UsageError(_NAMELESS_PARTY, remedy=_NAMELESS_REMEDY)
    elif not (record.title.strip() or record.content.strip()):
        raise UsageError(_NAMELESS, remedy=_NAMELESS_REMEDY)


def _as_meant(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return new values, what was hidden from whoever wrote them put back."""
    meant = {
        name: taken_over(name, str(getattr(record, name, "")), value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    if isinstance(values.get("extra"), Mapping):
        # A header may hold a contact itself, and then comes back hidden too.
        written = {mask_field("", header): header for header in record.extra}
        headers = {header: written.get(header, header) for header in values["extra"]}
        meant["extra"] = {
            headers[header]: taken_over(headers[header], record.extra.get(headers[header], ""), value)
            for header, value in values["extra"].items()
        }
    return meant
