"""The three kinds of records: what they are called, who may see and change them."""

from collections.abc import Mapping
from typing import Final, Literal

from data.records.accounts import Actor
from data.storage.edits import LABELS
from matcher.phrases import FIELD_LABELS
from service.docking.permissions import Action, may

RecordKind = Literal["needs", "achievements", "parties"]

KINDS: Final[tuple[RecordKind, ...]] = ("needs", "achievements", "parties")
KIND_LABELS: Final[Mapping[str, str]] = LABELS
"""What a record of each kind is called."""

VIEW: Final[Mapping[RecordKind, Action]] = {
    "needs": Action.NEEDS_VIEW,
    "achievements": Action.ACHIEVEMENTS_VIEW,
    "parties": Action.PARTIES_VIEW,
}
VALUE_LABELS: Final[Mapping[str, str]] = {**FIELD_LABELS, "name": "名称", "kind": "类型", "extra": "附加信息"}
"""What the values of a record are called."""
EDIT: Final[Mapping[RecordKind, Action]] = {
    "needs": Action.NEEDS_EDIT,
    "achievements": Action.ACHIEVEMENTS_EDIT,
    "parties": Action.PARTIES_EDIT,
}
OWNERS: Final[Mapping[str, str]] = {"needs": "enterprise", "achievements": "university", "parties": "name"}
"""The field that names the organisation a record belongs to."""


def may_edit(actor: Actor, kind: RecordKind) -> bool:
    """Tell whether a role may change any records of a kind."""
    return may(actor, EDIT[kind])
