"""Cooperation modes and readiness as written."""

import pytest

from data.records.enums import CooperationMode, Readiness
from ingest.parsing.terms import read_cooperation, read_readiness

M = CooperationMode


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("完全转让许可转让技术入股合作生产", {M.ASSIGNMENT, M.LICENCE, M.EQUITY_CONTRIBUTION, M.JOINT_DEV}),
        ("技术转让,技术许可,委托开发", {M.ASSIGNMENT, M.LICENCE, M.COMMISSIONED_DEV}),
        ("許可轉讓", {M.LICENCE}),
        ("委托开发，其他", {M.COMMISSIONED_DEV, M.OTHER}),
        ("不接受技术入股，可联合研发", {M.JOINT_DEV}),
        ("", set()),
        ("随便", set()),
    ],
)
def test_cooperation_is_read(text: str, modes: set[CooperationMode]) -> None:
    assert read_cooperation(text) == modes


@pytest.mark.parametrize(
    ("text", "readiness"),
    [
        ("正在研发", Readiness.IDEA),
        ("通过小试", Readiness.LAB_SCALE),
        ("已有样品", Readiness.SAMPLE),
        ("通过中试", Readiness.PILOT),
        ("可以量产", Readiness.INDUSTRIAL),
        ("已完成中试，可以量产", Readiness.INDUSTRIAL),
        ("通过小试，未通过中试", Readiness.LAB_SCALE),
        ("TRL 6", Readiness.SAMPLE),
        ("技术成熟度７级", Readiness.PILOT),
        ("十二级", Readiness.INDUSTRIAL),
        ("尚未产业化", None),
        ("", None),
    ],
)
def test_readiness_is_read(text: str, readiness: Readiness | None) -> None:
    assert read_readiness(text) == readiness


def test_levels_beyond_the_scale_cannot_be_told() -> None:
    assert read_readiness("TRL 12", scale="trl_9") is None
    assert read_readiness("99") is None
