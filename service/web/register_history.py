"""The history of an entry of a register, as its page shows it."""

from collections.abc import Mapping
from typing import Any

from service.docking.registers.entries import OpenedEntry
from service.docking.registers.values import shown_value
from service.exports.feedback import masked_text
from service.web.audit import ACTION_LABELS


def history_of(opened: OpenedEntry) -> list[dict[str, Any]]:
    """Return the steps of an entry, newest first, each change under the header of its column, contacts hidden."""
    columns = {each.key: each for each in opened.register.columns}
    return [
        {
            "at": line.entry.at,
            "who": masked_text(line.entry.actor.name),
            "action": ACTION_LABELS[line.entry.action],
            "changes": [
                (
                    columns[each.field].header,
                    _told(columns, each.field, each.before),
                    _told(columns, each.field, each.after),
                )
                for each in line.entry.changes
                if each.field in columns
            ],
        }
        for line in opened.history
    ]


def _told(columns: Mapping[str, Any], key: str, value: str) -> str:
    # The trail masks what looks like a contact: such a value is no number any more.
    return value if "*" in value else shown_value(columns[key], value)
