from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests import people
from workspace.accounts.models import User
from workspace.cohorts.changes import Plan, open_cohort
from workspace.cohorts.models import Cohort

PLAN = Plan("Session d’automne", "Grenoble", date(2026, 9, 14), date(2026, 12, 11), "method")


@pytest.fixture
def ines(session: Session) -> User:
    """The organiser."""
    person = people.person(session, "Inès")
    person.is_admin = True
    session.flush()
    return person


@pytest.fixture
def paul(session: Session) -> User:
    """A trainer."""
    return people.person(session, "Paul")


@pytest.fixture
def cohort(session: Session, ines: User) -> Cohort:
    """A session, without a group."""
    found = open_cohort(session, ines, PLAN)
    session.commit()
    return found
