"""`duijie index`, `search` and `partners` over a workspace, run as a user would."""

import json
from pathlib import Path

import pytest

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e


@pytest.fixture
def filled(run: Run, files: list[str]) -> Run:
    """A workspace with three needs and four achievements, indexed."""
    assert files
    run("import", "needs", "needs.csv")
    run("import", "achievements", "achievements.csv")
    assert run("index").stdout == "已建立检索索引：需求 3 条，成果 4 条。\n"
    return run


def test_search_finds_achievements_for_a_sentence(filled: Run) -> None:
    done = filled("search", "铝合金真空压铸气孔控制", "--top", "2")

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[:2] == [
        "名次  编号  高校院所      名称",
        "   1  A1    东海理工大学  铝合金真空压铸气孔控制工艺",
    ]
    assert len(lines) == 3


def test_search_finds_needs_too(filled: Run) -> None:
    done = filled("search", "废水脱氮", "--for", "achievements", "--top", "1")

    assert done.stdout.splitlines()[1].split() == ["1", "N2", "乙食品有限公司", "高氨氮废水脱氮"]


def test_search_says_when_the_index_is_older_than_the_data(filled: Run, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("id,title,content\nA9,新成果,内容\n", encoding="utf-8")
    filled("import", "achievements", "more.csv")

    done = filled("search", "废水脱氮")

    assert done.stderr == "提示：建立索引之后工作区有改动，结果可能不全；运行 duijie index 可更新。\n"


def test_an_index_follows_the_data_unless_a_rebuild_is_asked_for(filled: Run, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("id,title,content\nA9,海藻肥,海藻肥制备\n", encoding="utf-8")
    filled("import", "achievements", "more.csv")

    followed = filled("index")
    found = filled("search", "海藻肥", "--top", "1")
    rebuilt = filled("index", "--rebuild")

    assert followed.stdout == "已更新检索索引：需求 3 条（读入 0 条，移出 0 条），成果 5 条（读入 1 条，移出 0 条）。\n"
    assert (found.stdout.splitlines()[1].split()[1], found.stderr) == ("A9", "")
    assert rebuilt.stdout == "已建立检索索引：需求 3 条，成果 5 条。\n"


def test_a_damaged_index_is_rebuilt_with_a_warning(filled: Run, tmp_path: Path) -> None:
    before = filled("search", "废水脱氮").stdout
    for path in (tmp_path / "home" / "indexes" / "achievements").rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            path.write_bytes(path.read_bytes()[:-1] + b"\0")

    done = filled("search", "废水脱氮")
    again = filled("search", "废水脱氮")

    assert (done.returncode, done.stdout) == (0, before)
    assert done.stderr.splitlines()[0].startswith("提示：检索索引已损坏或由其他版本建立，正在重新建立")
    assert (again.stdout, again.stderr) == (before, "")


def test_an_index_without_its_manifest_is_rebuilt(filled: Run, tmp_path: Path) -> None:
    before = filled("search", "废水脱氮").stdout
    (tmp_path / "home" / "indexes" / "achievements" / "manifest.json").unlink()

    done = filled("search", "废水脱氮")

    assert (done.returncode, done.stdout) == (0, before)


def test_an_index_of_another_encoder_is_refused(filled: Run) -> None:
    done = filled("search", "废水脱氮", "--encoder", "lsa")

    assert (done.returncode, done.stdout) == (2, "")
    assert "两者的向量不能混用" in done.stderr
    assert "Traceback" not in done.stderr


def test_search_before_index_says_what_to_do(run: Run) -> None:
    done = run("search", "废水脱氮")

    assert (done.returncode, done.stderr) == (2, "错误：工作区的成果还没有检索索引。 请先运行 duijie index。\n")


def test_index_of_an_empty_workspace_says_what_to_do(run: Run) -> None:
    done = run("index")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "错误：工作区还没有需求和成果。 请先用 duijie import 导入。\n"


def test_partners_over_the_workspace_are_ranked_by_achievement_and_grouped_by_university(
    filled: Run, tmp_path: Path
) -> None:
    done = filled("partners", "甲机械", "--out", "名单.docx", "--as-of", "2026-11-22")

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    by_partner, by_achievement = lines.index("按单位和团队："), lines.index("按成果：")
    partners = [line.split()[4] for line in lines[by_partner + 2 : by_achievement - 1]]
    achievements = lines[by_achievement + 2 :]
    assert lines[0] == f"甲机械有限公司：2 项需求，2 家候选伙伴，{len(achievements)} 项候选成果"
    assert sorted(partners) == ["东海理工大学、成形团队", "东海理工大学、视觉团队"]
    assert [line.split()[0] for line in achievements] == [str(rank + 1) for rank in range(len(achievements))]
    assert any("铝合金真空压铸气孔控制工艺" in line for line in achievements)
    assert (tmp_path / "名单.docx").stat().st_size > 0


def test_partners_from_files_needs_no_workspace(run: Run, files: list[str], tmp_path: Path) -> None:
    done = run("partners", "乙食品有限公司", *files)

    assert done.stdout.splitlines()[0] == "乙食品有限公司：1 项需求，1 家候选伙伴，1 项候选成果"
    assert not (tmp_path / "home").exists()


def test_no_contact_is_shown_on_the_screen(run: Run, tmp_path: Path) -> None:
    title = "压铸气孔控制（联系人张示例 13800001234）"
    (tmp_path / "n.csv").write_text(f"id,title,content,enterprise\nN1,{title},压铸气孔控制。,甲\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text(
        f"id,title,content\nA1,{title},压铸气孔控制。\nA2,,电话13800001234的气孔\n", "utf-8"
    )
    for kind, file in (("needs", "n.csv"), ("achievements", "a.csv")):
        run("import", kind, file)
    run("index")
    shown = [run(*command).stdout for command in (("partners", "甲"), ("search", "压铸气孔控制"))]

    assert ["压铸气孔控制（联系人张** 138********）" in each for each in shown] == [True, True]
    assert not [each for each in shown if "13800001234" in each or "张示例" in each]


@pytest.mark.parametrize(
    ("company", "told"),
    [
        ("有限公司", "错误：有 2 家企业的名称含“有限公司”：甲机械有限公司、乙食品有限公司。 请写出其中一家的全称。"),
        ("丁公司", "错误：需求中没有名称含“丁公司”的企业（共有 2 家企业）。"),
    ],
)
def test_partners_of_no_single_company_is_refused(run: Run, files: list[str], company: str, told: str) -> None:
    done = run("partners", company, *files)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith(told)


TERM = "磁悬钳晶炉"


@pytest.fixture
def with_term(run: Run, files: list[str], tmp_path: Path) -> Run:
    """A workspace whose needs say a word of their own twenty times, indexed."""
    assert files
    ends = ("效率低", "成本高", "寿命短", "易损坏", "噪声大", "体积大", "温度不稳", "已经停产", "耗电多", "难以维护")
    rows = "".join(f"T{i},{TERM}{end},更换{TERM}，{ends[i - 5]}。,甲公司\n" for i, end in enumerate(ends))
    # What holds together is told from chance by the other text there is.
    rows += f"T99,其他,{''.join(map(chr, range(0x5000, 0x5000 + 1000)))},甲公司\n"
    (tmp_path / "own.csv").write_text(f"id,title,content,enterprise\n{rows}", encoding="utf-8")
    run("import", "needs", "needs.csv", "own.csv")
    run("import", "achievements", "achievements.csv")
    return run


def test_index_tells_new_terms_and_search_finds_them_as_one_word(with_term: Run, tmp_path: Path) -> None:
    done = with_term("index")
    found = with_term("search", TERM, "--for", "achievements", "--top", "10")

    indexed = {
        side: json.loads((tmp_path / f"home/indexes/{side}/base-1/words/words.json").read_text(encoding="utf-8"))
        for side in ("needs", "achievements")
    }
    assert done.stdout == (
        f"已建立检索索引：需求 14 条，成果 4 条。\n从文字中发现词典里没有的新词 1 个，查找时作为整词使用：{TERM}。\n"
    )
    assert (tmp_path / "home" / "indexes" / "needs" / "base-1" / "terms.txt").read_text(
        encoding="utf-8"
    ) == f"{TERM}\t20\n"
    assert (TERM in indexed["needs"], TERM in indexed["achievements"]) == (True, False)
    assert sorted(line.split()[1] for line in found.stdout.splitlines()[1:]) == [f"T{i}" for i in range(10)]


def test_new_terms_change_neither_scores_nor_matches(with_term: Run, files: list[str], tmp_path: Path) -> None:
    score = ("score", *files, "--pairs", "pairs.csv", "--out", "scored.csv")
    with_term(*score)
    before = (tmp_path / "scored.csv").read_bytes()
    with_term("index")

    with_term(*score)

    assert (tmp_path / "scored.csv").read_bytes() == before


def test_an_index_whose_terms_were_changed_is_rebuilt(with_term: Run, tmp_path: Path) -> None:
    with_term("index")
    before = with_term("search", TERM, "--for", "achievements").stdout
    (tmp_path / "home" / "indexes" / "needs" / "base-1" / "terms.txt").write_text("别的词\t9\n", encoding="utf-8")

    done = with_term("search", TERM, "--for", "achievements")

    assert done.stdout == before
    assert done.stderr.splitlines()[0].startswith("提示：检索索引已损坏或由其他版本建立，正在重新建立")
