"""What the workspace knows of an organisation by its name."""

from data.records.scopes import Scope
from data.storage.workspace import Stores


def known_region(stores: Stores, organisation: str) -> str:
    """Return where an organisation lies as its entry in the directory, or else a need of its own, says; "" unknown."""
    if not organisation:
        return ""
    scope = Scope(organisation=organisation)
    for records in (stores.parties, stores.needs):
        for each in records.page(scope=scope, limit=_MOST_LOOKED_AT).records:
            if each.facets.region_code:
                return each.facets.region_code
    return ""


_MOST_LOOKED_AT = 5
"""Records of one organisation agree; a few do."""
