"""Reading invitations."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workspace.core import clock
from workspace.invitations.models import Invitation


def open_invitations(session: Session, project_id: int) -> Sequence[Invitation]:
    """Return the invitations of a project that still open its door, the latest first."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.project_id == project_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .options(joinedload(Invitation.institution))
        .order_by(Invitation.id.desc())
    ).all()


def invitation(session: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation with its project and institution."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .options(joinedload(Invitation.project), joinedload(Invitation.institution))
    )
