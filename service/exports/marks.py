"""Numbered marks: which stretch of a text belongs to which quoted passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: characters `start` to `end` (one past the last), and the label it carries ("①")."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text that is marked the same way throughout.

    Attributes:
        text: the characters.
        opens: labels of the passages that begin here, written before the text; "" where none does.
        marked: is the piece part of any passage?
    """

    text: str
    opens: str
    marked: bool


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One field of a record, cut into segments that join up to the whole field.

    Attributes:
        label: Chinese name of the field.
        segments: pieces in order; none is empty.
    """

    label: str
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The whole field without marks."""
        return "".join(segment.text for segment in self.segments)


def circled(number: int) -> str:
    """Return a number in a circle.

    Args:
        number: from 1.

    Returns:
        "①" to "㊿"; numbers above 50, for which Unicode has no sign, in brackets: "(51)".
    """
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    if number <= 50:
        return chr(0x32B1 + number - 36)
    return f"({number})"


def cut(text: str, spans: Sequence[Span]) -> tuple[Segment, ...]:
    """Cut a text where marks begin and end; marks may overlap.

    Args:
        text: the field.
        spans: marks in the order of their numbers; a span that is empty or lies outside the text is left out.

    Returns:
        Segments that join up to `text`; none for an empty text.
    """
    usable = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(span.start for span in usable), *(span.end for span in usable)})
    return tuple(
        Segment(
            text=text[start:end],
            opens="".join(span.label for span in usable if span.start == start),
            marked=any(span.start <= start < span.end for span in usable),
        )
        for start, end in pairwise(edges)
    )
