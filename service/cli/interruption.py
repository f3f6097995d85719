"""Ctrl-C: say what was kept, and leave with the status shells expect."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

INTERRUPTED_STATUS: Final = 130
"""128 + SIGINT, what shells report for a command stopped by Ctrl-C."""


class InterruptedCommandError(Exception):
    """The user stopped the command.

    Args:
        kept: what remains of its work, in Chinese.
    """

    def __init__(self, kept: str) -> None:
        super().__init__(kept)
        self.kept = kept


@contextmanager
def keeping(kept: str) -> Iterator[None]:
    """Say what a Ctrl-C inside the block leaves behind.

    Args:
        kept: one or two Chinese sentences.

    Raises:
        InterruptedCommandError: the user pressed Ctrl-C.
    """
    try:
        yield
    except KeyboardInterrupt as error:
        raise InterruptedCommandError(kept) from error
