"""Regions as written."""

import pytest

from ingest.parsing.regions import find_region


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江苏省淮安市涟水县", "320826"),
        ("江蘇省淮安市", "320800"),
        ("淮安", "320800"),
        ("涟水县", "320826"),
        ("涟水", "320826"),
        ("北京朝阳", "110105"),
        ("北京市朝阳区", "110105"),
        ("上海市浦东新区", "310115"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("江苏省 南京市 市辖区 鼓楼区", "320106"),
        ("湖北仙桃", "429004"),
        ("内蒙古", "150000"),
        ("广西", "450000"),
        ("恩施", "422800"),
        ("淮安市楚州区", "320803"),
        ("重庆市渝北区", "500157"),
        ("宁波市江北区", "330205"),
        ("从化市", "440117"),
        ("台湾省", "710000"),
        ("江苏东方科技有限公司", "320000"),
        ("上海市南京路", "310000"),
        ("江苏、浙江", "320000"),
    ],
)
def test_region_is_read(text: str, code: str) -> None:
    found = find_region(text)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "朝阳", "朝阳区", "鼓楼区", "白银合金材料", "新材料研究院"])
def test_what_names_no_single_region_gives_none(text: str) -> None:
    assert find_region(text) is None
