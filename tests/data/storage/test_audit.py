"""The audit trail tells of every change: who, when, what, from, to; contacts masked."""

from datetime import timedelta
from pathlib import Path

import pytest

from data.records.audit import AuditAction, AuditEntry, FieldChange
from data.records.ids import NeedId
from data.storage.audit import AuditFilter, mask_broadly
from data.storage.workspace import Workspace
from tests.factories.records import AT, LI, WANG, make_batch, make_need

N1 = NeedId("N1")


def test_every_step_of_a_record_is_a_line(workspace: Workspace) -> None:
    with workspace.writing(LI, at=AT) as stores:
        stores.needs.add_many([make_need()])
        stores.needs.change(N1, {"title": "一", "extra": {"备注": "急"}}, expected_version=1)
    with workspace.writing(WANG, at=AT) as stores:
        stores.needs.delete(N1)
        stores.needs.restore(N1)
        told = stores.audit.of_record("needs", "N1")

    changes = (FieldChange("title", "压铸件气孔", "一"), FieldChange("extra.备注", "", "*"))
    line = AuditEntry(at=AT, actor=LI, action=AuditAction.ADDED, kind="needs", record_id="N1")
    assert [each.entry for each in reversed(told)] == [
        line,
        AuditEntry(at=AT, actor=LI, action=AuditAction.CHANGED, kind="needs", record_id="N1", changes=changes),
        AuditEntry(at=AT, actor=WANG, action=AuditAction.DELETED, kind="needs", record_id="N1"),
        AuditEntry(at=AT, actor=WANG, action=AuditAction.RESTORED, kind="needs", record_id="N1"),
    ]


def test_one_line_of_the_file_stands_for_all_it_brought(workspace: Workspace) -> None:
    with workspace.writing(LI, at=AT) as stores:
        number = stores.batches.add(make_batch())
        stores.needs.add_many([make_need(), make_need("N2")], batch=number)
        stores.audit.tell(AuditAction.ADDED, "batches", str(number))
        stores.needs.add_many([make_need(title="一")], batch=number)
        told = [(each.entry.action, each.entry.kind) for each in stores.audit.of_record("needs", "N1")]
        other = [(each.entry.action, each.entry.kind) for each in stores.audit.of_record("needs", "N2")]

    assert told == [(AuditAction.CHANGED, "needs"), (AuditAction.ADDED, "batches")]
    assert other == [(AuditAction.ADDED, "batches")]


def test_nothing_is_told_of_what_was_not_kept(workspace: Workspace) -> None:
    with pytest.raises(KeyError), workspace.writing(LI) as stores:  # noqa: PT012 - the error must leave the block
        stores.needs.add_many([make_need()])
        raise KeyError

    with workspace.reading() as stores:
        assert stores.audit.page(limit=9) == ()


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (AuditFilter(), [3, 2, 1]),
        (AuditFilter(kind="accounts"), [1]),
        (AuditFilter(record_id="N1"), [3, 2]),
        (AuditFilter(action=AuditAction.ADDED), [2]),
        (AuditFilter(account_id=8), [3]),
        (AuditFilter(at_from=AT + timedelta(days=1)), [3]),
        (AuditFilter(at_before=AT + timedelta(days=1)), [2, 1]),
    ],
)
def test_lines_are_found_by_what_they_tell(workspace: Workspace, wanted: AuditFilter, numbers: list[int]) -> None:
    with workspace.writing(LI, at=AT) as stores:
        stores.audit.tell(AuditAction.SIGNED_IN, "accounts", "7")
        stores.needs.add_many([make_need()])
    with workspace.writing(WANG, at=AT + timedelta(days=1)) as stores:
        stores.needs.delete(N1)
        found = [each.number for each in stores.audit.page(wanted, limit=9)]
        second = [each.number for each in stores.audit.page(wanted, before=numbers[0], limit=9)]

    assert (found, second) == (numbers, numbers[1:])


def test_contacts_are_masked_before_they_are_written(tmp_path: Path) -> None:
    mask = lambda field, value: f"<{field}:{len(value)}>"  # noqa: E731 - shorter than a function that is used once
    with Workspace.open(tmp_path, mask=mask) as opened, opened.writing(LI, at=AT) as stores:
        stores.needs.add_many([make_need(contact="张三")])
        stores.needs.change(N1, {"contact": "李四光"}, expected_version=1)
        newest = stores.audit.page(limit=1)[0].entry

    assert newest.changes == (FieldChange("contact", "<contact:2>", "<contact:3>"),)


@pytest.mark.parametrize(
    ("field", "value", "masked"),
    [
        ("contact", "张三 13900000000", "**************"),
        ("extra.电话", "13900000000", "***********"),
        ("content", "请致电 0000-1234567，孔隙率≤2%", "请致电 ************，孔隙率≤2%"),
        ("content", "致 zhang@example.com", "致 *****************"),
        ("title", "压铸件 2026", "压铸件 2026"),
    ],
)
def test_where_nobody_says_how_too_much_is_masked(field: str, value: str, masked: str) -> None:
    assert mask_broadly(field, value) == masked
