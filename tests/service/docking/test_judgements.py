"""What a training learns from."""

from pathlib import Path

import pytest

from data.errors import BadInputError
from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from data.samples.paths import achievements_path, needs_path, pairs_path
from matcher.training.examples import JudgedSet
from service.docking.feedback import FeedbackPairs
from service.docking.inputs import Inputs, read_inputs
from service.docking.judgements import (
    FEEDBACK_SET,
    Verdicts,
    count_frozen,
    judged_sets,
    require_distinct_ids,
    with_verdicts,
)
from service.docking.pairs import PairTable, read_pair_table
from tests.factories.records import make_achievement, make_need

NEEDS = "id,title,content\nN1,{title},内容\n"
TRAINED, KEPT_BACK = make_need("XQ00001"), make_need("XQ00009")
ACHIEVEMENT = make_achievement("A1")


def pair(need_id: str, level: Level = Level.FAIR) -> Pair:
    return Pair(NeedId(need_id), AchievementId("A1"), level)


VERDICTS = Verdicts(
    FeedbackPairs(needs=(TRAINED,), achievements=(ACHIEVEMENT,), pairs=(pair("XQ00001"),), n_silent=2, n_other_part=1),
    FeedbackPairs(needs=(KEPT_BACK,), achievements=(ACHIEVEMENT,), pairs=(pair("XQ00009"),)),
)


def test_verdicts_are_a_set_of_their_own_and_records_are_kept_once() -> None:
    found = with_verdicts(Inputs((TRAINED,), (ACHIEVEMENT,)), [], VERDICTS)

    assert found.sets == (JudgedSet(FEEDBACK_SET, (pair("XQ00001"),)),)
    assert (found.inputs.needs, found.inputs.achievements) == ((TRAINED, KEPT_BACK), (ACHIEVEMENT,))
    assert (found.frozen, found.n_withheld) == ((pair("XQ00009"),), 0)


def test_a_file_cannot_bring_frozen_needs_into_the_training() -> None:
    mine = JudgedSet("mine.csv", (pair("XQ00001"), pair("XQ00009")))

    found = with_verdicts(Inputs((TRAINED, KEPT_BACK), (ACHIEVEMENT,)), [mine], VERDICTS)

    assert found.sets[0] == JudgedSet("mine.csv", (pair("XQ00001"),))
    assert found.n_withheld == 1


def test_an_id_of_another_record_in_a_file_is_refused() -> None:
    other = make_need("XQ00001", title="另一项需求")

    with pytest.raises(BadInputError, match="编号 XQ00001 在文件和工作区中是两条不同的记录"):
        with_verdicts(Inputs((other,), ()), [], VERDICTS)


def test_it_is_said_what_becomes_of_every_verdict() -> None:
    assert VERDICTS.notes == (
        "采用工作区的判定 1 对（1 项需求）。",
        "有 2 对的反馈不涉及技术是否相关（如地区不合、已合作、存疑），不作标注。",
        "有 1 对属于另一部分需求（检验用的固定需求与训练用的需求分开），未列入。",
    )


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    inputs = read_inputs([needs_path()], [achievements_path()])
    paths = [tmp_path / "a" / "pairs.csv", tmp_path / "b" / "pairs.csv"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(pairs_path().read_bytes())

    sets = judged_sets({path: read_pair_table([path], inputs) for path in paths})

    assert [one.name for one in sets] == ["a/pairs.csv", "b/pairs.csv"]


def pair_tables(folder: Path, **files: str) -> dict[Path, PairTable]:
    """Read pairs files of XQ00001 and XQ00009 with A1."""
    inputs, tables = Inputs((TRAINED, KEPT_BACK), (ACHIEVEMENT,)), {}
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        tables[path] = read_pair_table([path], inputs)
    return tables


def test_needs_that_a_file_marks_as_frozen_are_left_out_of_every_file(tmp_path: Path) -> None:
    tables = pair_tables(
        tmp_path,
        mine="need_id,achievement_id,level\nXQ00001,A1,3\nXQ00009,A1,3\n",
        exported="need_id,achievement_id,level,frozen\nXQ00009,A1,3,1\nXQ00009,A1,,1\n",
    )

    # The judged pair of XQ00009 in either file; the one without a level would not have counted anyway.
    assert judged_sets(tables) == (JudgedSet("mine.csv", (pair("XQ00001"),)),)
    assert count_frozen(tables) == 2


def test_a_file_of_frozen_needs_alone_is_refused(tmp_path: Path) -> None:
    tables = pair_tables(tmp_path, exported="need_id,achievement_id,level,frozen\nXQ00009,A1,3,1\n")

    with pytest.raises(BadInputError, match=r"1 对判定都属于留作检验的需求.*duijie feedback export --pairs"):
        judged_sets(tables)


def test_one_id_for_two_records_is_refused(tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{name}.csv" for name in "abc")
    first.write_text(NEEDS.format(title="甲"), encoding="utf-8")
    second.write_text(NEEDS.format(title="乙"), encoding="utf-8")
    third.write_text(NEEDS.format(title="甲"), encoding="utf-8")

    require_distinct_ids([first, third], [])
    with pytest.raises(BadInputError, match=r"编号 N1 .*两条不同的记录"):
        require_distinct_ids([first, second], [])
