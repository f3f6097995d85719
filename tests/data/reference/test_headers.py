"""The synonym table is sound."""

from dataclasses import fields

import pytest

from data.records.achievements import Achievement
from data.records.needs import Need
from data.records.pairs import Pair
from data.records.parties import Party
from data.reference.headers import load_header_synonyms

RECORDS = {"needs": Need, "achievements": Achievement, "parties": Party, "pairs": Pair}


@pytest.mark.parametrize("table", RECORDS)
def test_every_field_of_a_record_can_be_named_and_no_other(table: str) -> None:
    named = {synonym.field for synonym in load_header_synonyms() if synonym.table == table}

    assert named == {field.name for field in fields(RECORDS[table])} - {"extra", "source"} | {"serial"}


def test_code_names_always_work() -> None:
    known = {(synonym.table, synonym.synonym): synonym for synonym in load_header_synonyms()}

    for synonym in load_header_synonyms():
        if synonym.field != "serial":
            assert known[synonym.table, synonym.field].field == synonym.field


def test_no_wording_stands_twice_in_a_table() -> None:
    wordings = [(synonym.table, synonym.synonym) for synonym in load_header_synonyms()]

    assert len(set(wordings)) == len(wordings)


def test_tiers_are_one_to_three() -> None:
    assert {synonym.tier for synonym in load_header_synonyms()} == {1, 2, 3}
