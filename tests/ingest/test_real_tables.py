"""The real tables beside the checkout are read without loss, and long lists quickly."""

import csv
import time
from pathlib import Path

import pytest
import xlsxwriter

from data.records.achievements import Achievement
from data.records.needs import Need
from data.records.pairs import Pair
from ingest.batch import Batch, read_achievements, read_needs, read_pairs

COUNTS = [
    ("51jishu/needs.csv", 1308),
    ("51jishu/achievements.csv", 2122),
    ("bdci2019/needs.csv", 314),
    ("bdci2019/achievements.csv", 9383),
]


def written(batch: Batch[Need] | Batch[Achievement], index: int) -> dict[str, str]:
    """Return a record under the headers of its file."""
    record = batch.records[index]
    mapped = {header: getattr(record, name) for header, name in batch.report.columns[0].mapping.items()}
    return {**dict.fromkeys(batch.report.unknown_columns, ""), **mapped, **record.extra}


@pytest.mark.shared
@pytest.mark.parametrize(("name", "count"), COUNTS)
def test_every_value_equals_the_files_own(shared_dir: Path, name: str, count: int) -> None:
    path = shared_dir / "data" / name
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    batch = read_needs(path) if path.stem == "needs" else read_achievements(path)

    assert len(batch.records) == count
    assert [written(batch, index) for index in range(count)] == rows


@pytest.mark.shared
def test_every_pair_is_read_in_order(shared_dir: Path) -> None:
    path = shared_dir / "data" / "bdci2019" / "pairs.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [(row["need_id"], row["achievement_id"], int(row["level"])) for row in csv.DictReader(lines)]

    pairs: tuple[Pair, ...] = read_pairs(path).records

    assert [(pair.need_id, pair.achievement_id, pair.level) for pair in pairs] == rows


@pytest.mark.slow
def test_long_workbook_is_read_in_three_seconds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "需求名称", "需求内容", "企业名称", "联系电话", "预算（万元）"])
        for number in range(1, 20_001):
            row = [
                number,
                f"需求{number}",
                f"降低第{number}条生产线的能耗。" * 10,
                f"企业{number}",
                13900000000 + number,
                50,
            ]
            sheet.write_row(number, 0, row)

    start = time.process_time()
    batch = read_needs(path)
    seconds = time.process_time() - start

    assert len(batch.records) == 20_000
    assert seconds < 3.0
