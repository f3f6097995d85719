"""Matches as a Word file: a shortlist that can be printed and handed to a company."""

from collections.abc import Iterator, Sequence
from typing import Final

from data.records.matches import MatchReport
from service.exports import overview_phrases as words
from service.exports import phrases
from service.exports.card import EvidenceCard, RecordView
from service.exports.masking import Masks
from service.exports.outline import ListView, Outline
from service.exports.overview import company_lines, match_parts, rest_part, shortlist_parts
from service.exports.paper import PaperPart, capped
from service.exports.paper_word import word_part
from service.exports.plan import WORD_ROWS, WordPlan, word_plan
from service.exports.scale import Scale
from service.exports.word_file import TEXT_WIDTH, append, new_document, saved
from service.exports.word_xml import (
    CELL,
    CELL_HEAD,
    GAP,
    SMALL,
    SMALL_HEAD,
    Look,
    cell_paragraph,
    marked_runs,
    paragraph,
    run,
    table,
    text_cells,
)

_CANDIDATE_WIDTHS: Final = (860, 1900, 1580, 1080, 640, 3010)
_TEXT_WIDTHS: Final = (TEXT_WIDTH // 2, TEXT_WIDTH // 2)
_PASSAGE_WIDTHS: Final = (700, 3735, 3735, 900)
_INDICATOR_WIDTHS: Final = (1300, 2200, 2200, 1270, 2100)
_CONDITION_WIDTHS: Final = (2000, 1400, 5670)
_CONTRIBUTION_WIDTHS: Final = (1500, 760, 1760, 700, 700, 3650)
_BAND_WIDTHS: Final = (2267, 2267, 2268, 2268)
PAGE_ROWS: Final = 5
"""Rows of needs, and of partners, that one page holds beside the rest of the overview."""
# Ten blocks of 8 pt fit their column.
_BAR: Final = Look(size=16)


def render(report: MatchReport, masks: Masks) -> bytes:
    """Draw the Word file.

    Args:
        report: the matches.
        masks: how contacts are hidden.

    Returns:
        A docx file; byte-identical for the same report.
    """
    outline = Outline(report, masks)
    plan = word_plan(outline)
    document = new_document(title=outline.title, as_of=report.as_of)
    append(document, "".join(_opening(outline)))
    for part in _overview(outline):
        append(document, "".join(word_part(part)))
    append(document, "".join(_scope(outline, plan)))
    for view in outline.lists:
        append(document, "".join(_list(outline, view, plan)))
    rest = rest_part(outline, with_cards=plan.cards)
    append(document, "".join(word_part(capped(rest, most=WORD_ROWS))))
    append(document, "".join(_closing(outline)))
    return saved(document)


def _opening(outline: Outline) -> Iterator[str]:
    yield paragraph(run(outline.title), style="Title", centred=True)
    yield paragraph(run(f"核对日期：{outline.as_of}"), centred=True)
    if outline.is_shortlist:
        yield from (paragraph(run(line, CELL)) for line in company_lines(outline))
    else:
        yield paragraph(run(outline.totals))
        yield from _notes_at_head(outline)


def _overview(outline: Outline) -> Iterator[PaperPart]:
    """Yield the parts of the overview: of a shortlist as many rows as one page holds."""
    parts, most = (shortlist_parts(outline), PAGE_ROWS) if outline.is_shortlist else (match_parts(outline), WORD_ROWS)
    yield from (capped(part, most=most) for part in parts)


def _scope(outline: Outline, plan: WordPlan) -> Iterator[str]:
    yield paragraph(run(words.EVIDENCE_TITLE), style="Heading1", new_page=True)
    yield paragraph(run(plan.note))
    if plan.cards and not plan.full_texts:
        yield paragraph(
            run(f"候选较多，证据中只引用对应段落；{outline.candidate_word}全文请另存为 Excel 文件（.xlsx）查看。")
        )


def _list(outline: Outline, view: ListView, plan: WordPlan) -> Iterator[str]:
    """Yield the cards of one list, below its heading; nothing where no candidate has one."""
    cards = [outline.card(view, match) for match in view.shown if (view.number, match.rank) in plan.cards]
    if not cards:
        return
    yield paragraph(run(f"{view.number}．{view.query.title.text}"), style="Heading1")
    if view.query.facts:
        yield paragraph(run(_facts(view.query)))
    if not plan.full_texts:
        for text in view.query.texts:
            yield paragraph(run(f"{text.label}：{text.text}"))
    if view.note:
        yield paragraph(run(view.note, Look(bold=True)))
    if len(cards) > 1:
        header = ("名次", outline.candidate_word, "单位", "相关程度", "得分", "推荐理由")
        rows = [text_cells(_candidate(card, outline.candidate(card)), SMALL) for card in cards]
        yield table(header, rows, widths=_CANDIDATE_WIDTHS, head=SMALL_HEAD)
        yield GAP
    for card in cards:
        yield from _card(card, outline.candidate(card), full_texts=plan.full_texts)


def _candidate(card: EvidenceCard, candidate: RecordView) -> tuple[str, ...]:
    return (f"第{card.rank}名", candidate.title.text, candidate.owner, card.level_line, str(card.score), card.summary)


def _card(card: EvidenceCard, candidate: RecordView, *, full_texts: bool) -> Iterator[str]:
    yield paragraph(run(f"{card.rank_line}：{candidate.title.text}"), style="Heading2")
    yield paragraph(run(f"{card.level_line}，{card.score}分。", Look(bold=True)) + run(card.summary))
    if full_texts:
        yield paragraph(run("双方材料"), style="Heading3")
        sides = [_side(card.need), _side(card.achievement)]
        yield table((phrases.ROLE_NEED, phrases.ROLE_ACHIEVEMENT), [sides], widths=_TEXT_WIDTHS, may_split=True)
    yield paragraph(run("缺什么"), style="Heading3")
    for line in card.missing or (phrases.NOTHING_MISSING,):
        yield paragraph(run(line))
    yield from _section(
        "对应段落",
        ("编号", phrases.ROLE_NEED, phrases.ROLE_ACHIEVEMENT, "相似度"),
        [(row.mark, row.need, row.achievement, row.similarity) for row in card.passages],
        widths=_PASSAGE_WIDTHS,
        empty=phrases.NO_PASSAGES,
    )
    yield from _section(
        "技术指标",
        ("指标", "需求要求", "成果达到", "判断", "说明"),
        [(row.name, row.required, row.offered, row.verdict, row.reason) for row in card.indicators],
        widths=_INDICATOR_WIDTHS,
        empty=phrases.NO_INDICATORS,
    )
    yield from _section(
        "条件核对",
        ("条件", "判断", "理由"),
        [(row.name, row.verdict, row.reason) for row in card.conditions],
        widths=_CONDITION_WIDTHS,
        empty=phrases.NO_CONDITIONS,
    )
    yield paragraph(run("打分依据"), style="Heading3")
    header = ("依据", "数值", phrases.BAR_KEY, "分值", "累计", "说明")
    yield table(header, _shares(card), widths=_CONTRIBUTION_WIDTHS, head=SMALL_HEAD)
    yield GAP
    yield from _scale(card.scale)
    yield paragraph(run(phrases.OPINION_LINE))


def _shares(card: EvidenceCard) -> list[list[str]]:
    rows = []
    for line in card.contribution_lines:
        look = SMALL if line.is_part else SMALL_HEAD
        label = f"　{line.label}" if line.is_part else line.label
        head, points, reached = (cell_paragraph(run(text, look)) for text in (label, line.signed, line.reached))
        value, reason = text_cells((line.value, line.reason), SMALL)
        rows.append([head, value, cell_paragraph(run(line.blocks, _BAR)), points, reached, reason])
    # The total stays on the page of the scale and of the line for the verdict below it.
    total = [
        cell_paragraph(run(text, SMALL_HEAD), keep_next=True)
        for text in (phrases.TOTAL, "", "", card.margin_signed, card.margin_signed, phrases.TOTAL_REASON)
    ]
    return [*rows, total]


def _scale(scale: Scale) -> Iterator[str]:
    """Yield where the sum stands among the levels: a sentence, and the four bands side by side."""
    yield paragraph(run(scale.sentence, Look(bold=True)), keep_next=True)
    if scale.bands:
        bands = [
            cell_paragraph(run(band.stretch, SMALL), keep_next=True)
            + (cell_paragraph(run(f"▲{band.sum_here}", SMALL_HEAD), keep_next=True) if band.sum_here else "")
            for band in scale.bands
        ]
        yield table([band.level for band in scale.bands], [bands], widths=_BAND_WIDTHS, head=SMALL_HEAD)
        yield GAP


def _section(
    title: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[int], empty: str
) -> Iterator[str]:
    yield paragraph(run(title), style="Heading3")
    if rows:
        yield table(header, [text_cells(row) for row in rows], widths=widths)
    else:
        yield paragraph(run(empty))


def _side(view: RecordView) -> str:
    """Return the paragraphs of one record: name, facts, full texts with marks."""
    blocks = [cell_paragraph(marked_runs(view.title, CELL_HEAD))]
    if view.facts:
        blocks.append(cell_paragraph(run(_facts(view), CELL)))
    blocks += [cell_paragraph(run(f"{text.label}：", CELL_HEAD) + marked_runs(text, CELL)) for text in view.texts]
    return "".join(blocks)


def _facts(view: RecordView) -> str:
    return "；".join(f"{label}：{value}" for label, value in view.facts) + "。"


def _notes_at_head(outline: Outline) -> Iterator[str]:
    yield from (paragraph(run(note)) for note in outline.notes[: phrases.NOTES_AT_HEAD] or (phrases.NOTHING_LEFT_OUT,))
    n_more = len(outline.notes) - phrases.NOTES_AT_HEAD
    if n_more > 0:
        yield paragraph(run(phrases.MORE_NOTES.format(n=n_more)))


def _closing(outline: Outline) -> Iterator[str]:
    yield paragraph(run("阅读说明"), style="Heading1")
    for number, line in enumerate(phrases.GUIDE, start=1):
        # The last holds the line on the model, which would look lost on a page of its own.
        yield paragraph(run(f"{number}．{line}"), keep_next=number == len(phrases.GUIDE))
    if not outline.is_shortlist and len(outline.notes) > phrases.NOTES_AT_HEAD:
        yield paragraph(run(phrases.NOTES_TITLE), style="Heading1")
        yield from (paragraph(run(note)) for note in outline.notes[phrases.NOTES_AT_HEAD :])
    yield paragraph(run(f"所用模型：{outline.model}。"))
