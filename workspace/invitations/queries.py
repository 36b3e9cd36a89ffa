"""Reading invitations."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workspace.accounts.models import User, key_of
from workspace.core import tokens
from workspace.invitations.models import Invitation
from workspace.projects.models import Membership

DAY = timedelta(days=1)


def open_invitations(session: Session, project_id: int, now: datetime) -> Sequence[Invitation]:
    """Return the invitations of a project that still open its door, the latest first."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.project_id == project_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
    ).all()


def waiting(session: Session, project_id: int, email: str, now: datetime) -> Sequence[Invitation]:
    """Return the invitations of a project to an address that still open its door."""
    found = open_invitations(session, project_id, now)
    return [one for one in found if one.email_key == key_of(email)]


def sent_to(session: Session, email_key: str) -> Sequence[Invitation]:
    """Return every invitation that was sent to an address."""
    return session.scalars(select(Invitation).where(Invitation.email_key == email_key)).all()


def sent_lately(session: Session, project_id: int, now: datetime) -> int:
    """Return how many invitations left from a project in a day."""
    return session.scalars(
        select(func.count(Invitation.id)).where(
            Invitation.project_id == project_id, Invitation.sent_at > now - DAY
        )
    ).one()


def is_member(session: Session, project_id: int, email: str) -> bool:
    """Tell whether the holder of an address belongs to a project already."""
    found = session.scalar(
        select(Membership.user_id)
        .join(Membership.user)
        .where(Membership.project_id == project_id, User.email_key == key_of(email))
    )
    return found is not None


def find(session: Session, project_id: int, invitation_id: int) -> Invitation | None:
    """Return an invitation of the project."""
    return session.scalar(
        select(Invitation).where(
            Invitation.id == invitation_id, Invitation.project_id == project_id
        )
    )


def by_secret(session: Session, secret: str) -> Invitation | None:
    """Return the invitation whose link carries a secret, with its project and who sent it."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.token_digest == tokens.digest(secret))
        .options(joinedload(Invitation.project), joinedload(Invitation.invited_by))
    )
