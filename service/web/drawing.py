"""Templates to pages; the evidence card and its style sheet are those of the html export."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from fastapi.responses import HTMLResponse

from data.records.feedback import MEANINGS, Reason, Verdict, reasons_of
from matcher.feedback_phrases import REASON_LABELS, VERDICT_LABELS
from service.docking.beijing import in_beijing
from service.docking.feedback import MOST_COMMENT_CHARACTERS, MOST_JUDGE_CHARACTERS
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
    "pages_rules.css": (_TEMPLATES / "pages_rules.css").read_text(encoding="utf-8"),
    "pages_reports.css": (_TEMPLATES / "pages_reports.css").read_text(encoding="utf-8"),
    "pages_events.css": (_TEMPLATES / "pages_events.css").read_text(encoding="utf-8"),
    "pages_event_day.css": (_TEMPLATES / "pages_event_day.css").read_text(encoding="utf-8"),
}
"""What pages load, by name; nothing else of the two folders is served."""


_FRAME: Final[Mapping[str, Any]] = {"caller": None, "menu": None, "refresh": None}
"""What the frame of every page looks at, where nobody says otherwise."""


def draw(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - whatever the template shows
    """Draw a page; without a request, as `service.web.forms.draw_with_forms` has it, it has no navigation."""
    return HTMLResponse(_ENVIRONMENT.get_template(template).render({**_FRAME, **values}), status)


def record_address(view: RecordView) -> str:
    """Return the address of a record's page; ids of files hold any character."""
    return kind_address("needs" if view.role == card_phrases.ROLE_NEED else "achievements", view.id)


def kind_address(kind: str, number: str) -> str:
    """Return the address of a record's page; `kind` is "needs", "achievements", "companies" or "universities"."""
    return f"/{kind}/{quote(number, safe='')}"


def moment(at: datetime | None) -> str:
    """Write a moment as this computer's calendar and clock have it; "" for none."""
    return "" if at is None else in_beijing(at).strftime("%Y-%m-%d %H:%M")


def beijing(at: datetime | None) -> str:
    """Write a moment as the clock of Beijing has it, by which deadlines count; "" for none."""
    return "" if at is None else in_beijing(at).strftime("%Y-%m-%d %H:%M")


def day(at: datetime | date | None) -> str:
    """Write a day as official papers do: "2026年11月22日"; "" for none."""
    if at is None:
        return ""
    local = in_beijing(at) if isinstance(at, datetime) else at
    return f"{local.year}年{local.month}月{local.day}日"


def _sheet_address(name: str) -> str:
    """Return the address of a style sheet; it changes with the content, so that browsers may keep what they have."""
    return f"/assets/{name}?v={hashlib.sha256(STYLE_SHEETS[name].encode()).hexdigest()[:12]}"


_ENVIRONMENT: Final = template_environment(_TEMPLATES)
_ENVIRONMENT.globals.update(
    p=card_phrases,
    record_address=record_address,
    kind_address=kind_address,
    moment=moment,
    beijing=beijing,
    day=day,
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
