"""Unplayable files: whether the file itself is why a video can't be played, so that nobody is told to try again."""

import sqlalchemy as sa
from alembic import op

revision = "d4e81f6b2a90"
down_revision = "b3d9e6a17c40"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_unplayable", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.drop_column("is_unplayable")
