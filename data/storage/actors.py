"""Who did something and when, as columns of a row."""

from datetime import datetime
from typing import Any

from data.records.accounts import Actor, Channel, Role
from data.storage.consent_tables import ActedRow


def acted(at: datetime, actor: Actor) -> dict[str, Any]:
    """Return the columns of an `ActedRow`."""
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
    """Return who did what a row says, as they were then."""
    return Actor(
        account_id=row.account_id,
        name=row.actor_name,
        role=Role(row.role),
        region_code=row.region_code,
        organisation=row.organisation,
        channel=Channel(row.channel),
    )
