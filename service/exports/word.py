"""Matches as a Word file: a shortlist that can be printed and handed to a company."""

from collections.abc import Iterator, Sequence
from typing import Final

from data.records.matches import MatchReport
from service.exports import phrases
from service.exports.card import EvidenceCard, RecordView
from service.exports.masking import Masks
from service.exports.outline import ListView, Outline
from service.exports.plan import WORD_CARDS, Plan, plan_for
from service.exports.word_file import TEXT_WIDTH, append, new_document, saved
from service.exports.word_xml import (
    CELL,
    CELL_HEAD,
    Look,
    cell_paragraph,
    marked_runs,
    paragraph,
    run,
    table,
    text_cells,
)

_CANDIDATE_WIDTHS: Final = (940, 1700, 1480, 1080, 660, 3210)
_TEXT_WIDTHS: Final = (TEXT_WIDTH // 2, TEXT_WIDTH // 2)
_PASSAGE_WIDTHS: Final = (700, 3735, 3735, 900)
_INDICATOR_WIDTHS: Final = (1300, 2200, 2200, 1270, 2100)
_CONDITION_WIDTHS: Final = (2000, 1400, 5670)
_CONTRIBUTION_WIDTHS: Final = (1800, 820, 1800, 820, 3830)
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
    plan = plan_for(outline, budget=WORD_CARDS, elsewhere="请另存为 Excel 文件（.xlsx）查看")
    document = new_document(title=outline.title, as_of=report.as_of)
    append(document, "".join(_opening(outline, plan)))
    for view in outline.lists:
        append(document, "".join(_list(outline, view, plan)))
    append(document, "".join(_closing(outline)))
    return saved(document)


def _opening(outline: Outline, plan: Plan) -> Iterator[str]:
    yield paragraph(run(outline.title), style="Title", centred=True)
    yield paragraph(run(f"核对日期：{outline.as_of}"), centred=True)
    yield paragraph(run(outline.totals))
    if not outline.is_shortlist:
        yield from _notes_at_head(outline)
    if plan.note:
        yield paragraph(run(plan.note))
    if not plan.full_texts:
        yield paragraph(
            run(f"候选较多，证据中只引用对应段落；{outline.candidate_word}全文请另存为 Excel 文件（.xlsx）查看。")
        )


def _list(outline: Outline, view: ListView, plan: Plan) -> Iterator[str]:
    yield paragraph(run(f"{view.number}．{view.query.title.text}"), style="Heading1")
    if view.query.facts:
        yield paragraph(run(_facts(view.query)))
    if not plan.full_texts:
        for text in view.query.texts:
            yield paragraph(run(f"{text.label}：{text.text}"))
    if view.note:
        yield paragraph(run(view.note, Look(bold=True)))
    cards = list(outline.cards(view))
    if not cards:
        yield paragraph(run(phrases.NO_CANDIDATES))
        return
    header = ("名次", outline.candidate_word, "单位", "相关程度", "得分", "推荐理由")
    rows = [text_cells(_candidate(card, outline.candidate(card))) for card in cards]
    yield table(header, rows, widths=_CANDIDATE_WIDTHS)
    for card in cards:
        if card.rank <= plan.cards_per_list:
            yield from _card(card, outline.candidate(card), full_texts=plan.full_texts)


def _candidate(card: EvidenceCard, candidate: RecordView) -> tuple[str, ...]:
    rank = phrases.NEAREST_SHORT if card.is_nearest else card.rank_line
    return (rank, candidate.title.text, candidate.owner, card.level, str(card.score), card.summary)


def _card(card: EvidenceCard, candidate: RecordView, *, full_texts: bool) -> Iterator[str]:
    yield paragraph(run(f"{card.rank_line}：{candidate.title.text}"), style="Heading2")
    yield paragraph(run(f"{card.level}，{card.score}分。", Look(bold=True)) + run(card.summary))
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
    yield table(("依据", "数值", "■加分　□减分", "分值", "说明"), _shares(card), widths=_CONTRIBUTION_WIDTHS)
    yield paragraph(run(phrases.OPINION_LINE))


def _shares(card: EvidenceCard) -> list[list[str]]:
    rows = []
    for line in card.contribution_lines:
        look = CELL if line.is_part else CELL_HEAD
        label = f"　{line.label}" if line.is_part else line.label
        head, points = (cell_paragraph(run(text, look)) for text in (label, line.signed))
        value, reason = text_cells((line.value, line.reason))
        rows.append([head, value, cell_paragraph(run(line.blocks, _BAR)), points, reason])
    # The total stays on the page of the line for the verdict below it.
    total = [
        cell_paragraph(run(text, CELL_HEAD), keep_next=True)
        for text in (phrases.TOTAL, "", "", card.margin_signed, phrases.TOTAL_REASON)
    ]
    return [*rows, total]


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
        yield paragraph(run(f"{phrases.NOTES_TITLE}其余{n_more}条，列在文末。"))


def _closing(outline: Outline) -> Iterator[str]:
    yield paragraph(run("阅读说明"), style="Heading1")
    for number, line in enumerate(phrases.GUIDE, start=1):
        yield paragraph(run(f"{number}．{line}"))
    if not outline.is_shortlist and len(outline.notes) > phrases.NOTES_AT_HEAD:
        yield paragraph(run(phrases.NOTES_TITLE), style="Heading1")
        yield from (paragraph(run(note)) for note in outline.notes[phrases.NOTES_AT_HEAD :])
    yield paragraph(run(f"所用模型：{outline.model}。"))
