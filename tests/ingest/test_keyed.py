"""Records told by keys and values."""

from pathlib import Path

from ingest.batch import read_needs


def test_a_company_heads_its_needs_up_to_the_next_company(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    lines = [
        "企业名称：甲公司",
        "所在地区：云河县",
        "需求名称：密封",
        "需求内容：不漏",
        "需求名称：铸造",
        "需求内容：省料",
    ]
    lines += ["企业名称：乙公司", "需求名称：电池", "需求内容：耐寒"]
    path.write_text("\n".join(lines), encoding="utf-8")

    batch = read_needs(path)

    assert [(n.title, n.content, n.enterprise, n.region, n.source.row) for n in batch.records] == [
        ("密封", "不漏", "甲公司", "云河县", 1),
        ("铸造", "省料", "甲公司", "云河县", 5),
        ("电池", "耐寒", "乙公司", "", 7),
    ]
