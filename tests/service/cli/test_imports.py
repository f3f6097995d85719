"""`duijie import`, run as a user would."""

from pathlib import Path

import pytest

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e

NEEDS = "id,title,content,enterprise\nN1,压铸件气孔,孔隙率≤2%,甲公司\nN2,污水脱氮,总氮≤10mg/L,乙公司\n"


@pytest.fixture
def needs_file(tmp_path: Path) -> Path:
    """Two good needs."""
    path = tmp_path / "需求.csv"
    path.write_text(NEEDS, encoding="utf-8")
    return path


def test_import_tells_what_became_of_each_row(run: Run, needs_file: Path) -> None:
    with needs_file.open("a", encoding="utf-8") as file:
        file.write("N1,重复编号,另一条,丙公司\n")

    done = run("import", "needs", needs_file)

    assert done.returncode == 0
    assert done.stdout == (
        "需求.csv：新增 2 条需求，更新 0 条，原已在库 0 条。\n"
        "工作区现有 2 条需求。\n"
        "要用 duijie search 查找新导入的内容，请先运行 duijie index。\n"
    )
    assert done.stderr == (
        "“需求.csv”共3行：导入2条，未导入1行，跳过0行（标题、空行、合计、说明等）。\n"
        "  “需求.csv”第4行“id”列：编号与“需求.csv”第2行重复，请改正编号后重新导入这一行（未导入）。\n"
    )


def test_a_second_import_tells_changed_from_unchanged(run: Run, needs_file: Path) -> None:
    run("import", "needs", needs_file)
    needs_file.write_text(NEEDS.replace("≤2%", "≤1%"), encoding="utf-8")

    done = run("import", "needs", needs_file)

    assert done.stdout.splitlines()[:2] == [
        "需求.csv：新增 0 条需求，更新 1 条，原已在库 1 条。",
        "  更新 N1：内容",
    ]


def test_the_report_file_holds_every_fault(run: Run, needs_file: Path, tmp_path: Path) -> None:
    with needs_file.open("a", encoding="utf-8") as file:
        file.write("".join(f"N1,重复{number},文,丙公司\n" for number in range(12)))

    done = run("import", "needs", needs_file, "--report", "情况.csv")

    lines = (tmp_path / "情况.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "文件,工作表,行,列,情况,原因,处理办法"
    assert len(lines) == 13
    assert done.stderr.splitlines()[-2:] == ["  另有 2 行未导入。", "导入情况已写入 情况.csv。"]


def test_nothing_is_stored_when_one_of_several_files_is_bad(run: Run, needs_file: Path, tmp_path: Path) -> None:
    done = run("import", "needs", needs_file, tmp_path / "缺.csv")
    after = run("import", "needs", needs_file)

    assert (done.returncode, done.stdout) == (2, "")
    assert after.stdout.startswith("需求.csv：新增 2 条")


def test_a_phone_number_reaches_neither_screen_nor_log(run: Run, needs_file: Path) -> None:
    with needs_file.open("a", encoding="utf-8") as file:
        file.write("N1,联系13800138000,张三 13800138000,丙公司\n")

    done = run("import", "needs", needs_file, "--debug")

    assert "13800138000" not in done.stdout + done.stderr
    assert "张三" not in done.stdout + done.stderr


def test_parties_are_imported_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "单位.csv").write_text("name,region\n甲大学,南京\n乙公司,淮安\n", encoding="utf-8")

    done = run("import", "parties", "单位.csv")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "工作区现有 2 条单位。")


def test_a_damaged_database_is_told_with_a_remedy(run: Run, needs_file: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "duijie.sqlite").write_bytes(b"not a database at all" * 500)

    done = run("import", "needs", needs_file)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("错误：工作区数据库 ")
    assert "已损坏" in done.stderr
    assert "Traceback" not in done.stderr


def test_near_duplicates_are_counted_and_listed(run: Run, needs_file: Path, tmp_path: Path) -> None:
    run("import", "needs", needs_file)
    (tmp_path / "新.csv").write_text("id,title,content\nN3,压铸件气孔。,孔隙率 ≤2%\n", encoding="utf-8")

    bare = run("import", "needs", "新.csv")
    done = run("import", "needs", "新.csv", "--report", "情况.csv")

    told = "导入的记录中有 1 条与其他记录内容相近或相同（都保留）"
    lines = (tmp_path / "情况.csv").read_text(encoding="utf-8-sig").splitlines()
    assert bare.stderr.splitlines()[-1] == f"{told}；加 --report 文件.csv 可逐条写出。"
    assert done.stderr.splitlines()[-2:] == [f"{told}。", "导入情况已写入 情况.csv。"]
    assert lines[1:] == [
        "新.csv,,2,,内容相近，已保留,N3 与“需求.csv”第2行的 N1 相近（相似度 1.00）,请核对两条是否为同一项"
    ]
