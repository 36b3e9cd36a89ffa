"""Reading certification sessions and where their groups stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from workspace.accounts.models import User
from workspace.actions.models import AWAITED, Action
from workspace.actors.models import Actor
from workspace.cohorts.models import Candidate, Cohort, Group, Trainer
from workspace.core.journal import Event
from workspace.evaluation.models import LogEntry
from workspace.findings.models import Finding
from workspace.projects.models import Membership
from workspace.statement.models import StatementVersion

COUNTED: dict[str, tuple[Any, Any]] = {  # tables of a project, and what is left out of them
    "findings": (Finding, Finding.withdrawn_at.is_(None)),
    "actors": (Actor, Actor.removed_at.is_(None)),
    "actions": (Action, true()),
    "entries": (LogEntry, LogEntry.withdrawn_at.is_(None)),
}


@dataclass(frozen=True)
class Standing:
    """Where a group stands: its space, its people, what it has made, its last activity."""

    project_id: int
    name: str
    people: int
    arrived: int
    late: int
    made: dict[str, int]
    adopted: int | None  # the last version of the statement
    last_at: datetime | None


def cohorts_of(session: Session, person: User) -> Sequence[Cohort]:
    """Return the sessions that concern a person, the latest first; all for the organiser."""
    query = select(Cohort).order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    if person.is_admin:
        return session.scalars(query).all()
    follows = select(Trainer.cohort_id).where(Trainer.user_id == person.id)
    enrolled = (
        select(Group.cohort_id)
        .join(Candidate, Candidate.project_id == Group.project_id)
        .where(Candidate.user_id == person.id)
    )
    return session.scalars(query.where(or_(Cohort.id.in_(follows), Cohort.id.in_(enrolled)))).all()


def find(session: Session, cohort_id: int) -> Cohort | None:
    """Return a session."""
    return session.get(Cohort, cohort_id)


def follows(session: Session, cohort_id: int, user_id: int) -> bool:
    """Tell whether a person is a trainer of a session."""
    return session.get(Trainer, (cohort_id, user_id)) is not None


def own_groups(session: Session, cohort_id: int, user_id: int) -> Sequence[int]:
    """Return the spaces in which a person is a candidate of a session."""
    return session.scalars(
        select(Candidate.project_id)
        .join(Group, Group.project_id == Candidate.project_id)
        .where(Group.cohort_id == cohort_id, Candidate.user_id == user_id)
    ).all()


def may_listen(session: Session, cohort_id: int, user_id: int) -> bool:
    """Tell whether a person may hear what happens in a session."""
    person = session.get(User, user_id)
    if person is None or not person.is_active or session.get(Cohort, cohort_id) is None:
        return False
    return (
        person.is_admin
        or follows(session, cohort_id, user_id)
        or bool(own_groups(session, cohort_id, user_id))
    )


def trainers(session: Session, cohort_id: int) -> list[User]:
    """Return the trainers of a session, by name."""
    rows = session.scalars(
        select(Trainer)
        .where(Trainer.cohort_id == cohort_id)
        .options(joinedload(Trainer.user))
        .join(Trainer.user)
        .order_by(User.name)
    )
    return [row.user for row in rows]


def groups(session: Session, cohort_id: int) -> Sequence[Group]:
    """Return the groups of a session, in the order in which they were made."""
    return session.scalars(
        select(Group).where(Group.cohort_id == cohort_id).order_by(Group.project_id)
    ).all()


def seats(session: Session, cohort_id: int) -> dict[str, str]:
    """Return the group of each candidate of a session, by the one writing of their address."""
    rows = session.execute(
        select(User.email_key, Group.name)
        .join(Candidate, Candidate.user_id == User.id)
        .join(Group, Group.project_id == Candidate.project_id)
        .where(Group.cohort_id == cohort_id)
    )
    return {email: name for email, name in rows if email}


def standings(
    session: Session, cohort_id: int, today: date, *, only: Collection[int] | None = None
) -> list[Standing]:
    """Return where groups of a session stand, in as many reads however many they are."""
    found = [one for one in groups(session, cohort_id) if only is None or one.project_id in only]
    ids = [group.project_id for group in found]
    people = _by_space(session, _count(Candidate, ids))
    arrived = _by_space(
        session,
        _count(Candidate, ids)
        .join(
            Membership,
            (Membership.project_id == Candidate.project_id)
            & (Membership.user_id == Candidate.user_id),
        )
        .where(Membership.seen_at.is_not(None)),
    )
    is_late = (Action.due_on < today) & Action.status.in_(AWAITED)
    late = _by_space(session, _count(Action, ids).where(is_late))
    made = {
        name: _by_space(session, _count(model, ids).where(stands))
        for name, (model, stands) in COUNTED.items()
    }
    adopted = _by_space(
        session,
        select(StatementVersion.project_id, func.max(StatementVersion.number))
        .where(StatementVersion.project_id.in_(ids))
        .group_by(StatementVersion.project_id),
    )
    last = _by_space(
        session,
        select(Event.space_id, func.max(Event.at))
        .where(Event.space_id.in_(ids))
        .group_by(Event.space_id),
    )
    return [
        Standing(
            group.project_id,
            group.name,
            people.get(group.project_id, 0),
            arrived.get(group.project_id, 0),
            late.get(group.project_id, 0),
            {name: counts.get(group.project_id, 0) for name, counts in made.items()},
            adopted.get(group.project_id),
            last.get(group.project_id),
        )
        for group in found
    ]


def _count(model: Any, ids: Collection[int]) -> Select[int, int]:  # any table of a project
    return (
        select(model.project_id, func.count())
        .where(model.project_id.in_(ids))
        .group_by(model.project_id)
    )


def _by_space(session: Session, query: Select[int, Any]) -> dict[int, Any]:  # numbers, or instants
    return {row[0]: row[1] for row in session.execute(query)}
