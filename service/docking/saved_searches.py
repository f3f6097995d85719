"""Searches that people keep under a name, each for themselves."""

from datetime import datetime
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.searches import SavedSearch, SearchPlace
from data.storage.workspace import Workspace

MOST_LABEL_CHARACTERS: Final = 40
MOST_QUERY_CHARACTERS: Final = 4000
_MOST_SEARCHES: Final = 50
"""Of one account; a longer list is looked through by nobody."""


def save_search(workspace: Workspace, actor: Actor, *, label: str, place: SearchPlace, query: str, at: datetime) -> int:
    """Keep a search.

    Args:
        workspace: where.
        actor: whose it is.
        label: how they call it.
        place: the page it is made on.
        query: of the page's address.
        at: now, aware.

    Returns:
        Its number.

    Raises:
        UsageError: it has no name, or name or conditions are too long.
        RefusalError: the account keeps as many as it may.
    """
    name = " ".join(label.replace("\x00", "").split())
    if not name or len(name) > MOST_LABEL_CHARACTERS or len(query) > MOST_QUERY_CHARACTERS:
        raise UsageError(
            "没有给这次查找起名，或名称、条件太长。", remedy=f"请起一个 {MOST_LABEL_CHARACTERS} 字以内的名称。"
        )
    search = SavedSearch(account_id=actor.account_id, label=name, place=place, query=query, created_at=at)
    with workspace.writing(actor) as stores:
        if stores.searches.count(actor.account_id) >= _MOST_SEARCHES:
            raise RefusalError(f"已保存 {_MOST_SEARCHES} 次查找，不能再加。", remedy="请先删去不用的。")
        return stores.searches.add(search)


def searches_of(workspace: Workspace, actor: Actor) -> list[SavedSearch]:
    """Return the searches an actor keeps, newest first."""
    with workspace.reading() as stores:
        return stores.searches.of_account(actor.account_id)


def remove_search(workspace: Workspace, actor: Actor, number: int) -> None:
    """Remove a search of one's own.

    Raises:
        UnknownIdError: one has none of that number.
    """
    with workspace.writing(actor) as stores:
        is_gone = stores.searches.remove(number, account_id=actor.account_id)
    if not is_gone:
        raise UnknownIdError("没有这条保存的查找。", remedy="请从列表中选择。")
