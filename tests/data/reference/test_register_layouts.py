"""Registers are data: all that come with the product can be read, and a damaged one says what is wrong."""

import pytest

from data.errors import FaultError
from data.reference.register_layouts import load_registers, register_of

COLUMNS = [{"key": "name", "header": "名称", "is_required": True}, {"key": "on", "header": "日期", "kind": "date"}]
GOOD: dict[str, object] = {
    "title": "示例台账",
    "section": "示例",
    "purpose": "示例。",
    "asked_by": "示例通知",
    "requirements": ["GD-01"],
    "columns": [
        {"key": "name", "header": "名称", "is_required": True},
        {"key": "on", "header": "日期", "kind": "date"},
    ],
}


def test_every_register_has_a_name_a_purpose_and_a_source() -> None:
    registers = load_registers()

    assert len(registers) == 26
    assert all(each.title and each.purpose and each.asked_by and each.requirements for each in registers.values())
    assert all(each.columns[0].is_required for each in registers.values())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"columns": [*COLUMNS, {"key": "on", "header": "又"}]}, "重复的 key"),
        ({"columns": [{"key": "kind", "header": "类", "kind": "choice"}]}, "options 与 kind 不一致"),
        ({"columns": [{"key": "name", "header": "名", "is_owner": True}]}, "不能作 is_owner"),
        ({"columns": [{"key": "name", "header": "名", "is_required": True, "by_office": True}]}, "由主管部门填写"),
        ({"clocks": [{"label": "办结", "due": "name", "done": "on"}]}, "不是日期栏"),
        ({"clocks": [{"label": "办结", "start": "on", "done": "on"}]}, "start 和 days"),
        ({"figures": [{"id": "a", "label": "数", "counting_rule": "", "by": "nothing"}]}, "没有 nothing 栏"),
        ({"figures": [{"id": "a", "label": "数", "counting_rule": "", "tally": "sum", "key": "on"}]}, "求和的不是数"),
        ({"figures": [{"id": "a", "label": "数", "counting_rule": "", "year_of": "name"}]}, "year_of 不是日期"),
        ({"unique_by": ["nothing"]}, "unique_by 没有 nothing 栏"),
        ({"columns": [{"key": "name", "header": "名", "kind": "colour"}]}, "写得不对"),
    ],
)
def test_a_damaged_register_says_what_is_wrong(change: dict[str, object], told: str) -> None:
    with pytest.raises(FaultError, match=told):
        register_of("damaged", {**GOOD, **change})
