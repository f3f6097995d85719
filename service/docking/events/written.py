"""What people write by hand beside an event, and participants as they are written back."""

from data.errors import UsageError
from data.records.docking_events import NewParticipant, Participant


def checked_text(text: str, *, name: str, most: int, is_needed: bool = False) -> str:
    """Return a text without blanks around it.

    Raises:
        UsageError: it is missing or too long.
    """
    # No database but SQLite keeps this character.
    text = text.replace("\x00", "").strip()
    if (is_needed and not text) or len(text) > most:
        raise UsageError(f"{name}没有填写或太长。", remedy=f"请写清楚，不超过 {most} 个字。")
    return text


def as_new(participant: Participant) -> NewParticipant:
    """Return a participant without its number and version, to be changed and written back."""
    return NewParticipant(
        guest=participant.guest,
        organisation=participant.organisation,
        region_code=participant.region_code,
        arrives=participant.arrives,
        leaves=participant.leaves,
        is_absent=participant.is_absent,
    )
