"""Templates to pages; the evidence card and its style sheet are those of the html export."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from fastapi.responses import HTMLResponse

from data.records.feedback import MEANINGS, Reason, Verdict, reasons_of
from matcher.feedback_phrases import REASON_LABELS, VERDICT_LABELS
from service.docking.feedback import MOST_COMMENT_CHARACTERS, MOST_JUDGE_CHARACTERS
from service.errors import Problem
from service.exports import phrases as card_phrases
from service.exports.card import RecordView
from service.exports.web_page import TEMPLATES as CARD_TEMPLATES
from service.exports.web_page import template_environment

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"

STYLE_SHEETS: Final[Mapping[str, str]] = {
    "card.css": (CARD_TEMPLATES / "matches.css").read_text(encoding="utf-8"),
    "paper.css": (CARD_TEMPLATES / "paper.css").read_text(encoding="utf-8"),
    "pages.css": (_TEMPLATES / "pages.css").read_text(encoding="utf-8"),
    "pages_records.css": (_TEMPLATES / "pages_records.css").read_text(encoding="utf-8"),
}
"""What pages load, by name; nothing else of the two folders is served."""


def draw(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - whatever the template shows
    """Draw a page."""
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(values), status)


def draw_problem(problem: Problem) -> HTMLResponse:
    """Draw the page of an error."""
    return draw("problem.html", status=problem.status, problem=problem)


def record_address(view: RecordView) -> str:
    """Return the address of a record's page; ids of files hold any character."""
    return kind_address("needs" if view.role == card_phrases.ROLE_NEED else "achievements", view.id)


def kind_address(kind: str, number: str) -> str:
    """Return the address of a record's page; `kind` is "needs" or "achievements"."""
    return f"/{kind}/{quote(number, safe='')}"


def _sheet_address(name: str) -> str:
    """Return the address of a style sheet; it changes with the content, so that browsers may keep what they have."""
    return f"/assets/{name}?v={hashlib.sha256(STYLE_SHEETS[name].encode()).hexdigest()[:12]}"


_ENVIRONMENT: Final = template_environment(_TEMPLATES)
_ENVIRONMENT.globals.update(
    p=card_phrases,
    record_address=record_address,
    most_comment=MOST_COMMENT_CHARACTERS,
    most_judge=MOST_JUDGE_CHARACTERS,
    choices={verdict.value: [(each.value, REASON_LABELS[each]) for each in reasons_of(verdict)] for verdict in Verdict},
    # Whoever labels blind judges the technology: circumstances say nothing of it, and would close a need by mistake.
    blind_choices={
        verdict.value: [
            (each.value, REASON_LABELS[each])
            for each in reasons_of(verdict)
            if verdict is not Verdict.REJECT or each is Reason.OTHER or MEANINGS[each].level is not None
        ]
        for verdict in Verdict
    },
    verdict_labels=VERDICT_LABELS,
    reason_labels=REASON_LABELS,
    sheets=[_sheet_address(name) for name in STYLE_SHEETS],
)
