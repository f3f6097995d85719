"""Says why a value of a record is not known: nobody stated it, or what was stated cannot be read."""

from typing import Final

from ingest.cleaning import fold
from ingest.contacts import mask_contacts
from matcher import phrases
from matcher.profiles import Profile

LONGEST: Final = 20
"""Characters of a value that are shown: a cell that holds a whole story says nothing more in its place."""

_MONEY: Final = frozenset({"budget", "price"})


def why_unknown(profile: Profile, field: str) -> str:
    """Return one clause that says why a field's value is not known, "" where it is known.

    Args:
        profile: of either side.
        field: region, cooperation, budget, price, valid_until or maturity, if the side has it.
    """
    read: dict[str, object] = {
        "region": profile.region,
        "cooperation": profile.modes or None,
        "budget": profile.money,
        "price": profile.money,
        "valid_until": profile.validity,
        "maturity": profile.readiness,
    }
    if read[field] is not None:
        return ""
    side, label = phrases.SIDE_LABELS[profile.side], phrases.FIELD_LABELS[field]
    text = stated(profile, field)
    if not text:
        return phrases.NOT_STATED.format(side=side, field=label)
    phrase = phrases.NO_AMOUNT if field in _MONEY else phrases.NOT_READ
    return phrase.format(side=side, field=label, text=text)


def why_either_unknown(*values: tuple[Profile, str]) -> str:
    """Return what `why_unknown` says of several values, joined; "" where all are known."""
    return "；".join(filter(None, (why_unknown(profile, field) for profile, field in values)))


def stated(profile: Profile, field: str) -> str:
    """Return what a record states in a field, folded, without contacts, cut to `LONGEST`; "" where it is blank."""
    text = " ".join(mask_contacts(fold(profile.stated[field]).text).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
