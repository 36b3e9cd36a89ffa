import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import people
from tests.accounts.doors import KEPT
from workspace.accounts.models import User


@pytest.fixture
def emma(session: Session) -> User:
    """Someone with an account and a password."""
    person = people.person(session, "Emma")
    person.password_hash = KEPT
    session.commit()
    return person


@pytest.fixture
def visitor(app: Flask, session: Session) -> FlaskClient:
    """A browser in which nobody has signed in."""
    assert session
    return app.test_client()


@pytest.fixture
def browser(app: Flask, emma: User) -> FlaskClient:
    """Emma's browser."""
    return people.browser_of(app, emma.id)
