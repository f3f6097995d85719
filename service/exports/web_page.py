"""Matches as one self-contained web page: nothing is loaded, everything prints, it works without script."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from data.records.matches import Match, MatchReport
from matcher.phrases import NO_MATCH
from service.exports import phrases
from service.exports.card import EvidenceCard, RecordView
from service.exports.masking import Masks
from service.exports.outline import ListView, Outline
from service.exports.overview import company_lines, rest_part, shortlist_parts
from service.exports.paper import PaperPart
from service.exports.plan import PAGE_CARDS, plan_for

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
"""The evidence card and its style sheet; the pages of the web service draw cards with the same."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the table of contents: a list and its best candidate, if any fitted."""

    view: ListView
    best: EvidenceCard | None
    candidate: RecordView | None


class _Page:
    """What the template asks for while it is drawn, card by card."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._anchors: dict[str, str] = {}

    def entries(self) -> Iterator[_Entry]:
        """Yield the lines of the table of contents."""
        for view in self._outline.lists:
            best = next(self._outline.cards(view)) if view.found else None
            yield _Entry(view, best, None if best is None else self._outline.candidate(best))

    def overview(self) -> dict[str, tuple[PaperPart, ...]]:
        """Return what a shortlist says first; no part for a general result."""
        return {"parts": shortlist_parts(self._outline) if self._outline.is_shortlist else ()}

    def rest(self) -> dict[str, tuple[PaperPart, ...]]:
        """Return what a shortlist lists last, the candidates without a card; no part for a general result."""
        if not self._outline.is_shortlist:
            return {"parts": ()}
        shown = frozenset((view.number, match.rank) for view in self._outline.lists for match in self._matches(view))
        return {"parts": (rest_part(self._outline, with_cards=shown),)}

    def cards(self, view: ListView) -> Iterator[tuple[EvidenceCard, RecordView, str]]:
        """Yield a list's cards, each with the record it offers and the anchor of that record's full text."""
        for match in self._matches(view):
            card = self._outline.card(view, match)
            candidate = self._outline.candidate(card)
            yield card, candidate, self._anchor(candidate)

    def full_texts(self) -> Iterator[tuple[str, RecordView]]:
        """Yield every record that is offered, once, with its anchor."""
        for view in self._outline.candidates():
            yield self._anchor(view), view

    def _matches(self, view: ListView) -> tuple[Match, ...]:
        """Return what of a list has a card: for a company what is worth a meeting, for an office all of it."""
        return view.worthwhile if self._outline.is_shortlist else view.shown

    def _anchor(self, view: RecordView) -> str:
        # Ids of files hold any character; a number is safe in a link.
        return self._anchors.setdefault(view.id, f"t{len(self._anchors) + 1}")


def render(report: MatchReport, masks: Masks) -> bytes:
    """Draw the page.

    Args:
        report: the matches.
        masks: how contacts are hidden.

    Returns:
        UTF-8 HTML; byte-identical for the same report.
    """
    outline = Outline(report, masks)
    plan = plan_for(outline, budget=PAGE_CARDS, elsewhere="请另存为 Excel 文件（.xlsx）查看")
    page = _Page(outline)
    scope = [plan.note] if plan.note else []
    if not plan.full_texts:
        scope.append("候选较多，双方材料的全文各只列一次，证据中给出链接；打印时只打印已展开的证据。")
    text = (
        template_environment()
        .get_template("matches.html")
        .render(
            outline=outline,
            plan=plan,
            p=phrases,
            scope=scope,
            owner_header=outline.owner_header,
            no_match=NO_MATCH,
            entries=page.entries,
            cards=page.cards,
            full_texts=page.full_texts,
            company_lines=company_lines(outline) if outline.is_shortlist else (),
            overview=page.overview(),
            rest=page.rest(),
            style=_own("matches.css") + _own("paper.css"),
            script=_own("matches.js"),
        )
    )
    return text.encode("utf-8")


def template_environment(*folders: Path) -> Environment:
    """Return what draws the card's templates, and those of further folders with them."""
    return Environment(
        loader=FileSystemLoader([TEMPLATES, *folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _own(name: str) -> Markup:
    """Return a file that ships with this package, unescaped: no text of a user is ever part of it."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704 - our own style sheet and script
