"""Reading what happened: the journal in words, the history of one object, the news."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.journal import Detail, Event
from workspace.institutions.models import Institution

PAGE = 40
QUIET = ("members.welcomed", "comments.answered")


@dataclass(frozen=True)
class Told:
    """A line of the journal, with who and for which institution."""

    seq: int
    name: str
    topic: str
    subject_id: int
    details: Mapping[str, Detail]
    at: datetime
    author_id: int | None
    author: str | None
    institution: str | None


@dataclass(frozen=True)
class Filter:
    """Which lines of the journal are wanted."""

    person: int | None = None
    institution: int | None = None
    topic: str | None = None
    since: date | None = None
    before: int | None = None


def activity(session: Session, space_id: int, wanted: Filter, *, limit: int = PAGE) -> list[Told]:
    """Return lines of the journal, the latest first."""
    query = _lines(space_id).where(Event.name.not_in(QUIET))
    conditions = (
        (wanted.person, Event.author_id == wanted.person),
        (wanted.institution, Event.institution_id == wanted.institution),
        (wanted.topic, Event.topic == wanted.topic),
        (wanted.before, Event.seq < (wanted.before or 0)),
        (wanted.since, Event.at >= _start_of(wanted.since or clock.today())),
    )
    for value, condition in conditions:
        query = query.where(condition) if value else query
    return _told(session, query.order_by(Event.seq.desc()).limit(limit))


def history(session: Session, space_id: int, topic: str, subject_id: int) -> list[Told]:
    """Return everything that happened to one object, the latest first."""
    query = _lines(space_id).where(Event.topic == topic, Event.subject_id == subject_id)
    return _told(session, query.order_by(Event.seq.desc()))


def news(session: Session, space_id: int, *, after: int, reader_id: int) -> list[Told]:
    """Return what others did after a number, the latest first."""
    query = _lines(space_id).where(
        Event.seq > after,
        Event.name.not_in(QUIET),
        (Event.author_id != reader_id) | Event.author_id.is_(None),
    )
    return _told(session, query.order_by(Event.seq.desc()).limit(PAGE))


def authors(session: Session, space_id: int) -> Sequence[tuple[int, str]]:
    """Return the people who ever did something in a space, by name."""
    rows = session.execute(
        select(User.id, User.name)
        .where(User.id.in_(select(Event.author_id).where(Event.space_id == space_id)))
        .order_by(User.name)
    )
    return [(row.id, row.name) for row in rows]


def institutions(session: Session, space_id: int) -> Sequence[tuple[int, str]]:
    """Return the institutions for which something was ever done in a space, by name."""
    rows = session.execute(
        select(Institution.id, Institution.name)
        .where(Institution.id.in_(select(Event.institution_id).where(Event.space_id == space_id)))
        .order_by(Institution.name)
    )
    return [(row.id, row.name) for row in rows]


def topics(session: Session, space_id: int) -> Sequence[str]:
    """Return the kinds of objects to which something ever happened in a space."""
    return session.scalars(
        select(Event.topic).where(Event.space_id == space_id).distinct().order_by(Event.topic)
    ).all()


def _lines(space_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Event.seq,
            Event.name,
            Event.topic,
            Event.subject_id,
            Event.details,
            Event.at,
            Event.author_id,
            User.name.label("author"),
            Institution.name.label("institution"),
        )
        .join(User, User.id == Event.author_id, isouter=True)
        .join(Institution, Institution.id == Event.institution_id, isouter=True)
        .where(Event.space_id == space_id)
    )


def _told(session: Session, query: Select[*tuple[Any, ...]]) -> list[Told]:
    return [Told(*row) for row in session.execute(query)]


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.HOME)
