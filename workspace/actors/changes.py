"""Changing the directory: each function makes one change and records one event.

Whoever calls has taken the turn of the project, so that what was read is still true. Contacts are
personal: the journal tells that one changed, never what it says, and those whose day is over are
erased with the next change.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import delete, select
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


def add_actor(session: Session, member: Membership, profile: Profile) -> Actor:
    """Add an actor to the directory of the project."""
    return add_actors(session, member, [profile])[0]


def add_actors(
    session: Session,
    member: Membership,
    profiles: Sequence[Profile],
    *,
    event: str = "actors.added",
) -> list[Actor]:
    """Add actors to the directory of the project, all at once."""
    words = _words(session, profiles)
    added = [
        Actor(project_id=member.project_id, words=said, **vars(profile))
        for profile, said in zip(profiles, words, strict=True)
    ]
    session.add_all(added)
    session.flush()
    _tell(session, member, event, [(actor, {}) for actor in added])
    return added


def edit_actor(
    session: Session, member: Membership, actor: Actor, profile: Profile, *, version: int
) -> None:
    """Rewrite an actor from the version that was shown.

    What others wrote meanwhile in other fields stays; what they wrote in the same field raises
    Stale with both texts.
    """
    held = held_at(session, member.project_id, queries.EDITED, actor.id, version)
    mine = _merged(profile_of(actor), profile, held, version=actor.version)
    rewrite_actors(session, member, [(actor, mine)])


def rewrite_actors(
    session: Session, member: Membership, wanted: Sequence[tuple[Actor, Profile]]
) -> None:
    """Rewrite actors as they stand now, all at once; those that are so already stay."""
    told: list[tuple[Actor, dict[str, Detail]]] = []
    words = _words(session, [profile for _actor, profile in wanted])
    for (actor, profile), said in zip(wanted, words, strict=True):
        before, after = profile_of(actor).values(), profile.values()
        changed = [name for name in after if after[name] != before[name]]
        if not changed:
            continue
        for name in changed:
            setattr(actor, name, getattr(profile, name))
        actor.words = said
        actor.version += 1
        details: dict[str, Detail] = {
            "version": actor.version,
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
        }
        told.append((actor, details))
    _tell(session, member, queries.EDITED, told)


def set_status(session: Session, member: Membership, actor: Actor, status: ActorStatus) -> None:
    """Note where an actor stands; one that leaves keeps its card and all that points to it."""
    rewrite_actors(session, member, [(actor, replace(profile_of(actor), status=status))])


def remove_actors(
    session: Session,
    member: Membership,
    actors: Sequence[Actor],
    *,
    event: str = "actors.removed",
) -> None:
    """Take actors to which nothing points out of the directory; their history remains."""
    ids = {actor.id for actor in actors}
    if queries.referenced(session, ids):
        raise Refused
    session.execute(delete(Contact).where(Contact.actor_id.in_(ids)))
    for actor in actors:
        actor.removed_at = clock.now()
    _tell(session, member, event, [(actor, {}) for actor in actors])


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


def note_contacts(
    session: Session, reached: Sequence[tuple[Actor, Sequence[Reach]]]
) -> dict[int, list[int]]:
    """Note whom to reach at actors, with a change that tells it; return the contacts of each."""
    noted = [Contact(actor_id=actor.id, **vars(one)) for actor, all_ in reached for one in all_]
    session.add_all(noted)
    session.flush()
    found: dict[int, list[int]] = {}
    for contact in noted:
        found.setdefault(contact.actor_id, []).append(contact.id)
    return found


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


def _words(session: Session, profiles: Sequence[Profile]) -> list[str]:
    ids = {profile.territory_id for profile in profiles} - {None}
    rows = session.execute(select(Territory.id, Territory.name).where(Territory.id.in_(ids)))
    places = {row.id: row.name for row in rows} if ids else {}
    names = ("name", "place", *TEXTS)
    return [
        spelling.fold("\n".join([*(getattr(one, name) for name in names),
                                 places.get(one.territory_id, "")]))
        for one in profiles
    ]  # fmt: skip


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


def _tell(
    session: Session,
    member: Membership,
    name: str,
    told: Sequence[tuple[Actor, Mapping[str, Detail]]],
) -> None:
    if told:
        _erase_old_contacts(session)
        subjects = [(actor.id, {"title": actor.name, **details}) for actor, details in told]
        journal.record_all(session, member, name, subjects)


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
