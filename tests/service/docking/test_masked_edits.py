"""Editing a text whose contacts are hidden."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UsageError
from ingest.contacts import mask_contacts, mask_field
from service.docking.masked_edits import taken_over

TEXT = "阳极氧化膜不均。请联系李工13900005678。"
PLAIN = st.text(alphabet="阳极氧化膜厚度波动，。 \n", max_size=40)


def test_what_comes_back_as_it_was_shown_changes_nothing() -> None:
    assert taken_over("content", TEXT, mask_field("content", TEXT)) == TEXT
    assert taken_over("contact", "王工13900001234", mask_field("contact", "王工13900001234")) == "王工13900001234"


def test_line_ends_of_a_form_are_no_change() -> None:
    assert taken_over("content", "一\n二\r\n三", "一\r\n二\r\n三") == "一\n二\r\n三"


def test_a_contact_that_was_left_alone_stays_while_the_text_around_it_changes() -> None:
    shown = mask_field("content", TEXT)

    changed = taken_over("content", TEXT, shown.replace("不均", "厚薄不一") + "急。")

    assert changed == "阳极氧化膜厚薄不一。请联系李工13900005678。急。"


def test_a_contact_that_was_deleted_is_gone() -> None:
    assert taken_over("content", TEXT, "阳极氧化膜不均。") == "阳极氧化膜不均。"
    assert taken_over("contact", "王工13900001234", "") == ""


def test_a_contact_is_replaced_as_a_whole() -> None:
    assert taken_over("contact", "王工13900001234", "赵工13900009999") == "赵工13900009999"


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("content", "*****", "**x***"),  # would come out, for nobody would know it as a number
        ("content", "139", "13"),  # would lose its beginning
        ("contact", "*", "*9"),
    ],
)
def test_a_contact_changed_in_part_is_refused(field: str, before: str, after: str) -> None:
    shown = mask_field(field, TEXT)

    with pytest.raises(UsageError, match="遮盖的联系方式"):
        taken_over(field, TEXT, shown.replace(before, after, 1))


@given(before=PLAIN, after=PLAIN, wanted=PLAIN)
def test_whatever_is_written_before_it_nothing_hidden_comes_out(before: str, after: str, wanted: str) -> None:
    original = f"{before}电话：13900005678。{after}"
    tail = mask_contacts(original)[len(before) :]

    changed = taken_over("content", original, wanted + tail)

    assert mask_contacts(changed) == wanted + tail
    assert changed == f"{wanted}电话：13900005678。{after}"


@given(before=PLAIN, after=PLAIN, added=PLAIN)
def test_what_is_written_behind_it_leaves_it_whole(before: str, after: str, added: str) -> None:
    original = f"{before}电话：13900005678。{after}"

    changed = taken_over("content", original, mask_contacts(original) + added)

    assert changed == original + added


def test_a_contact_stays_whole_where_the_text_before_it_begins_as_it_does() -> None:
    # The beginnings agree up to the middle of the number, and so do the ends.
    assert taken_over("content", "电话13900005678", "电话1、电话139********") == "电话1、电话13900005678"


def test_one_word_of_a_long_text_is_changed_at_once() -> None:
    original = f"{'氧化膜不均匀，' * 3000}电话13900005678。{'厚度波动大，' * 3000}"
    seen = mask_contacts(original)
    began = perf_counter()

    changed = taken_over("content", original, f"{seen[:9000]}急{seen[9000:]}")

    assert changed == f"{original[:9000]}急{original[9000:]}"
    assert perf_counter() - began < 2
