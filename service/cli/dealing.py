"""What `duijie deals` does: the lists of the pages, in the terminal and as files."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.errors import UsageError
from data.records.accounts import OPERATOR
from data.records.deals import Stage
from data.storage.deals import DealFilter
from service.cli.importing import open_workspace
from service.cli.papers import check_papers, give_paper
from service.docking.beijing import today
from service.docking.deals.due import overdue_of
from service.docking.deals.registration import precheck_of
from service.docking.deals.sampling import sample_of
from service.docking.deals.viewing import deals_of
from service.exports.deal_lists import deals_paper, overdue_paper, sample_paper
from service.exports.deal_registration import registration_paper


def show_list(*, stages: Sequence[Stage], words: str, outputs: Sequence[Path]) -> None:
    """Show deals, marked ones first."""
    check_papers(outputs)
    with open_workspace() as workspace:
        found = deals_of(workspace, OPERATOR, DealFilter(stages=frozenset(stages), words=words.strip()))
    give_paper(deals_paper(found, _today()), outputs)


def show_overdue(*, outputs: Sequence[Path]) -> None:
    """Show what is overdue today."""
    check_papers(outputs)
    with open_workspace() as workspace:
        found = overdue_of(deals_of(workspace, OPERATOR), _today())
    give_paper(overdue_paper(found, _today()), outputs)


def show_sample(n: int, *, seed: str, as_of: date | None, outputs: Sequence[Path]) -> None:
    """Draw a spot check, its seed being shown with it.

    Raises:
        UsageError: the day has not come.
    """
    check_papers(outputs)
    until = as_of or _today()
    if until > _today():
        raise UsageError("抽查日期在今天之后。", remedy="请写今天或以前的日期。")
    with open_workspace() as workspace:
        drawn = sample_of(deals_of(workspace, OPERATOR), n, seed=seed.strip() or until.isoformat(), as_of=until)
    give_paper(sample_paper(drawn), outputs)


def show_precheck(number: int, *, contract: int, outputs: Sequence[Path]) -> None:
    """Show what the registration form of a contract would say, and what is missing."""
    check_papers(outputs)
    with open_workspace() as workspace:
        found = precheck_of(workspace, OPERATOR, (number, contract), as_of=_today())
    give_paper(registration_paper(found), outputs)


def _today() -> date:
    return today()
