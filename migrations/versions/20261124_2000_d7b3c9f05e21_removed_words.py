"""Questions and answers can be taken away: the words are erased, and as what somebody did it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "d7b3c9f05e21"
down_revision = "a4c7e02d9b61"
branch_labels = None
depends_on = None

SAID = "length(text) <= 8000 AND (length(text) = 0) = (removed_at IS NOT NULL)"
REMOVER = sa.Enum(
    "author", "trainer", "coordinator", name="remover", native_enum=False, create_constraint=True, length=32
)


def upgrade() -> None:
    for table in ("question", "answer"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
            batch_op.add_column(sa.Column("removed_as", REMOVER, nullable=True))
            batch_op.drop_constraint(op.f(f"ck_{table}_text_limit"), type_="check")
            batch_op.create_check_constraint("text_limit", SAID)
            batch_op.create_check_constraint("removed", "(removed_at IS NULL) = (removed_as IS NULL)")


def downgrade() -> None:
    op.execute("UPDATE question SET text = '(removed)' WHERE removed_at IS NOT NULL")
    op.execute("UPDATE answer SET text = '(removed)' WHERE removed_at IS NOT NULL")
    for table in ("question", "answer"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_removed"), type_="check")
            batch_op.drop_constraint(op.f(f"ck_{table}_remover"), type_="check")
            batch_op.drop_constraint(op.f(f"ck_{table}_text_limit"), type_="check")
            batch_op.drop_column("removed_as")
            batch_op.drop_column("removed_at")
            batch_op.create_check_constraint("text_limit", "length(text) BETWEEN 1 AND 8000")
