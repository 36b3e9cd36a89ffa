"""Passages of shared texts that are discussed, and what is proposed in their place."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("start_anchor", sa.JSON(), nullable=False),
        sa.Column("end_anchor", sa.JSON(), nullable=False),
        sa.Column("replacement", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_passage_author_id_user")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_passage_institution_id_institution"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_passage_settled_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["shared_text.id"], name=op.f("fk_passage_text_id_shared_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_text_id"), "passage", ["text_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_passage_text_id"), table_name="passage")
    op.drop_table("passage")
