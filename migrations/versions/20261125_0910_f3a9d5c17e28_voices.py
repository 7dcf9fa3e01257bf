"""What is spoken in a thread, beside a remark that isn't released or with a message."""

import sqlalchemy as sa
from alembic import op

revision = "f3a9d5c17e28"
down_revision = "b1f4c8e26d70"
branch_labels = None
depends_on = None

TO = {
    "thread_id": "feedback_thread",
    "speaker_id": "person",
    "video_id": "video",
    "remark_id": "review_remark",
    "message_id": "message",
}


def upgrade() -> None:
    op.create_table(
        "voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("spoken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(remark_id IS NULL) <> (message_id IS NULL)", name=op.f("ck_voice_one_home")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_voice_{name}_{table}"), ondelete="RESTRICT")
            for name, table in TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
        *(sa.UniqueConstraint(name, name=op.f(f"uq_voice_{name}")) for name in ("video_id", "remark_id", "message_id")),
    )
    with op.batch_alter_table("voice", schema=None) as batch_op:
        for name in ("thread_id", "speaker_id"):
            batch_op.create_index(batch_op.f(f"ix_voice_{name}"), [name], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("voice", schema=None) as batch_op:
        for name in ("speaker_id", "thread_id"):
            batch_op.drop_index(batch_op.f(f"ix_voice_{name}"))
    op.drop_table("voice")
