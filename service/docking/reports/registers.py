"""Figures of registers as figures of reports."""

from collections.abc import Mapping, Sequence

from data.records.registers import Register, RegisterEntry, Tally, ValueKind
from data.records.reports import Figure, FigureHead, FigureLine, FigureTable, Measure
from data.reference.register_layouts import load_registers
from service.docking.registers.figures import Counted, figures_of

MOST_NAME: int = 31
"""Characters of the name of a sheet."""


def register_tables(entries: Mapping[str, Sequence[RegisterEntry]], *, year: int) -> tuple[FigureTable, ...]:
    """Return a table of one line for every register that has entries; figures with years count those of one year."""
    return tuple(
        register_table(load_registers()[name], of_register, year=year) for name, of_register in entries.items()
    )


def register_table(register: Register, entries: Sequence[RegisterEntry], *, year: int) -> FigureTable:
    """Return the whole figures of a register, each with its counting rule and the year it counts.

    A report of a month has the figures of its year, too: entries of most registers know no month.
    """
    wholes = [each for each in figures_of(register, entries, year=year) if each.is_whole]
    line = FigureLine(code=register.id, name=register.title, figures=tuple(_figure(register, each) for each in wholes))
    heads = tuple(_head(register, each) for each in wholes)
    return FigureTable(name=register.title[:MOST_NAME], heads=heads, lines=(line,))


def _head(register: Register, counted: Counted) -> FigureHead:
    figure, measure = counted.figure, _measure(register, counted)
    unit = "万元" if measure is Measure.FUNDS else figure.unit
    label = f"{figure.label}（{counted.years}）"
    return FigureHead(id=figure.id, label=label, measure=measure, unit=unit, rule=figure.counting_rule)


def _measure(register: Register, counted: Counted) -> Measure:
    figure = counted.figure
    if figure.tally is Tally.ENTRIES:
        return Measure.COUNT
    kinds = {each.key: each.kind for each in register.columns}
    is_money = figure.tally is Tally.SUM and kinds[figure.key] is ValueKind.MONEY
    return Measure.FUNDS if is_money else Measure.NUMBER


def _figure(register: Register, counted: Counted) -> Figure:
    notes = []
    if counted.n_without:
        notes.append(f"另有 {counted.n_without} 条没有写，未计入")
    if counted.figure.target is not None:
        notes.append(f"目标 {counted.figure.target:,}，还差 {counted.short:,}" if counted.short else "已达目标")
    return Figure(
        amount=counted.amount,
        records=tuple(f"registers/{register.id}:{number}" for number in counted.numbers),
        note="；".join(notes),
    )
