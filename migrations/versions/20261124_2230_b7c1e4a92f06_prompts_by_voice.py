"""Prompts say whether they are answered in writing, by voice, or either way, as those do that are there already."""

import sqlalchemy as sa
from alembic import op

revision = "b7c1e4a92f06"
down_revision = "e6b4d1a7c953"
branch_labels = None
depends_on = None

WAYS = sa.Enum("either", "voice", "text", name="answeredby", native_enum=False, length=32, create_constraint=True)


def upgrade() -> None:
    with op.batch_alter_table("prompt", schema=None) as prompt:
        prompt.add_column(sa.Column("answered_by", WAYS, nullable=False, server_default="either"))
    with op.batch_alter_table("prompt", schema=None) as prompt:
        prompt.alter_column("answered_by", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("prompt", schema=None) as prompt:
        prompt.drop_constraint(op.f("ck_prompt_answeredby"), type_="check")
        prompt.drop_column("answered_by")
