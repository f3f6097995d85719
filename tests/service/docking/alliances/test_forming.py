"""Forms of an alliance: filled as far as it is known, contacts hidden, office fields empty."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.errors import UnknownIdError
from data.records.accounts import OPERATOR
from data.records.alliances import (
    Alliance,
    AlliancePaper,
    AllianceStage,
    AllianceStep,
    Joining,
    KeptEntry,
    Member,
    MemberKind,
    MemberState,
    Registration,
)
from data.records.forms import FormCell, FormRow
from data.reference.form_layouts import load_form_layouts
from data.storage.workspace import Workspace
from service.docking.alliances.checking import AllianceChecks, checks_of, rulebook_of
from service.docking.alliances.forming import FORMS, form_values
from service.exports.alliances import IN_FULL, RENDERERS, filled_forms, missing_of
from tests.factories.alliances import NOW, begun, call_for_alliances, joined

DAY = date(2026, 11, 22)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[Alliance, AllianceChecks]]:
    """An alliance of two with its contract, registered, and its checks."""
    with Workspace.open(tmp_path / "home") as workspace:
        made = begun(workspace, notice=call_for_alliances(workspace, tmp_path))
        made = joined(workspace, made, "东海理工大学", MemberKind.UNIVERSITY, is_signed=False)
        paper = AlliancePaper(name="联盟契约", is_there=True, sealed_by=("甲机械有限公司",))
        kept = KeptEntry(number=1, entry=paper, at=NOW, by="张")
        registration = Registration(code="320826-2026-001", on=DAY)
        made = replace(made, entries=(kept,), registration=registration)
        with workspace.reading() as stores:
            rulebook = rulebook_of(stores, made.notice, DAY)
        yield made, checks_of(made, rulebook, registered=[], now=NOW)


def test_the_registration_form_is_ticked_and_bears_its_number(
    told: tuple[Alliance, AllianceChecks],
) -> None:
    (values,) = form_values("conghua-2017-1", *told, on=DAY)

    assert values.ticks == {"field": ("新材料",), "papers": ("联盟契约（成员单位全部盖章）",)}
    assert values.tables["initiators"] == ({"name": "甲机械有限公司"}, {"name": "东海理工大学"})
    (form,) = filled_forms("conghua-2017-1", *told, on=DAY)
    text = "".join(cell.text for row in form.rows for cell in row)
    assert ("320826-2026-001" in text, "13900001234" in text, missing_of((form,))) == (True, False, ())
    (full,) = filled_forms("conghua-2017-1", *told, on=DAY, masks=IN_FULL)
    assert "13900001234" in "".join(cell.text for row in full.rows for cell in row)
    alliance, checks = told
    (unnumbered,) = form_values("conghua-2017-1", replace(alliance, registration=None), checks, on=DAY)
    assert "number" not in unnumbered.texts


@pytest.mark.shared
def test_the_forms_say_what_the_notice_s_own_ask(shared_dir: Path) -> None:
    """Every label of the forms that is no sentence of ours stands in the notice."""
    said = re.sub(r"[\s□；;：:]", "", (shared_dir / "notices" / "conghua-2017.txt").read_text(encoding="utf-8"))
    options = [cell.options for form in ("conghua-2017-1", "conghua-2017-2") for cell in _cells(form)]
    words = {"单位名称", "广州市", "普通成员", *(each for option in options for each in option if "（" not in each)}
    words |= {cell.label for cell in _cells("conghua-2017-2") if cell.label} | {"投资、金融、法律、检验检测"}
    assert [each for each in sorted(words) if re.sub(r"\s", "", each) not in said] == []


def _cells(form: str) -> list[FormCell]:
    return [cell for part in load_form_layouts()[form].parts if isinstance(part, FormRow) for cell in part.cells]


def test_who_joined_after_the_hand_in_began_nothing(told: tuple[Alliance, AllianceChecks]) -> None:
    alliance, checks = told
    handed = AllianceStep(before=AllianceStage.DRAFT, after=AllianceStage.SUBMITTED, at=NOW, actor=OPERATOR)
    later = [
        Member(
            organisation=name, number=number, state=MemberState.ADMITTED, joining=joining, since=NOW + timedelta(days=1)
        )
        for number, (name, joining) in enumerate([("丁公司", Joining.APPLIED), ("戊公司", Joining.INVITED)], start=8)
    ]
    grown = replace(alliance, steps=(*alliance.steps, handed), members=(*alliance.members, *later))

    (values,) = form_values("conghua-2017-1", grown, checks, on=DAY)

    assert [row["name"] for row in values.tables["initiators"]] == ["甲机械有限公司", "东海理工大学"]


def test_each_member_has_a_form_of_its_own(told: tuple[Alliance, AllianceChecks]) -> None:
    first, second = form_values("conghua-2017-2", *told, on=DAY)

    assert first.texts["seal"].endswith("负责人：王五　　2026年11月20日（已盖章）")
    assert (second.texts, second.ticks) == ({"name": "东海理工大学"}, {"kind": ("高等学校",)})


def test_the_dossier_tells_what_is_lacking(told: tuple[Alliance, AllianceChecks]) -> None:
    (values,) = form_values("conghua-2017-dossier", *told, on=DAY)

    assert [(row["paper"], row["present"], row["sealed"], row["note"]) for row in values.tables["papers"]] == [
        ("联盟契约", "有", "1/2", "缺章 1 处"),
        ("工作计划", "未核对", "", "待核对"),
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ending", RENDERERS)
def test_every_form_is_drawn(told: tuple[Alliance, AllianceChecks], form: str, ending: str) -> None:
    assert RENDERERS[ending](filled_forms(form, *told, on=DAY), as_of=DAY)


def test_another_form_is_no_alliance_s(told: tuple[Alliance, AllianceChecks]) -> None:
    with pytest.raises(UnknownIdError):
        filled_forms("huaian-2010-6", *told, on=DAY)
