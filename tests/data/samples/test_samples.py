"""The samples hold what their README promises, and nothing that points at a real person or place."""

import csv
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from data.records.enums import Level
from data.reference.regions import load_regions
from data.samples.paths import achievements_path, needs_path, notice_path, pairs_path, parties_path
from ingest.notices.reading import read_notice

COUNTIES = ("云岭县", "石渡县", "望榆县", "澄溪县", "禾丰区", "柳汀区")
CITIES = ("青禾市", "海榆市", "北岑市", "砚州市", "沅野市")
NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)")
INVENTED_NUMBER = re.compile(r"130-?0000-?00\d\d|0000-0000\d{3}")
MAIL = re.compile(r"[\w.]+@[\w.]+")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


NEEDS = _rows(needs_path())
ACHIEVEMENTS = _rows(achievements_path())
PARTIES = _rows(parties_path())
PAIRS = _rows(pairs_path())


@pytest.mark.parametrize("path", [needs_path, achievements_path, parties_path, pairs_path])
def test_file_opens_in_excel(path: object) -> None:
    assert callable(path)
    assert path().read_bytes().startswith(b"\xef\xbb\xbf")


def test_headers() -> None:
    need = (
        "编号,需求名称,需求内容,预期目标,现有工作基础,企业名称,所属县区,"
        "所属行业,投入预算,合作方式,有效期至,联系人,联系电话"
    )
    achievement = (
        "编号,成果名称,成果简介,完成单位,团队,所在地区,技术领域,应用领域,"
        "技术指标,成熟度,知识产权,合作方式,转让价格,联系人,联系方式"
    )

    assert ",".join(NEEDS[0]) == need
    assert ",".join(ACHIEVEMENTS[0]) == achievement
    assert ",".join(PARTIES[0]) == "编号,单位名称,单位类别,所在地区,所属行业,联系人,联系方式"
    assert ",".join(PAIRS[0]) == "need_id,achievement_id,level,reason"


def test_counts() -> None:
    assert (len(NEEDS), len(ACHIEVEMENTS), len(PARTIES), len(PAIRS)) == (65, 355, 70, 519)
    assert Counter(party["单位类别"] for party in PARTIES) == {"企业": 40, "高等院校": 17, "科研院所": 13}


def test_ids_are_unique() -> None:
    for rows in (NEEDS, ACHIEVEMENTS, PARTIES):
        assert len({row["编号"] for row in rows}) == len(rows)


def test_every_party_speaks_and_every_speaker_is_a_party() -> None:
    enterprises = {party["单位名称"] for party in PARTIES if party["单位类别"] == "企业"}
    institutions = {party["单位名称"] for party in PARTIES} - enterprises

    assert {need["企业名称"] for need in NEEDS} == enterprises
    assert {achievement["完成单位"] for achievement in ACHIEVEMENTS} == institutions


def test_regions_agree_with_the_parties() -> None:
    regions = {party["单位名称"]: party["所在地区"] for party in PARTIES}

    assert all(regions[need["企业名称"]] == need["所属县区"] for need in NEEDS)
    assert all(regions[row["完成单位"]] == row["所在地区"] for row in ACHIEVEMENTS)
    assert {need["所属县区"] for need in NEEDS} == {f"青禾市{county}" for county in COUNTIES}


def test_regions_are_invented() -> None:
    real = {region.name for region in load_regions().values()}

    assert real.isdisjoint(COUNTIES + CITIES)
    assert {party["所在地区"][:3] for party in PARTIES} == set(CITIES)


def test_needs_come_from_many_industries() -> None:
    assert len({need["所属行业"] for need in NEEDS}) >= 20


def test_contacts_are_invented() -> None:
    text = "\n".join(value for rows in (NEEDS, ACHIEVEMENTS, PARTIES) for row in rows for value in row.values())

    assert [number for number in NUMBER.findall(text) if not INVENTED_NUMBER.fullmatch(number)] == []
    assert {mail.partition("@")[2] for mail in MAIL.findall(text)} == {"example.invalid"}
    assert set(re.findall(r"QQ *(\d+)", text)) == {"100000000"}


def test_people_are_invented() -> None:
    people = {row["联系人"] for rows in (NEEDS, ACHIEVEMENTS, PARTIES) for row in rows}

    assert all(re.fullmatch(r".(?:示例|样本|测试|虚构)", person) for person in people)


def test_some_needs_carry_contacts_inside_running_text() -> None:
    texts = ["".join(need[name] for name in ("需求内容", "预期目标", "现有工作基础")) for need in NEEDS]

    assert sum(bool(re.search(r"130-?0000|0000-0000|@example|微信号|QQ", text)) for text in texts) >= 6


def test_some_needs_have_expired() -> None:
    assert sum(need["有效期至"].startswith(("2025", "2026-02", "2026-09")) for need in NEEDS) == 5


def test_achievement_texts_have_real_lengths() -> None:
    lengths = [len(achievement["成果简介"]) for achievement in ACHIEVEMENTS]

    assert min(lengths) >= 80
    assert max(lengths) <= 400


def test_no_two_texts_share_a_sentence() -> None:
    texts = [need["需求内容"] for need in NEEDS] + [row["成果简介"] for row in ACHIEVEMENTS]
    sentences = Counter(part for text in texts for part in re.split(r"[。；;\n]", text) if len(part) > 3)

    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_no_two_achievements_are_near_duplicates() -> None:
    texts = [achievement["成果简介"] for achievement in ACHIEVEMENTS]
    shingles = [{text[i : i + 3] for i in range(len(text) - 2)} for text in texts]

    assert max(len(a & b) / len(a | b) for a, b in combinations(shingles, 2)) < 0.1


def test_judgements_name_known_records_once() -> None:
    named = [(pair["need_id"], pair["achievement_id"]) for pair in PAIRS]

    assert len(set(named)) == len(named)
    assert {need for need, _ in named} <= {need["编号"] for need in NEEDS}
    assert {achievement for _, achievement in named} <= {row["编号"] for row in ACHIEVEMENTS}


def test_judged_needs_have_eight_to_twelve_judgements_each() -> None:
    per_need = Counter(pair["need_id"] for pair in PAIRS)

    assert len(per_need) == 57
    assert set(per_need.values()) <= set(range(8, 13))


def test_levels_are_spread() -> None:
    levels = Counter(Level(int(pair["level"])) for pair in PAIRS)

    assert levels == {Level.STRONG: 68, Level.FAIR: 29, Level.WEAK: 215, Level.NONE: 207}


def test_eight_judged_needs_have_nothing_that_fits() -> None:
    fits = {pair["need_id"] for pair in PAIRS if int(pair["level"]) >= Level.FAIR}

    assert len({pair["need_id"] for pair in PAIRS} - fits) == 8


def test_every_judgement_gives_its_reason() -> None:
    assert all(len(pair["reason"]) >= 5 for pair in PAIRS)


def test_the_notice_is_read_as_its_readme_says() -> None:
    reading = read_notice(notice_path())

    assert "2026" in reading.notice.number
    assert (len(reading.proposals), len(reading.notice.attachments)) == (13, 3)
    assert [(each.task, len(each.units)) for each in reading.notice.assignments] == [("对接活动", 3), ("需求排查", 1)]
