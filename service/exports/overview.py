"""The first page of a file of matches: for a company its needs and partners, for an office the state of every need."""

from collections.abc import Iterator, Sequence
from typing import Final

from data.records.enums import Level
from data.records.feedback import Verdict
from data.records.matches import Match
from matcher.feedback_phrases import REASON_LABELS, REJECTED_BADGE
from matcher.partners import Partner
from matcher.phrases import LEVEL_LABELS, NO_MATCH, ONLY_WEAK
from service.exports import overview_phrases as words
from service.exports import phrases
from service.exports.card import score_points
from service.exports.outline import ListView, Outline
from service.exports.paper import PaperCell, PaperPart, PaperTable, columns, without_blanks

MOST_NAMED: Final = 3
"""Achievements of one partner named in its row; the lists name all."""
MOST_TITLE: Final = 28
"""Characters of a title in a row of the overview."""
MOST_QUOTED: Final = 45
"""Characters of the sentence that speaks most for a partner."""


def shortlist_parts(outline: Outline, *, where: str = words.IN_APPENDIX) -> tuple[PaperPart, ...]:
    """Return the overview of one company: needs, partners, and what was left out and why.

    Args:
        outline: a shortlist.
        where: where the file keeps the candidates that are not worth a meeting.
    """
    left_out = ("".join(left_out_lines(outline, where=where)), words.METHOD)
    return (
        PaperPart(words.NEEDS_TITLE, 2, table=_needs_table(outline), is_small=True),
        PaperPart(words.PARTNERS_TITLE, 2, table=partner_table(outline), is_small=True),
        PaperPart(words.LEFT_OUT_TITLE, 2, lines=left_out, is_small=True),
    )


def company_lines(outline: Outline) -> tuple[str, ...]:
    """Return who the shortlist is for, and how many partners and achievements it has."""
    first = outline.lists[0].query if outline.lists else None
    place = "" if first is None or first.region == phrases.BLANK else f"（{first.region}）"
    partners = outline.partners()
    n_achievements = len({match.achievement_id for partner in partners for match in partner.matches})
    company = words.COMPANY.format(
        name=outline.company, place=place, needs=len(outline.lists), achievements=outline.n_candidates
    )
    return (company, words.PARTNERS.format(partners=len(partners), achievements=n_achievements))


def need_lines(outline: Outline) -> Iterator[str]:
    """Yield one line a need: its name, how many achievements fit and how well the best does."""
    for view in outline.lists:
        yield words.NEED_LINE.format(number=view.number, title=view.query.title.text, counts=_counts(view))


def partner_table(outline: Outline) -> PaperTable:
    """Return one row a university or team whose results are worth a meeting, best first."""
    heads = columns(
        ("名次", 7), ("高校院所及团队", 21), ("最高等级", 12), ("合适的成果", 30), ("对应需求", 12),
        ("最有力的依据（成果原文）", 36),
    )  # fmt: skip
    numbers = {view.query.id: view.number for view in outline.lists}
    rows = tuple(
        _partner_row(outline, partner, rank, numbers) for rank, partner in enumerate(outline.partners(), start=1)
    )
    return PaperTable(words.PARTNERS_TITLE, heads, rows, words.NO_PARTNER)


def left_out_lines(outline: Outline, *, where: str) -> Iterator[str]:
    """Yield what is not among the partners, and why."""
    weak = [match for view in outline.lists for match in view.matches if not match.fits]
    if weak:
        n_units = len(outline.partners(least=Level.WEAK)) - len(outline.partners())
        units = words.WEAK_UNITS.format(n=n_units) if n_units else ""
        yield words.WEAK_LEFT_OUT.format(n=len(weak), units=units, where=where)
    n_nearest = sum(len(view.nearest) for view in outline.lists)
    if n_nearest:
        yield words.NEAREST_LEFT_OUT.format(n=n_nearest, where=where)
    yield words.NOT_LISTED
    if outline.notes:
        yield words.READING_NOTES.format(n=len(outline.notes))


def match_parts(outline: Outline) -> tuple[PaperPart, ...]:
    """Return the overview of a general result: counts by level, what found something that fits, and what did not."""
    heads = {"candidate": outline.candidate_word, "query": outline.query_word}
    return (
        PaperPart(words.LEVELS_TITLE, table=_levels_table(outline)),
        PaperPart(words.FITTING_TITLE.format(**heads), table=_fitting_table(outline)),
        PaperPart(words.UNFIT_TITLE.format(**heads), table=_unfit_table(outline)),
    )


def rest_part(outline: Outline, *, with_cards: frozenset[tuple[int, int]]) -> PaperPart:
    """Return the appendix: every candidate that has no card, in the order of the lists.

    Args:
        outline: the report.
        with_cards: number of the list and rank of the candidates that have one.
    """
    heads = columns(
        ("序号", 8), (outline.query_word, 26), ("名次", 9), (outline.candidate_word, 32), ("单位", 22),
        ("相关程度", 13), ("得分", 7),
    )  # fmt: skip
    rows = tuple(
        _rest_row(outline, view, match)
        for view in outline.lists
        for match in view.shown
        if (view.number, match.rank) not in with_cards
    )
    lines = (words.REST_NOTE.format(where=words.ELSEWHERE),) if rows else ()
    table = without_blanks(PaperTable(words.REST_TITLE, heads, rows, words.NO_REST))
    return PaperPart(words.REST_TITLE, lines=lines, table=table)


def brief(text: str, most: int) -> str:
    """Return a text in one line of at most so many characters; what is cut is marked by "……"."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}……"


def level_line(match: Match) -> str:
    """Return a match's level in words, with what a person said of it: recommended, or rejected and why."""
    label = LEVEL_LABELS[match.level]
    if match.verdict is Verdict.REJECT and match.verdict_reason is not None:
        return REJECTED_BADGE.format(text=label, reason=REASON_LABELS[match.verdict_reason])
    return phrases.WITH_BADGE.format(text=label) if match.is_recommended else label


def partner_level_line(partner: Partner) -> str:
    """Return the level of a partner's best match, with the badge where a person recommends any of its matches.

    Where nobody does, what was said of the best match stands there.
    """
    if partner.is_recommended:
        return phrases.WITH_BADGE.format(text=LEVEL_LABELS[partner.best.level])
    return level_line(partner.best)


def _counts(view: ListView) -> str:
    """Say how many achievements fit one need, how well the best does, and what its list says besides."""
    fits, n_weak = view.worthwhile, len(view.matches) - len(view.worthwhile)
    note = view.note.removeprefix(ONLY_WEAK)
    if fits:
        best = max(fits, key=lambda match: match.score)
        told = words.FITS.format(n=len(fits), level=LEVEL_LABELS[best.level], score=score_points(best.score))
    elif view.found:
        told = words.NO_FITS
    else:
        return note
    return f"{told}{words.WEAK.format(n=n_weak) if n_weak else ''}。{note}"


def _needs_table(outline: Outline) -> PaperTable:
    heads = columns(("序号", 8), ("需求名称", 36), ("合适的成果", 56))
    rows = tuple((view.number, view.query.title.text, _counts(view)) for view in outline.lists)
    return PaperTable(words.NEEDS_TITLE, heads, rows, phrases.EMPTY_REPORT)


def _partner_row(outline: Outline, partner: Partner, rank: int, numbers: dict[str, int]) -> tuple[PaperCell, ...]:
    best = partner.best
    titles = list(dict.fromkeys(brief(outline.offered(match).title.text, MOST_TITLE) for match in partner.matches))
    named = "；".join(titles[:MOST_NAMED])
    more = words.MORE_ACHIEVEMENTS.format(n=partner.n_achievements) if len(titles) > MOST_NAMED else ""
    needs = sorted({numbers[match.need_id] for match in partner.matches})
    owner = outline.offered(best).owner
    return (
        rank,
        words.NO_UNIT if owner == phrases.BLANK else owner,
        f"{partner_level_line(partner)}\n{score_points(best.score)}分",
        f"{partner.n_achievements}项：{named}{more}",
        "、".join(f"需求{number}" for number in needs),
        brief(outline.best_sentence(best), MOST_QUOTED),
    )


def _levels_table(outline: Outline) -> PaperTable:
    best = [max((match.level for match in view.matches), default=Level.NONE) for view in outline.lists]
    counts: list[tuple[PaperCell, ...]] = [
        (words.LEVEL_COUNT.format(level=LEVEL_LABELS[level]), best.count(level)) for level in reversed(Level)
    ]
    heads = columns((f"{outline.query_word}的候选", 40), (f"{outline.query_word}数", 20))
    return PaperTable(words.LEVELS_TITLE, heads, tuple(counts) if best else (), phrases.EMPTY_REPORT)


def _fitting_table(outline: Outline) -> PaperTable:
    heads = columns(
        ("序号", 8), (outline.query_word, 32), (outline.owner_header, 20), ("最高等级", 13), ("得分", 7), ("合适数", 8),
        (f"首位{outline.candidate_word}（单位）", 40),
    )  # fmt: skip
    rows = []
    for view in sorted(outline.lists, key=_best_first):
        if view.has_fit:
            first = view.worthwhile[0]
            offered = outline.offered(first)
            owner = "" if offered.owner == phrases.BLANK else f"（{offered.owner}）"
            candidate = f"{brief(offered.title.text, MOST_TITLE)}{owner}"
            rows.append((*_head(view), level_line(first), score_points(first.score), len(view.worthwhile), candidate))
    return without_blanks(PaperTable("有合适候选", heads, tuple(rows), NO_MATCH))


def _unfit_table(outline: Outline) -> PaperTable:
    heads = columns(
        ("序号", 8), (outline.query_word, 34), (outline.owner_header, 20), (f"最接近的{outline.candidate_word}", 38),
        ("相关程度", 13), ("得分", 7),
    )  # fmt: skip
    views = sorted(outline.unmatched, key=_best_first)
    rows = tuple((*_head(view), *_nearest_cells(outline, view.shown)) for view in views)
    return without_blanks(PaperTable(NO_MATCH, heads, rows, phrases.ALL_MATCHED))


def _best_first(view: ListView) -> tuple[bool, float, int]:
    """Order lists by their best candidate, recommended ones first, ties by number."""
    best = view.shown[0] if view.shown else None
    return best is None or not best.is_recommended, 0.0 if best is None else -best.score, view.number


def _head(view: ListView) -> tuple[PaperCell, ...]:
    return (view.number, brief(view.query.title.text, MOST_TITLE), brief(view.query.owner, MOST_TITLE))


def _nearest_cells(outline: Outline, matches: Sequence[Match]) -> tuple[PaperCell, ...]:
    if not matches:
        return (phrases.NO_CANDIDATES, "", "")
    first = matches[0]
    title = brief(outline.offered(first).title.text, MOST_TITLE)
    return (title, level_line(first), score_points(first.score))


def _rest_row(outline: Outline, view: ListView, match: Match) -> tuple[PaperCell, ...]:
    offered = outline.offered(match)
    return (
        view.number,
        brief(view.query.title.text, MOST_TITLE),
        f"第{match.rank}名" if view.found else phrases.NEAREST_SHORT,
        brief(offered.title.text, MOST_TITLE),
        brief(offered.owner, MOST_TITLE),
        level_line(match),
        score_points(match.score),
    )
