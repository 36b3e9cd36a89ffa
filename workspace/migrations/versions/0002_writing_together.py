"""Texts that several people write at once: whose hands, how many strokes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("space", sa.Column("strokes", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "text_hand",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_text_hand_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_text_hand_institution_id_institution"),
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["shared_text.id"], name=op.f("fk_text_hand_text_id_shared_text")
        ),
        sa.PrimaryKeyConstraint("text_id", "client", name=op.f("pk_text_hand")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("text_hand")
    op.drop_column("space", "strokes")
