"""Changing the directory: each function makes one change and records one event.

Whoever calls has taken the turn of the project, so that what was read is still true. Contacts are
personal: the journal tells that one changed, never what it says, and those whose day is over are
erased with the next change.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import delete
from sqlalchemy.orm import Session

from workspace.actors import queries
from workspace.actors.models import (
    TEXTS,
    Actor,
    ActorStatus,
    Contact,
    Profile,
    Reach,
    Relation,
    is_symmetric,
    profile_of,
    reach_of,
)
from workspace.core import clock, journal, reference, spelling
from workspace.core.errors import Refused, Stale
from workspace.core.journal import Detail
from workspace.core.merge import Values, held_at, merge
from workspace.projects.models import Membership
from workspace.territories.models import Territory

Ends: TypeAlias = tuple[str, str]

PLAIN = frozenset({"name", "place", "siren", *TEXTS})
LISTS = {"type": "actor_types", "parts": "roles", "domains": "cultural_domains"}


class SameActorError(Refused):
    """An actor is not tied to itself, nor merged into itself."""


def add_actor(
    session: Session, member: Membership, profile: Profile, *, event: str = "actors.added"
) -> Actor:
    """Add an actor to the directory of the project."""
    actor = Actor(project_id=member.project_id, **vars(profile))
    actor.words = _words(session, profile)
    session.add(actor)
    session.flush()
    _tell(session, member, event, actor)
    return actor


def edit_actor(
    session: Session, member: Membership, actor: Actor, profile: Profile, *, version: int
) -> None:
    """Rewrite an actor from the version that was shown.

    What others wrote meanwhile in other fields stays; what they wrote in the same field raises
    Stale with both texts.
    """
    now = profile_of(actor)
    held = held_at(session, member.project_id, queries.EDITED, actor.id, version)
    mine = _merged(now, profile, held, version=actor.version)
    before, after = now.values(), mine.values()
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return
    for name in changed:
        setattr(actor, name, getattr(mine, name))
    actor.words = _words(session, mine)
    actor.version += 1
    _tell(
        session,
        member,
        queries.EDITED,
        actor,
        version=actor.version,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def set_status(session: Session, member: Membership, actor: Actor, status: ActorStatus) -> None:
    """Note where an actor stands; one that leaves keeps its card and all that points to it."""
    profile = replace(profile_of(actor), status=status)
    edit_actor(session, member, actor, profile, version=actor.version)


def remove_actor(
    session: Session, member: Membership, actor: Actor, *, event: str = "actors.removed"
) -> None:
    """Take an actor to which nothing points out of the directory; its history remains."""
    if queries.referenced(session, [actor.id]):
        raise Refused
    session.execute(delete(Contact).where(Contact.actor_id == actor.id))
    actor.removed_at = clock.now()
    _tell(session, member, event, actor)


def add_contact(session: Session, member: Membership, actor: Actor, reach: Reach) -> Contact:
    """Note how to reach somebody at an actor."""
    contact = Contact(actor_id=actor.id, **vars(reach))
    session.add(contact)
    session.flush()
    _tell_contact(session, member, "contacts.added", actor, contact)
    return contact


def edit_contact(
    session: Session,
    member: Membership,
    contact: Contact,
    reach: Reach,
    *,
    actor: Actor,
    version: int,
) -> None:
    """Rewrite a contact from the version that was shown."""
    now = reach_of(contact)
    if now == reach:
        return
    if contact.version != version:
        raise Stale(mine=_lines(reach), theirs=_lines(now))
    for name, value in vars(reach).items():
        setattr(contact, name, value)
    contact.version += 1
    _tell_contact(session, member, "contacts.edited", actor, contact)


def remove_contact(session: Session, member: Membership, contact: Contact, *, actor: Actor) -> None:
    """Erase a contact."""
    session.delete(contact)
    _tell_contact(session, member, "contacts.removed", actor, contact)


def note_contacts(session: Session, actor: Actor, reaches: Sequence[Reach]) -> list[Contact]:
    """Note whom to reach at an actor, with a change that tells it."""
    noted = [Contact(actor_id=actor.id, **vars(reach)) for reach in reaches]
    session.add_all(noted)
    session.flush()
    return noted


def note_contacts_erased(session: Session, ids: Collection[int]) -> None:
    """Erase contacts, with a change that tells it."""
    session.execute(delete(Contact).where(Contact.id.in_(ids)))


def relate(
    session: Session, member: Membership, one: Actor, other: Actor, *, kind: str, note: str = ""
) -> Relation:
    """Tie an actor to another; one that is stated already takes the new note."""
    if one.id == other.id:
        raise SameActorError
    known = queries.relations_between(session, one.id, other.id, kind)
    for relation in known:
        if is_symmetric(kind) or relation.from_id == one.id:
            _note(session, member, relation, note, ends=(one.name, other.name))
            return relation
    relation = Relation(
        project_id=member.project_id, from_id=one.id, to_id=other.id, type=kind, note=note
    )
    session.add(relation)
    session.flush()
    _tell_relation(session, member, "relations.added", relation, ends=(one.name, other.name))
    return relation


def unrelate(session: Session, member: Membership, relation: Relation) -> None:
    """Say that two actors are not tied in that way any more."""
    names = queries.names(session, member.project_id)
    ends = names[relation.from_id], names[relation.to_id]
    session.delete(relation)
    _tell_relation(session, member, "relations.removed", relation, ends=ends)


def _note(
    session: Session, member: Membership, relation: Relation, note: str, *, ends: Ends
) -> None:
    if note and note != relation.note:
        relation.note = note
        _tell_relation(session, member, "relations.noted", relation, ends=ends)


def _merged(now: Profile, mine: Profile, held: Values, *, version: int) -> Profile:
    found = merge(held, now=now.values(), mine=mine.values())
    if found.clash:
        # Sent again in whole, the form would undo what others wrote beside the clash.
        may_resend = not found.theirs and PLAIN.issuperset(found.clash)
        raise Stale(
            mine=_texts(mine, found.clash),
            theirs=_texts(now, found.clash),
            version=version if may_resend else None,
        )
    return replace(mine, **{name: getattr(now, name) for name in found.theirs})


def _words(session: Session, profile: Profile) -> str:
    place = session.get(Territory, profile.territory_id) if profile.territory_id else None
    said = (profile.name, profile.place, place.name if place else "")
    return spelling.fold("\n".join([*said, *(getattr(profile, name) for name in TEXTS)]))


def _texts(profile: Profile, names: Collection[str]) -> dict[str, str]:
    values = profile.values()
    return {name: _text(name, values[name]) for name in names}


def _text(name: str, value: Detail) -> str:
    codes = value if isinstance(value, list) else [value]
    listed = LISTS.get(name)
    shown = (reference.label(str(code), listed, "fr") if listed else str(code) for code in codes)
    return ", ".join(shown) if value else ""


def _lines(reach: Reach) -> dict[str, str]:
    return {name: str(value) for name, value in vars(reach).items()}


def _tell(session: Session, member: Membership, name: str, actor: Actor, **details: Detail) -> None:
    _erase_old_contacts(session)
    journal.record(session, member, name, actor.id, title=actor.name, **details)


def _tell_contact(
    session: Session, member: Membership, name: str, actor: Actor, contact: Contact
) -> None:
    _erase_old_contacts(session)
    journal.record(session, member, name, contact.id, title=actor.name, actor=actor.id)


def _tell_relation(
    session: Session, member: Membership, name: str, relation: Relation, *, ends: Ends
) -> None:
    journal.record(
        session,
        member,
        name,
        relation.id,
        title=ends[0],
        other=ends[1],
        type=relation.type,
        note=relation.note,
        ends=[relation.from_id, relation.to_id],
    )


def _erase_old_contacts(session: Session) -> None:
    session.execute(delete(Contact).where(Contact.kept_until_on < clock.today()))
