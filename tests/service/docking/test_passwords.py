"""Passwords: which are refused, how they are kept, and that unknown names take as long."""

import pytest

from data.errors import UsageError
from service.docking import passwords
from service.docking.passwords import check_strength, hash_password, is_password

GOOD = "淮水东边旧时月"


@pytest.mark.parametrize(
    "password", ["short7!", "password1", "PASSWORD1", "aaaaaaaa", "12121212", "x-zhang-2026", "a" * 201]
)
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(UsageError):
        check_strength(password, login="zhang")


@pytest.mark.parametrize("password", ["淮水东边旧时月过女墙", "correct horse battery"])
def test_a_long_password_is_taken(password: str) -> None:
    check_strength(password, login="zhang")


def test_what_is_kept_is_argon2_salted_and_fits_the_password_alone() -> None:
    kept, other = hash_password(GOOD), hash_password(GOOD)

    assert kept.startswith("$argon2id$")
    assert kept != other
    assert (is_password(GOOD, kept), is_password("别的密码别的密码", kept)) == (True, False)


def test_full_width_characters_are_the_same_keys() -> None:
    assert is_password("abc12345", hash_password("\uff41\uff42\uff43\uff11\uff12\uff13\uff14\uff15"))


def test_a_lone_surrogate_is_just_a_wrong_password() -> None:
    assert not is_password("\ud800", hash_password(GOOD))


def test_an_unknown_name_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    real = passwords._HASHER.verify

    def verify(password: bytes, kept: str) -> bool:
        checked.append(kept[:9])
        return real(password, kept)

    monkeypatch.setattr(passwords._HASHER, "verify", verify)

    assert not is_password("nobody's password", None)
    assert checked == ["$argon2id"]
