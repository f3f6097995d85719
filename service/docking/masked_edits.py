"""Editing texts whose contacts are hidden: what was not touched stays as it is, and nothing hidden comes out."""

from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from typing import Final

from data.errors import UsageError
from ingest.contacts import Contact, find_contacts, mask_contacts, mask_field, names_contact

_HIDDEN: Final = "*"
_REFUSED: Final = "改动碰到了遮盖的联系方式，没有写入。"
_REMEDY: Final = "请不要改动星号和紧挨着它的文字；要换联系方式，请把它整个删去后重新填写。"


def taken_over(field: str, original: str, given: str) -> str:
    """Return the value that somebody means who saw it with its contacts hidden.

    Hidden contacts that were left alone, with what stands around them, are put back. One that was deleted is gone.

    Args:
        field: its name or header.
        original: as it is stored.
        given: what came back, its lines ended in whichever way.

    Returns:
        The new value; the original itself where nothing was changed.

    Raises:
        UsageError: a hidden contact was changed in part, or would come out by what now stands around it.
    """
    base, lines = _lines(original), _lines(given)
    masked = mask_field(field, base)
    if lines == masked:
        return original
    if masked == base:
        return given
    restored = lines if names_contact(field) else _restored(base, masked, lines)
    if restored.count(_HIDDEN) > base.count(_HIDDEN):
        raise UsageError(_REFUSED, remedy=_REMEDY)
    return restored


def _restored(base: str, masked: str, given: str) -> str:
    """Put back the contacts that stand whole in what two texts share.

    Raises:
        UsageError: one would not be hidden any more.
    """
    places: list[tuple[int, int, int]] = []
    contacts = find_contacts(base)
    blocks = _shared(masked, given, contacts)
    for contact in contacts:
        kept = (each for each in blocks if each.a <= contact.start and contact.end <= each.a + each.size)
        places.extend((each.b + contact.start - each.a, contact.start, contact.end) for each in kept)
    text = given
    for at, start, end in places:
        text = text[:at] + base[start:end] + text[at + end - start :]
    hidden = mask_contacts(text)
    if any(hidden[at : at + end - start] != masked[start:end] for at, start, end in places):
        raise UsageError(_REFUSED, remedy=_REMEDY)
    return text


def _shared(masked: str, given: str, contacts: Sequence[Contact]) -> list[Match]:
    """Return the pieces two texts share, in order; no contact is cut by where the texts begin or end to differ.

    The common beginning and end are left out of the comparison, which takes the square of the length.
    """
    most = min(len(masked), len(given))
    start = next((at for at in range(most) if masked[at] != given[at]), most)
    start = min([start, *(each.start for each in contacts if each.start < start < each.end)])
    most -= start
    tail = next((n for n in range(most) if masked[-1 - n] != given[-1 - n]), most)
    end = len(masked) - tail
    tail = len(masked) - max([end, *(each.end for each in contacts if each.start < end < each.end)])
    middle = masked[start : len(masked) - tail], given[start : len(given) - tail]
    found = SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks()
    shifted = (Match(each.a + start, each.b + start, each.size) for each in found)
    return [Match(0, 0, start), *shifted, Match(len(masked) - tail, len(given) - tail, tail)]


def _lines(text: str) -> str:
    """Return a text with the line ends of a form told as those of a file."""
    return text.replace("\r\n", "\n")
