"""A paper in the terminal, or as the files that were asked for."""

from collections.abc import Sequence
from pathlib import Path

from service.cli.console import show, show_table, tell
from service.cli.outputs import check_outputs
from service.exports.paper import Paper, plain_cell
from service.exports.paper_files import PAPER_ENDINGS, write_paper


def check_papers(outputs: Sequence[Path]) -> None:
    """Refuse files that no paper can be written to, before any work; errors of `check_outputs`."""
    check_outputs(outputs, inputs=(), endings=PAPER_ENDINGS)


def give_paper(paper: Paper, outputs: Sequence[Path]) -> None:
    """Write a paper to every file; without one show its first lines and its tables."""
    for path in outputs:
        write_paper(paper, path)
        tell(f"已写出 {path}。")
    if outputs:
        return
    for line in paper.lead:
        show(line)
    for table in paper.sheets:
        if table.rows:
            rows = [[plain_cell(cell) for cell in row] for row in table.rows]
            show_table([column.header for column in table.columns], rows)
        else:
            show(table.empty)
