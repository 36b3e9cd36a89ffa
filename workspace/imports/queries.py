"""Reading what waits to be imported, what was, and what a sheet would do to a directory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from workspace.actors import queries as actors
from workspace.actors.models import Actor, Contact, Profile, Reach, profile_of, twin_key
from workspace.comments import queries as comments
from workspace.core import clock, spelling
from workspace.imports.models import (
    KEPT,
    Change,
    Choice,
    Draft,
    Entry,
    Import,
    ImportLine,
    Kind,
    Known,
    Line,
    Place,
    Plan,
    Step,
    Twin,
    completed,
)
from workspace.institutions.models import Institution
from workspace.territories.models import Territory

SHOWN = 10  # imports that are told, the latest first
TELLING = 4  # letters of a word in which a slip of the hand may be


@dataclass(frozen=True)
class Directory:
    """The actors among whom twins are sought."""

    actors: Mapping[int, Actor]
    keys: Mapping[str, int]
    slips: Mapping[str, int]
    sirens: Mapping[str, int]
    reached: frozenset[tuple[int, str]]


def draft(session: Session, project_id: int, user_id: int, draft_id: int) -> Draft | None:
    """Return a sheet that a person has sent and not imported yet, as long as it is kept."""
    return session.scalar(
        select(Draft).where(
            Draft.id == draft_id,
            Draft.project_id == project_id,
            Draft.user_id == user_id,
            Draft.at >= clock.now() - KEPT,
        )
    )


def imports(session: Session, project_id: int) -> Sequence[Import]:
    """Return the last imports of a project, with who made them."""
    return session.scalars(
        select(Import)
        .where(Import.project_id == project_id)
        .options(joinedload(Import.user))
        .order_by(Import.id.desc())
        .limit(SHOWN)
    ).all()


def find(session: Session, project_id: int, import_id: int) -> Import | None:
    """Return an import of the project."""
    return session.scalar(
        select(Import).where(Import.id == import_id, Import.project_id == project_id)
    )


def lines(session: Session, imported: Import) -> list[tuple[ImportLine, Actor]]:
    """Return what an import made of each actor, as it stands now."""
    rows = session.execute(
        select(ImportLine, Actor)
        .join(Actor, Actor.id == ImportLine.actor_id)
        .where(ImportLine.import_id == imported.id)
        .order_by(ImportLine.actor_id)
    )
    return [(line, actor) for line, actor in rows]


def known(
    session: Session, codes: Collection[str], sirens: Collection[str], names: Collection[str]
) -> Known:
    """Return the territories and institutions that a sheet names."""
    keys = {spelling.key(name) for name in names}
    places = session.execute(
        select(Territory.level, Territory.code, Territory.id, Territory.name).where(
            Territory.code.in_(codes)
        )
    )
    bodies = session.execute(
        select(Institution.id, Institution.siren, Institution.name_key).where(
            Institution.siren.in_(sirens) | Institution.name_key.in_(keys)
        )
    ).all()
    return Known(
        places={(row.level, row.code): Place(row.id, row.name) for row in places},
        sirens={row.siren: row.id for row in bodies if row.siren},
        institutions={row.name_key: row.id for row in bodies},
    )


def plan(
    session: Session, project_id: int, entries: Sequence[Entry], chosen: Mapping[int, Choice]
) -> Plan:
    """Return what each line would do; what was chosen counts where there is something to choose."""
    around = _directory(session, project_id)
    first: dict[str, int] = {}
    steps = []
    for entry in entries:
        if entry.errors:
            continue
        line = first.setdefault(twin_key(entry.name), entry.line)
        step = _step(entry, around, first_line=line if line != entry.line else 0)
        choice = chosen.get(entry.line)
        steps.append(replace(step, choice=choice) if choice in step.choices else step)
    return Plan(steps, wrong=[entry for entry in entries if entry.errors])


def export(session: Session, project_id: int, today: date) -> list[Line]:
    """Return the whole directory, in the order in which it was made."""
    everyone = session.scalars(
        select(Actor)
        .where(Actor.project_id == project_id, Actor.removed_at.is_(None))
        .options(joinedload(Actor.territory), joinedload(Actor.institution))
        .order_by(Actor.id)
    ).all()
    contacts: dict[int, list[Contact]] = {}
    for contact in session.scalars(
        _contacts(project_id).where(Contact.kept_until_on >= today).order_by(Contact.id)
    ):
        contacts.setdefault(contact.actor_id, []).append(contact)
    return [Line(actor, contacts.get(actor.id, [])) for actor in everyone]


def actors_of(session: Session, project_id: int, steps: Sequence[Step]) -> dict[int, Actor]:
    """Return the actors of the project that lines complete, by id."""
    ids = {step.twin.id for step in steps if step.twin}
    found = session.scalars(
        select(Actor).where(
            Actor.id.in_(ids), Actor.project_id == project_id, Actor.removed_at.is_(None)
        )
    )
    return {actor.id: actor for actor in found}


def touched(
    session: Session, project_id: int, lines: Sequence[tuple[ImportLine, Actor]]
) -> list[Actor]:
    """Return the actors that somebody changed, reached, tied or commented since an import."""
    added = {actor.id for line, actor in lines if line.before is None}
    used = actors.referenced(session, added) | (
        added & comments.counts(session, project_id, actors.TOPIC).keys()
    )
    reached: dict[int, dict[int, int]] = {}
    for contact in session.scalars(_contacts(project_id)):
        reached.setdefault(contact.actor_id, {})[contact.id] = contact.version
    return [
        actor
        for line, actor in lines
        if actor.id in used
        or (actor.removed_at, actor.version) != (None, line.version)
        or not _are_as_left(line, reached.get(actor.id, {}))
    ]


def _directory(session: Session, project_id: int) -> Directory:
    everyone = session.scalars(
        select(Actor)
        .where(Actor.project_id == project_id, Actor.removed_at.is_(None))
        .order_by(Actor.id.desc())
    ).all()
    contacts = session.scalars(_contacts(project_id))
    return Directory(
        actors={actor.id: actor for actor in everyone},
        keys={actor.name_key: actor.id for actor in everyone},
        slips={slip: actor.id for actor in everyone for slip in _slips(actor.name_key)},
        sirens={actor.siren: actor.id for actor in everyone if actor.siren},
        reached=frozenset(mark for one in contacts for mark in _marks(one.actor_id, one)),
    )


def _are_as_left(line: ImportLine, contacts: Mapping[int, int]) -> bool:
    # Of an actor that was there before, only the contacts that came with the import count.
    mine = set(line.contact_ids)
    rewritten = any(version > 1 for one, version in contacts.items() if one in mine)
    return not rewritten and (line.before is not None or contacts.keys() <= mine)


def _contacts(project_id: int) -> Select[Contact]:
    return (
        select(Contact)
        .join(Actor, Actor.id == Contact.actor_id)
        .where(Actor.project_id == project_id, Actor.removed_at.is_(None))
    )


def _step(entry: Entry, around: Directory, *, first_line: int) -> Step:
    if first_line:
        return Step(entry, Kind.REPEATED, Choice.SKIP, first_line=first_line)
    key = twin_key(entry.name)
    same = around.keys.get(key) or around.sirens.get(str(entry.said.get("siren", "")))
    near = next((around.slips[one] for one in _slips(key) if one in around.slips), None)
    found = around.actors.get(same or near or 0)
    if found is None:
        return Step(entry, Kind.NEW, Choice.ADD)
    step = Step(
        entry,
        Kind.SAME if same else Kind.NEAR,
        Choice.UPDATE if same else None,
        twin=Twin(found.id, found.name),
        changed=_changed(profile_of(found), entry),
        reaches=[one for one in entry.reaches if not around.reached & _marks(found.id, one)],
    )
    if same and not step.changed and not step.reaches:
        return replace(step, kind=Kind.KNOWN, choice=Choice.SKIP)
    return step


def _changed(now: Profile, entry: Entry) -> list[Change]:
    before, after = now.values(), completed(now, entry).values()
    return [
        Change(name, before[name], after[name]) for name in after if after[name] != before[name]
    ]


def _marks(actor_id: int, one: Reach | Contact) -> set[tuple[int, str]]:
    # A person is known by an address, else by a name.
    return {(actor_id, spelling.fold(one.email or one.name or one.phone))}


def _slips(key: str) -> Iterator[str]:
    # Two names that one slip of the hand tells apart share one of these; figures are no slip.
    yield key
    start = 0
    for word in key.split(" "):
        if len(word) >= TELLING:
            for place in range(start, start + len(word)):
                if key[place].isalpha():
                    yield key[:place] + key[place + 1 :]
        start += len(word) + 1
