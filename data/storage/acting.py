"""Who did something, as columns of an `ActedRow`, and back."""

from datetime import datetime
from typing import Any

from data.records.accounts import Actor, Channel, Role
from data.storage.consent_tables import ActedRow


def acted(at: datetime, actor: Actor) -> dict[str, Any]:
    """Return the columns that say when something was done, and who it was then."""
    return {
        "at": at,
        "account_id": actor.account_id,
        "actor_name": actor.name,
        "role": actor.role.value,
        "region_code": actor.region_code,
        "organisation": actor.organisation,
        "channel": actor.channel.value,
    }


def actor_of(row: ActedRow) -> Actor:
    """Return who did what a row tells of."""
    return Actor(
        account_id=row.account_id,
        name=row.actor_name,
        role=Role(row.role),
        region_code=row.region_code,
        organisation=row.organisation,
        channel=Channel(row.channel),
    )
