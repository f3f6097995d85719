"""A doctor's report as a paper: one part a need for reading, one sheet a topic for filtering."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from data.records.enums import Presence, Triage
from data.records.matches import Quote
from ingest.parsing.indicators import Indicator
from matcher.doctor import phrases as words
from matcher.doctor.dependence import MaskEffect, MaskVerdict, Place
from matcher.doctor.diagnosis import Diagnosis
from matcher.doctor.vagueness import ASK_BACK_FROM, TOO_VAGUE_FROM
from matcher.phrases import FIELD_LABELS
from service.docking.doctoring import Consultation
from service.exports import doctor_phrases as phrases
from service.exports.doctor_overview import Numbered, brief_parts
from service.exports.marks import MarkedText, Segment
from service.exports.masking import Masks, RecordTexts, printable
from service.exports.overview import MOST_TITLE, brief
from service.exports.paper import Paper, PaperCell, PaperPart, PaperTable, columns


def doctor_paper(report: Consultation, masks: Masks) -> Paper:
    """Return what the files of a doctor's report show, contacts masked."""
    drawing = _Drawing(report, RecordTexts(masks))
    only = report.diagnoses[0] if len(report.diagnoses) == 1 else None
    title = phrases.TITLE if only is None else phrases.TITLE_OF_ONE.format(title=drawing.title(only))
    model = (f"所用模型：{printable(report.model)}。",) if report.model else ()
    return Paper(
        title=title,
        as_of=report.as_of,
        lead=drawing.lead(),
        parts=tuple(drawing.parts(enumerate(report.diagnoses, start=1))),
        sheets=tuple(drawing.sheets()),
        foot=(*phrases.GUIDE, *model),
        brief=brief_parts(report.diagnoses, row=drawing.short_row, draw=drawing.parts),
    )


class _Drawing:
    """Tables of one report; texts are masked once a need."""

    def __init__(self, report: Consultation, texts: RecordTexts) -> None:
        self._report = report
        self._texts = texts

    def title(self, each: Diagnosis) -> str:
        """Return the name of a need, or that it has none."""
        return printable(self._texts.fields(each.need).get("title", "")) or phrases.UNTITLED

    def lead(self) -> tuple[str, ...]:
        """Return the totals, and what was left out of the input."""
        counts = {verdict.value: self._report.count(verdict) for verdict in Triage}
        totals = phrases.TOTALS.format(n=len(self._report.diagnoses), **counts)
        return (totals, *(printable(self._texts.free(note)) for note in self._report.notes))

    def short_row(self, number: int, each: Diagnosis) -> tuple[str | int, ...]:
        """Return the row of one need in the table that stands before the reports."""
        return (
            number,
            brief(self.title(each), MOST_TITLE),
            brief(printable(self._texts.fields(each.need).get("enterprise", "")), MOST_TITLE),
            words.VERDICTS[each.vagueness.verdict],
            each.vagueness.score,
            "、".join(self._missing(each)) or phrases.NOTHING_ABSENT,
        )

    def parts(self, numbered: Iterable[Numbered]) -> Iterator[PaperPart]:
        """Yield the parts of some needs, each with its number in the input."""
        is_one = len(self._report.diagnoses) == 1
        for number, each in numbered:
            name = self.title(each) if is_one else f"{number}．{self.title(each)}"
            yield PaperPart(name, lines=(verdict_line(each),))
            yield PaperPart(phrases.WHY, 2, table=self._reasons(each))
            asked = tuple(f"{rank}．{self._said(each, one.text)}" for rank, one in enumerate(each.questions, start=1))
            yield PaperPart(phrases.ASK, 2, asked or (phrases.NO_QUESTION,))
            yield PaperPart(phrases.MISSING, 2, table=self._checks(each))
            yield PaperPart(phrases.TEXT, 2, tuple(self._marked_texts(each)))
            yield PaperPart(phrases.VALUES, 2, table=self._values(each))
            tried = any(share.drop is not None for share in each.words)
            note = (phrases.WORDS_NOTE, *((phrases.WORDS_TRIED,) if tried else ()))
            yield PaperPart(phrases.WORDS, 2, note, self._words(each))
            if each.masking is not None:
                hidden = "、".join(each.masking.masked) or "、".join(each.masking.absent)
                heading = phrases.MASKED_WORDS.format(words=self._free(hidden))
                yield PaperPart(heading, 2, self._mask_lines(each.masking), self._masking(each))

    def sheets(self) -> Iterator[PaperTable]:
        """Yield one table a topic over all needs."""
        yield self._verdicts()
        yield self._joined("空泛理由", self._reasons)
        yield self._joined("建议询问", self._questions)
        yield self._joined("检查清单", self._checks)
        yield self._joined("指标", self._values)
        yield self._joined("段落", self._passages)
        yield self._joined("匹配靠哪些词", self._words)
        if any(each.masking for each in self._report.diagnoses):
            yield self._joined("隐去词后的变化", self._masking)

    def _joined(self, name: str, make: Callable[[Diagnosis], PaperTable]) -> PaperTable:
        """Put the tables of all needs below each other, with the need in front of every row."""
        tables = [(each, make(each)) for each in self._report.diagnoses]
        heads = columns(("编号", 12), ("需求名称", 26))
        own = tables[0][1].columns if tables else ()
        rows = tuple((each.need.id, self.title(each), *row) for each, table in tables for row in table.rows)
        return PaperTable(name, (*heads, *own), rows, tables[0][1].empty if tables else phrases.NO_NEED)

    def _verdicts(self) -> PaperTable:
        heads = columns(
            ("编号", 10), ("需求名称", 22), ("企业", 14), ("结论", 13), ("空泛程度", 9), ("最主要的理由", 24),
            ("缺什么", 28), ("建议询问", 46),
        )  # fmt: skip
        rows = tuple(self._verdict_row(each) for each in self._report.diagnoses)
        return PaperTable("诊断总表", heads, rows, phrases.NO_NEED)

    def _verdict_row(self, each: Diagnosis) -> tuple[PaperCell, ...]:
        asked = (f"{rank}．{self._said(each, one.text)}" for rank, one in enumerate(each.questions, start=1))
        reasons = (self._said(each, part.reason) for part in each.vagueness.parts if part.points > 0)
        return (
            each.need.id,
            self.title(each),
            printable(self._texts.fields(each.need).get("enterprise", "")),
            words.VERDICTS[each.vagueness.verdict],
            each.vagueness.score,
            next(reasons, phrases.NO_REASON),
            "、".join(self._missing(each)),
            "\n".join(asked),
        )

    @staticmethod
    def _missing(each: Diagnosis) -> list[str]:
        return [words.CHECK_LABELS[check.name] for check in each.checks if check.presence is Presence.ABSENT]

    def _reasons(self, each: Diagnosis) -> PaperTable:
        rows: list[tuple[PaperCell, ...]] = [
            (words.VAGUE_LABELS[part.name], part.points, self._said(each, part.reason)) for part in each.vagueness.parts
        ]
        total = sum(part.points for part in each.vagueness.parts)
        if rows:
            held = "" if total == each.vagueness.score else phrases.HELD.format(total=total)
            rows.append((phrases.SUM, each.vagueness.score, held))
        return PaperTable("空泛理由", columns(("理由", 20), ("分值", 8), ("说明", 60)), tuple(rows), phrases.NO_REASON)

    def _questions(self, each: Diagnosis) -> PaperTable:
        rows = tuple((rank, self._said(each, one.text)) for rank, one in enumerate(each.questions, start=1))
        return PaperTable("建议询问", columns(("次序", 7), ("问题", 90)), rows, phrases.NO_QUESTION)

    def _checks(self, each: Diagnosis) -> PaperTable:
        rows = tuple(
            (
                words.CHECK_LABELS[check.name],
                words.PRESENCE_LABELS[check.presence],
                "" if check.quote is None else printable(self._texts.quote(each.need, check.quote)),
                check.note,
            )
            for check in each.checks
        )
        heads = columns(("项目", 26), ("情况", 12), ("文中的话", 50), ("说明", 34))
        return PaperTable("检查清单", heads, rows, phrases.NO_REASON)

    def _values(self, each: Diagnosis) -> PaperTable:
        rows = tuple(
            (
                printable(self._texts.quote(each.need, found.quote)),
                self._free(found.indicator.name),
                words.COMPARATORS[found.indicator.comparator],
                value_text(found.indicator),
                found.indicator.unit,
                words.DEMANDED if found.is_demand else words.STATED,
            )
            for found in each.indicators
        )
        heads = columns(("文中的话", 44), ("量", 20), ("比较", 9), ("数值", 14), ("单位", 10), ("要求还是说明", 14))
        return PaperTable("指标", heads, rows, phrases.NO_VALUE)

    def _passages(self, each: Diagnosis) -> PaperTable:
        rows = tuple(
            (
                words.KIND_LABELS[passage.kind],
                FIELD_LABELS.get(passage.quote.field, passage.quote.field),
                printable(self._texts.quote(each.need, passage.quote)),
            )
            for passage in each.profile.quoted
            if passage.text
        )
        return PaperTable("段落", columns(("说的是", 12), ("栏目", 10), ("文中的话", 90)), rows, phrases.NO_NEED)

    def _words(self, each: Diagnosis) -> PaperTable:
        heads = columns(("词", 24), ("占比", 9), ("得分变化", 11), ("退出名单", 10))
        rows = tuple(
            (
                self._said(each, share.word),
                f"{100 * share.share:.1f}%",
                "" if share.drop is None else _signed(-100 * share.drop),
                "" if share.n_lost is None else share.n_lost,
            )
            for share in each.words
        )
        if all(share.drop is None for share in each.words):
            return PaperTable("匹配靠哪些词", heads[:2], tuple(row[:2] for row in rows), phrases.NO_WORD)
        return PaperTable("匹配靠哪些词", heads, rows, phrases.NO_WORD)

    def _masking(self, each: Diagnosis) -> PaperTable:
        heads = columns(
            ("变化", 9), ("成果名称", 44), ("单位", 24), ("原名次", 9), ("原得分", 9), ("现名次", 9), ("现得分", 9)
        )
        rows = tuple(self._mask_rows(each.masking)) if each.masking else ()
        return PaperTable("隐去词后的变化", heads, rows, phrases.MASK_EMPTY)

    def _mask_rows(self, effect: MaskEffect) -> Iterator[tuple[PaperCell, ...]]:
        after = {place.achievement_id: place for place in effect.after}
        for place in effect.before:
            now = after.get(place.achievement_id)
            yield (phrases.STAYED if now else phrases.LEFT, *self._names(place), *_standing(place), *_standing(now))
        for place in effect.gained:
            yield (phrases.CAME, *self._names(place), *_standing(None), *_standing(place))

    def _names(self, place: Place) -> tuple[str, str]:
        achievement = self._report.achievements[place.achievement_id]
        fields = self._texts.fields(achievement)
        return printable(fields.get("title", place.achievement_id)), printable(fields.get("university", ""))

    def _mask_lines(self, effect: MaskEffect) -> tuple[str, ...]:
        lines = [
            f"{self._free(word)} → {self._free(general) or phrases.REMOVED}" for word, general in effect.masked.items()
        ]
        if effect.absent:
            lines.append(phrases.MASK_NOT_USED.format(words=self._free("、".join(effect.absent))))
        if effect.verdict in {MaskVerdict.SAFE, MaskVerdict.LOSS}:
            counts = {"kept": len(effect.kept), "lost": len(effect.lost), "gained": len(effect.gained)}
            lines.append(phrases.MASK_KEPT.format(n=len(effect.before), **counts))
        return (*lines, phrases.MASK_VERDICTS[effect.verdict])

    def _marked_texts(self, each: Diagnosis) -> Iterator[MarkedText]:
        """Yield the fields that were cut into passages: kinds written in front, demands underlined."""
        for field in dict.fromkeys(passage.quote.field for passage in each.profile.quoted):
            text = printable(self._texts.fields(each.need).get(field, ""))
            kinds = {
                passage.quote.start: f"【{words.KIND_LABELS[passage.kind]}】"
                for passage in each.profile.passages
                if passage.quote.field == field
            }
            demands = [one.quote for one in each.profile.indicators if one.quote.field == field]
            yield MarkedText(FIELD_LABELS.get(field, field), _segments(text, kinds, demands))

    def _said(self, each: Diagnosis, text: str) -> str:
        return printable(self._texts.said_of(text, each.need))

    def _free(self, text: str) -> str:
        return printable(self._texts.free(text))


def verdict_line(each: Diagnosis) -> str:
    """Return the verdict of one need as a sentence."""
    return phrases.VERDICT.format(
        verdict=words.VERDICTS[each.vagueness.verdict],
        score=each.vagueness.score,
        ask_back=ASK_BACK_FROM,
        too_vague=TOO_VAGUE_FROM,
    )


def value_text(indicator: Indicator) -> str:
    """Return the bounds of an indicator as written: one number, or two with a dash."""
    bounds = [f"{bound:g}" for bound in (indicator.low, indicator.high) if bound is not None]
    return "～".join(dict.fromkeys(bounds))


def _segments(text: str, kinds: Mapping[int, str], demands: Sequence[Quote]) -> tuple[Segment, ...]:
    edges = {0, len(text), *kinds, *(one.start for one in demands), *(one.end for one in demands)}
    places = sorted(place for place in edges if place <= len(text))
    return tuple(
        Segment(text[start:end], kinds.get(start, ""), any(one.start <= start < one.end for one in demands))
        for start, end in pairwise(places)
    )


def _signed(points: float) -> str:
    # Adding 0.0 turns the -0.0 that rounding leaves into 0.0.
    return f"{round(points, 1) + 0.0:+.1f}"


def _standing(place: Place | None) -> tuple[PaperCell, PaperCell]:
    return ("", "") if place is None else (place.rank, round(100 * place.score))
