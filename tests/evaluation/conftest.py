"""What the tests of the log share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from workspace.core.store import Store
from workspace.projects.models import Membership


@pytest.fixture
def url(alice: Membership) -> str:
    """Where the log is."""
    return f"/projects/{alice.project_id}/evaluation/"


@pytest.fixture
def store(app: Flask, tmp_path: Path) -> Iterator[Store]:
    """The store of the application, in a folder of the test's own."""
    before = app.extensions["store"]
    app.extensions["store"] = Store(tmp_path)
    yield app.extensions["store"]
    app.extensions["store"] = before
