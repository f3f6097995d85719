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
