"""Values go into the places of a form; what is unknown is refused, what is missing is named, contacts are masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import FaultError
from data.records.forms import LINE_UNITS, FormCell, FormColumn, FormEntry, FormLayout, FormRow, FormTable, FormValues
from data.reference.form_layouts import layout_of, load_form_layouts
from service.exports.forms.filling import CellLook, FilledCell, fill, placed

LAYOUT = FormLayout(
    id="sample",
    label="附件9",
    title="样表",
    notice="示例通知",
    is_derived=False,
    is_landscape=False,
    lead=(("填报单位", "unit"),),
    parts=(
        FormRow(
            cells=(
                FormCell(label="联系方式", units=4, rows=2),
                FormCell(label="姓名", units=4),
                FormCell(key="name", units=16, is_required=True),
            )
        ),
        FormRow(cells=(FormCell(label="电话", units=4), FormCell(key="phone", units=16, is_contact=True))),
        FormRow(
            cells=(
                FormCell(label="领域", units=4),
                FormCell(key="field", units=12, options=("新材料", "其他"), is_required=True),
                FormCell(key="number", units=8, is_office_only=True, blank="办公室填写"),
            )
        ),
        FormTable(
            key="members",
            columns=(FormColumn(key="member", header="单位", units=22, is_required=True),),
            number_units=2,
            min_rows=2,
        ),
    ),
)
VALUES = FormValues(
    texts={"unit": "甲县科技局", "name": "王工", "phone": "13800001234", "number": "7"},
    ticks={"field": ["其他"]},
    tables={"members": [{"member": "甲厂"}, {}, {"member": "乙厂"}]},
)


def test_values_stand_in_their_places() -> None:
    form = fill(LAYOUT, VALUES)

    assert form.lead == ("填报单位：甲县科技局",)
    assert [[cell.text for cell in row] for row in form.rows] == [
        ["联系方式", "姓名", "王工"],
        ["电话", "138********"],
        ["领域", "□新材料　☑其他", "办公室填写"],
        ["序号", "单位"],
        ["1", "甲厂"],
        ["2", ""],
        ["3", "乙厂"],
    ]
    assert form.missing == ("第 2 行“单位”",)


def test_an_empty_form_has_its_empty_rows_and_names_what_it_lacks() -> None:
    form = fill(LAYOUT, FormValues())

    assert [row[0].text for row in form.rows[4:]] == ["1", "2"]
    assert form.missing == ("姓名", "领域")


def test_what_spans_down_moves_the_next_row_to_the_right() -> None:
    places = {(each.row, each.unit): each.cell for each in placed(fill(LAYOUT, VALUES))}

    assert places[0, 0] == FilledCell("联系方式", 4, CellLook.LABEL, rows=2)
    assert places[1, 4].text == "电话"
    assert (1, 0) not in places


@pytest.mark.parametrize(
    "values",
    [
        FormValues(texts={"nobody": "甲"}),
        FormValues(ticks={"field": ["没有这一项"]}),
        FormValues(tables={"members": [{"nobody": "甲"}]}),
        FormValues(tables={"nothing": []}),
    ],
)
def test_what_the_form_does_not_know_is_refused(values: FormValues) -> None:
    with pytest.raises(FaultError, match="sample"):
        fill(LAYOUT, values)


@given(form_id=st.sampled_from(sorted(load_form_layouts())), n_rows=st.integers(0, 40))
def test_the_cells_of_every_form_cover_it_once(form_id: str, n_rows: int) -> None:
    layout = load_form_layouts()[form_id]
    tables: dict[str, list[FormEntry]] = {
        part.key: [{}] * n_rows for part in layout.parts if isinstance(part, FormTable)
    }
    form = fill(layout, FormValues(tables=tables))
    covered = [
        (each.row + down, each.unit + right)
        for each in placed(form)
        for down in range(each.cell.rows)
        for right in range(each.cell.units)
    ]

    assert sorted(covered) == [(row, unit) for row in range(len(form.rows)) for unit in range(LINE_UNITS)]


def test_sixteen_forms_come_with_the_product() -> None:
    layouts = load_form_layouts()

    assert sorted(layouts) == [
        *(f"conghua-2017-{part}" for part in ("1", "2", "3", "dossier")),
        *(f"guangdong-2007-{part}" for part in range(1, 8)),
        *(f"huaian-2010-{part}" for part in range(2, 7)),
    ]
    # The notice of Guangdong names its forms without containing them, and two of them without a number of copies.
    assert {layouts[f"guangdong-2007-{part}"].copies for part in range(1, 6)} == {2}
    assert {layouts[f"guangdong-2007-{part}"].copies for part in (6, 7)} == {None}
    assert all(layouts[f"guangdong-2007-{part}"].is_derived for part in range(1, 8))


ROW = {"cells": [{"label": "甲", "units": 24}]}
HEAD = {"label": "附表1", "title": "表", "notice": "通知", "is_derived": True, "is_landscape": False}


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([{"cells": [{"label": "甲", "units": 23}]}], "有一行宽 23"),
        ([{"cells": [{"label": "甲", "units": 24, "rows": 2}]}], "跨行超出了末行"),
        ([{"cells": [{"key": "a", "units": 12}, {"key": "a", "units": 12}]}], "重复的 key"),
        ([{"cells": [{"label": "甲", "units": 24, "colour": "red"}]}], "写得不对"),
        ([{"cells": [{"units": 24}]}], "写得不对"),
        ([{"rows": []}, ROW], "有一行宽 0"),
    ],
)
def test_a_damaged_layout_says_what_is_wrong(parts: list[object], fault: str) -> None:
    with pytest.raises(FaultError, match=fault):
        layout_of("damaged", {**HEAD, "parts": parts})
