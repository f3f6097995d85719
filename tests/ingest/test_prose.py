"""Running text with keys."""

import time
from pathlib import Path

from ingest.batch import read_needs


def test_a_line_of_blanks_costs_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("需求名称：密封\n需求内容：不漏" + "\u3000" * 100_000 + "完", encoding="utf-8")

    start = time.process_time()
    batch = read_needs(path)

    assert (len(batch.records), time.process_time() - start < 2.0) == (1, True)


def test_a_numbered_line_ends_a_short_value(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    lines = [
        "企业名称：甲公司",
        "二、技术需求1",
        "需求名称：密封",
        "需求内容：不漏",
        "所在地区：云河县",
        "三、其他说明",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")

    batch = read_needs(path)

    assert [(n.enterprise, n.title, n.content, n.region) for n in batch.records] == [
        ("甲公司", "密封", "不漏", "云河县")
    ]
    assert [(skip.first_row, skip.last_row) for skip in batch.report.skipped] == [(2, 2), (6, 6)]
