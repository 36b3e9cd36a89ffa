"""Changing certification sessions: opening them, their groups and their trainers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.actions import models as actions
from workspace.actions.changes import add_action
from workspace.cohorts import queries
from workspace.cohorts.models import Candidate, Cohort, Group, Trainer
from workspace.core import journal
from workspace.projects.changes import Outline, add_member, open_project, remove_member
from workspace.projects.models import Role
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
class Enrolled:
    """A group to be made, with the people in it."""

    name: str
    people: Sequence[User]


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
    by = journal.Hand(cohort.id, organiser.id)
    journal.record(session, by, "cohorts.opened", cohort.id, title=cohort.title)
    return cohort


def make_groups(
    session: Session, organiser: User, cohort: Cohort, enrolled: Sequence[Enrolled]
) -> list[Group]:
    """Make a project space for each group, from the session's template.

    The first person named leads the space, the others contribute, the trainers read.
    """
    trainers = queries.trainers(session, cohort.id)
    return [_make_group(session, organiser, cohort, one, trainers) for one in enrolled]


def assign_trainer(session: Session, organiser: User, cohort: Cohort, person: User) -> None:
    """Let a trainer follow every group of a session."""
    if session.get(Trainer, (cohort.id, person.id)) is not None:
        return
    session.add(Trainer(cohort_id=cohort.id, user_id=person.id))
    for group in queries.groups(session, cohort.id):
        by = journal.Hand(group.project_id, organiser.id)
        add_member(session, by, person, role=Role.READER, institution_id=None)
    by = journal.Hand(cohort.id, organiser.id)
    journal.record(session, by, "trainers.assigned", person.id)


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
    by = journal.Hand(cohort.id, organiser.id)
    journal.record(session, by, "trainers.withdrawn", person.id)


def _make_group(
    session: Session, organiser: User, cohort: Cohort, one: Enrolled, trainers: Sequence[User]
) -> Group:
    template = templates()[cohort.template]
    first, *others = one.people
    lead = open_project(
        session,
        first,
        Outline(
            title=one.name,
            summary=str(template["summary_fr"]),
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
        ),
        institution_id=None,
    )
    lead.welcomed = False
    for person in others:
        add_member(session, lead, person, role=Role.CONTRIBUTOR, institution_id=None)
    for person in trainers:
        add_member(session, lead, person, role=Role.READER, institution_id=None)
    for title in _titles(template):
        add_action(session, lead, actions.Outline(title))
    group = Group(project_id=lead.project_id, cohort_id=cohort.id, name=one.name)
    session.add(group)
    session.flush()
    session.add_all(Candidate(project_id=group.project_id, user_id=p.id) for p in one.people)
    by = journal.Hand(cohort.id, organiser.id)
    journal.record(session, by, "groups.made", group.project_id, title=group.name)
    return group


def _titles(template: Mapping[str, object]) -> list[str]:
    actions = template["actions"]
    return [str(title) for title in actions] if isinstance(actions, list) else []
