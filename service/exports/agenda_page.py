"""An agenda as one self-contained page: read on a phone, printed on A4, nothing loaded."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import Final

from markupsafe import Markup

from service.exports import agenda_phrases as phrases
from service.exports.agenda_days import evidence_lines, guest_day, guest_line
from service.exports.agenda_tables import card_of, change_list, guest_plan, sign_in, table_plan
from service.exports.agenda_view import AgendaView
from service.exports.web_page import TEMPLATES, template_environment

_MOST_SLOTS: Final = 8
"""Slots that an A4 sheet takes side by side, lying, with names of ten characters readable."""


def render_agenda_page(view: AgendaView) -> bytes:
    """Draw the page; byte-identical for the same agenda."""
    style = "".join(
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("matches.css", "paper.css", "agenda.css")
    )
    parts = _parts_of_day(len(view.problem.event.slots))
    text = (
        template_environment()
        .get_template("agenda.html")
        .render(
            view=view,
            p=phrases,
            guests=view.guests,
            told=() if view.replanned is None else view.replanned.guests_to_tell,
            changes=None if view.replanned is None else change_list(view),
            guest_plans=[guest_plan(view, part) for part in parts],
            table_plans=[table_plan(view, part) for part in parts],
            cards=[card_of(view, table.id) for table in view.problem.event.tables],
            sign_in=sign_in(view),
            day_of=guest_day,
            line_of=guest_line,
            evidence=evidence_lines,
            # Our own style sheets: no text of a user is ever part of them.
            style=Markup(style),  # noqa: S704 - as above
        )
    )
    return text.encode("utf-8")


def _parts_of_day(n_slots: int) -> list[Sequence[int]]:
    """Part the day into as few stretches of nearly the same length as the paper needs."""
    n_parts = ceil(n_slots / _MOST_SLOTS)
    edges = [n_slots * part // n_parts for part in range(n_parts + 1)]
    return [range(start, end) for start, end in pairwise(edges)]
