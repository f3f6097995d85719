"""`duijie score` and `duijie evaluate`, run as a user would."""

import csv
import json
from pathlib import Path

import pytest

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e


def test_score_gives_every_row_back_in_order_with_two_columns_more(run: Run, files: list[str], tmp_path: Path) -> None:
    done = run("score", *files, "--pairs", "pairs.csv", "--out", "scored.csv")

    with (tmp_path / "scored.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (done.returncode, done.stdout) == (0, "")
    assert list(rows[0]) == ["need_id", "achievement_id", "given_level", "说明", "score", "level"]
    assert [(row["need_id"], row["achievement_id"], row["given_level"], row["说明"]) for row in rows] == [
        ("N1", "A1", "4", "同一工艺"),
        ("N1", "A2", "1", "无关"),
        ("N2", "A2", "4", ""),
        ("N1", "A1", "3", "重复的一对"),
        ("N3", "A3", "4", ""),
    ]
    assert (rows[0]["score"], rows[0]["level"]) == (rows[3]["score"], rows[3]["level"])
    assert float(rows[0]["score"]) > float(rows[1]["score"])
    assert all(0 <= float(row["score"]) <= 1 and row["level"] in "1234" for row in rows)
    assert done.stderr.splitlines()[-2:] == ["原文件中与结果同名的列改名为：given_level。", "已写出 scored.csv：5 行。"]


def test_a_row_without_id_stays_with_empty_result(run: Run, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("need_id,achievement_id\nN1,A1\nN2,\nN3,A3\n", encoding="utf-8")

    done = run("score", *files, "--pairs", "pairs.csv", "--out", "scored.csv")

    lines = (tmp_path / "scored.csv").read_bytes().decode("ascii").splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [["N1", "A1"], ["N2", ""], ["N3", "A3"]]
    assert lines[2] == "N2,,,"
    assert "有 1 行缺少编号，score 和 level 留空。" in done.stderr.splitlines()


@pytest.mark.parametrize("command", ["score", "evaluate"])
def test_unknown_ids_are_listed_with_their_places(run: Run, files: list[str], tmp_path: Path, command: str) -> None:
    rows = "".join(f"X{number},A1\n" for number in range(24))
    (tmp_path / "pairs.csv").write_text(f"need_id,achievement_id\nN1,Z9\n{rows}", encoding="utf-8")
    out = ["--out", "scored.csv"] if command == "score" else []

    done = run(command, *files, "--pairs", "pairs.csv", *out)

    shown = "；".join(["“pairs.csv”第2行的成果 Z9", *(f"“pairs.csv”第{n + 3}行的需求 X{n}" for n in range(19))])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == (
        f"错误：成对清单中有需求表或成果表里没有的编号：{shown}；等共 25 处。 "
        "请核对编号（大小写、前导零、空格），或补全需求表和成果表。"
    )
    assert not (tmp_path / "scored.csv").exists()


JUDGED = "need_id,achievement_id,level\n" + "".join(
    f"{need},{achievement},{4 if need[1] == achievement[1] else 1}\n"
    for need in ("N1", "N2", "N3")
    for achievement in ("A1", "A2", "A3", "A4")
)


def test_evaluate_prints_a_table_with_the_formula_of_each_figure(run: Run, files: list[str], tmp_path: Path) -> None:
    # Four pairs a need are too few for nDCG, which is then said to be impossible rather than given as a number.
    (tmp_path / "pairs.csv").write_text(JUDGED, encoding="utf-8")

    done = run("evaluate", *files, "--pairs", "pairs.csv")

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0].startswith("判定 12 对，计入 0 项需求；模型“自带”")
    assert lines[2].split(maxsplit=2)[:2] == ["nDCG@10", "无法计算"]
    assert lines[2].endswith("增益 2^(level-1)-1，折损 log2(1+名次)，取前 10，除以最佳排列；各需求取平均")
    assert lines[5].split()[:2] == ["AUC（level≥3）", "1.000"]
    assert lines[-1] == "nDCG 和 MRR 只计至少有 5 对判定、且至少一对 level 高于 1 的需求。"


def test_evaluate_as_json_has_null_where_nothing_can_be_measured(run: Run, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(JUDGED, encoding="utf-8")

    done = run("evaluate", *files, "--pairs", "pairs.csv", "--json")

    figures = json.loads(done.stdout)
    assert (figures["n_pairs"], figures["n_needs"], figures["ndcg_at_10"], figures["auc"]) == (12, 0, None, 1.0)
    assert figures["corpus_recall_at_50"] == 1.0


def test_evaluate_without_any_level_says_so(run: Run, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("need_id,achievement_id\nN1,A1\n", encoding="utf-8")

    done = run("evaluate", *files, "--pairs", "pairs.csv")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("错误：配对文件中没有任何评级（level）。")


def test_evaluate_writes_the_judged_pairs_with_the_scores_of_score(run: Run, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(JUDGED, encoding="utf-8")
    run("score", *files, "--pairs", "pairs.csv", "--out", "scored.csv")

    done = run("evaluate", *files, "--pairs", "pairs.csv", "--cases", "cases.csv")

    with (tmp_path / "scored.csv").open(encoding="utf-8", newline="") as file:
        scored = {(row["need_id"], row["achievement_id"]): float(row["score"]) for row in csv.DictReader(file)}
    with (tmp_path / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["需求编号"], row["成果编号"]): float(row["得分"]) for row in rows} == pytest.approx(scored, abs=1e-4)
    assert [row["需求内名次"] for row in rows] == ["1", "2", "3", "4"] * 3
    assert done.stderr.splitlines()[-1] == "已写出 cases.csv：12 对，排得最差的需求在前。"


def test_evaluate_refuses_cases_that_are_no_csv_before_the_work(run: Run, files: list[str]) -> None:
    done = run("evaluate", *files, "--pairs", "pairs.csv", "--cases", "cases.xlsx")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("错误：输出文件“cases.xlsx”的类型无法识别。")
