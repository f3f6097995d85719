"""The drawings of a training, one by one."""

import pytest
from bs4 import BeautifulSoup

from matcher.evaluation.intervals import Estimate
from matcher.training.report import CalibrationBin, Comparison, Importance
from models.rankers.additive import Shape
from service.exports.training_drawings import calibration_drawing, curves_drawing, folds_drawing

AUC = {"auc": Estimate(0.8, 0.7, 0.9)}
FOLD, ALL = (Comparison(label, 10, 5, AUC, AUC, {}) for label in ("第 1 折", ""))
RISING = Importance("field", 0.5, 1.0, Shape((0.0, 1.0), (-0.5, 1.5), is_agreement=True))
IDLE = Importance("region", 0.0, 0.0, Shape((0.0, 1.0), (0.0, 0.0), is_agreement=True))


@pytest.mark.parametrize(
    "drawing",
    [
        folds_drawing([FOLD], ALL, names=["auc"]),
        calibration_drawing([CalibrationBin(4, 0.25, 0.5)]),
        curves_drawing([RISING]),
    ],
)
def test_a_drawing_brings_all_it_needs(drawing: str) -> None:
    piece = BeautifulSoup(drawing, "lxml")

    assert len(piece.find_all("svg")) == 1
    assert piece.find_all(["script", "link", "img"]) == []
    # A rule without .drawing before it would dress the page the piece is put into.
    rules = [rule for rule in str(piece.style.string).split("}") if rule.strip()] if piece.style else []
    assert [rule for rule in rules if not rule.strip().startswith(".drawing")] == []


def test_every_fold_has_a_row_and_all_of_them_the_last() -> None:
    piece = BeautifulSoup(folds_drawing([FOLD], ALL, names=["auc"]), "lxml")

    rows = [text.string for text in piece.find_all("text") if text["x"] == "4"]
    assert rows == ["第 1 折", "全部"]


def test_the_calibration_has_a_dot_for_every_bin() -> None:
    piece = BeautifulSoup(calibration_drawing([CalibrationBin(4, 0.25, 0.5)]), "lxml")

    assert [title.string for title in piece.find_all("title")] == ["预测 25%，实际 50%，4 对"]


def test_a_feature_that_does_nothing_has_no_curve() -> None:
    piece = BeautifulSoup(curves_drawing([RISING, IDLE]), "lxml")

    assert [caption.text for caption in piece.find_all("figcaption")] == ["学科行业（只升不降）"]
