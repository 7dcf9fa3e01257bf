"""Text tracks: captions and chapters of videos, their versions and drafts, and the captioner's work."""

import sqlalchemy as sa
from alembic import op

revision = "b3d9e6a17c40"
down_revision = "c6e96a419436"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "captioning",
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="captioningstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_captioning_percent")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_captioning_asked_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_captioning_video_id_video"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("video_id", name=op.f("pk_captioning")),
    )
    op.create_index(op.f("ix_captioning_asked_by_id"), "captioning", ["asked_by_id"])

    op.create_table(
        "text_track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("captions", "chapters", name="trackkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.CheckConstraint("published >= 0", name=op.f("ck_text_track_published")),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_text_track_video_id_video"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_track")),
        sa.UniqueConstraint("video_id", "kind", "language", name=op.f("uq_text_track_video_id_kind_language")),
    )
    op.create_table(
        "text_draft",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("is_machine_made", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(text) <= 2097152", name=op.f("ck_text_draft_text_limit")),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_text_draft_saved_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["text_track.id"], name=op.f("fk_text_draft_track_id_text_track"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("track_id", name=op.f("pk_text_draft")),
    )
    op.create_index(op.f("ix_text_draft_saved_by_id"), "text_draft", ["saved_by_id"])

    op.create_table(
        "text_track_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("cues", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_text_track_version_number")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_text_track_version_made_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["text_track.id"], name=op.f("fk_text_track_version_track_id_text_track"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_track_version")),
        sa.UniqueConstraint("track_id", "number", name=op.f("uq_text_track_version_track_id_number")),
    )
    op.create_index(op.f("ix_text_track_version_made_by_id"), "text_track_version", ["made_by_id"])

    op.create_table(
        "track_cue",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["track_id"], ["text_track.id"], name=op.f("fk_track_cue_track_id_text_track"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("track_id", "number", name=op.f("pk_track_cue")),
    )


def downgrade() -> None:
    op.drop_table("track_cue")
    op.drop_table("text_track_version")
    op.drop_table("text_draft")
    op.drop_table("text_track")
    op.drop_table("captioning")
