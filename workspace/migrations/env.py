"""How Alembic reaches the tables."""

from alembic import context

from workspace import app
from workspace.core.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

__all__ = ["app"]  # imported so that every table is known
