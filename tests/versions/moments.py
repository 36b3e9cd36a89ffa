"""Texts that tests write, name and compare."""

from urllib.parse import urljoin

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from workspace.projects.models import Membership
from workspace.texts import changes as texts
from workspace.texts import queries
from workspace.texts.models import Told
from workspace.texts.queries import Shared
from workspace.versions import changes
from workspace.versions.models import TextVersion

NAME = "statement.tensions"


def write(session: Session, member: Membership, typed: str, version: int | None = None) -> Shared:
    """Write a text over what stands in it, or over an older version; return it."""
    told = Told("statement.written", member.project_id, {"part": "tensions"})
    base = shared(session, member).number if version is None else version
    texts.write(session, member, NAME, typed=typed, version=base, told=told)
    return shared(session, member)


def shared(session: Session, member: Membership) -> Shared:
    """Return the text as it stands."""
    return queries.shared(session, member.project_id, [NAME])[NAME]


def named(session: Session, member: Membership, title: str = "Avant le comité") -> TextVersion:
    """Name the text as it stands."""
    found = shared(session, member)
    return changes.name_version(session, member, found, number=found.number, title=title)


def address(member: Membership, path: str = "") -> str:
    """Return the address of a page of the text."""
    return urljoin(f"/projects/{member.project_id}/texts/{NAME}/", path)


def page(browser: FlaskClient, member: Membership, path: str = "") -> str:
    """Return a page of the text."""
    response = browser.get(address(member, path))
    assert response.status_code == 200
    return response.text
