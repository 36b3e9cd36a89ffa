"""Inviting people into a project, and letting them in."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import clock, journal, tokens
from workspace.core.errors import Refused
from workspace.core.journal import Author
from workspace.invitations import queries
from workspace.invitations.models import Invitation
from workspace.projects.changes import add_member
from workspace.projects.models import Membership, Role

LIFE = timedelta(days=14)
FORGOTTEN = ""


@dataclass(frozen=True)
class Sent:
    """An invitation, and the secret that only its link carries."""

    invitation: Invitation
    secret: str


def invite(session: Session, member: Membership, *, email: str, role: Role) -> Sent:
    """Keep a place for the holder of an address; a link sent there before opens nothing more."""
    now, secret = clock.now(), tokens.fresh()
    for earlier in queries.waiting(session, member.project_id, email, now):
        withdraw(session, member, earlier)
    invitation = Invitation(
        project_id=member.project_id,
        email=email,
        role=role,
        token_digest=tokens.digest(secret),
        invited_by_id=member.user_id,
        sent_at=now,
        expires_at=now + LIFE,
    )
    session.add(invitation)
    session.flush()
    journal.record(session, member, "invitations.sent", invitation.id, role=role)
    return Sent(invitation, secret)


def withdraw(session: Session, by: Author, invitation: Invitation) -> None:
    """Close a link that has not been used."""
    if invitation.used_at or invitation.withdrawn_at:
        return
    invitation.withdrawn_at = clock.now()
    journal.record(session, by, "invitations.withdrawn", invitation.id)


def accept(
    session: Session, invitation: Invitation, person: User, *, institution_id: int | None
) -> Membership:
    """Let in the holder of the address that was invited, once, while the link is open."""
    journal.take_turn(session, invitation.project_id)
    session.refresh(invitation, ["used_at", "withdrawn_at"])
    if not invitation.is_open(clock.now()) or invitation.email_key != person.email_key:
        raise Refused("invitation")
    invitation.used_at = clock.now()
    by = journal.Hand(invitation.project_id, person.id, institution_id)
    journal.record(session, by, "invitations.accepted", invitation.id)
    return add_member(session, by, person, role=invitation.role, institution_id=institution_id)


def forget_address(session: Session, leaver: User) -> None:
    """Forget the address of a person who leaves for good; their open links are closed."""
    for invitation in queries.sent_to(session, leaver.email_key or FORGOTTEN):
        withdraw(session, journal.Hand(invitation.project_id, leaver.id), invitation)
        invitation.email = FORGOTTEN
