"""Changing certification sessions: opening them, their groups and their trainers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.actions.changes import add_action
from workspace.actions.models import Outline as Aim
from workspace.cohorts import queries
from workspace.cohorts.models import Candidate, Cohort, Group, Trainer
from workspace.core import clock, journal, spelling
from workspace.core.errors import Stale
from workspace.institutions import queries as institutions
from workspace.institutions.changes import give_mandate
from workspace.institutions.models import Institution, Term
from workspace.projects.changes import Outline, add_member, open_project, remove_member
from workspace.projects.models import Membership, Role
from workspace.projects.queries import membership

TEMPLATES = Path(__file__).resolve().parents[1] / "content" / "templates.json"


@dataclass(frozen=True)
class Plan:
    """What a session says of itself."""

    title: str
    place: str
    starts_on: date
    ends_on: date | None
    template: str


@dataclass(frozen=True)
class Seat:
    """A candidate, and the institution for which they come if it is known."""

    person: User
    institution: Institution | None = None


@dataclass(frozen=True)
class Enrolled:
    """A group, and who is to be in it."""

    name: str
    seats: Sequence[Seat]


@cache
def templates() -> Mapping[str, Mapping[str, object]]:
    """Return what a project space may start from, by code."""
    found: Mapping[str, Mapping[str, object]] = json.loads(TEMPLATES.read_text(encoding="utf-8"))
    return found


def open_cohort(session: Session, organiser: User, plan: Plan) -> Cohort:
    """Open a session."""
    cohort = Cohort(**vars(plan))
    session.add(cohort)
    session.flush()
    _tell(session, organiser, cohort, "cohorts.opened", cohort.id, title=cohort.title)
    return cohort


def correct_cohort(
    session: Session, organiser: User, cohort: Cohort, plan: Plan, *, version: int
) -> None:
    """Change what a session says of itself, from the version that was shown."""
    before = _texts(Plan(**{name: getattr(cohort, name) for name in vars(plan)}))
    after = _texts(plan)
    if before == after:
        return
    if cohort.version != version:
        raise Stale(mine=after, theirs=before)
    for name, value in vars(plan).items():
        setattr(cohort, name, value)
    cohort.version += 1
    changed = [name for name in after if after[name] != before[name]]
    _tell(
        session,
        organiser,
        cohort,
        "cohorts.corrected",
        cohort.id,
        title=cohort.title,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def enrol(
    session: Session, organiser: User, cohort: Cohort, enrolled: Sequence[Enrolled]
) -> list[Group]:
    """Give each group its space, made from the template when it is new, and its people a place.

    The first person of a new group leads its space; the others contribute, the trainers read.
    """
    known = {spelling.key(group.name): group for group in queries.groups(session, cohort.id)}
    found = []
    for one in enrolled:
        group = known.get(spelling.key(one.name))
        if group is None:
            group = _make_group(session, organiser, cohort, one)
        else:
            by = journal.Hand(group.project_id, organiser.id)
            for seat in one.seats:
                _seat(session, by, group, seat, Role.CONTRIBUTOR)
        found.append(group)
    return found


def assign_trainer(session: Session, organiser: User, cohort: Cohort, person: User) -> None:
    """Let a trainer follow every group of a session."""
    if session.get(Trainer, (cohort.id, person.id)) is not None:
        return
    session.add(Trainer(cohort_id=cohort.id, user_id=person.id))
    for group in queries.groups(session, cohort.id):
        by = journal.Hand(group.project_id, organiser.id)
        add_member(session, by, person, role=Role.READER, institution_id=None)
    _tell(session, organiser, cohort, "trainers.assigned", person.id)


def withdraw_trainer(session: Session, organiser: User, cohort: Cohort, person: User) -> None:
    """Take a trainer out of a session, and out of the spaces they only read."""
    found = session.get(Trainer, (cohort.id, person.id))
    if found is None:
        return
    session.delete(found)
    for group in queries.groups(session, cohort.id):
        present = membership(session, group.project_id, person.id)
        if present is not None and present.role is Role.READER:
            by = journal.Hand(group.project_id, organiser.id)
            remove_member(session, by, present)
    _tell(session, organiser, cohort, "trainers.withdrawn", person.id)


def _make_group(session: Session, organiser: User, cohort: Cohort, one: Enrolled) -> Group:
    # The organiser opens the space, as the journal then says, and leaves it to the group.
    template = templates()[cohort.template]
    outline = Outline(
        title=one.name,
        summary=str(template["summary_fr"]),
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
    )
    founder = open_project(session, organiser, outline, institution_id=None)
    for title in _titles(template):
        add_action(session, founder, Aim(title))
    group = Group(project_id=founder.project_id, cohort_id=cohort.id, name=one.name)
    session.add(group)
    session.flush()
    roles = [Role.LEAD, *[Role.CONTRIBUTOR] * len(one.seats)]
    for seat, role in zip(one.seats, roles, strict=False):
        _seat(session, founder, group, seat, role)
    for person in queries.trainers(session, cohort.id):
        add_member(session, founder, person, role=Role.READER, institution_id=None)
    _leave(session, founder, one)
    _tell(session, organiser, cohort, "groups.made", group.project_id, title=group.name)
    return group


def _seat(session: Session, by: journal.Author, group: Group, seat: Seat, role: Role) -> None:
    person, institution = seat.person, seat.institution
    if session.get(Candidate, (group.project_id, person.id)) is None:
        session.add(Candidate(project_id=group.project_id, user_id=person.id))
    today = clock.today()
    if institution and not institutions.may_act_for(session, person.id, institution.id, today):
        hand = journal.Hand(journal.accounts_space(session), by.author_id)
        give_mandate(session, hand, institution, Term(today), user_id=person.id)
    institution_id = institution.id if institution else None
    add_member(session, by, person, role=role, institution_id=institution_id)


def _leave(session: Session, founder: Membership, one: Enrolled) -> None:
    others = {seat.person.id for seat in one.seats[:1]} - {founder.user_id}
    if others:
        remove_member(session, founder, founder)


def _titles(template: Mapping[str, object]) -> list[str]:
    actions = template["actions"]
    return [str(title) for title in actions] if isinstance(actions, list) else []


def _texts(plan: Plan) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in vars(plan).items()}


def _tell(
    session: Session,
    organiser: User,
    cohort: Cohort,
    name: str,
    subject_id: int,
    **details: journal.Detail,
) -> None:
    by = journal.Hand(cohort.id, organiser.id)
    journal.record(session, by, name, subject_id, **details)
