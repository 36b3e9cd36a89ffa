import pytest

from workspace.projects.models import Membership


@pytest.fixture
def plan(alice: Membership) -> str:
    """Where the actions of the project are."""
    return f"/projects/{alice.project_id}/actions/"
