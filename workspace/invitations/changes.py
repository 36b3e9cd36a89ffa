"""Inviting people into a project, and letting them in."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import clock, journal
from workspace.core.errors import Refused
from workspace.invitations.models import Invitation
from workspace.projects.changes import add_member
from workspace.projects.models import Membership, Role

LIFE = timedelta(days=14)


@dataclass(frozen=True)
class Sent:
    """An invitation and the secret that only its link carries."""

    invitation: Invitation
    nonce: str


def invite(session: Session, member: Membership, *, email: str, role: Role) -> Sent:
    """Keep a place for the holder of an address."""
    nonce = secrets.token_urlsafe(32)
    invitation = Invitation(
        project_id=member.project_id,
        email=email,
        role=role,
        institution_id=None,
        nonce_hash=digest(nonce),
        invited_by_id=member.user_id,
        expires_at=clock.now() + LIFE,
    )
    session.add(invitation)
    session.flush()
    journal.record(session, member, "invitations.sent", invitation.id, role=role)
    return Sent(invitation, nonce)


def withdraw(session: Session, member: Membership, invitation: Invitation) -> None:
    """Close a link that has not been used."""
    if invitation.used_at or invitation.withdrawn_at:
        return
    invitation.withdrawn_at = clock.now()
    journal.record(session, member, "invitations.withdrawn", invitation.id)


def accept(
    session: Session, invitation: Invitation, person: User, *, institution_id: int | None
) -> Membership:
    """Let in the holder of the address that was invited, once, while the link is open."""
    if not invitation.is_open(clock.now()) or not is_for(invitation, person):
        raise Refused("invitation")
    invitation.used_at = clock.now()
    by = journal.Hand(invitation.project_id, person.id, institution_id)
    journal.record(session, by, "invitations.accepted", invitation.id)
    return add_member(session, by, person, role=invitation.role, institution_id=institution_id)


def is_for(invitation: Invitation, person: User) -> bool:
    """Tell whether a person is whom an invitation was sent to."""
    return person.email is not None and invitation.email.casefold() == person.email.casefold()


def digest(nonce: str) -> str:
    """Return what is kept of the secret of a link."""
    return hashlib.sha256(nonce.encode()).hexdigest()
