"""A report of gaps as a paper: one sheet, and one part, for each kind of gap."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.records.achievements import Achievement
from data.records.ids import AchievementId
from data.records.matches import Match
from data.records.needs import Need
from matcher.doctor.phrases import VERDICTS
from matcher.gaps.open_ends import NearMiss, Unanswered
from matcher.phrases import CONDITION_LABELS, LEVEL_LABELS
from service.docking.gaps import CommonNeed, GapReport
from service.exports import gap_phrases as phrases
from service.exports.masking import Masks, RecordTexts, printable
from service.exports.paper import Paper, PaperCell, PaperPart, PaperTable, capped, columns, plain_cell, without_blanks

Row = tuple[PaperCell, ...]

_NARROW: Final = frozenset({
    "序号",
    "需求名称",
    "企业",
    "成果名称",
    "单位",
    "诊断",
    "不满足的条件",
    "怎样消除",
    "最接近的成果",
    "最接近的需求",
    "得分",
    "为什么不够",
    "共性技术（组内共有的词）",
    "需求数",
    "需求",
    "最适合全组的成果（单位；平均得分；适合的需求数）",
})
"""Columns that fit across a page; a sheet has all."""

WORD_ROWS: Final = 30
"""Rows of one kind that a Word file holds, which is printed; workbook and page hold all."""

MOST_LISTED: Final = 8
"""Companies, regions or needs named in one cell; the sheet of sources has all."""


def gap_paper(report: GapReport, masks: Masks) -> Paper:
    """Return what the files of a report of gaps show, contacts masked."""
    drawing = _Drawing(report, RecordTexts(masks))
    tables = {
        phrases.COMMON_NOTE: drawing.common(),
        phrases.OPEN_NOTE: drawing.open_needs(),
        phrases.NEAR_NOTE: drawing.near(),
        phrases.VAGUE_NOTE: drawing.vague_needs(),
        phrases.UNNEEDED_NOTE: drawing.unneeded(),
    }
    parts = tuple(PaperPart(table.name, lines=(note,), table=_narrowed(table)) for note, table in tables.items())
    return Paper(
        title=phrases.TITLE,
        as_of=report.as_of,
        lead=(drawing.totals(), *(drawing.free(note) for note in report.notes)),
        parts=parts,
        sheets=(*tables.values(), drawing.sources()),
        foot=(*phrases.GUIDE, f"所用模型：{printable(report.model)}。"),
        brief=(_overview(parts), *(_printed(part) for part in parts)),
    )


def _printed(part: PaperPart) -> PaperPart:
    """Return a part as paper has room for it."""
    table = part.table
    return part if table is None else capped(replace(part, table=without_blanks(table)), most=WORD_ROWS)


def _overview(parts: Sequence[PaperPart]) -> PaperPart:
    """Return how many there are of each kind, and what the kind means."""
    rows = tuple(
        (part.heading, 0 if part.table is None else len(part.table.rows), plain_cell(part.lines[0])) for part in parts
    )
    table = PaperTable(phrases.OVERVIEW, columns(("种类", 24), ("数量", 10), ("说明", 66)), rows, phrases.NO_OPEN)
    return PaperPart(phrases.OVERVIEW, table=table)


class _Drawing:
    """Tables of one report; every record is masked once."""

    def __init__(self, report: GapReport, texts: RecordTexts) -> None:
        self._report = report
        self._texts = texts

    def free(self, text: str) -> str:
        """Return a sentence of ours that may quote a record, masked."""
        return printable(self._texts.free(text))

    def totals(self) -> str:
        """Return how many there are of each kind."""
        report = self._report
        return phrases.TOTALS.format(
            needs=len(report.needs),
            answered=report.n_answered,
            unanswered=len(report.open_needs) + len(report.vague_needs),
            near=len(report.near_misses),
            open=len(report.open_needs),
            vague=len(report.vague_needs),
            achievements=len(report.achievements),
            unneeded=len(report.unneeded),
            common=len(report.common),
            members=sum(len(group.needs) for group in report.common),
        )

    def near(self) -> PaperTable:
        """Return the pairs that one condition blocks."""
        heads = columns(
            ("序号", 6), ("需求名称", 26), ("企业", 16), ("成果名称", 26), ("单位", 16), ("相关程度", 11), ("得分", 7),
            ("不满足的条件", 14), ("怎样消除", 44), ("需求编号", 12), ("成果编号", 12),
        )  # fmt: skip
        rows = tuple(self._near_row(number, each) for number, each in enumerate(self._report.near_misses, start=1))
        return PaperTable(phrases.NEAR, heads, rows, phrases.NO_NEAR)

    def open_needs(self) -> PaperTable:
        """Return the needs that nobody answers."""
        return self._unanswered(phrases.OPEN, self._report.open_needs)

    def vague_needs(self) -> PaperTable:
        """Return the needs to be asked back before anybody plans for them."""
        return self._unanswered(phrases.VAGUE, self._report.vague_needs)

    def unneeded(self) -> PaperTable:
        """Return the achievements that nobody needs."""
        heads = columns(
            ("序号", 6), ("成果名称", 40), ("单位", 26), ("最接近的需求", 40), ("相关程度", 11), ("得分", 7),
            ("成果编号", 12),
        )  # fmt: skip
        rows = []
        for number, each in enumerate(self._report.unneeded, start=1):
            achievement = self._report.achievements[each.achievement_id]
            nearest = phrases.NO_NEED if each.nearest is None else self._title(self._report.needs[each.nearest])
            score: PaperCell = "" if each.nearest is None else round(100 * each.score)
            level = "" if each.nearest is None else LEVEL_LABELS[each.level]
            rows.append((
                number,
                self._title(achievement),
                self._owner(achievement),
                nearest,
                level,
                score,
                achievement.id,
            ))
        return PaperTable(phrases.UNNEEDED, heads, tuple(rows), phrases.NO_UNNEEDED)

    def common(self) -> PaperTable:
        """Return the groups of common needs."""
        heads = columns(
            ("序号", 6), ("共性技术（组内共有的词）", 24), ("需求数", 8), ("企业数", 8), ("已有成果的需求数", 10),
            ("需求", 46), ("企业", 24), ("地区", 18), ("最适合全组的成果（单位；平均得分；适合的需求数）", 48),
        )  # fmt: skip
        rows = tuple(self._common_row(number, group) for number, group in enumerate(self._report.common, start=1))
        return PaperTable(phrases.COMMON, heads, rows, phrases.NO_COMMON)

    def sources(self) -> PaperTable:
        """Return every need of every group."""
        heads = columns(
            ("组号", 6), ("共性技术", 24), ("需求编号", 12), ("需求名称", 40), ("企业", 24), ("地区", 18),
        )  # fmt: skip
        rows = tuple(
            (number, self._name(group), need_id, self._title(need), self._owner(need), self._field(need, "region"))
            for number, group in enumerate(self._report.common, start=1)
            for need_id in group.needs
            for need in (self._report.needs[need_id],)
        )
        return PaperTable(phrases.SOURCES, heads, rows, phrases.NO_COMMON)

    def _near_row(self, number: int, each: NearMiss) -> Row:
        match = each.match
        need, achievement = self._report.needs[match.need_id], self._report.achievements[match.achievement_id]
        return (
            number,
            self._title(need),
            self._owner(need),
            self._title(achievement),
            self._owner(achievement),
            LEVEL_LABELS[match.level],
            round(100 * match.score),
            CONDITION_LABELS[each.blocked_by.name],
            self._remedy(each, need, achievement),
            need.id,
            achievement.id,
        )

    def _remedy(self, each: NearMiss, need: Need, achievement: Achievement) -> str:
        unmet = (
            phrases.UNMET.format(
                required=self._texts.quote(need, one.required),
                offered="" if one.offered is None else self._texts.quote(achievement, one.offered),
            )
            for one in each.unmet
        )
        sides = {
            "cooperation": (self._field(need, "cooperation"), self._field(achievement, "cooperation")),
            "budget": (self._field(need, "budget"), self._field(achievement, "price")),
        }
        asked, offered = sides.get(each.blocked_by.name, ("", ""))
        template = phrases.REMEDIES[each.blocked_by.name]
        return printable(template.format(need=asked, achievement=offered, indicators="；".join(unmet)))

    def _unanswered(self, name: str, needs: tuple[Unanswered, ...]) -> PaperTable:
        heads = columns(
            ("序号", 6), ("需求名称", 28), ("企业", 16), ("地区", 14), ("诊断", 13), ("空泛程度", 9),
            ("最接近的成果", 28), ("相关程度", 11), ("得分", 7), ("为什么不够", 44), ("需求编号", 12),
        )  # fmt: skip
        rows = tuple(self._unanswered_row(number, each) for number, each in enumerate(needs, start=1))
        return PaperTable(name, heads, rows, phrases.NO_OPEN)

    def _unanswered_row(self, number: int, each: Unanswered) -> Row:
        need = self._report.needs[each.need_id]
        return (
            number,
            self._title(need),
            self._owner(need),
            self._field(need, "region"),
            VERDICTS[each.vagueness.verdict],
            each.vagueness.score,
            *self._nearest(each.nearest),
            self._said("；".join(each.shortcomings), need, *self._nearest_offer(each)) or phrases.NO_REASON,
            need.id,
        )

    def _nearest(self, match: Match | None) -> Row:
        if match is None:
            return (phrases.NO_NEAREST, "", "")
        title = self._title(self._report.achievements[match.achievement_id])
        return (title, LEVEL_LABELS[match.level], round(100 * match.score))

    def _common_row(self, number: int, group: CommonNeed) -> Row:
        titles = [self._title(self._report.needs[need_id]) for need_id in group.needs]
        return (
            number,
            self._name(group),
            len(group.needs),
            len(group.enterprises) or phrases.NONE_NAMED,
            group.n_answered,
            _listed(titles, separator="\n"),
            self.free(_listed(group.enterprises, separator="、")) or phrases.NONE_NAMED,
            self.free(_listed(group.regions, separator="、")) or phrases.NONE_NAMED,
            "\n".join(self._offers(group)),
        )

    def _offers(self, group: CommonNeed) -> Iterator[str]:
        fitting = [each for each in group.best if each[2]]
        for rank, (number, score, n_answered) in enumerate(fitting, start=1):
            yield f"{rank}．{self._offer(number)}；{round(100 * score)}分；{n_answered}项）"
        if not fitting:
            yield phrases.NO_BEST
            yield from (f"{self._offer(number)}；{round(100 * score)}分）" for number, score, _ in group.best[:1])

    def _offer(self, number: AchievementId) -> str:
        achievement = self._report.achievements[number]
        return f"{self._title(achievement)}（{self._owner(achievement)}"

    def _name(self, group: CommonNeed) -> str:
        return self._said("、".join(group.words), *(self._report.needs[need_id] for need_id in group.needs))

    def _nearest_offer(self, each: Unanswered) -> tuple[Achievement, ...]:
        return () if each.nearest is None else (self._report.achievements[each.nearest.achievement_id],)

    def _said(self, text: str, *records: Need | Achievement) -> str:
        return printable(self._texts.said_of(text, *records))

    def _title(self, record: Need | Achievement) -> str:
        return self._field(record, "title") or str(record.id)

    def _owner(self, record: Need | Achievement) -> str:
        name = "enterprise" if isinstance(record, Need) else "university"
        return self._field(record, name) or phrases.NONE_NAMED

    def _field(self, record: Need | Achievement, name: str) -> str:
        return " ".join(printable(self._texts.fields(record).get(name, "")).split())


def _narrowed(table: PaperTable) -> PaperTable:
    kept = [place for place, column in enumerate(table.columns) if column.header in _NARROW]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return PaperTable(table.name, tuple(table.columns[place] for place in kept), rows, table.empty)


def _listed(texts: list[str] | tuple[str, ...], *, separator: str) -> str:
    shown = separator.join(texts[:MOST_LISTED])
    return shown if len(texts) <= MOST_LISTED else f"{shown}{separator}等{len(texts)}项"
