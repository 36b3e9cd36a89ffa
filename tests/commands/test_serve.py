from pathlib import Path

from sqlalchemy.pool import QueuePool

from tests.conftest import database_of, open_app
from workspace.commands import serve


def test_workers_inherit_no_connection(tmp_path: Path) -> None:
    app = open_app(f"sqlite:///{tmp_path / 'workspace.db'}", tmp_path)

    serve.make_ready(app)

    pool = database_of(app).engine.pool
    assert isinstance(pool, QueuePool)
    assert (pool.checkedin(), pool.checkedout()) == (0, 0)
