"""A doctor's report on paper: counts first, whole reports of the neediest, and no contact anywhere."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matcher.doctor.dependence import MaskEffect, Place
from matcher.doctor.diagnosis import Diagnosis, diagnose
from models.segmenters import open_segmenter
from service.docking.doctoring import Consultation
from service.exports.doctor_files import DOCTOR_ENDINGS, write_consultation
from service.exports.doctor_overview import WORD_NEEDS
from service.exports.doctor_paper import doctor_paper
from service.exports.masking import MASKED
from tests.factories.records import make_achievement, make_need
from tests.service.exports.test_masking import MAIL, PHONE, text_of

SEGMENTER = open_segmenter("jieba")


def examined(n_needs: int) -> tuple[Diagnosis, ...]:
    # The odd ones say nothing but a wish.
    vague, clear = "希望提高水平。", make_need().content
    return tuple(diagnose(make_need(f"N{n}", content=vague if n % 2 else clear), SEGMENTER) for n in range(n_needs))


def report_on(*diagnoses: Diagnosis) -> Consultation:
    return Consultation(diagnoses, date(2026, 11, 22), {})


def test_one_need_has_its_report_and_nothing_before_it() -> None:
    paper = doctor_paper(report_on(*examined(1)), MASKED)

    assert paper.brief == paper.parts


def test_the_vaguest_stand_first_and_the_rest_is_said_to_be_elsewhere() -> None:
    n_needs = 2 * WORD_NEEDS + 2
    paper = doctor_paper(report_on(*examined(n_needs)), MASKED)
    counts, overview, heading, *reports = paper.brief

    assert counts.table is not None
    assert sum(int(str(row[1])) for row in counts.table.rows) == n_needs
    assert overview.table is not None
    assert [row[0] for row in overview.table.rows][:3] == [2, 4, 6]
    assert heading.lines == ("共诊断32项，本文件只附最空泛的15项的诊断书；其余见Excel 文件（.xlsx）或网页（.html）。",)
    assert sum(part.level == 1 for part in reports) == WORD_NEEDS
    assert sum(part.level == 1 for part in paper.parts) == n_needs


@pytest.mark.parametrize("ending", DOCTOR_ENDINGS)
@pytest.mark.parametrize("n_needs", [1, 2])
def test_no_format_shows_a_contact(tmp_path: Path, ending: str, n_needs: int) -> None:
    content = f"请联系张伟经理，电话{PHONE}，邮箱{MAIL}。需要耐磨涂层，硬度≥60HRC，咨询{PHONE}。"
    need = make_need(
        title=f"耐磨涂层（联系人：张伟 {PHONE}）",
        content=content,
        enterprise=f"某公司 联系人：张伟 {PHONE}",
        contact=f"张伟 {PHONE}",
        extra={"联系人": "张伟", "电话": PHONE},
    )
    achievement = make_achievement(title=f"模具涂层 联系电话{PHONE}", contact=f"张伟 {PHONE}")
    before, after = Place(achievement.id, 1, 0.5), Place(achievement.id, 1, 0.4)
    effect = MaskEffect({PHONE: f"电话{PHONE}"}, (MAIL,), (before,), (after,))
    found = replace(diagnose(need, SEGMENTER), masking=effect)
    report = Consultation((found,) * n_needs, date(2026, 11, 22), {achievement.id: achievement}, "", (f"电话{PHONE}",))
    path = tmp_path / f"诊断.{ending}"
    write_consultation(report, path)
    shown = text_of(path)
    assert [secret for secret in (PHONE, PHONE[4:], MAIL, "张伟") if secret in shown] == []
    assert "耐磨涂层" in shown
