"""Single records are added, changed, deleted and restored within the part somebody may work on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.audit import AuditAction, FieldChange
from data.records.facets import Facets
from data.records.scopes import EVERYTHING, Scope
from data.storage.workspace import Workspace
from service.docking.editing import Editor
from service.docking.facets import EDITION
from service.docking.workspace import open_workspace
from tests.factories.storing import LI, WANG, make_achievement, make_need


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An open workspace with a need of 甲公司 in 洪泽区 and one of 乙公司 in 苏州市."""
    with open_workspace(tmp_path) as opened:
        everywhere = Editor(workspace=opened, kind="needs", actor=LI, scope=EVERYTHING)
        everywhere.add(make_need(region="洪泽区"))
        everywhere.add(make_need("N2", enterprise="乙公司", region="苏州市"))
        yield opened


@pytest.fixture
def bureau(workspace: Workspace) -> Editor:
    """Somebody who may change the needs of 洪泽区."""
    return Editor(workspace=workspace, kind="needs", actor=LI, scope=Scope(region_code="320813"))


@pytest.fixture
def enterprise(workspace: Workspace) -> Editor:
    """Somebody who may change the needs of 甲公司."""
    return Editor(workspace=workspace, kind="needs", actor=WANG, scope=Scope(organisation="甲公司"))


def test_a_change_is_seen_in_lists_at_once(enterprise: Editor) -> None:
    changed = enterprise.change("N1", {"industry": "医药制造业", "region": "淮安市"}, expected_version=1)

    assert (changed.version, changed.record.industry) == (2, "医药制造业")
    assert changed.facets == Facets(region_code="320800", industry_code="C27", edition=EDITION)


def test_a_region_given_on_adding_stays_until_a_text_names_one(enterprise: Editor) -> None:
    added = enterprise.add(make_need("N3"), region_code="320813")
    renamed = enterprise.change("N3", {"title": "改名"}, expected_version=1)
    moved = enterprise.change("N3", {"region": "苏州市"}, expected_version=2)
    emptied = enterprise.change("N3", {"region": ""}, expected_version=3)

    codes = [each.facets.region_code for each in (added, renamed, moved, emptied)]
    assert codes == ["320813", "320813", "320500", ""]


def test_what_lies_outside_is_unknown(bureau: Editor) -> None:
    with pytest.raises(UnknownIdError, match="没有编号为“N2”的需求"):
        bureau.change("N2", {"title": "改名"}, expected_version=1)
    with pytest.raises(UnknownIdError):
        bureau.delete("N2")
    with pytest.raises(UnknownIdError):
        bureau.restore("N2")


def test_no_change_moves_a_record_out_of_reach(bureau: Editor, enterprise: Editor) -> None:
    with pytest.raises(RefusalError, match="不在您负责的范围内"):
        bureau.change("N1", {"region": "苏州市"}, expected_version=1)
    with pytest.raises(RefusalError, match="不在您负责的范围内"):
        enterprise.change("N1", {"enterprise": "乙公司"}, expected_version=1)
    with pytest.raises(RefusalError, match="不在您负责的范围内"):
        enterprise.add(make_need("N3", enterprise="乙公司"))

    with bureau.workspace.reading() as stores:
        assert stores.needs.all() == [
            make_need(region="洪泽区"),
            make_need("N2", enterprise="乙公司", region="苏州市"),
        ]


def test_deleting_and_restoring_ask_for_the_version_that_was_seen(bureau: Editor) -> None:
    bureau.change("N1", {"title": "改名"}, expected_version=1)
    with pytest.raises(StaleRecordError):
        bureau.delete("N1", expected_version=1)

    bureau.delete("N1", expected_version=2)
    restored = bureau.restore("N1", expected_version=3)

    assert (restored.version, restored.record.title) == (4, "改名")


def test_an_id_is_used_once_even_by_a_deleted_record(bureau: Editor) -> None:
    bureau.delete("N1")

    with pytest.raises(RefusalError, match="编号“N1”已经用过"):
        bureau.add(make_need(region="洪泽区"))
    with pytest.raises(TypeError):
        bureau.add(make_achievement())


def test_the_trail_names_who_and_masks_contacts(enterprise: Editor) -> None:
    values = {"contact": "张三", "content": "请致电13900000000", "extra": {"联系人": "李四", "备注": "急"}}

    enterprise.change("N1", values, expected_version=1)

    with enterprise.workspace.reading() as stores:
        [newest] = stores.audit.page(limit=1)
    assert (newest.entry.actor, newest.entry.action) == (WANG, AuditAction.CHANGED)
    assert newest.entry.changes == (
        FieldChange("content", "孔隙率≤2%", "请致电139********"),
        FieldChange("contact", "", "张*"),
        FieldChange("extra.联系人", "", "李*"),
        FieldChange("extra.备注", "", "急"),
    )


HELD = {"content": "氧化膜不均，请致电13900000000。", "extra": {"李四13900001111的备注": "急，13900002222"}}


def test_contacts_that_were_hidden_stay_while_the_text_around_them_is_changed(enterprise: Editor) -> None:
    enterprise.change("N1", HELD, expected_version=1)
    seen = {"content": "氧化膜厚薄不均，请致电139********。", "extra": {"李四139********的备注": "不急，139********"}}

    changed = enterprise.change("N1", seen, expected_version=2).record

    assert changed.content == "氧化膜厚薄不均，请致电13900000000。"
    assert dict(changed.extra) == {"李四13900001111的备注": "不急，13900002222"}


def test_a_contact_that_was_hidden_is_not_changed_in_part(enterprise: Editor) -> None:
    enterprise.change("N1", HELD, expected_version=1)

    with pytest.raises(UsageError, match="遮盖的联系方式"):
        enterprise.change("N1", {"content": "请致电139****5678。"}, expected_version=2)


def test_whoever_saw_an_older_version_is_told_so_before_anything_else(enterprise: Editor) -> None:
    enterprise.change("N1", HELD, expected_version=1)

    with pytest.raises(StaleRecordError):
        enterprise.change("N1", {"content": "请致电139****5678。"}, expected_version=1)


@pytest.mark.parametrize("values", [{"title": " ", "content": ""}, {"title": "", "content": "\n"}])
def test_a_record_that_says_nothing_any_more_is_refused(enterprise: Editor, values: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="名称和内容不能都空着"):
        enterprise.change("N1", values, expected_version=1)

    assert enterprise.change("N1", {"title": ""}, expected_version=1).version == 2
