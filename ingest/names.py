"""Names of organisations as they are compared."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ingest.cleaning import fold

_NO_PART: Final = re.compile(r"[\s()（）\[\]【】\"“”'‘’·.,，。、\-—_]+")


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return a name as it is compared: simplified, half-width, lower case, without blanks, brackets and marks.

    "AB（淮安）科技 有限公司" and "ab(淮安)科技有限公司" are one; a short form ("AB科技") is another enterprise: whoever
    reports under a name that the register does not know is listed apart, never guessed at.
    """
    return _NO_PART.sub("", unicodedata.normalize("NFKC", fold(name).text)).lower()
