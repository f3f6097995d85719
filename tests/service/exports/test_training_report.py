"""The pages beside a trained ranker."""

import json
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from data.records.needs import Need
from matcher.training.report import CalibrationBin
from service.docking.training import TrainingRun
from service.exports import training_charts
from service.exports.training_report import pages_of
from tests.factories.trainings import make_training


@pytest.fixture(scope="module")
def run() -> TrainingRun:
    return make_training()


@pytest.fixture(scope="module")
def pages(run: TrainingRun) -> dict[str, bytes]:
    return pages_of(run)


def test_the_same_run_gives_the_same_bytes(run: TrainingRun, pages: dict[str, bytes]) -> None:
    assert set(pages) == {"figures.json", "cases.csv", "MODEL_CARD.md", "report.html"}
    assert pages_of(run) == pages


def test_figures_are_those_of_the_report(run: TrainingRun, pages: dict[str, bytes]) -> None:
    figures = json.loads(pages["figures.json"])

    assert figures["overall"]["trained"]["auc"]["value"] == round(run.report.overall.trained["auc"].value, 6)
    assert [fold["n_pairs"] for fold in figures["folds"]] == [fold.n_pairs for fold in run.report.folds]
    assert figures["sources"][0]["sha256"] == run.sources[0].sha256


def test_the_page_is_self_contained_and_shows_every_part(run: TrainingRun, pages: dict[str, bytes]) -> None:
    page = BeautifulSoup(pages["report.html"], "lxml")

    assert [heading.text for heading in page.find_all("h2")] == [
        "一、总的效果",
        "二、各折的效果",
        "三、概率是否可信",
        "四、各项特征的作用",
        "五、特征的值怎样变成分",
        "六、错得最多的",
        "七、怎样训练的",
    ]
    assert page.find_all(["script", "link", "img"]) == []
    assert len(page.find_all("article")) == 20
    n_curves = sum(one.spread > 1e-9 for one in run.report.importances)
    # Two charts of folds, the calibration, and one curve a feature that does anything.
    assert len(page.find_all("svg")) == 3 + n_curves


def test_contacts_in_the_texts_of_cases_are_masked(run: TrainingRun) -> None:
    first = str(run.report.worst["need_id"][0])
    needs = tuple(
        replace(need, content="请致电13812345678联系。<b>") if need.id == first else need for need in run.inputs.needs
    )
    assert any(isinstance(need, Need) and "13812345678" in need.content for need in needs)

    text = pages_of(replace(run, inputs=replace(run.inputs, needs=needs)))["report.html"].decode()

    assert "13812345678" not in text
    assert "&lt;b&gt;" in text


def test_long_texts_are_cut_and_said_to_be(run: TrainingRun) -> None:
    first = str(run.report.worst["need_id"][0])
    needs = tuple(replace(need, content="长" * 5000) if need.id == first else need for need in run.inputs.needs)

    text = pages_of(replace(run, inputs=replace(run.inputs, needs=needs)))["report.html"].decode()

    assert "长" * 601 not in text
    assert "（全文 5,000 字）" in text


def test_the_model_card_says_what_how_good_and_where_it_ends(run: TrainingRun, pages: dict[str, bytes]) -> None:
    card = pages["MODEL_CARD.md"].decode()

    assert re.findall(r"^## (.+)$", card, re.MULTILINE) == ["是什么", "用什么训练", "效果", "局限"]
    assert card.startswith(f"# 排序模型 {run.trained.ranker.id}\n")
    assert run.sources[0].sha256 in card
    assert "hashing:1-3-512" in card


def test_calibration_dots_lie_by_probability_and_share() -> None:
    (dot, other) = training_charts.calibration_dots((CalibrationBin(100, 0.0, 0.0), CalibrationBin(25, 1.0, 0.5)))

    assert (dot.x, dot.y, dot.radius) == (46.0, 420 - 46.0, 13.0)
    # A quarter of the pairs is half of the radius.
    assert (other.x, other.y, other.radius) == (374.0, 210.0, 6.5)
    assert other.text == "预测 100%，实际 50%，25 对"
