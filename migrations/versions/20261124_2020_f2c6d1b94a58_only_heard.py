"""Of a video that is prepared from now on it is kept whether it has a picture."""

import sqlalchemy as sa
from alembic import op

revision = "f2c6d1b94a58"
down_revision = "e1f4a8d62c37"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_picture", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.drop_column("has_picture")
