"""Rules as pages show them: in words, contacts hidden, with what may be done to them."""

import re
from collections.abc import Iterable
from typing import Any, Final

from data.records.accounts import Actor
from data.records.rules import KIND_OF, Rule, RuleState, Terms
from data.reference.register_layouts import load_registers
from service.docking.notices.deciding import ALLOWED, STATE_LABELS
from service.docking.notices.term_forms import TermField, Widget, form_of
from service.docking.notices.wording import KIND_LABELS, OUTCOME_LABELS, sentence_of, yuan_words
from service.docking.permissions import Action, may
from service.docking.record_kinds import KINDS
from service.exports.feedback import masked_text
from service.web.drawing import kind_address

ACTIONS: Final = {
    RuleState.CONFIRMED: ("confirm", "确认"),
    RuleState.REJECTED: ("reject", "不采用"),
    RuleState.PROPOSED: ("withdraw", "收回"),
}
"""What brings a version into a state: the end of the address, and the words of the button."""

_TICKS: Final = {"true": "是", "false": "否"}


def rule_words(actor: Actor) -> dict[str, Any]:
    """Return what every page with rules looks at."""
    return {
        "may_edit": may(actor, Action.NOTICES_EDIT),
        "kinds": KIND_LABELS,
        "states": STATE_LABELS,
        "outcomes": OUTCOME_LABELS,
        "actions": ACTIONS,
        "moves": moves_of,
        "told": told,
        "term_rows": term_rows,
        "masked": masked_text,
    }


def moves_of(rule: Rule, *, is_newest: bool = True) -> list[RuleState]:
    """Return where a version may go from where it is; an older one is confirmed no more."""
    return [
        each for each in RuleState if each in ALLOWED[rule.state] and (is_newest or each is not RuleState.CONFIRMED)
    ]


def told(terms: Terms) -> str:
    """Return what a rule asks, contacts hidden."""
    return masked_text(sentence_of(terms))


def term_rows(terms: Terms) -> list[tuple[str, str]]:
    """Return the terms value by value, with what each is called; what is not said is left out."""
    return [(_label(each), _shown(each)) for each in form_of(KIND_OF[type(terms)], terms) if each.value]


def record_links(used: Iterable[str]) -> list[tuple[str, str]]:
    """Return the records a check rests on: what is shown of each, and the address of its page; "" where none is known.

    Checks name records as "kind/number" or "kind:number"; a name of another form stays what it is.
    """
    return [(masked_text(each), _address(each)) for each in used]


_RECORD: Final = re.compile(r"(?P<kind>[a-z]+(?:/[a-z-]+)?)[/:](?P<number>.+)", re.DOTALL)
_NUMBERED: Final = frozenset({"events", "deals", "challenges", "introductions", "notices", "rules"})


def _address(name: str) -> str:
    found = _RECORD.fullmatch(name)
    if found is None:
        return ""
    kind, number = found["kind"], found["number"]
    if kind in KINDS:
        return kind_address(kind, number)
    is_entry = kind.removeprefix("registers/") in load_registers()
    return f"/{kind}/{number}" if (kind in _NUMBERED or is_entry) and number.isascii() and number.isdigit() else ""


def _label(field: TermField) -> str:
    return field.label.removesuffix("（元）") if field.name.endswith("_yuan") else field.label


def _shown(field: TermField) -> str:
    if field.name.endswith("_yuan"):
        return yuan_words(int(field.value))
    if field.choices:
        return dict(field.choices).get(field.value, field.value)
    return _TICKS.get(field.value, field.value) if field.widget is Widget.TICK else field.value
