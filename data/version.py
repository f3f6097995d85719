"""The version of the product, stated here and nowhere else: the build, the changelog's test and every page read it."""

from typing import Final

VERSION: Final = "0.1.0"
