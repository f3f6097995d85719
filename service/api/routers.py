"""All addresses of the API, in the order in which they are tried."""

from typing import Final

from service.api import (
    achievements,
    agendas,
    census,
    census_follow,
    challenges,
    deals,
    events,
    feedback,
    imports,
    introductions,
    jobs,
    matches,
    needs,
    notices,
    parties,
    people,
    registers,
    routes,
    rule_checks,
    rules,
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
    notices.router,
    rule_checks.router,
    rules.router,
    deals.router,
    census_follow.router,
    census.router,
    events.router,
    agendas.router,
    imports.router,
    jobs.router,
    people.router,
    trail.router,
    registers.router,
    challenges.router,
)
