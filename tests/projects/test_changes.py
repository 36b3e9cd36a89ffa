from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from workspace.core.errors import Refused, Stale
from workspace.core.journal import Event
from workspace.projects import changes, queries
from workspace.projects.changes import Outline
from workspace.projects.models import Membership, Project, Role
from workspace.territories.models import Declared, Territory

FIRST, LAST = date(2026, 9, 1), date(2027, 6, 30)


def told(session: Session, project_id: int) -> list[str]:
    rows = select(Event.name).where(Event.space_id == project_id).order_by(Event.seq)
    return list(session.scalars(rows))


def territory(session: Session, name: str) -> Territory:
    made = Territory(level="commune", code=str(len(name)), name=name)
    session.add(made)
    session.flush()
    return made


def project(session: Session, member: Membership) -> Project:
    return queries.with_territories(session, member.project_id)


def test_who_opens_a_project_leads_it(session: Session) -> None:
    founder = people.person(session, "Emma")

    lead = changes.open_project(session, founder, Outline("Lire ensemble"), institution_id=None)

    assert (lead.role, lead.user_id, lead.welcomed) == (Role.LEAD, founder.id, True)
    assert told(session, lead.project_id) == ["projects.opened"]


def test_a_territory_without_a_code_is_declared_with_the_project(session: Session) -> None:
    founder = people.person(session, "Emma")

    lead = changes.open_project(
        session,
        founder,
        Outline("Lire ensemble"),
        institution_id=None,
        territories=[Declared("Vallée du Lys", "quartier")],
    )

    (place,) = project(session, lead).territories
    assert (place.name, place.code, place.space_id) == ("Vallée du Lys", None, lead.project_id)


def test_a_project_is_corrected_and_keeps_what_it_said(session: Session, alice: Membership) -> None:
    place = territory(session, "Redon")

    changes.correct_project(
        session, alice, Outline("Lire ensemble", "Pour tous", FIRST), territories=[place], version=1
    )

    event = session.scalars(select(Event).where(Event.name == "projects.corrected")).one()
    assert event.details["before"] == {
        "title": "Résidences en vallée", "summary": "", "starts_on": None, "territories": [],
    }  # fmt: skip
    assert "{'before': '', 'after': 'Redon'}" in str(event.details["said"])
    assert project(session, alice).version == 2


def test_correcting_nothing_tells_nothing(session: Session, alice: Membership) -> None:
    outline = Outline("Résidences en vallée")

    changes.correct_project(session, alice, outline, territories=[], version=1)

    assert told(session, alice.project_id) == ["projects.opened"]


def test_two_people_who_correct_other_fields_are_both_heard(
    session: Session, alice: Membership
) -> None:
    title = project(session, alice).title
    changes.correct_project(session, alice, Outline(title, "Pour tous"), territories=[], version=1)

    changes.correct_project(
        session, alice, Outline(title, "", FIRST, LAST), territories=[], version=1
    )

    now = project(session, alice)
    assert (now.summary, now.starts_on, now.ends_on) == ("Pour tous", FIRST, LAST)


def test_two_people_who_correct_one_field_see_both_texts(
    session: Session, alice: Membership
) -> None:
    changes.correct_project(session, alice, Outline("Lire"), territories=[], version=1)

    with pytest.raises(Stale) as stale:
        changes.correct_project(session, alice, Outline("Écrire"), territories=[], version=1)

    assert (stale.value.mine, stale.value.theirs) == ({"title": "Écrire"}, {"title": "Lire"})
    assert stale.value.version == 2


def test_who_is_in_already_stays_as_they_are(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    again = changes.add_member(session, alice, bilal.user, role=Role.READER, institution_id=None)

    assert again.role is Role.CONTRIBUTOR
    assert told(session, alice.project_id).count("members.joined") == 1


def test_a_newcomer_has_no_old_news(session: Session, alice: Membership) -> None:
    newcomer = people.person(session, "Emma")

    member = changes.add_member(session, alice, newcomer, role=Role.READER, institution_id=None)

    assert member.seen_seq == 2


def test_a_removed_member_is_out(session: Session, alice: Membership, bilal: Membership) -> None:
    changes.remove_member(session, alice, bilal)

    assert queries.membership(session, alice.project_id, bilal.user_id) is None
    assert not queries.may_listen(session, alice.project_id, bilal.user_id)


def test_the_last_lead_neither_leaves_nor_lowers_themselves(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    assert bilal

    with pytest.raises(Refused):
        changes.remove_member(session, alice, alice)
    with pytest.raises(Refused):
        changes.change_role(session, alice, alice, role=Role.READER)


def test_one_of_two_leads_may_leave(session: Session, alice: Membership, bilal: Membership) -> None:
    changes.change_role(session, alice, bilal, role=Role.LEAD)

    changes.remove_member(session, alice, alice)

    assert queries.lead_count(session, bilal.project_id) == 1


def test_giving_the_same_role_tells_nothing(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    changes.change_role(session, alice, bilal, role=Role.CONTRIBUTOR)

    assert "members.role_changed" not in told(session, alice.project_id)


def test_a_member_says_for_whom_they_speak(session: Session, alice: Membership) -> None:
    department = people.institution(session, "Département", "departement")

    changes.speak_for(session, alice, department)
    changes.speak_for(session, alice, department)

    event = session.scalars(select(Event).where(Event.name == "members.spoke_for")).one()
    assert event.details["before"] == {"institution": "Ville de Redon"}
    assert (event.details["after"], event.institution_id) == (
        {"institution": "Département"},
        department.id,
    )


def test_a_visit_begins_anew_after_half_an_hour(session: Session, alice: Membership) -> None:
    begun = alice.joined_at
    changes.note_visit(alice, begun)
    alice.project.seq = 7
    changes.note_visit(alice, begun + changes.VISIT)
    same_visit = alice.before_seq

    changes.note_visit(alice, begun + 3 * changes.VISIT)

    assert session
    assert (same_visit, alice.before_seq) == (0, 7)
