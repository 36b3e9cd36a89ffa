from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from tests.clocks import Wait
from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.errors import Refused
from workspace.core.journal import Event
from workspace.invitations import changes, queries
from workspace.invitations.changes import Sent
from workspace.projects.models import Membership, Role


@pytest.fixture
def emma(session: Session) -> User:
    """Someone with an account, in no project yet."""
    return people.person(session, "Emma")


@pytest.fixture
def sent(session: Session, alice: Membership) -> Sent:
    """What Emma was sent."""
    return changes.invite(session, alice, email="Emma@Example.org", role=Role.READER)


def names(session: Session) -> list[str]:
    told = select(Event.name).where(Event.topic == "invitations").order_by(Event.seq)
    return list(session.scalars(told))


def test_who_was_invited_comes_in(session: Session, sent: Sent, emma: User) -> None:
    joined = changes.accept(session, sent.invitation, emma, institution_id=None)

    assert (joined.user_id, joined.role, joined.welcomed) == (emma.id, Role.READER, False)
    assert names(session) == ["invitations.sent", "invitations.accepted"]


def test_a_link_serves_once(session: Session, sent: Sent, emma: User) -> None:
    changes.accept(session, sent.invitation, emma, institution_id=None)

    with pytest.raises(Refused):
        changes.accept(session, sent.invitation, emma, institution_id=None)


def test_a_link_serves_nobody_else(session: Session, sent: Sent) -> None:
    with pytest.raises(Refused):
        changes.accept(
            session, sent.invitation, people.person(session, "Denis"), institution_id=None
        )


def test_a_link_lives_for_a_fortnight(session: Session, sent: Sent, emma: User, wait: Wait) -> None:
    wait(timedelta(days=14, minutes=1))

    with pytest.raises(Refused):
        changes.accept(session, sent.invitation, emma, institution_id=None)


def test_a_link_that_was_taken_back_opens_nothing(
    session: Session, alice: Membership, sent: Sent, emma: User
) -> None:
    changes.withdraw(session, alice, sent.invitation)
    changes.withdraw(session, alice, sent.invitation)

    with pytest.raises(Refused):
        changes.accept(session, sent.invitation, emma, institution_id=None)
    assert names(session) == ["invitations.sent", "invitations.withdrawn"]


def test_inviting_again_closes_the_link_before(
    session: Session, alice: Membership, sent: Sent
) -> None:
    again = changes.invite(session, alice, email="emma@example.org", role=Role.CONTRIBUTOR)

    waiting = queries.open_invitations(session, alice.project_id, clock.now())
    assert list(waiting) == [again.invitation]
    assert sent.invitation.withdrawn_at


def test_the_secret_of_a_link_is_not_kept(session: Session, sent: Sent) -> None:
    found = queries.by_secret(session, sent.secret)

    assert found is sent.invitation
    assert sent.secret not in vars(found).values()


def test_the_address_of_who_leaves_is_forgotten(session: Session, sent: Sent, emma: User) -> None:
    changes.forget_address(session, emma)

    assert (sent.invitation.email, sent.invitation.email_key) == ("", "")
    assert not sent.invitation.is_open(clock.now())


def test_the_journal_never_holds_an_address(session: Session, sent: Sent) -> None:
    assert sent

    assert not any("mma" in str(one) for one in session.scalars(select(Event.details)))
