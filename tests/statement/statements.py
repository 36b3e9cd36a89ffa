"""Statements that tests read and adopt."""

from urllib.parse import urljoin

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from workspace.projects.models import Membership
from workspace.statement import changes, queries
from workspace.statement.models import Part, StatementVersion

QUESTION = "Comment permettre à chacun d’habiter les soirs\u202f?"


def write(session: Session, member: Membership, typed: str, *, part: Part = Part.QUESTION) -> None:
    """Write a part over what stands in it."""
    version = queries.section(session, member.project_id, part).number
    changes.write_part(session, member, part, typed=typed, version=version)


def adopted(session: Session, lead: Membership, question: str = QUESTION) -> StatementVersion:
    """Adopt a statement that asks a question."""
    write(session, lead, question)
    return changes.adopt(session, lead, note="Par consentement")


def page(browser: FlaskClient, member: Membership, path: str = "") -> str:
    """Return a page of the statement."""
    response = browser.get(urljoin(f"/projects/{member.project_id}/statement/", path))
    assert response.status_code == 200
    return response.get_data(as_text=True)
