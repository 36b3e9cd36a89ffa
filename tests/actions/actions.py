"""Actions that tests read, and the directory they are carried from."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workspace.actions.changes import add_action, add_step
from workspace.actions.models import Action, ActionStatus, ActionStep, Outline
from workspace.actors.changes import add_actor
from workspace.actors.models import Actor, Profile
from workspace.projects.models import Membership
from workspace.territories.models import Territory

FAIR = "Foire aux livres"


def action(
    session: Session,
    member: Membership,
    title: str = FAIR,
    *,
    status: ActionStatus = ActionStatus.IDEA,
    **outline: object,
) -> Action:
    """Add an action."""
    wanted = Outline(title, **outline)  # type: ignore[arg-type]  # the fields of an outline
    return add_action(session, member, wanted, status=status)


def fair(session: Session, member: Membership) -> Action:
    """Return the book fair, added the first time."""
    known = session.scalar(
        select(Action).where(Action.project_id == member.project_id, Action.title == FAIR)
    )
    return known or action(session, member)


def with_step(session: Session, member: Membership) -> ActionStep:
    """Return a step of the book fair."""
    return add_step(session, member, fair(session, member), text="Réserver la salle")


def commune(session: Session, name: str = "Redon", *, space_id: int | None = None) -> Territory:
    """Know a territory: of the register, or declared in a space."""
    code = None if space_id else "35236"
    found = Territory(level="commune", code=code, name=name, space_id=space_id)
    session.add(found)
    session.flush()
    return found


def actor(session: Session, member: Membership, name: str) -> Actor:
    """Write an actor in the directory."""
    return add_actor(session, member, Profile(name))
