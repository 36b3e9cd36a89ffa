"""Reading the evaluation log: its timeline, an entry, what it says of an action, the export."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from workspace.actions.models import Action, ActionStatus
from workspace.actors.models import Actor
from workspace.comments import queries as comments
from workspace.core import clock
from workspace.core.spelling import fold
from workspace.evaluation.models import EntryCriterion, LogEntry, log_entry_action, titled
from workspace.files import queries as files
from workspace.files.models import Attachment
from workspace.institutions.models import Institution
from workspace.projects.models import Membership, Project

TOPIC = "evaluation"
EDITED = "evaluation.edited"
PAGE = 40
MOST_WORDS = 8
QUIET = timedelta(days=31)  # without an entry, an action under way is asked about
UNDER_WAY = (ActionStatus.RUNNING, ActionStatus.ADAPTED)

Place = tuple[date, int]


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted."""

    kind: str | None = None
    action: int | None = None
    institution: int | None = None
    criterion: str | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""
    before: Place | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether every entry is wanted."""
        return replace(self, before=None) == Filter()


@dataclass(frozen=True)
class Line:
    """An entry of the timeline, with its files and how much was said of it."""

    entry: LogEntry
    files: Sequence[Attachment] = ()
    comments: int = 0


@dataclass(frozen=True)
class Timeline:
    """Entries by month, the latest first; where the older ones begin; how many of each kind."""

    months: Sequence[tuple[date, Sequence[Line]]]
    older: Place | None
    kinds: Mapping[str, int]
    criteria: Mapping[str, int]

    @property
    def number(self) -> int:
        """Return how many entries there are, whatever their kind."""
        return sum(self.kinds.values())


def timeline(session: Session, project_id: int, wanted: Filter, *, limit: int = PAGE) -> Timeline:
    """Return the wanted entries, the latest day first."""
    query = _wanted(_whole(project_id), wanted).limit(limit + 1)
    entries = session.scalars(query).all()
    lines = _lines(session, project_id, entries[:limit])
    last = entries[limit - 1] if len(entries) > limit else None
    months = groupby(lines, key=lambda line: line.entry.happened_on.replace(day=1))
    return Timeline(
        months=[(month, list(group)) for month, group in months],
        older=(last.happened_on, last.id) if last else None,
        kinds=_kinds(session, project_id, wanted),
        criteria=_criteria(session, project_id),
    )


def entries_of(session: Session, project_id: int, action_id: int) -> list[Line]:
    """Return what the log says of an action, the latest day first."""
    query = _wanted(_whole(project_id), Filter(action=action_id)).limit(PAGE)
    return _lines(session, project_id, session.scalars(query).all())


def find(session: Session, project_id: int, entry_id: int) -> LogEntry | None:
    """Return an entry of the project, withdrawn or not, with all it is tied to."""
    return session.scalar(
        _loaded(select(LogEntry))
        .where(LogEntry.id == entry_id, LogEntry.project_id == project_id)
        .options(joinedload(LogEntry.withdrawn_by))
    )


def title(session: Session, project_id: int, entry_id: int) -> str | None:
    """Return what an entry of the project is called."""
    text = session.scalar(
        select(LogEntry.text).where(LogEntry.id == entry_id, LogEntry.project_id == project_id)
    )
    return None if text is None else titled(text)


def actions(session: Session, project_id: int, ids: Collection[int]) -> Sequence[Action]:
    """Return actions of the project by their ids."""
    return session.scalars(
        select(Action).where(Action.project_id == project_id, Action.id.in_(ids))
    ).all()


def institutions(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Return the institutions for which something was noted, by name."""
    speaking = select(LogEntry.institution_id).where(LogEntry.project_id == project_id)
    rows = session.execute(
        select(Institution.id, Institution.name)
        .where(Institution.id.in_(speaking))
        .order_by(func.lower(Institution.name))
    )
    return [(row.id, row.name) for row in rows]


def export_rows(session: Session, project_id: int) -> list[Line]:
    """Return every entry that stands, the oldest day first."""
    query = _loaded(_standing(project_id)).order_by(LogEntry.happened_on, LogEntry.id)
    return _lines(session, project_id, session.scalars(query).all())


def quiet_actions(session: Session, member: Membership, today: date) -> list[tuple[int, str]]:
    """Return the actions under way of a member's institution of which nothing is said any more."""
    limit = today - QUIET
    carriers = select(Actor.id).where(
        Actor.project_id == member.project_id, Actor.institution_id == member.institution_id
    )
    noted = (
        select(log_entry_action.c.action_id)
        .join(LogEntry, LogEntry.id == log_entry_action.c.entry_id)
        .where(LogEntry.withdrawn_at.is_(None), LogEntry.happened_on >= limit)
    )
    written = datetime.combine(limit, time.min, clock.HOME)
    began = or_(
        Action.starts_on < limit, and_(Action.starts_on.is_(None), Action.created_at < written)
    )
    rows = session.execute(
        select(Action.id, Action.title)
        .where(
            Action.project_id == member.project_id,
            Action.status.in_(UNDER_WAY),
            Action.owner_id.in_(carriers),
            Action.id.not_in(noted),
            began,
        )
        .order_by(Action.position, Action.id)
    )
    return [(row.id, row.title) for row in rows]


def own_data(session: Session, user_id: int) -> list[dict[str, object]]:
    """Return what a person noted, withdrawn or not, in plain values."""
    rows = session.execute(
        select(Project.title, LogEntry.kind, LogEntry.happened_on, LogEntry.text, LogEntry.at)
        .join(LogEntry, LogEntry.project_id == Project.id)
        .where(LogEntry.author_id == user_id)
        .order_by(LogEntry.id)
    )
    return [
        {
            "project": row.title,
            "kind": row.kind,
            "happened_on": row.happened_on.isoformat(),
            "text": row.text,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]


def _lines(session: Session, project_id: int, entries: Sequence[LogEntry]) -> list[Line]:
    ids = [entry.id for entry in entries]
    attached = files.attached_to(session, project_id, TOPIC, ids) if ids else {}
    said = comments.counts(session, project_id, TOPIC) if ids else {}
    return [Line(one, attached.get(one.id, ()), said.get(one.id, 0)) for one in entries]


def _kinds(session: Session, project_id: int, wanted: Filter) -> dict[str, int]:
    conditions = _conditions(replace(wanted, kind=None, before=None))
    rows = session.execute(
        select(LogEntry.kind, func.count().label("number"))
        .where(LogEntry.project_id == project_id, LogEntry.withdrawn_at.is_(None), *conditions)
        .group_by(LogEntry.kind)
        .order_by(func.count().desc(), LogEntry.kind)
    )
    return {row.kind: row.number for row in rows}


def _criteria(session: Session, project_id: int) -> dict[str, int]:
    rows = session.execute(
        select(EntryCriterion.code, func.count().label("number"))
        .join(LogEntry, LogEntry.id == EntryCriterion.entry_id)
        .where(LogEntry.project_id == project_id, LogEntry.withdrawn_at.is_(None))
        .group_by(EntryCriterion.code)
        .order_by(func.count().desc(), EntryCriterion.code)
    )
    return {row.code: row.number for row in rows}


def _standing(project_id: int) -> Select[LogEntry]:
    return select(LogEntry).where(
        LogEntry.project_id == project_id, LogEntry.withdrawn_at.is_(None)
    )


def _loaded(query: Select[LogEntry]) -> Select[LogEntry]:
    return query.options(
        joinedload(LogEntry.author),
        joinedload(LogEntry.institution),
        selectinload(LogEntry.actions),
        selectinload(LogEntry.criteria),
    )


def _whole(project_id: int) -> Select[LogEntry]:
    return _loaded(_standing(project_id)).order_by(LogEntry.happened_on.desc(), LogEntry.id.desc())


def _wanted(query: Select[LogEntry], wanted: Filter) -> Select[LogEntry]:
    return query.where(*_conditions(wanted))


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    tied = select(log_entry_action.c.entry_id).where(log_entry_action.c.action_id == wanted.action)
    judged = select(EntryCriterion.entry_id).where(EntryCriterion.code == wanted.criterion)
    day, number = wanted.before or (date.max, 0)
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (wanted.kind, LogEntry.kind == wanted.kind),
        (wanted.action, LogEntry.id.in_(tied)),
        (wanted.institution, LogEntry.institution_id == wanted.institution),
        (wanted.criterion, LogEntry.id.in_(judged)),
        (wanted.since, LogEntry.happened_on >= (wanted.since or date.min)),
        (wanted.until, LogEntry.happened_on <= (wanted.until or date.max)),
        (wanted.before, tuple_(LogEntry.happened_on, LogEntry.id) < tuple_(day, number)),
    ]
    words = fold(wanted.text).split()[:MOST_WORDS]
    holding = [LogEntry.words.contains(word, autoescape=True) for word in words]
    return [true(), *(condition for value, condition in asked if value is not None), *holding]
