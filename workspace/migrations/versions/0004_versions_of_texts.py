"""Versions of shared texts that were named, frozen with their documents."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSAL = "this row never changes"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "text_version",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_text_version_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_text_version_institution_id_institution"),
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["shared_text.id"], name=op.f("fk_text_version_text_id_shared_text")
        ),
        sa.PrimaryKeyConstraint("text_id", "number", name=op.f("pk_text_version")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER frozen_text_version_{act} BEFORE {act.upper()} ON text_version"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER frozen_text_version BEFORE UPDATE OR DELETE ON text_version"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Go back."""
    op.drop_table("text_version")
