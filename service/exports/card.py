"""The evidence card: what page, workbook and Word file say about one match, computed once.

Every string is final: labelled in Chinese, masked, printable. A format draws the card and decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from data.records.achievements import Achievement
from data.records.enums import ConditionStatus
from data.records.matches import Condition, IndicatorComparison, Match, Quote
from data.records.needs import Need
from data.records.sources import Source
from matcher.phrases import CONDITION_LABELS, FIELD_LABELS, LEVEL_LABELS, STATUS_LABELS
from service.exports import phrases
from service.exports.contributions import (
    ContributionLine,
    ContributionRow,
    cents,
    contribution_lines,
    contribution_rows,
    signed,
)
from service.exports.marks import MarkedText, Span, circled, cut
from service.exports.masking import Mask, RecordTexts, printable
from service.exports.scale import Scale, scale_of

# Fields long enough to be read as running text; every other field is a fact of one line.
_TEXT_FIELDS: Final = ("content", "indicators", "existing_base", "scope")
_OWN_PLACE: Final = ("title", *_TEXT_FIELDS)
_SIGNS: Final = {
    ConditionStatus.PASS: phrases.SIGN_MET,
    ConditionStatus.FAIL: phrases.SIGN_NOT_MET,
    ConditionStatus.CANNOT_TELL: phrases.SIGN_CANNOT_TELL,
}


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record, as a reader sees it.

    Attributes:
        role: "技术需求" or "科技成果".
        id: as the file gives it.
        title: the name, marked.
        owner: enterprise, or university and team; "未填写" where the file is silent.
        region: as in the file, or "未填写".
        facts: short fields with a value: label and text.
        texts: running texts, marked.
    """

    role: str
    id: str
    title: MarkedText
    owner: str
    region: str
    facts: tuple[tuple[str, str], ...]
    texts: tuple[MarkedText, ...]


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Two passages side by side; `mark` is the number both carry in the texts."""

    mark: str
    need_field: str
    need: str
    achievement_field: str
    achievement: str
    similarity: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """需求要求 / 成果达到 / 判断."""

    name: str
    required: str
    offered: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A hard condition; `verdict` is a sign and a word."""

    name: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """Everything a reader is told about one match.

    Attributes:
        anchor: unique within the report: "3-1" is list 3, rank 1.
        rank: from 1.
        is_nearest: shown only because nothing fitted.
        level: in words.
        score: 0 to 100.
        contributions: every feature's share, none left out.
        margin: what the contributions add up to, two decimals.
        scale: where the margin stands among the levels.
        missing: sentences on what the achievement denies, what failed or cannot be told; may be empty.
        is_recommended: a person judged this very pair and recommends it.
    """

    anchor: str
    rank: int
    is_nearest: bool
    level: str
    score: int
    summary: str
    need: RecordView
    achievement: RecordView
    passages: tuple[PassageRow, ...]
    indicators: tuple[IndicatorRow, ...]
    conditions: tuple[ConditionRow, ...]
    contributions: tuple[ContributionRow, ...]
    margin: Decimal
    scale: Scale
    missing: tuple[str, ...]
    is_recommended: bool = False

    @property
    def contribution_lines(self) -> tuple[ContributionLine, ...]:
        """The contributions as people read them: by kind of evidence, with what is negligible in one line."""
        return contribution_lines(self.contributions)

    @property
    def level_line(self) -> str:
        """The level in words, and that a person recommended the pair, where one did."""
        return phrases.WITH_BADGE.format(text=self.level) if self.is_recommended else self.level

    @property
    def margin_signed(self) -> str:
        """The margin with its sign."""
        return signed(self.margin)

    @property
    def missing_line(self) -> str:
        """What is missing, in one cell; "无" where nothing is."""
        return "".join(self.missing) or phrases.NOTHING_MISSING_SHORT

    @property
    def conditions_line(self) -> str:
        """Every condition with its verdict, in one cell."""
        return "；".join(f"{row.name}：{row.verdict}" for row in self.conditions) or phrases.NOTHING_MISSING_SHORT

    @property
    def rank_line(self) -> str:
        """Rank in words: "第1名", with the badge where a person recommended it; for what was only nearest, that."""
        rank = phrases.NEAREST if self.is_nearest else f"第{self.rank}名"
        return phrases.WITH_BADGE.format(text=rank) if self.is_recommended else rank


def build_card(
    match: Match, *, need: Need, achievement: Achievement, texts: RecordTexts, anchor: str, is_nearest: bool = False
) -> EvidenceCard:
    """Turn a match into the card that every format draws.

    Args:
        match: the match.
        need: its need.
        achievement: its achievement.
        texts: masked texts of the report's records.
        anchor: unique name of the card.
        is_nearest: is it shown only because nothing fitted?

    Returns:
        The card.
    """

    def said(text: str) -> str:
        return printable(texts.said_of(text, need, achievement))

    passages = tuple(
        PassageRow(
            mark=circled(number),
            need_field=_field_label(pair.need.field),
            need=printable(texts.quote(need, pair.need)),
            achievement_field=_field_label(pair.achievement.field),
            achievement=printable(texts.quote(achievement, pair.achievement)),
            similarity=f"{pair.similarity:.2f}",
        )
        for number, pair in enumerate(match.passages, start=1)
    )
    indicators = tuple(_indicator(each, need, achievement, texts) for each in match.indicators)
    conditions = tuple(_condition(each, said) for each in match.conditions)
    denied = tuple(phrases.DENIED.format(text=printable(texts.quote(achievement, each))) for each in match.denials)
    rows = contribution_rows(match.contributions, margin=match.margin, said=said)
    score = score_points(match.score)
    return EvidenceCard(
        anchor=anchor,
        rank=match.rank,
        is_nearest=is_nearest,
        level=LEVEL_LABELS[match.level],
        score=score,
        summary=said(match.summary),
        need=view_record(need, texts=texts, quotes=[pair.need for pair in match.passages]),
        achievement=view_record(achievement, texts=texts, quotes=[pair.achievement for pair in match.passages]),
        passages=passages,
        indicators=indicators,
        conditions=conditions,
        contributions=rows,
        margin=cents(match.margin),
        scale=scale_of(match, score=score, steps=(line.after for line in contribution_lines(rows))),
        missing=(*denied, *_missing(match, indicators=indicators, conditions=conditions)),
        is_recommended=match.is_recommended,
    )


def view_record(record: Need | Achievement, *, texts: RecordTexts, quotes: Sequence[Quote] = ()) -> RecordView:
    """Turn a record into what a reader sees, with the quoted passages marked.

    Args:
        record: a need or an achievement.
        texts: masked texts of the report's records.
        quotes: passages in the order of their numbers.

    Returns:
        The view.
    """
    values = {name: printable(value) for name, value in texts.fields(record).items()}
    spans: dict[str, list[Span]] = {}
    for number, quote in enumerate(quotes, start=1):
        spans.setdefault(quote.field, []).append(Span(quote.start, quote.end, circled(number)))

    def marked(name: str) -> MarkedText:
        return MarkedText(_field_label(name), cut(values.get(name, ""), spans.get(name, [])))

    # A header of the file and the file's own name are the user's words too.
    facts = [
        (texts.free(_field_label(name)) + _unit_line(values, name), value)
        for name, value in values.items()
        if name not in _OWN_PLACE and name not in _UNITS.values()
    ]
    source = printable(texts.free(_source_line(record.source)))
    return RecordView(
        role=phrases.ROLE_NEED if isinstance(record, Need) else phrases.ROLE_ACHIEVEMENT,
        id=record.id,
        title=marked("title"),
        owner=_owner(record, values),
        region=values.get("region", phrases.BLANK),
        facts=tuple(facts + ([("来源", source)] if source else [])),
        texts=tuple(marked(name) for name in _TEXT_FIELDS if name in values),
    )


_UNITS: Final = {"budget": "budget_unit", "price": "price_unit"}
"""Columns whose unit the reader found in a header or above the table, and where it keeps it."""


def _unit_line(values: Mapping[str, str], name: str) -> str:
    unit = values.get(_UNITS.get(name, ""), "")
    return f"（{unit}）" if unit else ""


def score_points(score: float) -> int:
    """Return a score of 0-1 as whole points of 0-100, halves upwards (bankers' rounding would surprise a reader)."""
    return int((Decimal(repr(score)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _indicator(each: IndicatorComparison, need: Need, achievement: Achievement, texts: RecordTexts) -> IndicatorRow:
    return IndicatorRow(
        name=printable(texts.free(each.name)),
        required=printable(texts.quote(need, each.required)),
        offered=phrases.NOT_STATED if each.offered is None else printable(texts.quote(achievement, each.offered)),
        verdict=_verdict(each.status),
        reason=printable(texts.free(each.reason)),
    )


def _condition(each: Condition, said: Mask) -> ConditionRow:
    return ConditionRow(
        name=CONDITION_LABELS.get(each.name, each.name),
        verdict=_verdict(each.status),
        reason=said(each.reason),
    )


def _missing(
    match: Match, *, indicators: Sequence[IndicatorRow], conditions: Sequence[ConditionRow]
) -> tuple[str, ...]:
    """Return a sentence on each condition and indicator that is not met, failures first."""
    sentences = [
        (condition.status, f"{row.name}{STATUS_LABELS[condition.status]}：{_clause(row.reason)}。")
        for condition, row in zip(match.conditions, conditions, strict=True)
    ] + [
        (
            indicator.status,
            f"指标“{row.name or row.required}”{STATUS_LABELS[indicator.status]}：{_clause(row.reason)}。",
        )
        for indicator, row in zip(match.indicators, indicators, strict=True)
    ]
    return tuple(
        sentence
        for wanted in (ConditionStatus.FAIL, ConditionStatus.CANNOT_TELL)
        for status, sentence in sentences
        if status is wanted
    )


def _clause(reason: str) -> str:
    return reason.rstrip("。；，") or phrases.NOT_STATED


def _verdict(status: ConditionStatus) -> str:
    return f"{_SIGNS[status]}{STATUS_LABELS[status]}"


def _owner(record: Need | Achievement, values: Mapping[str, str]) -> str:
    if isinstance(record, Need):
        return values.get("enterprise", phrases.BLANK)
    names = [values[name] for name in ("university", "team") if name in values]
    return " ".join(names) or phrases.BLANK


def _source_line(source: Source) -> str:
    row = f"第{source.row}行" if source.row else ""
    return " ".join(part for part in (source.file, source.sheet, row) if part)


def _field_label(name: str) -> str:
    return printable(FIELD_LABELS.get(name, name))
