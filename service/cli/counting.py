"""What `duijie census` does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.errors import OutputError
from data.records.accounts import OPERATOR
from data.records.census import Campaign
from data.records.notices import Quote
from data.records.rules import CensusTerms
from ingest.report import Severity
from service.cli.console import show, show_table
from service.cli.importing import open_workspace
from service.cli.options import read_day
from service.docking.census.board import board_of, census_of, ordered
from service.docking.census.campaigns import campaign_of, campaigns_of
from service.docking.census.campaigns import open_campaign as opened
from service.docking.census.coverage import Coverage, State
from service.docking.census.names import short_name
from service.docking.census.phrases import VERDICT_LABELS
from service.docking.census.register import import_register
from service.docking.census.triage import examine_needs, triage_of
from service.exports import census_files as files
from service.exports.census_follow_paper import triage_paper
from service.exports.files import check_output
from service.exports.paper_files import PAPER_ENDINGS, write_paper
from service.settings import read_settings

_YUAN_PER_WAN: Final = 10_000
_SHOWN_FAULTS: Final = 20
_SHOWN: Final = (State.DUE, State.REPORTED, State.MISSING, State.LATE, State.CANNOT_TELL)
_BOARD: Final = ("县区", "应报", "已报", "未报", "迟报", "无法判断", "覆盖率", "已报需求", "名册外需求")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The options of `duijie census open`, days as written."""

    min_revenue_wan: float | None
    is_tech: bool
    min_needs: int
    due: str | None
    starts: str | None
    quote: str


def open_campaign(name: str, region: str, terms: Terms) -> None:
    """Open a campaign."""
    wan = terms.min_revenue_wan
    campaign = Campaign(
        name=name.strip(),
        region_code=region,
        starts_on=None if terms.starts is None else read_day(terms.starts),
        quote=Quote(terms.quote, 0, len(terms.quote)),
        terms=CensusTerms(
            min_revenue_yuan=None if wan is None else round(wan * _YUAN_PER_WAN),
            or_tech_enterprise=terms.is_tech,
            min_needs=terms.min_needs,
            due_on=None if terms.due is None else read_day(terms.due),
        ),
    )
    with open_workspace() as workspace:
        made = opened(workspace, OPERATOR, campaign, at=datetime.now(UTC))
    show(f"已发起第 {made.number} 号普查：{made.name}。请用 duijie census import {made.number} 导入企业名册。")


def show_campaigns() -> None:
    """List the campaigns."""
    with open_workspace() as workspace:
        found = campaigns_of(workspace, OPERATOR)
    if not found:
        show("还没有需求普查；请用 duijie census open 发起。")
        return
    rows = [
        (str(each.number), short_name(each.region_code), str(each.terms.due_on or "-"), each.name) for each in found
    ]
    show_table(("号", "地区", "期限", "名称"), rows)


def import_registers(number: int, paths: Sequence[Path]) -> None:
    """Import registers, one after the other, and say what became of every row."""
    with open_workspace() as workspace:
        for path in paths:
            taken = import_register(workspace, OPERATOR, number, path, at=datetime.now(UTC))
            stored = taken.stored
            show(
                f"{path.name}：新增 {stored.n_added} 家，更新 {stored.n_changed} 家，没有变化 {stored.n_unchanged} 家，"
                f"没有收下 {taken.n_rejected} 行。"
            )
            if taken.unread_columns:
                show(f"  没有读入的列：{'、'.join(taken.unread_columns)}。")
            for each in taken.faults[:_SHOWN_FAULTS]:
                left_out = "没有收下：" if each.severity is Severity.REJECTED else ""
                place = f"第 {each.row} 行" if each.row else "整张表"
                column = f"“{each.column}”列：" if each.column else ""
                show(f"  {place} {column}{left_out}{each.reason}。{each.remedy}")
            if len(taken.faults) > _SHOWN_FAULTS:
                show(f"  ……共 {len(taken.faults)} 处。")


def show_board(number: int, *, as_of: str | None) -> None:
    """Show the board of a campaign."""
    with open_workspace() as workspace:
        board = board_of(workspace, OPERATOR, number, as_of=read_day(as_of))
    census = board.census
    rows = [_row(short_name(each.code), each) for each in ordered(census.counties)]
    show(f"{board.campaign.name}，截至 {census.as_of}：")
    show_table(_BOARD, [*rows, _row("合计", census.total)])


def show_missing(number: int, *, county: str | None, as_of: str | None) -> None:
    """List the enterprises that must report and have not."""
    with open_workspace() as workspace:
        census = census_of(workspace, OPERATOR, number, as_of=read_day(as_of))
    found = census.listed(State.MISSING, county)
    if not found:
        show("没有未报的企业。")
        return
    rows = [(short_name(each.county_code), str(len(each.needs)), str(each.short), each.name) for each in found]
    show_table(("县区", "已报", "还差", "企业"), rows)


def write_reminders(number: int, folder: Path, *, as_of: str | None) -> None:
    """Write a reminder for each county with missing enterprises, and the whole list; nothing is sent.

    Raises:
        OutputError: there is no such folder.
    """
    if not folder.is_dir():
        raise OutputError(f"文件夹“{folder}”不存在。", remedy="请先建立该文件夹，或换一个已有的文件夹。")
    with open_workspace() as workspace:
        census = census_of(workspace, OPERATOR, number, as_of=read_day(as_of))
    for path in files.write_reminders(census, folder):
        show(f"已写出 {path}")


def examine(number: int, out: Path | None, *, as_of: str | None) -> None:
    """Examine the needs that were not examined yet, and say how many are ready, to be asked back, too vague."""
    if out is not None:
        check_output(out, endings=PAPER_ENDINGS)
    day = read_day(as_of)
    with open_workspace() as workspace:
        segmenter = read_settings().segmenter
        done, _ = examine_needs(workspace, OPERATOR, number, segmenter=segmenter, as_of=day, at=datetime.now(UTC))
        campaign, triaged = campaign_of(workspace, OPERATOR, number), triage_of(workspace, OPERATOR, number, as_of=day)
    show(f"新诊断 {done} 项。")
    for verdict, label in VERDICT_LABELS.items():
        show(f"{label} {sum(each.verdict is verdict for each in triaged)} 项")
    if out is not None:
        write_paper(triage_paper(campaign.name, triaged, as_of=day), out)
        show(f"已写出 {out}")


def _row(name: str, county: Coverage) -> tuple[str, ...]:
    share = "-" if county.share is None else f"{100 * county.share:.1f}%"
    return (name, *(str(county.n[state]) for state in _SHOWN), share, str(county.n_needs), str(county.n_outside))
