"""Passwords: which are good enough, how they are kept, how they are checked."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from pwdlib import PasswordHash
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from data.errors import UsageError

LEAST_CHARACTERS: Final = 8
MOST_CHARACTERS: Final = 200

_HASHER: Final = PasswordHash.recommended()
"""Argon2id with the library's own parameters (64 MiB, 3 passes, 4 lanes): about 0.1 s each."""
_AT_ONCE: Final = BoundedSemaphore(4)
"""Each computation holds 64 MiB; a flood of sign-ins must not fill the memory."""


def check_strength(password: str, *, login: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        UsageError: too short, too long, one of the 30,000 most common ones (list of zxcvbn), or much like the login.
    """
    plain = _normal(password)
    if len(plain) < LEAST_CHARACTERS:
        raise UsageError(f"密码不能少于 {LEAST_CHARACTERS} 个字符。", remedy="请换一个，可以用几个不相干的词连成。")
    if len(plain) > MOST_CHARACTERS:
        raise UsageError(f"密码不能多于 {MOST_CHARACTERS} 个字符。", remedy="请换一个短些的。")
    lowered = plain.lower()
    if lowered in _common() or len(set(lowered)) < 4:
        raise UsageError("这个密码太常见，容易被猜中。", remedy="请换一个，可以用几个不相干的词连成。")
    if login and login in lowered:
        raise UsageError("密码里不能含有登录名。", remedy="请换一个。")


def hash_password(password: str) -> str:
    """Return what is kept of a password, salted; the same password gives another value each time."""
    with _AT_ONCE:
        return _HASHER.hash(_as_bytes(password))


def is_password(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that is kept.

    Args:
        password: as typed.
        kept: what `hash_password` returned; None where there is no such account, which takes as long and is False:
            the time of an answer must not tell which names exist.

    Returns:
        Whether it fits.
    """
    with _AT_ONCE:
        fits = _HASHER.verify(_as_bytes(password[: MOST_CHARACTERS + 1]), _dummy() if kept is None else kept)
    return fits and kept is not None


def _normal(password: str) -> str:
    # The same keys give full-width or composed characters, depending on the input method (NIST SP 800-63B, 5.1.1.2).
    return unicodedata.normalize("NFKC", password)


def _as_bytes(password: str) -> bytes:
    return _normal(password).encode(errors="surrogatepass")


@cache
def _common() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


@cache
def _dummy() -> str:
    return _HASHER.hash(b"nobody's password")
