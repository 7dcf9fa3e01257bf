"""How much there is to play in what waits, whose it is, who is at it; trainers' minutes, and what answers took."""

import sqlalchemy as sa
from alembic import op

revision = "e4b7d20f9c31"
down_revision = "c7f20b84e6d1"
branch_labels = None
depends_on = None

ADDED = ("marked_ms", "recorded_ms")
QUEUE = ["cohort_id", "waiting_since", "id", "words"]


def upgrade() -> None:
    with op.batch_alter_table("feedback_thread", schema=None) as thread:
        for name in ADDED:
            thread.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        thread.add_column(sa.Column("trainer_id", sa.Integer(), nullable=True))
        thread.add_column(sa.Column("needed_soon_at", sa.DateTime(timezone=True), nullable=True))
        thread.create_foreign_key(
            op.f("fk_feedback_thread_trainer_id_person"), "person", ["trainer_id"], ["id"], ondelete="RESTRICT"
        )
    with op.batch_alter_table("feedback_thread", schema=None) as thread:
        for name in ADDED:
            thread.alter_column(name, server_default=None)
    op.execute(  # what two marked parts share counts twice until the next hand-in
        """
        UPDATE feedback_thread SET
            recorded_ms = (SELECT coalesce(sum(video.duration_ms), 0) FROM recording
                JOIN video ON video.id = recording.video_id WHERE recording.version_id = feedback_thread.version_id),
            marked_ms = (SELECT coalesce(sum(mark.end_ms - mark.start_ms), 0) FROM recording
                JOIN mark ON mark.recording_id = recording.id WHERE recording.version_id = feedback_thread.version_id)
        """
    )
    op.drop_index("ix_feedback_thread_queue", table_name="feedback_thread")
    op.create_index("ix_feedback_thread_queue", "feedback_thread", [*QUEUE, *ADDED])
    op.create_index("ix_feedback_thread_whose", "feedback_thread", ["cohort_id", "trainer_id", *QUEUE[1:], *ADDED])
    op.create_index(op.f("ix_feedback_thread_trainer_id"), "feedback_thread", ["trainer_id"])
    soon = sa.text("needed_soon_at IS NOT NULL AND waiting_since IS NOT NULL")
    op.create_index(
        "ix_feedback_thread_needed_soon",
        "feedback_thread",
        ["cohort_id", "waiting_since", "id"],
        sqlite_where=soon,
        postgresql_where=soon,
    )
    op.create_table(
        "claim",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_deep", sa.Boolean(), nullable=True),
        _to("claim", "thread_id", "feedback_thread", "CASCADE"),
        _to("claim", "trainer_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_trainer_id"), "claim", ["trainer_id"])
    op.create_table(
        "handover",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(note) <= 500", name=op.f("ck_handover_note_limit")),
        _to("handover", "thread_id", "feedback_thread", "CASCADE"),
        _to("handover", "by_id", "person", "RESTRICT"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_by_id"), "handover", ["by_id"])
    op.create_table(
        "review_minutes",
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 0 AND 2400", name=op.f("ck_review_minutes_minutes_range")),
        _to("review_minutes", "trainer_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("trainer_id", "week", name=op.f("pk_review_minutes")),
    )
    op.create_table(
        "review_plan",
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviews", sa.JSON(), nullable=False),
        _to("review_plan", "trainer_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("trainer_id", name=op.f("pk_review_plan")),
    )
    op.create_table(
        "depth_choice",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("depth", _depth(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        _to("depth_choice", "thread_id", "feedback_thread", "CASCADE"),
        _to("depth_choice", "by_id", "person", "RESTRICT"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_depth_choice")),
    )
    op.create_index(op.f("ix_depth_choice_by_id"), "depth_choice", ["by_id"])
    op.create_table(
        "stint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("depth", _depth(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waited_s", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_stint_seconds")),
        _to("stint", "message_id", "message", "CASCADE"),
        _to("stint", "cohort_id", "cohort", "RESTRICT"),
        _to("stint", "learner_id", "person", "RESTRICT"),
        _to("stint", "trainer_id", "person", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stint")),
        sa.UniqueConstraint("message_id", name=op.f("uq_stint_message_id")),
    )
    op.create_index(op.f("ix_stint_learner_id"), "stint", ["learner_id"])
    op.create_index("ix_stint_learner", "stint", ["cohort_id", "learner_id", "depth", "answered_at"])
    op.create_index("ix_stint_trainer", "stint", ["trainer_id", "answered_at", "seconds"])
    op.create_index("ix_stint_turnaround", "stint", ["cohort_id", "answered_at", "waited_s"])


def downgrade() -> None:
    for table in ("stint", "depth_choice", "review_plan", "review_minutes", "handover", "claim"):
        op.drop_table(table)
    for name in ("needed_soon", "trainer_id", "whose", "queue"):
        op.drop_index(f"ix_feedback_thread_{name}", table_name="feedback_thread")
    with op.batch_alter_table("feedback_thread", schema=None) as thread:
        thread.drop_constraint(op.f("fk_feedback_thread_trainer_id_person"), type_="foreignkey")
        for name in (*ADDED, "trainer_id", "needed_soon_at"):
            thread.drop_column(name)
    op.create_index("ix_feedback_thread_queue", "feedback_thread", QUEUE)


def _to(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def _depth() -> sa.Enum:
    return sa.Enum("deep", "light", name="depth", native_enum=False, length=32, create_constraint=True)
