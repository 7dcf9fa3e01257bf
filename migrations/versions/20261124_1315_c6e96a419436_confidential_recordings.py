"""Confidential recordings: the audit log, levels and agreements of programs, viewings, revocations, consent.

The audit log is held by triggers. SQLite loses a table's triggers when Alembic copies it to change it: a later step that
changes `audit_entry` in a batch has to call `only_grows` again.
"""

import sqlalchemy as sa
from alembic import op


revision = "c6e96a419436"
down_revision = "b7d2f4a90c31"
branch_labels = None
depends_on = None


REFUSED = "the audit log only grows"
LEVELS = [
    # level, title, said, agreement, consent, watermark, logged, transcript, days before, days after
    ("V0", "Open", "", False, False, False, False, True, None, None),
    (
        "V1",
        "Program",
        "For people enrolled in this program. Please don’t pass it on.",
        False,
        False,
        False,
        False,
        True,
        None,
        None,
    ),
    (
        "V2",
        "Simulated clinical",
        "Do not discuss this outside the cohort, and do not record it.",
        False,
        False,
        True,
        False,
        False,
        None,
        None,
    ),
    (
        "V3",
        "Restricted clinical",
        "Do not discuss this outside the cohort, and do not record it.",
        True,
        True,
        True,
        True,
        False,
        1,
        14,
    ),
]
"""What holds for programs that were loaded before, until they are loaded again."""


def only_grows() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{deed.lower()} BEFORE {deed} ON audit_entry "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_only_grows()"
    )


def levels_of_known_programs(table: sa.Table) -> None:
    names = [column.name for column in table.columns if column.name not in ("id", "program_id")]
    programs = [row.id for row in op.get_bind().execute(sa.text("SELECT id FROM program"))]
    rows = [
        {"program_id": program_id, **dict(zip(names, level, strict=True))}
        for program_id in programs
        for level in LEVELS
    ]
    if rows:
        op.bulk_insert(table, rows)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_person_id"), ["person_id"], unique=False)

    only_grows()
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_agreement_program_id_program"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("program_id", "version", name=op.f("uq_agreement_program_id_version")),
    )
    levels = op.create_table(
        "confidentiality_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "V0", "V1", "V2", "V3", name="confidentiality", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Boolean(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("watermark", sa.Boolean(), nullable=False),
        sa.Column("every_view_logged", sa.Boolean(), nullable=False),
        sa.Column("transcript_file", sa.Boolean(), nullable=False),
        sa.Column("open_days_before", sa.Integer(), nullable=True),
        sa.Column("open_days_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_confidentiality_level_program_id_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidentiality_level")),
        sa.UniqueConstraint("program_id", "level", name=op.f("uq_confidentiality_level_program_id_level")),
    )
    levels_of_known_programs(levels)
    op.create_table(
        "playback_revocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("stream", sa.String(length=200), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (stream IS NULL)", name=op.f("ck_playback_revocation_one")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_playback_revocation_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playback_revocation")),
    )
    with op.batch_alter_table("playback_revocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_playback_revocation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_playback_revocation_since"), ["since"], unique=False)

    op.create_table(
        "erasure_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("source_size", sa.BigInteger(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_erasure_receipt_video_id_video"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_receipt")),
        sa.UniqueConstraint("video_id", name=op.f("uq_erasure_receipt_video_id")),
    )
    op.create_table(
        "expiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_expiry_set_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_expiry_video_id_video"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry")),
        sa.UniqueConstraint("video_id", name=op.f("uq_expiry_video_id")),
    )
    with op.batch_alter_table("expiry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expiry_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_expiry_set_by_id"), ["set_by_id"], unique=False)

    op.create_table(
        "nobody_recorded",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["person.id"], name=op.f("fk_nobody_recorded_said_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_nobody_recorded_video_id_video"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nobody_recorded")),
        sa.UniqueConstraint("video_id", name=op.f("uq_nobody_recorded_video_id")),
    )
    with op.batch_alter_table("nobody_recorded", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nobody_recorded_said_by_id"), ["said_by_id"], unique=False)

    op.create_table(
        "recording_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "use",
            sa.Enum("playing", "teaching", name="use", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "given_at IS NULL OR withdrawn_at IS NULL OR withdrawn_at >= given_at",
            name=op.f("ck_recording_consent_order"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_recording_consent_asked_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recording_consent_person_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_recording_consent_video_id_video"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_consent")),
        sa.UniqueConstraint("key", name=op.f("uq_recording_consent_key")),
        sa.UniqueConstraint("video_id", "email", "use", name=op.f("uq_recording_consent_video_id_email_use")),
    )
    with op.batch_alter_table("recording_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_consent_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_consent_person_id"), ["person_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signature_agreement_id_agreement"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("person_id", "agreement_id", name=op.f("uq_signature_person_id_agreement_id")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("demonstration_id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("sign_in_id", sa.Integer(), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("is_native", sa.Boolean(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("played_ms", sa.Integer(), nullable=False),
        sa.Column("furthest_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_viewing_cohort_id_cohort"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["demonstration_id"],
            ["demonstration.id"],
            name=op.f("fk_viewing_demonstration_id_demonstration"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_viewing_person_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_in.id"], name=op.f("fk_viewing_sign_in_id_sign_in"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_viewing_video_id_video"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
    )
    with op.batch_alter_table("viewing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_viewing_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index("ix_viewing_demonstration_id_id", ["demonstration_id", "id"], unique=False)
        batch_op.create_index("ix_viewing_person_id_id", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_viewing_sign_in_id"), ["sign_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_viewing_video_id"), ["video_id"], unique=False)

    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("showing_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["showing_id"], ["showing.id"], name=op.f("fk_withdrawal_showing_id_showing"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_withdrawal_withdrawn_by_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("showing_id", name=op.f("uq_withdrawal_showing_id")),
    )
    with op.batch_alter_table("withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withdrawal_withdrawn_by_id"), ["withdrawn_by_id"], unique=False)

    with op.batch_alter_table("program", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreement_version", sa.Integer(), nullable=True))

    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.drop_column("erased_at")

    with op.batch_alter_table("program", schema=None) as batch_op:
        batch_op.drop_column("agreement_version")

    with op.batch_alter_table("withdrawal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_withdrawal_withdrawn_by_id"))

    op.drop_table("withdrawal")
    with op.batch_alter_table("viewing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_viewing_video_id"))
        batch_op.drop_index(batch_op.f("ix_viewing_sign_in_id"))
        batch_op.drop_index("ix_viewing_person_id_id")
        batch_op.drop_index("ix_viewing_demonstration_id_id")
        batch_op.drop_index(batch_op.f("ix_viewing_cohort_id"))

    op.drop_table("viewing")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_agreement_id"))

    op.drop_table("signature")
    with op.batch_alter_table("recording_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_consent_person_id"))
        batch_op.drop_index(batch_op.f("ix_recording_consent_asked_by_id"))

    op.drop_table("recording_consent")
    with op.batch_alter_table("nobody_recorded", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nobody_recorded_said_by_id"))

    op.drop_table("nobody_recorded")
    with op.batch_alter_table("expiry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expiry_set_by_id"))
        batch_op.drop_index(batch_op.f("ix_expiry_ends_at"))

    op.drop_table("expiry")
    op.drop_table("erasure_receipt")
    with op.batch_alter_table("playback_revocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_playback_revocation_since"))
        batch_op.drop_index(batch_op.f("ix_playback_revocation_person_id"))

    op.drop_table("playback_revocation")
    op.drop_table("confidentiality_level")
    op.drop_table("agreement")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_person_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_cohort_id"))

    op.drop_table("audit_entry")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entry_only_grows()")
