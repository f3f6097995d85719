"""Ids made of the content."""

import time

from ingest.headers import ColumnMap
from ingest.identities import assign_ids, content_id
from ingest.report import Place
from ingest.rows import Draft


def draft(row: int, **values: str) -> Draft:
    return Draft(Place("a.csv", "", row), values, {}, ColumnMap((), {}, {}, {}))


def test_equal_rows_get_suffixes_that_pass_over_ids_of_the_file() -> None:
    made = content_id("N", ["甲"])
    drafts = [draft(1, title="甲"), draft(2, title="甲"), draft(3, id=f"{made}-2"), draft(4, title="甲")]

    kept, faults = assign_ids(drafts, prefix="N", identity=("title",))

    assert ([made for made, _ in kept], faults) == ([made, f"{made}-3", f"{made}-2", f"{made}-4"], [])


def test_a_hundred_thousand_equal_rows_are_told_apart_in_linear_time() -> None:
    start = time.process_time()
    kept, _ = assign_ids([draft(1, title="甲")] * 100_000, prefix="N", identity=("title",))

    assert len({made for made, _ in kept}) == 100_000
    assert time.process_time() - start < 5.0
