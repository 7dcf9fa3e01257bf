"""Player settings: how somebody likes to watch holds on each of their devices."""

import sqlalchemy as sa
from alembic import op

revision = "a1c0d3b7e4f2"
down_revision = "7e56d9b53584"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "player_settings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("speed_percent", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.Column("captions", sa.String(length=35), nullable=True),
        sa.Column(
            "caption_size",
            sa.Enum(
                "small",
                "medium",
                "large",
                "huge",
                name="captionsize",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "caption_look",
            sa.Enum(
                "shade",
                "solid",
                "yellow",
                "light",
                name="captionlook",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("speed_percent BETWEEN 50 AND 200", name=op.f("ck_player_settings_speed")),
        sa.CheckConstraint("lines >= 0", name=op.f("ck_player_settings_lines")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_player_settings_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_player_settings")),
    )


def downgrade() -> None:
    op.drop_table("player_settings")
