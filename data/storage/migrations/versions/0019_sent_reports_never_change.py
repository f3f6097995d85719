"""What was sent never changes: the database refuses it, whoever asks."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the trigger, as released agendas have it; restoring a backup deletes and adds."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER sent_reports_never_change BEFORE UPDATE ON sent_reports FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(
        "CREATE TRIGGER sent_reports_never_change BEFORE UPDATE ON sent_reports "
        "BEGIN SELECT RAISE(ABORT, 'rows of sent_reports never change'); END"
    )
