from datetime import date

import pytest

from workspace.core import clock
from workspace.projects.models import Membership


@pytest.fixture
def url(alice: Membership) -> str:
    """Where the indicators of the project are."""
    return f"/projects/{alice.project_id}/indicators/"


@pytest.fixture
def late_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day that does not pass."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 24))
