"""Prepared anew: a video keeps what it played from before, and its leases have numbers that only rise."""

import sqlalchemy as sa
from alembic import op

revision = "e7a2c9d410b8"
down_revision = "d4e81f6b2a90"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.add_column(sa.Column("former_stream_key", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("lease_number", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE video SET lease_number = tries")


def downgrade() -> None:
    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.drop_column("lease_number")
        batch_op.drop_column("former_stream_key")
