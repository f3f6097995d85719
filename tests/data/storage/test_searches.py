"""Searches are kept by account."""

from data.records.searches import SavedSearch, SearchPlace
from data.storage.workspace import Workspace
from tests.factories.storing import AT


def search_of(account_id: int | None, label: str) -> SavedSearch:
    return SavedSearch(
        account_id=account_id, label=label, place=SearchPlace.NEEDS, query="region=%E6%B7%AE%E5%AE%89", created_at=AT
    )


def test_everybody_sees_and_removes_their_own_searches_alone(workspace: Workspace) -> None:
    kept = [search_of(1, "甲"), search_of(2, "乙"), search_of(None, "丙"), search_of(1, "丁")]
    with workspace.writing() as stores:
        numbers = [stores.searches.add(each) for each in kept]
        removed = [stores.searches.remove(numbers[0], account_id=account) for account in (2, None, 1, 1)]

    with workspace.reading() as stores:
        labels = {account: [each.label for each in stores.searches.of_account(account)] for account in (1, 2, None)}
        counts = [stores.searches.count(account) for account in (1, 2, None, 3)]
        [first] = stores.searches.of_account(2)
    assert removed == [False, False, True, False]
    assert labels == {1: ["丁"], 2: ["乙"], None: ["丙"]}
    assert counts == [1, 1, 1, 0]
    assert (first.place, first.query, first.created_at, first.number) == (
        SearchPlace.NEEDS,
        "region=%E6%B7%AE%E5%AE%89",
        AT,
        numbers[1],
    )
