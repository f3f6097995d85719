"""How far long work is, told piece by piece."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from models.protocols import Progress

Watch = Callable[[str], AbstractContextManager[Progress]]
"""Opens the progress of one piece of work, named in Chinese."""
