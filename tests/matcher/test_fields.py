"""The fields of texts: probabilities, agreement, and the industry a record states."""

import numpy as np
import pytest
import scipy.sparse as sp

from data.reference.industries import load_industries
from data.reference.industry_groups import load_industry_groups
from data.reference.patent_classes import load_patent_classes
from matcher.fields import (
    FieldKind,
    certain_field,
    field_agreement,
    field_classifier,
    field_probabilities,
)
from matcher.language import shipped_weights


def characters(*texts: str) -> sp.csr_matrix:
    return shipped_weights().character_matrix(texts)


def likeliest(kind: FieldKind, text: str) -> str:
    return field_classifier(kind).labels[int(field_probabilities(kind, characters(text))[0].argmax())]


@pytest.mark.parametrize(
    ("kind", "text", "label"),
    [
        (FieldKind.INDUSTRY, "高产抗病小麦新品种的选育与栽培", "A1"),
        (FieldKind.INDUSTRY, "基于深度学习的大数据管理软件平台", "I"),
        (FieldKind.INDUSTRY, "治疗高血压的中药胶囊", "C27"),
        (FieldKind.PATENT_CLASS, "一种工业废水中氨氮的处理装置", "C02"),
        (FieldKind.PATENT_CLASS, "一种锂离子电池正极材料及其制备方法", "H01"),
        (FieldKind.DISCIPLINE, "高校图书馆读者服务与信息资源建设", "图书馆、情报与档案管理"),
    ],
)
def test_a_clear_text_is_put_where_it_belongs(kind: FieldKind, text: str, label: str) -> None:
    assert likeliest(kind, text) == label


@pytest.mark.parametrize("kind", FieldKind)
def test_rows_are_probabilities_and_a_text_without_words_has_those_of_the_labels(kind: FieldKind) -> None:
    found = field_probabilities(kind, characters("焊接机器人", ""))

    assert found.shape == (2, len(field_classifier(kind).labels))
    assert found.sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)
    assert found.min() > 0.0


def test_every_label_has_a_name() -> None:
    assert set(field_classifier(FieldKind.INDUSTRY).labels) <= load_industry_groups().keys()
    assert set(field_classifier(FieldKind.PATENT_CLASS).labels) <= load_patent_classes().keys()


def test_a_stated_industry_gets_three_fifths_and_its_share_of_the_rest() -> None:
    rows = characters("焊接机器人", "焊接机器人")
    place = field_classifier(FieldKind.INDUSTRY).labels.index("C36")

    found = field_probabilities(FieldKind.INDUSTRY, rows, (None, load_industries()["C36"]))

    assert found[1, place] == pytest.approx(0.6 + 0.4 * found[0, place], abs=1e-6)
    assert found[1].sum() == pytest.approx(1.0, abs=1e-5)


def test_an_industry_that_says_nothing_changes_nothing() -> None:
    rows = characters("焊接机器人", "焊接机器人")

    found = field_probabilities(FieldKind.INDUSTRY, rows, (None, load_industries()["C41"]))

    assert found[0].tolist() == found[1].tolist()


def test_a_shared_field_agrees_a_different_one_does_not_and_silence_says_nothing() -> None:
    shares = field_classifier(FieldKind.INDUSTRY).shares
    first, second = np.eye(len(shares), dtype=np.float32)[:2]
    silent = shares.astype(np.float32)

    # Odds 1 / share, so 1 / (1 + share); no field in common; p x share / share sums to odds of 1.
    assert field_agreement(FieldKind.INDUSTRY, first, first) == pytest.approx(1.0 / (1.0 + shares[0]))
    assert field_agreement(FieldKind.INDUSTRY, first, second) == 0.0
    assert field_agreement(FieldKind.INDUSTRY, first, silent) == pytest.approx(0.5)


@pytest.mark.parametrize(("least", "name"), [(0.751, "水利环境和公共设施"), (0.749, None)])
def test_a_field_is_named_where_both_sides_are_certain_of_it(least: float, name: str | None) -> None:
    labels = field_classifier(FieldKind.INDUSTRY).labels
    place = [code for code, group in load_industry_groups().items() if group.name == "水利环境和公共设施"]
    first, second = np.zeros((2, len(labels)), dtype=np.float32)
    first[labels.index(place[0])], second[labels.index(place[0])] = 0.9, least

    assert certain_field(FieldKind.INDUSTRY, first, second) == name
