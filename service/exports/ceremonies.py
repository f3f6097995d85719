"""A ceremony on paper: the form of recommended projects (附表6), and the running order with seats."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from data.records.ceremonies import Ceremony
from data.records.deals import Deal
from data.records.forms import FormValues
from data.reference.form_layouts import load_form_layouts
from service.docking.ceremonies.recommending import recommended_line
from service.docking.ceremonies.selecting import RankedDeal, Turn
from service.docking.deals.amounts import wan
from service.exports.feedback import masked_text
from service.exports.forms.filling import FilledForm, fill
from service.exports.forms.word import render_form_word
from service.exports.forms.workbook import render_form_workbook
from service.exports.paper import Paper, PaperCell, PaperPart, PaperTable, columns

FORM: Final = "huaian-2010-6"
FORM_RENDERERS: Final = {"xlsx": render_form_workbook, "docx": render_form_word}
"""How the form is written, by the ending of the file."""
_UNNAMED: Final = "（未报）"


def recommended_form(ranked: Iterable[RankedDeal], *, unit: str, on: date) -> FilledForm:
    """Return the form of the chosen projects, each with the criteria it meets and their proof."""
    chosen = (each for each in ranked if each.is_chosen)
    lines = (recommended_line(each, place) for place, each in enumerate(chosen, start=1))
    rows = tuple({key: masked_text(text) for key, text in line.items()} for line in lines)
    texts = {"unit": unit, "filled_on": f"{on.year}年{on.month}月{on.day}日"}
    return fill(load_form_layouts()[FORM], FormValues(texts=texts, tables={"projects": rows}))


def render_recommended(ranked: Iterable[RankedDeal], ending: str, *, unit: str, on: date) -> bytes:
    """Return the form of the chosen projects as a file; `ending` is one of `FORM_RENDERERS`."""
    return FORM_RENDERERS[ending]((recommended_form(ranked, unit=unit, on=on),), as_of=on)


def order_paper(ceremony: Ceremony, turns: Iterable[Turn], *, as_of: date) -> Paper:
    """Return the running order: who signs what, in which group, on which seat."""
    every = tuple(turns)
    rows = tuple(_turn(turn) for turn in every)
    sides = (("企业座位和签约人", 34), ("高校院所座位和签约人", 34))
    heads = columns(("组", 10), ("次序", 8), ("项目", 34), *sides, ("文本", 30))
    table = PaperTable("签约次序", heads, rows, "还没有选定项目。")
    when = "日期未定" if ceremony.on is None else f"{ceremony.on.year}年{ceremony.on.month}月{ceremony.on.day}日"
    n_unnamed = sum(not seat.name for turn in every for seat in turn.seats)
    lead = [f"{when}，{masked_text(ceremony.place) or '地点未定'}；共 {len(every)} 项，每组 {ceremony.per_group} 项。"]
    lead += [f"还有 {n_unnamed} 个座位没有报签约人。"] if n_unnamed else []
    return Paper(
        title=f"{masked_text(ceremony.title)}：签约次序",
        as_of=as_of,
        lead=tuple(lead),
        parts=(PaperPart(table.name, table=table),),
        sheets=(table,),
        foot=("座位从左到右编号，每个项目两席相邻，企业在左。",),
    )


def paper_of(deal: Deal) -> str:
    """Return what is signed: the contracts with their amounts, or else letters of intent, never both in one sum."""
    contracts = [f"{each.title}，合同 {wan(each.contract.fen)} 万元" for each in deal.contracts if each.contract]
    if contracts:
        return masked_text("；".join(contracts))
    papers = [each for each in deal.agreements if each.counts]
    told = [f"{each.title}{'' if each.intent is None else f'，意向 {wan(each.intent.fen)} 万元'}" for each in papers]
    return masked_text("；".join(told)) or "没有文本"


def _turn(turn: Turn) -> tuple[PaperCell, ...]:
    left, right = (
        f"{seat.number} 号：{masked_text(seat.organisation)} {_named(seat.name, seat.post)}" for seat in turn.seats
    )
    deal = turn.ranked.deal
    return f"第 {turn.group} 组", turn.place, masked_text(deal.title), left, right, paper_of(deal)


def _named(name: str, post: str) -> str:
    return masked_text(f"{name}{f'（{post}）' if post else ''}") if name else _UNNAMED
