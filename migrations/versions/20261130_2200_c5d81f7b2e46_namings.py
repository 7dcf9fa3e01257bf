"""Who is asked about a recording is told which it is, and can say that they aren't in it; prompts are told apart."""

import sqlalchemy as sa
from alembic import op

revision = "c5d81f7b2e46"
down_revision = "d1f7a3c92e60"
branch_labels = None
depends_on = None

SHOWN = """
UPDATE recording_consent SET title = COALESCE((
    SELECT d.code || ' ' || d.title FROM showing s JOIN demonstration d ON d.id = s.demonstration_id
    WHERE s.video_id = recording_consent.video_id), '')
"""
HANDED_IN = """
UPDATE recording_consent SET title = COALESCE((
    SELECT MIN('Recording ' || r.number || ' of “' || a.title || '”') FROM recording r
    JOIN submission_version v ON v.id = r.version_id
    JOIN submission s ON s.id = v.submission_id
    JOIN assignment a ON a.id = s.assignment_id
    WHERE r.video_id = recording_consent.video_id), title)
"""


def upgrade() -> None:
    with op.batch_alter_table("recording_consent") as table:
        table.add_column(sa.Column("title", sa.String(300), nullable=False, server_default=""))
        table.add_column(sa.Column("denied_at", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint("denied", "denied_at IS NULL OR (given_at IS NULL AND withdrawn_at IS NOT NULL)")
    op.execute(SHOWN)
    op.execute(HANDED_IN)
    with op.batch_alter_table("recording_consent") as table:
        table.alter_column("title", server_default=None)
    _tell_prompts_apart(is_told=True)


def downgrade() -> None:
    _tell_prompts_apart(is_told=False)
    with op.batch_alter_table("recording_consent") as table:
        table.drop_constraint(op.f("ck_recording_consent_denied"), type_="check")
        table.drop_column("denied_at")
        table.drop_column("title")


def _tell_prompts_apart(is_told: bool) -> None:
    """Give the assignment of each prompt its title, with the moment in it or without."""
    db = op.get_bind()
    prompt = sa.table("prompt", *map(sa.column, ("assignment_id", "demonstration_id", "at_ms")))
    demonstration = sa.table("demonstration", *map(sa.column, ("id", "title")))
    assignment = sa.table("assignment", *map(sa.column, ("id", "title")))
    rows = sa.select(prompt.c.assignment_id, prompt.c.at_ms, demonstration.c.title).join(
        demonstration, demonstration.c.id == prompt.c.demonstration_id
    )
    for assignment_id, at_ms, title in db.execute(rows).all():
        at = f" at {_clock(at_ms // 1000)}" if is_told else ""
        named = sa.update(assignment).where(assignment.c.id == assignment_id)
        db.execute(named.values(title=f"Prompt{at} in “{title}”"[:200]))


def _clock(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
