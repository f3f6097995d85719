"""A notice that somebody sends in, as a file while it is read."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from service.docking.jobs import safe_name


@contextmanager
def received(name: str, content: BinaryIO) -> Iterator[Path]:
    """Keep what somebody sends in a folder of its own for as long as it is read.

    Args:
        name: as the sender calls it; only its last part counts.
        content: read to its end.

    Yields:
        The file.
    """
    with tempfile.TemporaryDirectory(prefix="duijie-") as folder:
        path = Path(folder) / safe_name(name)
        with path.open("wb") as file:
            shutil.copyfileobj(content, file)
        yield path
