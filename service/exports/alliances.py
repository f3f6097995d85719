"""Forms of an alliance as files, contacts hidden unless somebody entitled asks."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from data.records.alliances import Alliance
from data.reference.form_layouts import load_form_layouts
from service.docking.alliances.checking import AllianceChecks
from service.docking.alliances.forming import FORMS, form_values
from service.exports.forms.filling import FilledForm, fill
from service.exports.forms.word import render_form_word
from service.exports.forms.workbook import render_form_workbook
from service.exports.masking import MASKED, Masks

GIVEN_FORMS: Final[Mapping[str, str]] = MappingProxyType({
    form: f"{layout.notice}　{layout.label}　{layout.title}"
    for form in FORMS
    for layout in (load_form_layouts()[form],)
})
"""Forms an alliance is filled into: id -> what it is called."""
IN_FULL: Final = Masks(text=str, value=str)
"""Contacts in full, for whoever files the form."""
RENDERERS: Final = MappingProxyType({"xlsx": render_form_workbook, "docx": render_form_word})


def filled_forms(
    form: str, alliance: Alliance, checks: AllianceChecks, *, on: date, masks: Masks = MASKED
) -> tuple[FilledForm, ...]:
    """Return a form of an alliance, filled in; errors of `form_values`."""
    layout = load_form_layouts()[form] if form in FORMS else None
    values = form_values(form, alliance, checks, on=on)
    return () if layout is None else tuple(fill(layout, each, masks=masks) for each in values)


def missing_of(forms: tuple[FilledForm, ...]) -> tuple[str, ...]:
    """Return what is required and missing in some forms, each once."""
    return tuple(dict.fromkeys(each for form in forms for each in form.missing))
