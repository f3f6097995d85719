"""`duijie match`, run as a user would."""

import json
from pathlib import Path

import pytest

from tests.service.cli.conftest import NEEDS, Run

pytestmark = pytest.mark.e2e

ENDINGS = ("xlsx", "csv", "jsonl", "html", "docx")


def test_match_writes_every_format_and_sums_the_result_up(run_process: Run, files: list[str], tmp_path: Path) -> None:
    outputs = [option for ending in ENDINGS for option in ("--out", f"结果.{ending}")]

    done = run_process("match", *files, *outputs, "--as-of", "2026-11-22")

    assert (done.returncode, done.stdout) == (0, "")
    told = done.stderr.splitlines()
    assert told[:2] == [
        "“needs.csv”共3行：导入3条，未导入0行，跳过0行（标题、空行、合计、说明等）。",
        "“achievements.csv”共4行：导入4条，未导入0行，跳过0行（标题、空行、合计、说明等）。",
    ]
    assert told[-5:] == [f"已写出 结果.{ending}" for ending in ENDINGS]
    assert all((tmp_path / f"结果.{ending}").stat().st_size > 0 for ending in ENDINGS)


def test_the_right_achievement_comes_first_for_every_need(run: Run, files: list[str], tmp_path: Path) -> None:
    run("match", *files, "--out", "a.jsonl", "--top", "1", "--as-of", "2026-11-22")

    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["need_id"], line["achievement_id"]) for line in lines] == [("N1", "A1"), ("N2", "A2"), ("N3", "A3")]


def test_the_other_direction_lists_needs_for_achievements(run: Run, files: list[str], tmp_path: Path) -> None:
    done = run("match", *files, "--out", "a.jsonl", "--for", "achievements", "--as-of", "2026-11-22")

    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    best = {line["achievement_id"]: line["need_id"] for line in lines if line["rank"] == 1}
    assert done.stderr.splitlines()[-2].startswith("为 4 项成果在 3 项需求中查找，最佳候选：")
    assert {"A1": "N1", "A2": "N2", "A3": "N3"}.items() <= best.items()


def test_a_first_stage_is_told_on_the_screen_and_in_the_file(run: Run, files: list[str], tmp_path: Path) -> None:
    day = ("--as-of", "2026-11-22")
    plain = run("match", *files, "--out", "plain.jsonl", *day)
    done = run("match", *files, "--out", "a.jsonl", "--out", "a.html", "--first-stage", "static", *day)

    told = "先用编码器 static 初选，再用 hashing 打分：4 项成果中有 4 项入选并经打分，其余的不会出现在名单里。"
    assert (plain.returncode, done.returncode) == (0, 0)
    assert told in done.stderr.splitlines()
    assert told in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "plain.jsonl").read_bytes()


def test_a_first_stage_with_the_same_encoder_is_refused(run: Run, files: list[str]) -> None:
    done = run("match", *files, "--out", "a.csv", "--first-stage", "hashing")

    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "错误：初选和打分用的是同一个编码器 hashing，初选没有用处。 请去掉 --first-stage，或换一个编码器。",
    )


def test_levels_that_were_not_learned_are_told_on_the_screen_and_in_the_file(
    run: Run, files: list[str], tmp_path: Path
) -> None:
    done = run("match", *files, "--out", "a.html", "--encoder", "lsa")

    note = "编码器 lsa 没有随附的训练模型，本次用的是未训练的权重表：等级和得分仅供参考"
    assert f"提示：{note}" in done.stderr
    assert note in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_second_run_gives_the_same_bytes(run: Run, files: list[str], tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("match", *files, "--out", f"{name}.jsonl", "--out", f"{name}.xlsx", "--as-of", "2026-11-22")

    for ending in ("jsonl", "xlsx"):
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_a_repeated_id_is_told_and_the_rest_goes_on(run: Run, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "needs.csv").write_text(f"{NEEDS}N1,另一项,内容,丙公司,\n", encoding="utf-8")

    done = run("match", *files, "--out", "a.csv")

    assert done.returncode == 0
    assert done.stderr.splitlines()[1] == (
        "  “needs.csv”第5行“id”列：编号与“needs.csv”第2行重复，请改正编号后重新导入这一行（未导入）。"
    )


def test_several_need_files_are_taken_together(run: Run, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("id,title,content\nN9,另一项,内容\n", encoding="utf-8")

    done = run("match", *files, "--needs", "more.csv", "--out", "a.csv")

    assert done.stderr.splitlines()[-2].startswith("为 4 项需求在 4 项成果中查找")
