"""Levels and kinds as people write them."""

import pytest

from data.records.enums import Level, PartyKind
from ingest.meanings import read_level, read_party_kind


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("1", Level.NONE),
        ("2 ", Level.WEAK),
        ("3.0", Level.FAIR),
        ("4级", Level.STRONG),
        ("较 强", Level.FAIR),
        ("强相关", Level.STRONG),
        ("", None),
        ("5", None),
        ("14", None),
    ],
)
def test_levels(text: str, level: Level | None) -> None:
    assert read_level(text) is level


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("university", "", PartyKind.UNIVERSITY),
        ("科研院所", "东岭大学", PartyKind.INSTITUTE),
        ("其他", "云河泵业有限公司（东厂）", PartyKind.ENTERPRISE),
        ("", "东岭大学材料学院", PartyKind.UNIVERSITY),
        ("", "东岭科学院", PartyKind.INSTITUTE),
        ("", "云河县化学研究所", PartyKind.INSTITUTE),
        ("", "东岭律师事务所", PartyKind.INTERMEDIARY),
        ("", "云河市科学技术局", PartyKind.ST_BUREAU),
        ("", "第七组", None),
    ],
)
def test_kinds(kind: str, name: str, expected: PartyKind | None) -> None:
    assert read_party_kind(kind, name) is expected
