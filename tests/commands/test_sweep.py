"""What becomes of the files to which nothing refers any more."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests import people
from tests.conftest import database_of
from tests.evaluation import entries
from tests.files import uploads
from workspace.core import clock
from workspace.core.store import Store
from workspace.core.subjects import Subject
from workspace.files import changes

LONG_AGO = (clock.now() - timedelta(days=3)).timestamp()


@pytest.fixture
def store(real_app: Flask) -> Store:
    """The store of an installation of the test's own."""
    store: Store = real_app.extensions["store"]
    return store


def kept(store: Store, content: bytes, *, is_old: bool = True) -> Path:
    path = store.path(store.keep(BytesIO(content)).digest)
    if is_old:
        os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def attached(app: Flask, path: Path) -> None:
    with database_of(app).writing() as session:
        lead = people.lead(session)
        entry = entries.noted(session, lead)
        subject = Subject("evaluation", entry.id, entry.title)
        changes.attach(session, lead, subject, uploads.received(digest=path.name))
        session.commit()


def verify(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["verify"])


def test_only_what_is_old_and_unwanted_is_swept(real_app: Flask, store: Store) -> None:
    wanted, orphan = kept(store, b"wanted"), kept(store, b"orphan")
    fresh = kept(store, b"being attached", is_old=False)
    attached(real_app, wanted)

    said = verify(real_app).output

    assert "any more: 1 files." in said
    assert [path.exists() for path in (wanted, orphan, fresh)] == [True, False, True]


def test_nothing_is_swept_where_something_is_wrong(real_app: Flask, store: Store) -> None:
    orphan, lost = kept(store, b"orphan"), kept(store, b"lost")
    attached(real_app, lost)
    lost.unlink()

    result = verify(real_app)

    assert result.exit_code == 1
    assert f"{lost.name} is missing" in result.output
    assert orphan.exists()
