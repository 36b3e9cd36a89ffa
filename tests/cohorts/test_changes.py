from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from tests.cohorts.conftest import PLAN
from workspace.accounts.models import User
from workspace.actions.models import Action
from workspace.cohorts import changes, queries
from workspace.cohorts.changes import Enrolled, Seat
from workspace.cohorts.models import Cohort, Group
from workspace.core import clock
from workspace.core.errors import Stale
from workspace.core.journal import Event
from workspace.institutions.queries import may_act_for
from workspace.projects.models import Role
from workspace.projects.queries import members, membership


def told(session: Session, space_id: int) -> list[str]:
    return list(
        session.scalars(select(Event.name).where(Event.space_id == space_id).order_by(Event.seq))
    )


def roles(session: Session, group: Group) -> dict[str, Role]:
    return {one.user.name: one.role for one in members(session, group.project_id)}


def group_of(session: Session, ines: User, cohort: Cohort, *names: str) -> Group:
    seats = [Seat(people.person(session, name)) for name in names]
    [group] = changes.enrol(session, ines, cohort, [Enrolled("Groupe 1", seats)])
    return group


def test_the_first_of_a_group_leads_and_the_organiser_does_not_stay(
    session: Session, ines: User, cohort: Cohort
) -> None:
    group = group_of(session, ines, cohort, "Ana", "Bob")

    assert roles(session, group) == {"Ana": Role.LEAD, "Bob": Role.CONTRIBUTOR}
    assert told(session, cohort.id) == ["cohorts.opened", "groups.made"]


def test_a_space_starts_from_the_template(session: Session, ines: User, cohort: Cohort) -> None:
    group = group_of(session, ines, cohort, "Ana")

    titles = session.scalars(select(Action.title).where(Action.project_id == group.project_id))
    assert len(list(titles)) == len(changes.templates()["method"]["actions"])  # type: ignore[arg-type]  # a list in the file


def test_who_made_the_space_is_written_in_its_journal(
    session: Session, ines: User, cohort: Cohort
) -> None:
    group = group_of(session, ines, cohort, "Ana")

    authors = set(
        session.scalars(select(Event.author_id).where(Event.space_id == group.project_id))
    )
    assert authors == {ines.id}


def test_a_late_candidate_joins_the_group_that_is_there(
    session: Session, ines: User, cohort: Cohort
) -> None:
    group = group_of(session, ines, cohort, "Ana")
    late = Enrolled("groupe  1", [Seat(people.person(session, "Zoé"))])

    [again] = changes.enrol(session, ines, cohort, [late])

    assert again is group
    assert roles(session, group) == {"Ana": Role.LEAD, "Zoé": Role.CONTRIBUTOR}


def test_the_same_list_twice_changes_nothing(session: Session, ines: User, cohort: Cohort) -> None:
    enrolled = [Enrolled("Groupe 1", [Seat(people.person(session, "Ana"))])]
    [group] = changes.enrol(session, ines, cohort, enrolled)
    before = told(session, group.project_id)

    changes.enrol(session, ines, cohort, enrolled)

    assert told(session, group.project_id) == before


def test_a_candidate_speaks_for_the_institution_that_is_known(
    session: Session, ines: User, cohort: Cohort
) -> None:
    ana, body = people.person(session, "Ana"), people.institution(session, "Ville de Redon")

    [group] = changes.enrol(session, ines, cohort, [Enrolled("Un", [Seat(ana, body)])])

    member = membership(session, group.project_id, ana.id)
    assert member
    assert member.institution_id == body.id
    assert may_act_for(session, ana.id, body.id, clock.today())


@pytest.mark.parametrize("is_first", [True, False])
def test_a_trainer_reads_every_group_whenever_they_come(
    session: Session, ines: User, paul: User, cohort: Cohort, *, is_first: bool
) -> None:
    if is_first:
        changes.assign_trainer(session, ines, cohort, paul)
    group = group_of(session, ines, cohort, "Ana")

    changes.assign_trainer(session, ines, cohort, paul)

    assert roles(session, group)["Paul"] is Role.READER
    assert told(session, cohort.id).count("trainers.assigned") == 1


def test_a_trainer_who_is_withdrawn_leaves_every_group(
    session: Session, ines: User, paul: User, cohort: Cohort
) -> None:
    changes.assign_trainer(session, ines, cohort, paul)
    group = group_of(session, ines, cohort, "Ana")

    changes.withdraw_trainer(session, ines, cohort, paul)
    changes.withdraw_trainer(session, ines, cohort, paul)

    assert "Paul" not in roles(session, group)
    assert not queries.may_listen(session, cohort.id, paul.id)
    assert told(session, cohort.id).count("trainers.withdrawn") == 1


def test_a_session_is_corrected_from_what_was_shown(
    session: Session, ines: User, cohort: Cohort
) -> None:
    there = replace(PLAN, place="Rennes")
    changes.correct_cohort(session, ines, cohort, there, version=1)
    changes.correct_cohort(session, ines, cohort, there, version=1)

    with pytest.raises(Stale):
        changes.correct_cohort(session, ines, cohort, replace(PLAN, place="Brest"), version=1)

    assert (cohort.place, cohort.version) == ("Rennes", 2)
    assert told(session, cohort.id).count("cohorts.corrected") == 1
