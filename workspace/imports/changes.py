"""Importing a sheet in one go, undoing it, and making one card of two."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, delete, exists, update
from sqlalchemy.orm import Session

from workspace.actors import changes as actors
from workspace.actors import queries as directory
from workspace.actors.changes import SameActorError
from workspace.actors.models import (
    TEXTS,
    Actor,
    ActorStatus,
    Profile,
    Reach,
    Relation,
    profile_of,
)
from workspace.comments import changes as comments
from workspace.core import clock, journal
from workspace.core.errors import Refused
from workspace.core.journal import Detail
from workspace.imports import queries
from workspace.imports.models import KEPT, Choice, Draft, Import, ImportLine, Plan, Step, completed
from workspace.projects.models import Membership


class ChangedSinceError(Refused):
    """What an import brought was changed since: undoing it would lose what others did."""

    def __init__(self, names: Sequence[str]) -> None:
        """Keep what the actors are called."""
        super().__init__("changed_since")
        self.names = names


def note_draft(session: Session, member: Membership, name: str, content: bytes) -> Draft:
    """Keep a sheet until it is imported, for a day; one sheet for each person."""
    old = Draft.at < clock.now() - KEPT
    session.execute(delete(Draft).where(old | (Draft.user_id == member.user_id)))
    draft = Draft(project_id=member.project_id, user_id=member.user_id, name=name, content=content)
    session.add(draft)
    session.flush()
    return draft


def note_dropped(session: Session, draft: Draft) -> None:
    """Forget a sheet that will not be imported."""
    session.delete(draft)


def import_actors(session: Session, member: Membership, draft: Draft, plan: Plan) -> Import:
    """Bring the lines of a sheet into the directory, as was chosen for each."""
    added, updated = plan.chosen(Choice.ADD), plan.chosen(Choice.UPDATE)
    imported = Import(
        project_id=member.project_id,
        user_id=member.user_id,
        name=draft.name,
        added=len(added),
        updated=len(updated),
    )
    session.add(imported)
    session.flush()
    _add(session, member, imported, added)
    _complete(session, member, imported, updated)
    session.delete(draft)
    _tell(session, member, "imports.made", imported)
    return imported


def undo_import(session: Session, member: Membership, imported: Import) -> None:
    """Take back all that an import brought, unless some of it was changed since."""
    if imported.undone_at is not None:
        return
    lines = queries.lines(session, imported)
    touched = queries.touched(session, member.project_id, lines)
    if touched:
        raise ChangedSinceError([actor.name for actor in touched])
    actors.note_contacts_erased(session, [key for line, _ in lines for key in line.contact_ids])
    added = [actor for line, actor in lines if line.before is None]
    actors.remove_actors(session, member, added, event="actors.taken_back")
    before = [
        (actor, replace(profile_of(actor), **_read(line.before)))
        for line, actor in lines
        if line.before is not None
    ]
    actors.rewrite_actors(session, member, before)
    imported.undone_at = clock.now()
    _tell(session, member, "imports.undone", imported)


def merge_actors(session: Session, member: Membership, kept: Actor, twin: Actor) -> None:
    """Merge two cards of one actor: whatever points to the twin points to the kept one.

    What the kept one says stays; what only the twin says is added to it.
    """
    if kept.id == twin.id:
        raise SameActorError
    both = _joined(profile_of(kept), profile_of(twin))
    actors.rewrite_actors(session, member, [(kept, both)])
    comments.note_moved(session, member.project_id, directory.TOPIC, twin.id, to=kept.id)
    for table, column in directory.references():
        _repoint(session, table, column, twin.id, to=kept.id)
    session.execute(delete(Relation).where(Relation.from_id == Relation.to_id))
    twin.removed_at, twin.merged_into_id = clock.now(), kept.id
    journal.record(
        session, member, "actors.merged", kept.id, title=kept.name, twin=twin.name, twin_id=twin.id
    )


def _add(session: Session, member: Membership, imported: Import, steps: Sequence[Step]) -> None:
    profiles = [Profile(**step.entry.said) for step in steps]
    added = actors.add_actors(session, member, profiles, event="actors.imported")
    contacts = actors.note_contacts(
        session, [(actor, step.entry.reaches) for actor, step in zip(added, steps, strict=True)]
    )
    session.add_all(
        ImportLine(
            import_id=imported.id,
            actor_id=actor.id,
            version=actor.version,
            before=None,
            contact_ids=contacts.get(actor.id, []),
        )
        for actor in added
    )


def _complete(
    session: Session, member: Membership, imported: Import, steps: Sequence[Step]
) -> None:
    # Two lines may complete one actor: what the first found is what stood before the import.
    known = queries.actors_of(session, member.project_id, steps)
    before = {key: profile_of(actor) for key, actor in known.items()}
    after, reaches = dict(before), {key: list[Reach]() for key in known}
    for key, step in ((step.twin.id, step) for step in steps if step.twin):
        after[key] = completed(after[key], step.entry)
        reaches[key] += step.reaches
    wanted = [(actor, after[key]) for key, actor in known.items()]
    actors.rewrite_actors(session, member, wanted)
    contacts = actors.note_contacts(session, [(known[key], all_) for key, all_ in reaches.items()])
    session.add_all(
        ImportLine(
            import_id=imported.id,
            actor_id=key,
            version=actor.version,
            before={
                name: value
                for name, value in before[key].values().items()
                if value != after[key].values()[name]
            },
            contact_ids=contacts.get(key, []),
        )
        for key, actor in known.items()
    )


def _read(held: Mapping[str, Detail]) -> dict[str, Any]:
    read = {
        name: tuple(value) if isinstance(value, list) else value for name, value in held.items()
    }
    return read | ({"status": ActorStatus(str(held["status"]))} if "status" in held else {})


def _joined(kept: Profile, twin: Profile) -> Profile:
    def both(name: str) -> Any:  # each field has its own type
        mine, theirs = getattr(kept, name), getattr(twin, name)
        if isinstance(mine, tuple):
            return tuple(dict.fromkeys((*mine, *theirs)))
        if name in TEXTS and mine and theirs and theirs not in mine:
            return f"{mine}\n{theirs}"
        return mine or theirs

    return Profile(**{field.name: both(field.name) for field in fields(Profile)})


def _repoint(
    session: Session, table: Table, column: Column[int], actor_id: int, *, to: int
) -> None:
    # What both of them have once only is kept once.
    for key in _unique(table):
        if column in key and len(key) > 1:
            same = table.alias()
            others = (same.c[other.name] == other for other in key if other is not column)
            twin = exists().where(same.c[column.name] == to, *others)
            session.execute(delete(table).where(column == actor_id, twin))
    session.execute(update(table).where(column == actor_id).values({column.name: to}))


def _unique(table: Table) -> list[list[Column[Any]]]:  # of any type
    kinds = (PrimaryKeyConstraint, UniqueConstraint)
    return [list(one.columns) for one in table.constraints if isinstance(one, kinds)]


def _tell(session: Session, member: Membership, name: str, imported: Import) -> None:
    journal.record(
        session,
        member,
        name,
        imported.id,
        title=imported.name,
        added=imported.added,
        updated=imported.updated,
    )
