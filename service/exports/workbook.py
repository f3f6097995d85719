"""Matches as an Excel workbook: results, evidence, what found no match, and how to read it."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Final

from xlsxwriter.workbook import Workbook

from data.records.enums import Direction
from data.records.matches import MatchReport
from matcher.phrases import FEATURE_LABELS, NO_MATCH
from service.exports import overview_phrases as words
from service.exports import phrases
from service.exports.card import EvidenceCard, RecordView
from service.exports.marks import MarkedText, Segment
from service.exports.masking import Masks
from service.exports.outline import ListView, Outline
from service.exports.overview import company_lines, left_out_lines, need_lines, partner_table
from service.exports.paper_sheets import fill
from service.exports.plan import SHEET_CARDS, Plan, plan_for
from service.exports.result_rows import empty_note
from service.exports.scale import Scale
from service.exports.workbook_grid import Cell, Column, Grid, Link, Styles, row_sized

PARTNERS: Final = "伙伴"
RESULTS: Final = "匹配结果"
EVIDENCE: Final = "证据"
UNMATCHED: Final = "没有合适匹配"
TEXTS: Final = "原文"
POINTS: Final = "打分明细"
GUIDE: Final = "说明"

# The first columns fit one A4 page across at a readable size; the rest are for filtering and are not printed.
_RESULT_COLUMNS: Final = {
    Direction.NEEDS: ("需求名称", "企业", "需求地区", "成果名称", "高校院所及团队"),
    Direction.ACHIEVEMENTS: ("成果名称", "高校院所及团队", "成果地区", "需求名称", "企业"),
}
_MORE_COLUMNS: Final = {
    Direction.NEEDS: ("成果地区", "需求编号", "成果编号"),
    Direction.ACHIEVEMENTS: ("需求地区", "成果编号", "需求编号"),
}
_N_PRINTED: Final = 13
_SCORE_COLUMN: Final = 6
_OPINION_COLUMN: Final = 12
_TEXT_WIDTH: Final = 44
_EVIDENCE_COLUMNS: Final = (
    Column("序号", 8),
    Column("项目", 10),
    Column("名称", 15),
    Column("技术需求", _TEXT_WIDTH),
    Column("科技成果", _TEXT_WIDTH),
    Column("判断", 12),
    Column("说明", 40),
)


def render(report: MatchReport, masks: Masks) -> bytes:
    """Draw the workbook.

    Args:
        report: the matches.
        masks: how contacts are hidden.

    Returns:
        An xlsx file; byte-identical for the same report, since its only date is the report's own.
    """
    outline = Outline(report, masks)
    buffer = io.BytesIO()
    # Rows go to disk one by one: a province's evidence has 300,000. No text may turn into a formula, number or link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(buffer, options) as book:
        created = datetime(report.as_of.year, report.as_of.month, report.as_of.day, tzinfo=UTC)
        book.set_properties({"title": outline.title, "created": created})
        _Drawing(book, outline).draw()
    return buffer.getvalue()


class _Drawing:
    """The sheets of one workbook while they are filled."""

    def __init__(self, book: Workbook, outline: Outline) -> None:
        self._outline = outline
        self._plan: Plan = plan_for(outline, budget=SHEET_CARDS, elsewhere="请减少输入后重新生成")
        styles = Styles(book)
        self._partners = _partner_grid(book, styles, outline) if outline.is_shortlist else None
        self._results = Grid(
            book, styles, name=RESULTS, columns=_result_columns(outline.direction), print_columns=_N_PRINTED
        )
        self._evidence = Grid(book, styles, name=EVIDENCE, columns=_EVIDENCE_COLUMNS)
        self._unmatched = Grid(book, styles, name=UNMATCHED, columns=_unmatched_columns(outline))
        self._points = Grid(book, styles, name=POINTS, columns=_points_columns(outline.direction))
        self._texts = None if self._plan.full_texts else Grid(book, styles, name=TEXTS, columns=_TEXT_COLUMNS)
        self._guide = Grid(book, styles, name=GUIDE, columns=(Column("项目", 18), Column("说明", 110)))

    def draw(self) -> None:
        """Fill and finish every sheet."""
        if self._partners is not None:
            fill(self._partners, partner_table(self._outline))
        for view in self._outline.lists:
            if not view.found:
                self._add_unmatched(view)
                continue
            first = self._add_list(view)
            if not view.has_fit:
                self._add_weak(view, first)
        if not self._outline.unmatched:
            self._unmatched.add_wide([], phrases.ALL_MATCHED if self._outline.lists else phrases.EMPTY_REPORT)
        self._add_texts()
        self._add_guide()
        self._finish_results()
        grids = (self._evidence, self._unmatched, self._points, self._guide)
        for grid in (*grids, *([self._texts] if self._texts else [])):
            grid.finish()

    def _add_list(self, view: ListView) -> int | None:
        """Write the candidates of a list and their evidence.

        Returns:
            The row of the first candidate's evidence; None where the file has no room for it.
        """
        first: int | None = None
        for card in self._outline.cards(view):
            row = self._results.next_row
            shown = card.rank <= self._plan.cards_per_list
            evidence = self._add_card(card, back=Link(card.anchor, RESULTS, row)) if shown else None
            candidate = self._outline.candidate(card)
            cells: list[Cell] = [
                view.number,
                *_names(view.query),
                card.rank,
                card.level_line,
                card.score,
                candidate.title.text,
                candidate.owner,
                card.summary,
                card.missing_line,
                "未列" if evidence is None else Link("查看", EVIDENCE, evidence),
                "",
                "",
                card.conditions_line,
                candidate.region,
                view.query.id,
                candidate.id,
            ]
            self._results.add(cells)
            self._points.add(_points_cells(view, card, candidate))
            first = evidence if card.rank == 1 else first
        return first

    def _add_weak(self, view: ListView, evidence: int | None) -> None:
        link: Cell = "未列" if evidence is None else Link("查看", EVIDENCE, evidence)
        self._unmatched.add([view.number, *_names(view.query), view.note, link])

    def _add_unmatched(self, view: ListView) -> None:
        cards = list(self._outline.cards(view))[: self._plan.cards_per_list]
        row = self._unmatched.next_row
        evidence = [self._add_card(card, back=Link(card.anchor, UNMATCHED, row)) for card in cards]
        name, owner, region = _names(view.query)
        link: Cell = Link("查看", EVIDENCE, evidence[0]) if evidence else "无"
        self._unmatched.add([view.number, name, owner, region, empty_note(self._outline, view, cards), link])
        self._results.add(_unmatched_result(view, Link("查看", UNMATCHED, row)))

    def _add_card(self, card: EvidenceCard, *, back: Link) -> int:
        """Write a card.

        Returns:
            The row of its title.
        """
        grid = self._evidence
        first = grid.add(
            [
                back,
                card.rank_line,
                f"{card.level_line}\n{card.score}分",
                _headline(card.need),
                _headline(card.achievement),
                "",
                card.summary,
            ],
            band=True,
        )
        if self._plan.full_texts:
            for need, achievement in zip_longest(_full(card.need), _full(card.achievement), fillvalue=""):
                grid.add([card.anchor, "双方材料", "", need, achievement])
        missing = card.missing_line if card.missing else phrases.NOTHING_MISSING
        grid.add_wide([card.anchor, "缺什么", ""], missing)
        for cells in _card_rows(card):
            grid.add([card.anchor, *cells])
        grid.add([card.anchor, "打分依据", "等级区间", card.scale.sentence, _bands(card.scale)])
        return first

    def _add_texts(self) -> None:
        if self._texts is None:
            return
        for record in (*(view.query for view in self._outline.lists), *self._outline.candidates()):
            for text in record.texts:
                for piece in row_sized(text, width=_TEXT_COLUMNS[-1].width):
                    self._texts.add([record.role, record.id, record.title.text, text.label, piece])

    def _add_guide(self) -> None:
        outline, guide = self._outline, self._guide
        guide.add(["结果概况", outline.totals])
        guide.add(["核对日期", outline.as_of])
        guide.add(["所用模型", outline.model])
        for line in phrases.GUIDE:
            guide.add(["怎样阅读", line])
        for line in outline.notes or (phrases.NOTHING_LEFT_OUT,):
            guide.add([phrases.NOTES_TITLE, line])
        if self._plan.note:
            guide.add(["本文件的范围", self._plan.note])
        if not self._plan.full_texts:
            guide.add(["本文件的范围", f"候选较多，双方材料的全文不在证据中重复，见“{TEXTS}”工作表。"])

    def _finish_results(self) -> None:
        grid = self._results
        last = grid.next_row - 1
        if last >= 1:
            # The plain bars of Excel 2007: solid ones sit in an extension that other readers drop with a warning.
            bounds = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
            bars = bounds | {"type": "data_bar", "bar_color": "#B8C9DC"}
            grid.sheet.conditional_format(1, _SCORE_COLUMN, last, _SCORE_COLUMN, bars)
            choices = {"validate": "list", "source": list(phrases.OPINION_CHOICES), "ignore_blank": True}
            grid.sheet.data_validation(1, _OPINION_COLUMN, last, _OPINION_COLUMN, choices)
        else:
            grid.add_wide([], phrases.EMPTY_REPORT)
        grid.finish()


# A column a feature: what the evidence gathers into one line stands here in full, to be filtered and added up.
_POINTS_FEATURES: Final = (*phrases.GROUP_OF, "feedback", "bias")
_TEXT_COLUMNS: Final = (
    Column("类别", 10),
    Column("编号", 14),
    Column("名称", 30),
    Column("栏目", 10),
    Column("原文", 90),
)


def _partner_grid(book: Workbook, styles: Styles, outline: Outline) -> Grid:
    """Return the first sheet of a shortlist, its overview written and its header in place."""
    preface = (
        outline.title,
        words.AS_OF.format(day=outline.as_of),
        *company_lines(outline),
        *need_lines(outline),
        *left_out_lines(outline, where=words.IN_RESULTS),
        words.METHOD,
    )
    columns = [Column(column.header, column.width) for column in partner_table(outline).columns]
    return Grid(book, styles, name=PARTNERS, columns=columns, preface=preface)


def _result_columns(direction: Direction) -> tuple[Column, ...]:
    name, owner, region, other, other_owner = _RESULT_COLUMNS[direction]
    return (
        Column("序号", 6),
        Column(name, 22),
        Column(owner, 14),
        Column(region, 9),
        Column("名次", 6.5),
        Column("相关程度", 10.5),
        Column("得分", 7),
        Column(other, 22),
        Column(other_owner, 14),
        Column("推荐理由", 30),
        Column("主要差距", 28),
        Column("证据", 7),
        Column("处理意见", 10.5),
        Column("意见理由", 20),
        Column("条件核对", 24),
        *(Column(header, 14) for header in _MORE_COLUMNS[direction]),
    )


def _unmatched_columns(outline: Outline) -> tuple[Column, ...]:
    name, owner, region, _, _ = _RESULT_COLUMNS[outline.direction]
    return (
        Column("序号", 6),
        Column(name, 34),
        Column(owner, 24),
        Column(region, 16),
        Column("说明", 84),
        Column("证据", 8),
    )


def _points_columns(direction: Direction) -> tuple[Column, ...]:
    name, _, _, other, _ = _RESULT_COLUMNS[direction]
    return (
        Column("序号", 6),
        Column(name, 22),
        Column("名次", 6.5),
        Column(other, 22),
        Column("得分", 6.5),
        *(Column(FEATURE_LABELS[feature], 7.5) for feature in _POINTS_FEATURES),
        Column(phrases.TOTAL, 7.5),
    )


def _points_cells(view: ListView, card: EvidenceCard, candidate: RecordView) -> list[Cell]:
    points = {row.feature: row.points for row in card.contributions}
    shares: list[Cell] = [points.get(feature, "") for feature in _POINTS_FEATURES]
    return [view.number, view.query.title.text, card.rank, candidate.title.text, card.score, *shares, card.margin]


def _names(view: RecordView) -> tuple[str, str, str]:
    return view.title.text, view.owner, view.region


def _headline(view: RecordView) -> str:
    return f"{view.title.text}\n（{view.owner}）"


def _unmatched_result(view: ListView, link: Link) -> list[Cell]:
    name, owner, region = _names(view.query)
    return [
        view.number,
        name,
        owner,
        region,
        "",
        NO_MATCH,
        "",
        "",
        "",
        view.note,
        "",
        link,
        "",
        "",
        "",
        "",
        view.query.id,
    ]


def _card_rows(card: EvidenceCard) -> Iterator[list[Cell]]:
    """Yield the rows of a card below what is missing, without the first column."""
    for row in card.passages:
        yield ["对应段落", row.mark, row.need, row.achievement, f"相似度{row.similarity}"]
    if not card.passages:
        yield ["对应段落", "", "", "", "", phrases.NO_PASSAGES]
    for each in card.indicators:
        yield ["指标", each.name, f"要求：{each.required}", f"达到：{each.offered}", each.verdict, each.reason]
    if not card.indicators:
        yield ["指标", "", "", "", "", phrases.NO_INDICATORS]
    for condition in card.conditions:
        yield ["条件", condition.name, "", "", condition.verdict, condition.reason]
    if not card.conditions:
        yield ["条件", "", "", "", "", phrases.NO_CONDITIONS]
    for line in card.contribution_lines:
        label = f"　{line.label}" if line.is_part else line.label
        value = f"数值：{line.value}" if line.value else ""
        reached = f"累计{line.reached}" if line.reached else ""
        yield ["打分依据", label, "　".join(filter(None, (value, reached))), line.blocks, line.points, line.reason]
    yield ["打分依据", phrases.TOTAL, "", phrases.BAR_KEY, card.margin, phrases.TOTAL_REASON]


def _bands(scale: Scale) -> str:
    """Return the four bands of a scale in a line each, the one of the sum marked."""
    marks = (f"　▲{band.sum_here}" if band.sum_here else "" for band in scale.bands)
    return "\n".join(f"{band.level}：{band.stretch}{mark}" for band, mark in zip(scale.bands, marks, strict=True))


def _full(view: RecordView) -> Iterator[MarkedText]:
    """Yield the facts and the running texts of a record, each headed by its label and cut to rows."""
    facts = "；".join(f"{label}：{value}" for label, value in view.facts)
    basics = MarkedText("基本情况", (Segment(facts, "", marked=False),))
    for text in (*([basics] if facts else []), *view.texts):
        headed = MarkedText(text.label, (Segment(f"【{text.label}】", "", marked=False), *text.segments))
        yield from row_sized(headed, width=_TEXT_WIDTH)
