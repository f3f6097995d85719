"""A census as papers: the board with the lists behind it, and one reminder a county to be sent by whoever sends it."""

from collections.abc import Sequence
from typing import Final

from data.records.census import Arrival
from data.records.rules import CensusTerms
from service.docking.census.board import ordered
from service.docking.census.coverage import Census, Coverage, Standing, State
from service.docking.census.names import full_name, short_name
from service.docking.census.phrases import told_terms
from service.exports import census_phrases as phrases
from service.exports.masking import MASKED, printable
from service.exports.paper import Paper, PaperCell, PaperPart, PaperTable, columns

_YUAN_PER_WAN: Final = 10_000
_FIGURES: Final = (State.LISTED, State.DUE, State.REPORTED, State.MISSING, State.LATE, State.CANNOT_TELL, State.NOT_DUE)


def board_paper(census: Census) -> Paper:
    """Return what the files of a board show: figures by county, who is missing, who cannot be told, strangers."""
    campaign = census.campaign
    figures = _figures(census)
    missing = _enterprises(phrases.MISSING, census.listed(State.MISSING), phrases.NOBODY_MISSING)
    unknown = _enterprises(phrases.UNKNOWN, census.listed(State.CANNOT_TELL), phrases.NOBODY_UNKNOWN)
    outside = _outside(census.outside)
    tables = (figures, missing, unknown, outside)
    return Paper(
        title=_clean(campaign.name),
        as_of=census.as_of,
        lead=(_standing_line(census.total, census), told_terms(campaign.terms) + "。", *_quoted(census)),
        parts=tuple(PaperPart(table.name, table=table) for table in tables),
        sheets=tables,
        foot=phrases.GUIDE,
    )


def reminder_paper(census: Census, county: Coverage) -> Paper:
    """Return the reminder for one county: how it stands, by when, and which enterprises are missing."""
    terms, name = census.campaign.terms, short_name(county.code)
    missing = _enterprises(phrases.MISSING, census.listed(State.MISSING, county.code), phrases.NOBODY_MISSING)
    unknown = _enterprises(phrases.UNKNOWN, census.listed(State.CANNOT_TELL, county.code), phrases.NOBODY_UNKNOWN)
    parts = [PaperPart(phrases.MISSING, table=missing)]
    if unknown.rows:
        parts.append(PaperPart(phrases.UNKNOWN, lines=(phrases.ADD_FACTS,), table=unknown))
    return Paper(
        title=_clean(phrases.REMINDER_TITLE.format(name=census.campaign.name)),
        as_of=census.as_of,
        lead=(
            phrases.ADDRESSEE.format(county=name),
            phrases.REMINDER.format(
                name=_clean(census.campaign.name), terms=told_terms(terms), stand=_standing_line(county, census)
            ),
            *_quoted(census),
            _request(terms, census, county),
        ),
        parts=tuple(parts),
        sheets=(missing, unknown),
        foot=phrases.GUIDE,
    )


def _standing_line(county: Coverage, census: Census) -> str:
    day = census.as_of
    share = "—" if county.share is None else f"{100 * county.share:.1f}%"
    told = phrases.STANDS.format(
        day=f"{day.year}年{day.month}月{day.day}日",
        due=county.n[State.DUE],
        reported=county.n[State.REPORTED],
        missing=county.n[State.MISSING],
        share=share,
    )
    unknown = county.n[State.CANNOT_TELL]
    return told + (phrases.STANDS_UNKNOWN.format(unknown=unknown) if unknown else "。")


def _request(terms: CensusTerms, census: Census, county: Coverage) -> str:
    if not county.n[State.MISSING]:
        return _nothing_missing(county)
    due = terms.due_on
    if due is None:
        return phrases.REQUEST
    day = f"{due.year}年{due.month}月{due.day}日"
    return (phrases.OVERDUE if due < census.as_of else phrases.REQUEST_BY).format(day=day)


def _nothing_missing(county: Coverage) -> str:
    """Return what is true of a county in which nobody is known to be missing."""
    unknown = county.n[State.CANNOT_TELL]
    if not county.n[State.DUE]:
        if unknown:
            return phrases.UNDECIDED.format(unknown=unknown)
        return phrases.NOBODY_DUE if county.n[State.LISTED] else phrases.NOBODY_LISTED
    return phrases.THANKS_SO_FAR.format(unknown=unknown) if unknown else phrases.THANKS


def _quoted(census: Census) -> tuple[str, ...]:
    text = census.campaign.quote.text
    return (phrases.QUOTED.format(text=_clean(text)),) if text else ()


def _figures(census: Census) -> PaperTable:
    heads = columns(
        ("县区", 14),
        *((phrases.STATES[state], 11) for state in _FIGURES),
        ("覆盖率", 10),
        ("已报需求", 10),
        ("名册外需求", 12),
    )
    rows = [_figure_row(short_name(each.code), each) for each in ordered(census.counties)]
    return PaperTable(phrases.FIGURES, heads, (*rows, _figure_row("合计", census.total)), phrases.NO_COUNTY)


def _figure_row(name: str, county: Coverage) -> tuple[PaperCell, ...]:
    share = "—" if county.share is None else f"{100 * county.share:.1f}%"
    return (name, *(county.n[state] for state in _FIGURES), share, county.n_needs, county.n_outside)


def _enterprises(name: str, standings: Sequence[Standing], empty: str) -> PaperTable:
    heads = columns(
        ("序号", 6), ("企业", 34), ("县区", 12), ("上年销售收入（万元）", 14), ("科技型企业", 10), ("已报（项）", 9),
        ("还差（项）", 9), ("联系人", 20),
    )  # fmt: skip
    return PaperTable(name, heads, tuple(_row(n, each) for n, each in enumerate(standings, start=1)), empty)


def _row(number: int, each: Standing) -> tuple[PaperCell, ...]:
    entry = each.entry
    revenue = "未填" if entry is None or entry.revenue_yuan is None else told_wan(entry.revenue_yuan)
    flag = "未填" if entry is None or entry.is_tech is None else ("是" if entry.is_tech else "否")
    contact = "" if entry is None else printable(MASKED.value(entry.contact))
    county = short_name(each.county_code)
    return (number, _clean(each.name), county, revenue, flag, len(each.needs), each.short, contact)


def _outside(needs: Sequence[Arrival]) -> PaperTable:
    heads = columns(("序号", 6), ("需求名称", 40), ("填报企业", 34), ("地区", 24), ("需求编号", 16))
    rows = tuple(
        (n, _clean(each.title), _clean(each.enterprise) or "没有写明", full_name(each.region_code), each.need_id)
        for n, each in enumerate(needs, start=1)
    )
    return PaperTable(phrases.OUTSIDE, heads, rows, phrases.NOBODY_OUTSIDE)


def told_wan(yuan: int) -> str:
    """Return an amount in 万元, decimals only where it has any."""
    return f"{yuan / _YUAN_PER_WAN:,.2f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    return " ".join(printable(MASKED.text(text)).split())
