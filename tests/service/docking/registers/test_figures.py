"""Figures count what their rule says, and the parts add up to the whole."""

from hypothesis import given
from hypothesis import strategies as st

from data.reference.register_layouts import load_registers
from service.docking.registers.figures import figures_of
from tests.service.docking.registers.samples import VOUCHERS, entry

ENTRIES = [
    entry(1, kind="企业", holder="甲公司", subsidy="1000000", issued_on="2026-01-01", paid_on="2026-02-01"),
    entry(2, kind="企业", holder="甲公司", subsidy="2000000", issued_on="2026-03-01"),
    entry(3, kind="创客", holder="乙公司", issued_on="2025-03-01", paid_on="2025-04-01"),
    entry(4, issued_on="2026-03-01"),
]


def test_figures_of_all_entries() -> None:
    told = [
        (each.figure.id, each.part, each.amount, each.numbers, each.n_without, each.short)
        for each in figures_of(VOUCHERS, ENTRIES)
    ]

    assert told == [
        # The target is one of each year: of all years together nothing is said.
        ("all", "", 4, (1, 2, 3, 4), 0, None),
        ("all", "", 1, (4,), 0, None),
        ("all", "企业", 2, (1, 2), 0, None),
        ("all", "创客", 1, (3,), 0, None),
        # Entry 3 was paid, but nobody wrote how much: it is said, not guessed.
        ("paid", "", 1000000, (1,), 1, None),
        ("holders", "", 2, (1, 2, 3), 1, None),
    ]


def test_a_year_holds_its_own() -> None:
    (whole, *_) = figures_of(VOUCHERS, ENTRIES, year=2025)

    assert (whole.amount, whole.numbers, whole.short) == (1, (3,), 2)


def test_a_year_says_how_many_have_no_date() -> None:
    (whole, *_) = figures_of(VOUCHERS, [*ENTRIES, entry(5, kind="企业")], year=2026)

    assert (whole.amount, whole.numbers, whole.n_without, whole.short) == (3, (1, 2, 4), 1, 0)


def test_a_year_may_be_a_column_of_its_own() -> None:
    register = load_registers()["fiscal-support"]
    entries = [
        entry(number, unit="甲大学", income=fen, **year)
        for number, fen, year in [
            (1, "100", {"year": "2025"}),
            (2, "20", {"year": "2026"}),
            (3, "3", {"year": "2026"}),
            (4, "4", {}),
        ]
    ]

    found = {
        year: [(each.amount, each.numbers, each.n_without, each.years) for each in wholes if each.figure.id == "income"]
        for year in (2025, 2026, None)
        if (wholes := [each for each in figures_of(register, entries, year=year) if each.is_whole])
    }

    assert found == {
        2025: [(100, (1,), 1, "2025年度")],
        2026: [(23, (2, 3), 1, "2026年度")],
        None: [(127, (1, 2, 3, 4), 0, "各年合计")],
    }


@given(
    st.lists(
        st.tuples(st.sampled_from(["企业", "创客", ""]), st.sampled_from(["2025-01-01", "2026-01-01", ""])), max_size=20
    )
)
def test_parts_add_up_to_the_whole(drawn: list[tuple[str, str]]) -> None:
    entries = [entry(place, kind=kind, issued_on=day) for place, (kind, day) in enumerate(drawn)]
    counted = [each for each in figures_of(VOUCHERS, entries) if each.figure.id == "all"]

    assert sum(each.amount for each in counted if not each.is_whole) == counted[0].amount == len(drawn)
