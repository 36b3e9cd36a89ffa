import pytest

from workspace.projects.models import Membership


@pytest.fixture
def url(alice: Membership) -> str:
    """Where the findings of the project are."""
    return f"/projects/{alice.project_id}/findings/"
