from dataclasses import replace

import numpy as np
import pytest

from data.errors import UsageError
from matcher.gaps import clusters
from matcher.gaps.clusters import Grouping, find_clusters, naming_words, need_similarities
from matcher.gaps.survey import Survey, survey
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.corpora import make_matcher
from tests.factories.records import make_achievement, make_need

COATINGS = [
    make_need(f"N{i}", title=f"注塑模具耐磨涂层{word}", content=f"注塑模具脱模困难，{word}，希望改进耐磨涂层。")
    for i, word in enumerate(("脱落", "开裂", "寿命短"), start=1)
]
RICE = make_need("N4", title="水稻抗倒伏育种", content="水稻倒伏严重，希望选育抗倒伏品种，亩产提高。")
VAGUE = make_need("N5", title="自动化改造", content="自动化改造")
OFFER = make_achievement("A1", title="注塑模具耐磨涂层", content="注塑模具耐磨涂层，改善脱模。")


def surveyed() -> Survey:
    return survey(make_matcher([VAGUE, RICE, *COATINGS], [OFFER]))


def test_needs_of_one_kind_are_one_group_named_by_what_they_share() -> None:
    (found,) = find_clusters(surveyed()).clusters
    assert sorted(found.members) == [2, 3, 4]
    assert set(found.words) == {"注塑模", "耐磨", "涂层"}
    assert [(each.position, each.n_answered) for each in found.best] == [(0, found.n_answered)]


def test_grouping_is_the_same_every_time() -> None:
    assert find_clusters(surveyed()) == find_clusters(surveyed())


def test_nothing_to_group_gives_no_groups() -> None:
    assert find_clusters(survey(make_matcher([VAGUE, RICE], [OFFER]))) == Grouping()


def test_what_came_nearest_to_a_group_is_told_without_what_is_in_one() -> None:
    similar = need_similarities(surveyed().matcher.needs, [1, 2, 3, 4])
    grouping = find_clusters(surveyed())
    # The three coatings are one group, so that only rice and a coating are left to be near, as far as they are at all.
    expected = sorted((value for value in similar[0, 1:].tolist() if value > 0), reverse=True)
    assert [each.similarity for each in grouping.nearest] == expected
    assert all(each.members[0] == 1 for each in grouping.nearest)


def test_without_a_group_the_nearest_needs_are_named() -> None:
    (nearest, *_) = find_clusters(surveyed(), least_similar=1.0).nearest
    similar = need_similarities(surveyed().matcher.needs, [2, 3, 4])
    assert nearest.similarity == float(np.triu(similar, 1).max())


def test_needs_are_compared_with_each_other_before_the_turn() -> None:
    turned = make_matcher([RICE, *COATINGS], []).needs
    other = replace(turned, text_vectors=np.roll(turned.text_vectors, 1, axis=0))
    positions = range(len(turned))
    assert np.array_equal(need_similarities(turned, positions), need_similarities(other, positions))


def test_more_needs_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "MOST_NEEDS", 3)
    with pytest.raises(UsageError, match=r"需要归类的需求有 4 项，超过 3 项。"):
        find_clusters(surveyed())


def test_the_mark_of_a_company_before_a_title_names_nothing() -> None:
    profile = profile_need(make_need(title="宝武-连铸结晶器测温", content="宝武连铸结晶器。"), open_segmenter())
    assert "宝武" not in naming_words(profile)
    assert "结晶器" in "".join(naming_words(profile))
