"""The whole exception tree: what can go wrong, and whose move it is.

Three kinds, and three exit statuses: bad input or usage (2), a refusal by a rule of the domain (2), a fault (1).
Every message is one Chinese paragraph for the user: what is wrong, where, and what to do.
"""

from collections.abc import Sequence

from data.records.versions import ChangeSince


class DuijieError(Exception):
    """Root of every error this product raises on purpose.

    Args:
        message: what is wrong, in Chinese, naming file, sheet, row and column where there are any.
        remedy: what the user can do about it, in Chinese; empty when nothing can be done.
    """

    exit_status = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Return message and remedy as one paragraph."""
        return f"{self.message} {self.remedy}".strip()


class BadInputError(DuijieError):
    """What the user gave cannot be used: the user's move."""

    exit_status = 2


class UsageError(BadInputError):
    """An option or argument is out of its range."""


class FileReadError(BadInputError):
    """A file is missing, a folder, empty, encrypted, too large, of an unknown format or in an unreadable encoding."""


class HeaderError(BadInputError):
    """A table has no recognisable header, or a wanted column is missing or ambiguous."""


class UnknownIdError(BadInputError):
    """A pair names a need or an achievement that is not there."""


class OutputError(BadInputError):
    """The output cannot be written: no permission, no folder, or an unknown file ending."""


class WorkspaceError(BadInputError):
    """The workspace lacks what the command needs, or cannot be opened."""


class RefusalError(DuijieError):
    """A rule of the domain refuses the request; nothing was written."""

    exit_status = 2


class StaleRecordError(RefusalError):
    """Somebody else changed the record after it was looked at; nothing was written.

    Args:
        message: as for every error; names nobody's contacts.
        remedy: as for every error.
        version: the one that holds now; 0 where it is not known.
        changes: what changed since the version that was looked at; empty where the record was deleted or restored only.
        is_deleted: the record is not there any more.
    """

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        version: int = 0,
        changes: Sequence[ChangeSince] = (),
        is_deleted: bool = False,
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.version = version
        self.changes = tuple(changes)
        self.is_deleted = is_deleted


class FaultError(DuijieError):
    """Something of ours is broken or unavailable."""


class EncoderUnavailableError(FaultError):
    """The chosen encoder cannot be loaded here: a package or a folder is missing."""


class ArtefactError(FaultError):
    """A model, index or cache file is damaged, or was made by another version or encoder."""


class EncoderMismatchError(ArtefactError):
    """Vectors of two encoders would be mixed."""


class DimensionError(FaultError):
    """A matrix has another width than the index it is used with."""


class IndexEmptyError(FaultError):
    """An index was searched before anything was added to it."""
