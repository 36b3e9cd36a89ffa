import pytest
from sqlalchemy.orm import Session

from tests import people
from workspace.accounts.models import User
from workspace.core import journal
from workspace.core.journal import Hand


@pytest.fixture
def emma(session: Session) -> User:
    """Someone with an account, in no project yet."""
    return people.person(session, "Emma")


@pytest.fixture
def hand(session: Session, emma: User) -> Hand:
    """Emma's hand, outside any project."""
    return Hand(journal.accounts_space(session), emma.id)
