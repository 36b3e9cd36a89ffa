"""Actors that tests read, and how they come into the directory."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from workspace.actors import changes, queries
from workspace.actors.models import Actor, Contact, Profile, Reach, Relation
from workspace.core import clock
from workspace.projects.models import Membership

ESCALE = Profile(
    name="L’Escale, scène conventionnée itinérante",
    type="equipement",
    parts=("operateur",),
    place="Vaucreuse",
    domains=("spectacle_vivant",),
    interests="Jouer dans les villages",
    resources="Équipe de six personnes, matériel léger",
    limits="Équipe saturée de septembre à décembre",
)


def at(member: Membership, rest: str = "") -> str:
    """Return the address of the directory of a member's project, or of something in it."""
    return f"/projects/{member.project_id}/actors/{rest}"


def later(days: int = 400) -> date:
    """Return a day until which a contact may be kept."""
    return clock.today() + timedelta(days=days)


def actor(session: Session, member: Membership, name: str = ESCALE.name, **said: Any) -> Actor:
    """Return an actor of the project of a member: the Escale, unless said otherwise."""
    about = vars(ESCALE) if name == ESCALE.name else {}
    added = changes.add_actor(session, member, Profile(**{**about, "name": name, **said}))
    session.commit()
    return added


def contact(session: Session, member: Membership, one: Actor, **said: Any) -> Contact:
    """Return how to reach somebody at an actor."""
    known: dict[str, Any] = {
        "name": "Tomas Oyarzun",
        "email": "tomas@escale.example",
        "origin": "donné par lui",
        "kept_until_on": later(),
    }
    reach = Reach(**known | said)
    added = changes.add_contact(session, member, one, reach)
    session.commit()
    return added


def tied(
    session: Session, member: Membership, one: Actor, other: Actor, kind: str = "conventionne"
) -> Relation:
    """Return a relation between two actors."""
    added = changes.relate(session, member, one, other, kind=kind, note="2025-2027")
    session.commit()
    return added


def known(session: Session, member: Membership) -> Actor:
    """Return the Escale of a project, added the first time."""
    found = queries.twins(session, member.project_id, ESCALE.name)
    return found[0] if found else actor(session, member)


def reached(session: Session, member: Membership) -> Contact:
    """Return a contact of the Escale of a project."""
    return contact(session, member, known(session, member))


def befriended(session: Session, member: Membership) -> Relation:
    """Return a relation between the Escale of a project and another actor."""
    return tied(session, member, known(session, member), actor(session, member, "Le Relais"))
