"""Records go to another platform and come back: the words the same, the codes with the same meaning."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import FileReadError, UsageError
from data.records.achievements import Achievement
from data.records.connectors import Connector
from data.records.enums import CooperationMode, PartyKind, Readiness
from data.records.ids import AchievementId, NeedId, PartyId
from data.records.needs import Need
from data.records.parties import Party
from data.reference.connector_profiles import connector_of, find_connector, load_connectors
from data.storage.workspace import Workspace
from ingest.connectors import read_platform_file
from ingest.platform_texts import carried, guarded, unguarded
from service.docking.connecting import outgoing, take_in
from service.docking.facets import facets_of
from service.exports.delimited import harmless
from service.exports.platform_files import PlatformFile, render_platform_file

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
NEED = Need(
    id=NeedId("N1"),
    title="=压铸件气孔率控制",
    content="气孔率高于要求，\n求解决办法。",
    enterprise="甲机械有限公司",
    region="江苏省淮安市涟水县",
    industry="汽车制造业",
    indicators="气孔率≤2%",
    cooperation="合作开发、技术转让",
    contact="王工 13800001234",
)
RECORDS: dict[str, Need | Achievement | Party] = {
    "needs": NEED,
    "achievements": Achievement(
        id=AchievementId("A1"),
        title="真空压铸工艺",
        content="降低气孔率。",
        university="甲大学",
        team="李教授团队",
        region="江苏省南京市",
        field="汽车制造业",
        maturity="中试",
        cooperation="技术许可",
        extra={"专利号": "ZL00000000"},
    ),
    "parties": Party(id=PartyId("P1"), name="甲大学", kind=PartyKind.UNIVERSITY, region="江苏省南京市"),
}
PLAIN = ("title", "content", "enterprise", "university", "team", "indicators", "price", "name", "kind")


def written(connector: Connector, record: Need | Achievement | Party) -> PlatformFile:
    """Return the platform's file of one record."""
    return render_platform_file(connector, [record], [facets_of(record)], as_of=date(2026, 11, 22))


def come_back(connector: Connector, folder: Path) -> Need | Achievement | Party:
    """Return the sample record of a profile's kind after it went out and came back."""
    path = folder / f"平台.{connector.ending}"
    path.write_bytes(written(connector, RECORDS[connector.kind]).content)
    (back,) = read_platform_file(connector, path).records
    assert isinstance(back, Need | Achievement | Party)
    return back


@pytest.mark.parametrize("connector", load_connectors().values(), ids=lambda each: each.id)
def test_a_record_comes_back_as_it_went(connector: Connector, tmp_path: Path) -> None:
    record, back = RECORDS[connector.kind], come_back(connector, tmp_path)
    fields = {each.field for each in connector.columns}
    coded = {each.coded for each in connector.columns}
    ours, theirs = facets_of(record), facets_of(back)

    assert {each: getattr(back, each) for each in PLAIN if each in fields} == {
        each: getattr(record, each) for each in PLAIN if each in fields
    }
    for name, is_carried in (
        ("region_code", "region" in coded),
        ("industry_code", "industry" in coded),
        ("readiness", "readiness" in coded),
        ("modes", "modes" in coded),
    ):
        assert not is_carried or getattr(theirs, name) == getattr(ours, name)
    assert getattr(back, "contact", "") == ""


# Marks that begin formulas, cells and lines, or end them; what no cell holds; letters of every width.
TEXTS = st.text(
    st.sampled_from("'=+-@＝＋－\uff20 \t\r\n,;|\"℃~85压铸件aZ。\x0b\x7f\ufffd\ud800\u2028\x85😀"), max_size=12
)
FILLED = TEXTS.filter(lambda text: bool(carried(text, ending="csv").strip()))


# Names of organisations are kept without the blanks around them, so no record has one with such.
NAMES = TEXTS.map(lambda text: carried(text, ending="csv").strip())


def _drawn(field: str, *, is_needed: bool) -> st.SearchStrategy[str]:
    if field in {"enterprise", "university", "name"}:
        return NAMES.filter(bool) if is_needed else NAMES
    return FILLED if is_needed else TEXTS


def drawn_record(connector: Connector, data: st.DataObject) -> Need | Achievement | Party:
    """Return the sample record of a profile's kind with other texts in every column that is no code."""
    record, plain = RECORDS[connector.kind], [each for each in connector.columns if each.coded is None]
    needed = {"title", "content", "name"}
    texts: dict[str, Any] = {
        each.field: data.draw(_drawn(each.field, is_needed=each.field in needed), label=each.header)
        for each in plain
        if each.field not in {"", "id", "kind", "contact"}
    }
    extra = {each.header: data.draw(FILLED, label=each.header) for each in plain if not each.field}
    return replace(record, **texts, extra=extra)


@pytest.mark.parametrize("connector", load_connectors().values(), ids=lambda each: each.id)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_text_of_every_profile_comes_back_as_it_went(
    connector: Connector, data: st.DataObject, tmp_path: Path
) -> None:
    record = drawn_record(connector, data)
    path = tmp_path / f"平台.{connector.ending}"
    path.write_bytes(written(connector, record).content)

    (back,) = read_platform_file(connector, path).records

    names = {each.field for each in connector.columns if each.coded is None} - {"", "contact"}
    if "id" not in names:
        back = replace(back, id=record.id)
    assert {each: getattr(back, each) for each in names} == {
        each: carried(getattr(record, each), ending=connector.ending) for each in names
    }
    for header in {each.header for each in connector.columns if not each.field}:
        assert back.extra[header] == carried(record.extra[header], ending=connector.ending)


@pytest.mark.parametrize("connector", load_connectors().values(), ids=lambda each: each.id)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_export_and_import_leave_the_workspace_as_it_was(connector: Connector, data: st.DataObject) -> None:
    record = storable(drawn_record(connector, data))

    with TemporaryDirectory() as folder, Workspace.open(Path(folder) / "home") as workspace:
        keep(workspace, connector.kind, record)
        before = outgoing(workspace, connector)
        stored = take_in(workspace, connector, exported(workspace, connector, Path(folder)), at=NOW)

        assert (stored.added.added, stored.added.updated) == ((), ())
        assert outgoing(workspace, connector) == before


def storable(record: Need | Achievement | Party) -> Need | Achievement | Party:
    """Return a record without what no database keeps."""
    texts: dict[str, Any] = {
        each.name: text.replace("\ud800", "")
        for each in fields(record)
        if each.name != "kind" and isinstance(text := getattr(record, each.name), str)
    }
    return replace(record, **texts, extra={name: text.replace("\ud800", "") for name, text in record.extra.items()})


def keep(workspace: Workspace, kind: str, *records: Need | Achievement | Party, region_code: str = "") -> None:
    """Keep records with their facets."""
    with workspace.writing() as stores:
        facets = {each.id: facets_of(each, region_code=region_code) for each in records}
        getattr(stores, kind).add_many(records, facets=facets)


def exported(workspace: Workspace, connector: Connector, folder: Path) -> Path:
    """Return the platform's file of all records of a workspace."""
    going = outgoing(workspace, connector)
    path = folder / f"平台.{connector.ending}"
    path.write_bytes(render_platform_file(connector, going.records, going.facets, as_of=date(2026, 11, 22)).content)
    return path


@given(TEXTS)
def test_the_guard_is_taken_off_exactly_and_leaves_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert harmless(guarded(text)) == guarded(text)


def test_an_apostrophe_of_a_workbook_is_no_guard(tmp_path: Path) -> None:
    connector = load_connectors()["city-platform-needs"]
    path = tmp_path / "平台.xlsx"
    path.write_bytes(written(connector, replace(NEED, title="'=SUM是题目")).content)

    assert read_platform_file(connector, path).records[0].title == "'=SUM是题目"


def test_a_range_of_temperatures_goes_through_a_csv_file_unharmed(tmp_path: Path) -> None:
    connector = load_connectors()["zhichuang-fujian-needs"]
    need = replace(NEED, indicators="-40℃~85℃不漏", enterprise="@甲公司", budget="-")

    with Workspace.open(tmp_path / "home") as workspace:
        keep(workspace, "needs", need)
        stored = take_in(workspace, connector, exported(workspace, connector, tmp_path), at=NOW)
        with workspace.reading() as stores:
            (kept,) = stores.needs.all()

    assert stored.added.unchanged == ("N1",)
    assert (kept.indicators, kept.enterprise, kept.budget) == ("-40℃~85℃不漏", "@甲公司", "-")


def test_what_a_file_cannot_hold_or_hides_stays(tmp_path: Path) -> None:
    columns = [*GOOD["columns"], {"header": "编号", "field": "id"}, {"header": "备注", "field": ""}]  # type: ignore[misc]
    connector = connector_of("甲", {**GOOD, "ending": "xlsx", "columns": columns})
    need = replace(NEED, content=f"长\x0b{'文' * 40_000}\r\n完", extra={"备注": "电话 13800001234"})

    with Workspace.open(tmp_path / "home") as workspace:
        keep(workspace, "needs", need)
        stored = take_in(workspace, connector, exported(workspace, connector, tmp_path), at=NOW)

    assert stored.added.unchanged == ("N1",)


def test_the_region_of_the_bureau_that_brought_a_need_is_not_written_into_its_text(tmp_path: Path) -> None:
    connector = load_connectors()["city-platform-needs"]
    need = replace(NEED, region="")

    with Workspace.open(tmp_path / "home") as workspace:
        keep(workspace, "needs", need, region_code="320826")
        path = exported(workspace, connector, tmp_path)
        assert take_in(workspace, connector, path, at=NOW).added.unchanged == ("N1",)
        changed = tmp_path / "改.xlsx"
        changed.write_bytes(written(connector, replace(need, budget="20 万元")).content)
        take_in(workspace, connector, changed, at=NOW)
        going = outgoing(workspace, connector)

    assert [(each.budget, each.region) for each in going.records] == [("20 万元", "")]
    assert going.facets[0].region_code == "320826"


def test_codes_become_words_and_are_kept(tmp_path: Path) -> None:
    back = come_back(load_connectors()["city-platform-achievements"], tmp_path)

    assert isinstance(back, Achievement)
    assert back.extra["成熟阶段代码（代码）"] == "4"
    assert (facets_of(back).readiness, facets_of(back).modes) == (
        Readiness.PILOT,
        frozenset({CooperationMode.LICENCE}),
    )


def test_a_further_column_travels_by_its_header(tmp_path: Path) -> None:
    assert come_back(load_connectors()["zhichuang-fujian-achievements"], tmp_path).extra["专利号"] == "ZL00000000"


def test_what_a_row_lacks_is_told() -> None:
    bare = Need(id=NeedId("N2"), title="题", content="文", industry="说不清")
    drawn = written(load_connectors()["city-platform-needs"], bare)

    assert drawn.lacking == (("N2", "需求单位"),)
    assert drawn.uncoded == (("N2", "行业代码"),)


def test_an_unknown_code_stays_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "平台.csv"
    path.write_text("成果名称,成果简介,第一完成单位,成果应用阶段\n甲工艺,降低气孔。,甲大学,第九阶段\n", "utf-8")
    batch = read_platform_file(load_connectors()["national-register"], path)

    assert batch.records[0].maturity == "第九阶段"
    assert [(each.row, each.column) for each in batch.report.faults if "代码" in each.reason] == [(2, "成果应用阶段")]


def test_a_platform_file_goes_into_the_workspace_and_out_again(tmp_path: Path) -> None:
    connector = load_connectors()["city-platform-needs"]
    path = tmp_path / "需求.xlsx"
    path.write_bytes(written(connector, RECORDS["needs"]).content)

    with Workspace.open(tmp_path / "home") as workspace:
        stored = take_in(workspace, connector, path, at=NOW)
        going = outgoing(workspace, connector)
        again = take_in(workspace, connector, path, at=NOW)

    assert again.added.unchanged == ("N1",)
    assert stored.added.added == ("N1",)
    assert [(each.id, each.title) for each in going.records] == [("N1", "=压铸件气孔率控制")]
    assert going.facets[0].region_code == "320826"


def test_what_the_platform_does_not_carry_stays(tmp_path: Path) -> None:
    connector = load_connectors()["city-platform-needs"]
    path = tmp_path / "需求.xlsx"
    need = Need(
        id=NeedId("N1"), title="题", content="气孔多。电话 13800001234。", contact="王工 13800001234", budget="10 万元"
    )
    path.write_bytes(written(connector, need).content)

    with Workspace.open(tmp_path / "home") as workspace:
        with workspace.writing() as stores:
            stores.needs.add_many([need], facets={"N1": facets_of(need)})
        stored = take_in(workspace, connector, path, at=NOW)
        with workspace.reading() as stores:
            (kept,) = stores.needs.all()

    assert (kept.contact, kept.content) == (need.contact, need.content)
    assert stored.added.unchanged == ("N1",)


GOOD: dict[str, object] = {
    "platform": "甲平台",
    "named_in": "示例",
    "kind": "needs",
    "ending": "csv",
    "encoding": "utf-8-sig",
    "is_confirmed": False,
    "columns": [{"header": "名称", "field": "title"}, {"header": "内容", "field": "content"}],
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "cars"}, "kind 应为"),
        ({"encoding": "latin-1"}, "encoding 应为"),
        ({"columns": GOOD["columns"][:1]}, "没有 content 栏"),  # type: ignore[index]
        ({"columns": [*GOOD["columns"], {"header": "名称", "field": ""}]}, "重复的 header"),  # type: ignore[misc]
        ({"columns": [*GOOD["columns"], {"header": "颜色", "field": "colour"}]}, "field 不认识"),  # type: ignore[misc]
        ({"colour": "red"}, "缺少或多出"),
    ],
)
def test_a_damaged_profile_says_what_is_wrong(change: dict[str, object], told: str) -> None:
    with pytest.raises(FileReadError, match=told):
        connector_of("甲", {**GOOD, **change})


def test_a_profile_of_ones_own_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "甲.json"
    path.write_text("{", "utf-8")

    with pytest.raises(UsageError, match="没有名为"):
        find_connector("nowhere")
    with pytest.raises(FileReadError, match="不是 UTF-8 的 JSON"):
        find_connector(str(path))
