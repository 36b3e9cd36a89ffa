"""The tables as migrations make them: forward to the newest, or back."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).resolve().parents[1] / "migrations"


class NewerDatabaseError(SystemExit):
    """The database was made by a newer version of the product."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables to a revision, all of it or nothing; one process at a time."""
    with engine.execution_options(writes=True).begin() as connection:
        if current(connection) not in {None, *known()}:
            raise NewerDatabaseError("This database was made by a newer version of Maillage.")
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the tables back to a revision."""
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(_config(connection), to)


def is_current(engine: Engine) -> bool:
    """Tell whether the tables are those that this version of the product needs."""
    with engine.connect() as connection:
        return current(connection) == ScriptDirectory(str(FOLDER)).get_current_head()


def known() -> list[str]:
    """Return the revisions that this version of the product has gone through."""
    return [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()]


def current(connection: Connection) -> str | None:
    """Return the revision of the tables, None when there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
