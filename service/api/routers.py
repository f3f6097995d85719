"""All addresses of the API, in the order in which they are tried."""

from typing import Final

from service.api import (
    achievements,
    agendas,
    event_days,
    events,
    feedback,
    imports,
    introductions,
    invitations,
    jobs,
    matches,
    needs,
    parties,
    people,
    routes,
    trail,
)

ROUTERS: Final = (
    routes.router,
    # A record's number may hold slashes: what stands behind it is tried first.
    matches.router,
    needs.router,
    achievements.router,
    parties.router,
    feedback.router,
    introductions.router,
    events.router,
    agendas.router,
    invitations.router,
    event_days.router,
    imports.router,
    jobs.router,
    people.router,
    trail.router,
)
