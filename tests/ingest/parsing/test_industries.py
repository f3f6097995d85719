"""Industries as written."""

import pytest

from ingest.parsing.industries import find_industries, find_industry


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("制造业——医药制造业", ["C27"]),
        ("制造业——其他制造业", ["C41"]),
        ("信息传输、软件和信息技术服务业金融业", ["I", "J"]),
        ("电力、热力、燃气、及水生产和供应业", ["D"]),
        ("制造业——计算机、通信和其他电子设备制造", ["C39"]),
        ("采矿业——煤炭开发和洗选业", ["B06"]),
        ("农、林、牧、渔服务业", ["A05"]),
        ("C27", ["C27"]),
        ("C2710", ["C27"]),
        ("C", ["C"]),
        ("醫藥製造業", ["C27"]),
        ("X99", []),
        ("其他", []),
        ("", []),
    ],
)
def test_industries_are_read(text: str, codes: list[str]) -> None:
    assert [industry.code for industry in find_industries(text)] == codes


def test_find_industry_gives_the_first() -> None:
    found = find_industry("制造业——医药制造业")

    assert found is not None
    assert (found.section, found.division, found.name) == ("C", "27", "医药制造业")
    assert find_industry("无") is None
