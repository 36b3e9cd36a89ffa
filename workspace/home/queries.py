"""Reading what happened: the journal in words, the history of one object, the news."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, aliased

from workspace.accounts.models import User
from workspace.actions.models import AWAITED, Action
from workspace.actors.models import Actor
from workspace.core import clock
from workspace.core.db import Base
from workspace.core.journal import Detail, Event
from workspace.evaluation.models import LogEntry
from workspace.findings.models import Finding
from workspace.indicators.models import Indicator
from workspace.institutions.models import Institution

PAGE = 40
RECENT, NEWS = 200, 6  # events that are looked at, and lines that are told, on the home
QUIET = ("members.welcomed", "comments.answered", "actors.imported", "actors.taken_back")
OF_PEOPLE = ("members", "accounts", "signins")  # what happens to a person, not to a thing
BEGINNINGS = ("projects", "members", "invitations", "territories", "groups")
Person = aliased(User)


@dataclass(frozen=True)
class Changed:
    """A field that an event changed: what it held, what it holds."""

    field: str
    before: Detail
    after: Detail


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
    person: str | None  # whom it happened to, when it is a person
    more: int = 0  # what the same person did to the same thing that day, told by this line

    @property
    def changed(self) -> list[Changed]:
        """Return what the event changed, field by field, as it would be said when that is known."""
        before, after, said = (
            _values(self.details.get(key)) for key in ("before", "after", "said")
        )
        spoken = {name: pair for name, pair in said.items() if isinstance(pair, dict)}
        fields = [
            Changed(name, pair.get("before"), pair.get("after"))
            for name, pair in (
                (name, spoken.get(name, {"before": before.get(name), "after": after.get(name)}))
                for name in dict.fromkeys([*after, *before, *spoken])
            )
        ]
        return [field for field in fields if field.before != field.after]


@dataclass(frozen=True)
class Marks:
    """How far a project has come, in numbers."""

    findings: int
    indicators: int
    actors: int
    actions: int
    late: int
    entries: int


@dataclass(frozen=True)
class Filter:
    """Which lines of the journal are wanted."""

    person: int | None = None
    institution: int | None = None
    topic: str | None = None
    since: date | None = None
    before: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Tell whether something is left out."""
        return any(vars(self).values())


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


def history(
    session: Session, space_id: int, topic: str, subject_id: int, *, before: int | None = None
) -> list[Told]:
    """Return what happened to one object, the latest first."""
    query = _lines(space_id).where(Event.topic == topic, Event.subject_id == subject_id)
    query = query.where(Event.seq < before) if before else query
    return _told(session, query.order_by(Event.seq.desc()).limit(PAGE))


def news(session: Session, space_id: int, *, after: int, reader_id: int) -> list[Told]:
    """Return what others did after a number, the latest first; one line a person, thing and day."""
    query = _lines(space_id).where(
        Event.seq > after,
        Event.name.not_in(QUIET),
        (Event.author_id != reader_id) | Event.author_id.is_(None),
    )
    told = _told(session, query.order_by(Event.seq.desc()).limit(RECENT))
    groups = [list(lines) for _, lines in groupby(told, key=_deed)]
    return [replace(lines[0], more=len(lines) - 1) for lines in groups[:NEWS]]


def marks(session: Session, project_id: int, today: date) -> Marks:
    """Return how far a project has come, in numbers."""
    counts = (
        _count(Finding, Finding.project_id == project_id, Finding.withdrawn_at.is_(None)),
        _count(Indicator, Indicator.project_id == project_id, Indicator.retired_at.is_(None)),
        _count(Actor, Actor.project_id == project_id, Actor.removed_at.is_(None)),
        _count(Action, Action.project_id == project_id),
        _count(
            Action,
            Action.project_id == project_id,
            Action.status.in_(AWAITED),
            Action.due_on < today,
        ),
        _count(LogEntry, LogEntry.project_id == project_id, LogEntry.withdrawn_at.is_(None)),
    )
    return Marks(*session.execute(select(*counts)).one())


def is_empty(session: Session, space_id: int) -> bool:
    """Tell whether a project has only been opened and joined: nothing is written in it yet."""
    written = select(Event.seq).where(Event.space_id == space_id, Event.topic.not_in(BEGINNINGS))
    return session.scalars(written.limit(1)).first() is None


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
            Person.name.label("person"),
        )
        .join(User, User.id == Event.author_id, isouter=True)
        .join(Institution, Institution.id == Event.institution_id, isouter=True)
        .join(Person, (Person.id == Event.subject_id) & Event.topic.in_(OF_PEOPLE), isouter=True)
        .where(Event.space_id == space_id)
    )


def _told(session: Session, query: Select[*tuple[Any, ...]]) -> list[Told]:
    return [Told(*row) for row in session.execute(query)]


def _deed(told: Told) -> tuple[object, ...]:
    day = told.at.astimezone(clock.HOME).date()
    return told.author_id, told.topic, told.subject_id, day


def _count(table: type[Base], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()


def _values(detail: Detail) -> dict[str, Detail]:
    return detail if isinstance(detail, dict) else {}


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.HOME).astimezone(UTC)
