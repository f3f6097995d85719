"""The texts of records as they may be shown: contacts masked, spans still true."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Final

from data.records.achievements import Achievement
from data.records.matches import Quote
from data.records.needs import Need
from ingest.contacts import mask_contacts, mask_value, names_contact

Mask = Callable[[str], str]

# Fields of a record that are not text of the file.
_NOT_TEXT: Final = frozenset({"extra", "source"})
# Words as segmenters give them: runs of letters and digits, and runs of anything else that is no blank and no mark.
_WORD: Final = re.compile(r"[A-Za-z0-9]+|[^\W\dA-Za-z_]+")
# Characters that XML 1.0 cannot carry (so neither xlsx nor docx nor html can), and lone surrogates.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Masks:
    """How contacts are hidden.

    Attributes:
        text: masks the contacts found in running text, character for character, so that its length stays.
        value: masks the value of a field that is a contact as a whole.
    """

    text: Mask
    value: Mask


# What every export uses unless both sides have agreed to be shown.
MASKED: Final = Masks(text=mask_contacts, value=mask_value)


class RecordTexts:
    """Masked fields of the records of one report; each record is masked once, then remembered."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._known: dict[tuple[type, str], Mapping[str, str]] = {}
        self._hidden: dict[tuple[type, str], tuple[tuple[str, str], ...]] = {}

    def fields(self, record: Need | Achievement) -> Mapping[str, str]:
        """Return every non-empty field by name, then every extra column by its header.

        Args:
            record: a need or an achievement of the report.

        Returns:
            Masked values, each as long as the original.
        """
        key = (type(record), record.id)
        if key not in self._known:
            self._known[key] = self._mask_record(record)
        return self._known[key]

    def quote(self, record: Need | Achievement, quote: Quote) -> str:
        """Return the quoted words, masked.

        The whole field is masked before it is cut: a quote may begin or end inside a phone number.
        """
        value = self.fields(record).get(quote.field, "")
        words = value[quote.start : quote.end]
        return words if len(words) == len(quote.text) else self._masks.text(quote.text)

    def free(self, text: str) -> str:
        """Return a sentence of ours that may quote a record, masked."""
        return self._masks.text(text)

    def said_of(self, text: str, *records: Need | Achievement) -> str:
        """Return a sentence of ours that names single words of records, masked.

        A name that stands alone does not look like a contact: what was hidden in a record is hidden here too.
        """
        for record in records:
            key = (type(record), record.id)
            if key not in self._hidden:
                self._hidden[key] = tuple(dict.fromkeys(self._hidden_words(record)))
            for word, shown in self._hidden[key]:
                text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", shown, text, flags=re.IGNORECASE)
        return self._masks.text(text)

    def _hidden_words(self, record: Need | Achievement) -> Iterator[tuple[str, str]]:
        """Yield the words of a record that masking changed, each with what is shown in its place."""
        shown = self.fields(record)
        originals = {each.name: getattr(record, each.name) for each in fields(record) if each.name not in _NOT_TEXT}
        for name, original in {**dict(record.extra), **originals}.items():
            masked = shown.get(name, "")
            if masked != original:
                for found in _WORD.finditer(original):
                    yield from _changed(found.group(), masked[found.start() : found.end()])

    def _mask_record(self, record: Need | Achievement) -> Mapping[str, str]:
        values = {
            each.name: self._mask_field(each.name, getattr(record, each.name))
            for each in fields(record)
            if each.name not in _NOT_TEXT
        }
        for header, value in record.extra.items():
            values.setdefault(header, self._mask_field(header, value))
        return {name: value for name, value in values.items() if value}

    def _mask_field(self, name: str, value: str) -> str:
        if name == "id":
            return value
        return self._masks.value(value) if names_contact(name) else self._masks.text(value)


def _changed(word: str, masked: str) -> Iterator[tuple[str, str]]:
    """Yield a word that masking changed; of a run of Chinese only the name: what changed, and one character before."""
    places = [place for place, (old, new) in enumerate(zip(word, masked, strict=False)) if old != new]
    if not places:
        return
    start = 0 if word.isascii() else max(0, places[0] - 1)
    name, shown = word[start : places[-1] + 1], masked[start : places[-1] + 1]
    if len(name) > 1:
        yield name, shown


def printable(text: str) -> str:
    """Replace, one for one, the characters that office files and web pages cannot carry.

    Args:
        text: any text.

    Returns:
        The text with U+FFFD in their place; tabs and line breaks stay.
    """
    return _UNPRINTABLE.sub("�", text)
