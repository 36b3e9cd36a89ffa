"""Alice leads, Bilal contributes, Chloé reads, Denis is an outsider."""

from datetime import date
from typing import TYPE_CHECKING

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from workspace.accounts import changes as accounts
from workspace.accounts.models import User
from workspace.core import web
from workspace.institutions.models import Institution, Mandate
from workspace.projects.changes import Outline, add_member, open_project
from workspace.projects.models import Membership, Role

if TYPE_CHECKING:
    from workspace.core.db import Database

LONG_AGO = date(2020, 1, 1)


def person(session: Session, name: str) -> User:
    """Make a person with an account."""
    found = User(email=f"{name.lower()}@example.org", name=name)
    session.add(found)
    session.flush()
    return found


def institution(session: Session, name: str, kind: str = "commune") -> Institution:
    """Make an institution."""
    found = Institution(name=name, name_key=name.casefold(), type=kind)
    session.add(found)
    session.flush()
    return found


def lead(
    session: Session,
    name: str = "Alice",
    *,
    title: str = "Résidences en vallée",
    speaks_for: str = "Ville de Redon",
) -> Membership:
    """Make a project and the person who leads it, for an institution."""
    founder, body = person(session, name), institution(session, speaks_for)
    session.add(Mandate(user_id=founder.id, institution_id=body.id, starts_on=LONG_AGO))
    member = open_project(session, founder, Outline(title), institution_id=body.id)
    member.institution = body
    session.commit()
    return member


def joins(
    session: Session, lead: Membership, name: str, *, role: Role, speaks_for: str
) -> Membership:
    """Let somebody into the project of its lead, for an institution."""
    newcomer, body = person(session, name), institution(session, speaks_for)
    session.add(Mandate(user_id=newcomer.id, institution_id=body.id, starts_on=LONG_AGO))
    member = add_member(session, lead, newcomer, role=role, institution_id=body.id)
    member.institution = body
    session.commit()
    return member


def browser_of(app: Flask, user_id: int) -> FlaskClient:
    """Return the browser of a person, signed in as the sign-in page would."""
    database: Database = app.extensions["workspace"]
    with database.writing() as session:
        secret = accounts.sign_in(session, session.get_one(User, user_id), device="tests")
        session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.permanent = True
        cookie["_user_id"] = secret
        cookie["_fresh"] = True
        cookie[web.PERSON] = user_id
    return client
