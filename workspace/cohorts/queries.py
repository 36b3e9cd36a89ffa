"""Reading certification sessions and where their groups stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from workspace.accounts.models import User
from workspace.cohorts.models import Candidate, Cohort, Group, Trainer
from workspace.core.journal import Event

PARTS = {
    "sources": ("findings.added",),
    "actors": ("actors.added",),
    "statement": ("statement.adopted",),
    "actions": ("actions.added",),
    "log": ("evaluation.added",),
}


@dataclass(frozen=True)
class Standing:
    """Where a group stands: its space, its people, how much of each part, its last activity."""

    project_id: int
    name: str
    people: int
    parts: dict[str, int]
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


def may_listen(session: Session, cohort_id: int, user_id: int) -> bool:
    """Tell whether a person may hear what happens in a session."""
    person = session.get(User, user_id)
    if person is None or not person.is_active:
        return False
    if session.get(Cohort, cohort_id) is None:
        return False
    return person.is_admin or follows(session, cohort_id, user_id)


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


def standings(session: Session, cohort_id: int) -> list[Standing]:
    """Return where each group of a session stands, in four reads however many there are."""
    found = groups(session, cohort_id)
    ids = [group.project_id for group in found]
    rows = session.execute(
        select(Event.space_id, Event.name, func.count())
        .where(Event.space_id.in_(ids))
        .group_by(Event.space_id, Event.name)
    )
    told = {(space_id, name): count for space_id, name, count in rows}
    last = dict(
        session.execute(
            select(Event.space_id, func.max(Event.at))
            .where(Event.space_id.in_(ids))
            .group_by(Event.space_id)
        ).tuples()
    )
    people = dict(
        session.execute(
            select(Candidate.project_id, func.count())
            .where(Candidate.project_id.in_(ids))
            .group_by(Candidate.project_id)
        ).tuples()
    )
    return [
        Standing(
            group.project_id,
            group.name,
            people.get(group.project_id, 0),
            {
                part: sum(told.get((group.project_id, name), 0) for name in names)
                for part, names in PARTS.items()
            },
            last.get(group.project_id),
        )
        for group in found
    ]
