"""The log of confidential recordings says when somebody was given the captions, too."""

import sqlalchemy as sa
from alembic import op

revision = "d5c81f0a36e7"
down_revision = "c5d81f7b2e46"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("viewing") as table:
        table.add_column(sa.Column("words_read_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("viewing") as table:
        table.drop_column("words_read_at")
