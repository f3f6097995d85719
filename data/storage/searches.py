"""Saved searches in and out of their table."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data.records.searches import SavedSearch, SearchPlace
from data.storage.search_tables import SavedSearchRow


class SavedSearchRepository:
    """Searches that people keep; everybody sees and removes their own alone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, search: SavedSearch) -> int:
        """Return the number a newly saved search is given."""
        row = SavedSearchRow(
            account_id=search.account_id,
            label=search.label,
            place=search.place.value,
            query=search.query,
            created_at=search.created_at,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def of_account(self, account_id: int | None) -> list[SavedSearch]:
        """Return the searches of an account, or of the single desk, newest first."""
        own = select(SavedSearchRow).where(SavedSearchRow.account_id == account_id)
        return [_to_search(row) for row in self._session.scalars(own.order_by(SavedSearchRow.id.desc()))]

    def count(self, account_id: int | None) -> int:
        """Count the searches of an account, or of the single desk."""
        own = select(func.count()).select_from(SavedSearchRow).where(SavedSearchRow.account_id == account_id)
        return self._session.scalar(own) or 0

    def remove(self, number: int, *, account_id: int | None) -> bool:
        """Remove a search; return whether the account had it."""
        own = (SavedSearchRow.id == number, SavedSearchRow.account_id == account_id)
        is_there = self._session.scalar(select(func.count()).select_from(SavedSearchRow).where(*own))
        self._session.execute(delete(SavedSearchRow).where(*own))
        return bool(is_there)


def _to_search(row: SavedSearchRow) -> SavedSearch:
    return SavedSearch(
        account_id=row.account_id,
        label=row.label,
        place=SearchPlace(row.place),
        query=row.query,
        created_at=row.created_at,
        number=row.id,
    )
