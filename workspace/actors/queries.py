"""Reading the directory of a project: its table, a card, whom to reach, what ties whom."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    String,
    Table,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from workspace.actors.models import (
    GOES_WITH,
    Actor,
    ActorStatus,
    Contact,
    Counts,
    Directory,
    Filter,
    Line,
    Relation,
    Tie,
    twin_key,
)
from workspace.core import reference
from workspace.core.db import Base
from workspace.core.spelling import fold
from workspace.institutions.models import Institution
from workspace.projects.models import Membership
from workspace.territories.models import Territory

TOPIC = "actors"
EDITED = "actors.edited"
TENSION = "concurrence"
IN_TENSION, ISOLATED = "tension", "isolated"
PAGE = 50
LAST = 99


def directory(session: Session, project_id: int, wanted: Filter) -> Directory:
    """Return the wanted actors, with how many ties each has."""
    everyone = session.execute(
        select(Actor.id, Actor.type, Actor.parts, Actor.status).where(*_present(project_id))
    ).all()
    ties = session.execute(
        select(Relation.from_id, Relation.to_id, Relation.type).where(
            Relation.project_id == project_id
        )
    ).all()
    tied = Counter(end for one, other, _type in ties for end in (one, other))
    tense = {end for one, other, kind in ties if kind == TENSION for end in (one, other)}
    query = select(Actor).where(*_present(project_id), *_conditions(wanted))
    lines = session.scalars(
        query.options(joinedload(Actor.territory))
        .join(Territory, Territory.id == Actor.territory_id, isouter=True)
        .order_by(*_order(wanted), Actor.words, Actor.id)
        .offset(wanted.start)
        .limit(PAGE)
    )
    here = {row.id for row in everyone if row.status is not ActorStatus.LEFT}
    types, parts = {row.type for row in everyone}, {code for row in everyone for code in row.parts}
    return Directory(
        lines=[Line(actor, tied[actor.id], actor.id in tense) for actor in lines],
        total=session.scalar(select(func.count()).select_from(query.subquery())) or 0,
        counts=Counts(
            here=len(here),
            left=len(everyone) - len(here),
            tension=len(tense & here),
            isolated=len(here - set(tied)),
            ties=len(ties),
        ),
        types=[code for code in reference.entries("actor_types") if code in types],
        parts=[code for code in reference.entries("roles") if code in parts],
    )


def for_picking(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Return the actors that one may point to by name, those who have left last."""
    rows = session.execute(
        select(Actor.id, Actor.name)
        .where(*_present(project_id))
        .order_by(Actor.status == ActorStatus.LEFT, Actor.words, Actor.id)
    )
    return [(row.id, row.name) for row in rows]


def names(session: Session, project_id: int) -> dict[int, str]:
    """Return what each actor of a project is called, those that were removed included."""
    rows = session.execute(select(Actor.id, Actor.name).where(Actor.project_id == project_id))
    return {row.id: row.name for row in rows}


def title(session: Session, project_id: int, actor_id: int) -> str | None:
    """Return what an actor of the project is called now."""
    return session.scalar(select(Actor.name).where(Actor.id == actor_id, *_present(project_id)))


def find(session: Session, project_id: int, actor_id: int) -> Actor | None:
    """Return an actor of the project, None if it belongs elsewhere or was removed."""
    return session.scalar(select(Actor).where(Actor.id == actor_id, *_present(project_id)))


def by_id(session: Session, project_id: int, ids: Iterable[int]) -> dict[int, Actor]:
    """Return the actors of the project that have these ids, or into which those were merged."""
    known = aliased(Actor)
    rows = session.execute(
        select(known.id, Actor)
        .join(known, Actor.id == func.coalesce(known.merged_into_id, known.id))
        .where(known.id.in_(list(ids)), *_present(project_id))
    )
    return {row[0]: row[1] for row in rows}


def find_whole(session: Session, project_id: int, actor_id: int) -> Actor | None:
    """Return an actor of the project with its territory and its institution."""
    return session.scalar(
        select(Actor)
        .where(Actor.id == actor_id, *_present(project_id))
        .options(joinedload(Actor.territory), joinedload(Actor.institution))
    )


def merged_into(session: Session, project_id: int, actor_id: int) -> int | None:
    """Return the actor in which another one was merged."""
    return session.scalar(
        select(Actor.merged_into_id).where(Actor.id == actor_id, Actor.project_id == project_id)
    )


def merged_from(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Return the actors that were merged into one, whose history it carries on."""
    rows = session.execute(
        select(Actor.id, Actor.name).where(Actor.merged_into_id == actor.id).order_by(Actor.id)
    )
    return [(row.id, row.name) for row in rows]


def twins(session: Session, project_id: int, name: str, *, but: int = 0) -> Sequence[Actor]:
    """Return the actors whose name means the same, whatever its case, accents or legal form."""
    return session.scalars(
        select(Actor)
        .where(Actor.name_key == twin_key(name), Actor.id != but, *_present(project_id))
        .order_by(Actor.id)
    ).all()


def institutions(session: Session, project_id: int, actor: Actor | None) -> list[tuple[int, str]]:
    """Return the institutions that an actor may be: its own, and those of the members."""
    mine = select(Membership.institution_id).where(Membership.project_id == project_id)
    rows = session.execute(
        select(Institution.id, Institution.name)
        .where(or_(Institution.id.in_(mine), Institution.id == (actor and actor.institution_id)))
        .order_by(Institution.name_key, Institution.id)
    )
    return [(row.id, row.name) for row in rows]


def contacts(session: Session, actor: Actor, today: date) -> Sequence[Contact]:
    """Return whom to reach at an actor, as long as that may be kept."""
    return session.scalars(
        select(Contact)
        .where(Contact.actor_id == actor.id, Contact.kept_until_on >= today)
        .order_by(Contact.id)
    ).all()


def contact(session: Session, actor: Actor, contact_id: int, today: date) -> Contact | None:
    """Return a contact of an actor, None if it is another's or may not be kept any more."""
    return next((one for one in contacts(session, actor, today) if one.id == contact_id), None)


def ties(session: Session, actor: Actor) -> list[Tie]:
    """Return what ties an actor to others, in the order of the reference list."""
    one, other = aliased(Actor), aliased(Actor)
    rows = session.execute(
        select(Relation, one.name, other.name)
        .join(one, one.id == Relation.from_id)
        .join(other, other.id == Relation.to_id)
        .where(or_(Relation.from_id == actor.id, Relation.to_id == actor.id))
    )
    place = {code: number for number, code in _numbered("relation_types")}
    found = [_tie(row, actor.id) for row in rows]
    return sorted(found, key=lambda tie: (place.get(tie.type, LAST), tie.is_from_other, tie.id))


def relation(session: Session, project_id: int, relation_id: int) -> Relation | None:
    """Return a relation of the project."""
    return session.scalar(
        select(Relation).where(Relation.id == relation_id, Relation.project_id == project_id)
    )


def relations_between(session: Session, one_id: int, other_id: int, kind: str) -> list[Relation]:
    """Return the relations of a kind between two actors, whichever states it."""
    ends = (one_id, other_id)
    return list(
        session.scalars(
            select(Relation).where(
                Relation.from_id.in_(ends), Relation.to_id.in_(ends), Relation.type == kind
            )
        )
    )


def references() -> list[tuple[Table, Column[int]]]:
    """Return everything in the database that may point to an actor."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column is Actor.__table__.c.id for key in column.foreign_keys)
    ]


def referenced(session: Session, ids: Collection[int]) -> set[int]:
    """Return those of these actors to which something that would outlive them points."""
    return {
        actor_id
        for _table, column in references()
        if not column.info.get(GOES_WITH)
        for actor_id in session.scalars(select(column).where(column.in_(ids)))
    }


def _tie(row: Row[Relation, str, str], actor_id: int) -> Tie:
    relation, one, other = row
    is_from_other = relation.from_id != actor_id
    return Tie(
        relation.id,
        relation.type,
        is_from_other,
        relation.from_id if is_from_other else relation.to_id,
        one if is_from_other else other,
        relation.note,
    )


def _present(project_id: int) -> tuple[ColumnElement[bool], ...]:
    return Actor.project_id == project_id, Actor.removed_at.is_(None)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    status = wanted.status
    found = [Actor.status == status if status else Actor.status != ActorStatus.LEFT]
    found += [_holds(Actor.words, word) for word in fold(wanted.words).split()]
    tied = select(Relation.id).where(or_(Relation.from_id == Actor.id, Relation.to_id == Actor.id))
    given = (
        (wanted.type, Actor.type == wanted.type),
        (wanted.part, _holds(Actor.parts, f" {wanted.part} ")),
        (wanted.only == IN_TENSION, tied.where(Relation.type == TENSION).exists()),
        (wanted.only == ISOLATED, ~tied.exists()),
    )
    return [*found, *(condition for asked, condition in given if asked)]


def _holds(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    return type_coerce(column, String).contains(text, autoescape=True)


def _order(wanted: Filter) -> list[ColumnElement[object]]:
    ends = or_(Relation.from_id == Actor.id, Relation.to_id == Actor.id)
    orders: dict[str, ColumnElement[Any]] = {  # each column has its own type
        "part": case(
            *((_holds(Actor.parts, f" {code} "), place) for place, code in _numbered("roles")),
            else_=LAST,
        ),
        "name": Actor.words.expression,
        "type": _rank(Actor.type, _numbered("actor_types")),
        "place": func.lower(func.coalesce(func.nullif(Actor.place, ""), Territory.name, "~")),
        "status": _rank(Actor.status, enumerate(ActorStatus)),
        "ties": select(-func.count()).where(ends).correlate(Actor).scalar_subquery(),
    }
    order = orders[wanted.sort]
    return [order.desc() if wanted.is_backwards else order.asc()]


def _rank(
    column: InstrumentedAttribute[Any], codes: Iterable[tuple[int, str]]
) -> ColumnElement[int]:
    return case({code: place for place, code in codes}, value=column, else_=LAST)


def _numbered(name: str) -> Iterable[tuple[int, str]]:
    return enumerate(reference.entries(name))
