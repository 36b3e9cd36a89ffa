"""What the tests of files share: a store of their own, and an entry to attach to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.evaluation import entries
from workspace.core.store import Store
from workspace.core.subjects import Subject
from workspace.projects.models import Membership


@pytest.fixture
def store(app: Flask, tmp_path: Path) -> Iterator[Store]:
    """The store of the application, in a folder of the test's own."""
    before = app.extensions["store"]
    app.extensions["store"] = Store(tmp_path)
    yield app.extensions["store"]
    app.extensions["store"] = before


@pytest.fixture
def friday(session: Session, alice: Membership) -> Subject:
    """Something to which files are attached."""
    entry = entries.noted(session, alice, "Un vendredi")
    return Subject("evaluation", entry.id, entry.title)
