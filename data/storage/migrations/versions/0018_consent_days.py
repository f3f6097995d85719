"""The day on which a side let its consent be known, where it was written down later."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day; of what was written down before, none was kept."""
    op.add_column("consent_steps", sa.Column("on", sa.Date(), nullable=True))
