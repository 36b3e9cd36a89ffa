from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from tests.conftest import HTMX, sign_in
from workspace.institutions.models import Mandate
from workspace.projects import queries
from workspace.projects.models import Membership, Project, Role
from workspace.territories.models import Territory


@pytest.fixture
def settings(alice: Membership) -> str:
    """Where the project is corrected."""
    return f"/projects/{alice.project_id}/settings/"


@pytest.fixture
def members(alice: Membership) -> str:
    """Where the members are."""
    return f"/projects/{alice.project_id}/members/"


def opened(session: Session, title: str) -> Project:
    return session.scalars(select(Project).where(Project.title == title)).one()


def test_a_title_is_enough_to_open_a_project(browser: FlaskClient, session: Session) -> None:
    reply = browser.post("/projects/new/", data={"title": "Lire ensemble", "institution": "0"})

    project = opened(session, "Lire ensemble")
    assert (reply.status_code, reply.location) == (303, f"/projects/{project.id}/")
    assert browser.get(reply.location).status_code == 200


def test_a_project_is_opened_on_territories(browser: FlaskClient, session: Session) -> None:
    redon = Territory(level="commune", code="35236", name="Redon")
    session.add(redon)
    session.commit()

    reply = browser.post(
        "/projects/new/",
        data={
            "title": "Lire ensemble",
            "institution": "0",
            "starts_on": "2026-09-01",
            "ends_on": "30/06/2027",
            "territory-ids": redon.id,
            "territory-name": "Vallée du Lys",
            "territory-level": "quartier",
        },
    )

    assert reply.status_code == 303, reply.text
    project = queries.with_territories(session, opened(session, "Lire ensemble").id)
    assert {place.name for place in project.territories} == {"Redon", "Vallée du Lys"}
    assert (project.starts_on, project.ends_on) == (date(2026, 9, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    "typed",
    [
        {"title": ""},
        {"title": "x" * 161},
        {"title": "Lire\x00"},
        {"title": "Lire", "starts_on": "31/04/2026"},
        {"title": "Lire", "starts_on": "2026-02-29"},
        {"title": "Lire", "starts_on": "2027-01-01", "ends_on": "2026-01-01"},
        {"title": "Lire", "territory-typed": "greno"},
        {"title": "Lire", "institution": "999999"},
        {"title": "Lire", "institution": "abc"},
        {"title": "Lire", "institution": "99999999999999999999"},
        {"title": "Lire", "territory-name": "x" * 200},
    ],
)
def test_what_opens_no_project_is_shown_again(browser: FlaskClient, typed: dict[str, str]) -> None:
    reply = browser.post("/projects/new/", data=typed)

    assert reply.status_code == 422


def test_nobody_opens_a_project_for_an_institution_without_mandate(
    browser: FlaskClient, session: Session
) -> None:
    foreign = people.institution(session, "DRAC Bretagne", "etat_deconcentre")
    session.commit()

    reply = browser.post("/projects/new/", data={"title": "Lire", "institution": foreign.id})

    assert reply.status_code == 422


def test_a_mandate_that_is_over_cannot_be_used(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    mandate = session.scalars(select(Mandate).where(Mandate.user_id == alice.user_id)).one()
    mandate.ends_on = date(2021, 1, 1)
    session.commit()

    page = browser.get("/projects/new/").text
    reply = browser.post(
        "/projects/new/", data={"title": "Lire", "institution": mandate.institution_id}
    )

    assert "Ville de Redon" not in page
    assert reply.status_code == 422


def test_a_form_sent_twice_opens_one_project(browser: FlaskClient, session: Session) -> None:
    typed = {"title": "Lire ensemble", "institution": "0", "once": "a1b2c3"}

    first, second = (browser.post("/projects/new/", data=typed) for _ in range(2))

    assert first.location == second.location
    assert opened(session, "Lire ensemble")


def test_fields_that_nobody_asked_for_change_nothing(
    browser: FlaskClient, session: Session, denis: Membership, settings: str
) -> None:
    browser.post(
        settings,
        data={
            "title": "Lire", "version": "1", "project_id": denis.project_id, "role": "reader",
            "is_fictional": "1", "seq": "999",
        },
    )  # fmt: skip

    project = opened(session, "Lire")
    assert project.id != denis.project_id
    assert not project.is_fictional
    assert project.seq < 999


def test_both_texts_are_shown_when_two_people_correct_one_field(
    browser: FlaskClient, settings: str
) -> None:
    browser.post(settings, data={"title": "Lire ensemble", "version": "1"})

    reply = browser.post(settings, data={"title": "Écrire ensemble", "version": "1"})

    assert reply.status_code == 409
    assert "<ins>Lire</ins> ensemble" in reply.text
    assert "<ins>Écrire</ins> ensemble" in reply.text
    assert 'class="menu"' in reply.text


def test_what_was_chosen_of_two_texts_is_saved(
    browser: FlaskClient, session: Session, settings: str
) -> None:
    browser.post(settings, data={"title": "Lire ensemble", "version": "1"})
    browser.post(settings, data={"title": "Écrire ensemble", "version": "1"})

    browser.post(settings, data={"title": "Lire et écrire ensemble", "version": "2"})

    project = opened(session, "Lire et écrire ensemble")
    session.refresh(project)
    assert project.version == 3


def test_the_page_of_the_members_says_who_speaks_for_whom(
    browser: FlaskClient, members: str, bilal: Membership
) -> None:
    assert bilal

    page = browser.get(members).text

    assert "Foyer rural de Puyseilles" in page
    assert "Contributeur" in page


def test_a_lead_gives_another_role(
    browser: FlaskClient, session: Session, members: str, bilal: Membership
) -> None:
    reply = browser.post(f"{members}{bilal.user_id}/role", data={"role": "reader"}, headers=HTMX)

    session.refresh(bilal)
    assert reply.status_code == 200
    assert bilal.role is Role.READER


def test_a_role_that_was_taken_away_is_gone_at_the_next_write(
    app: Flask, browser: FlaskClient, members: str, bilal: Membership
) -> None:
    own = sign_in(app, bilal)
    browser.post(f"{members}{bilal.user_id}/role", data={"role": "lead"})
    assert own.get(f"{members}invitations/").status_code == 200

    browser.post(f"{members}{bilal.user_id}/role", data={"role": "reader"})

    assert own.post(f"{members}invitations/", data={"email": "a@b.fr"}).status_code == 403


def test_a_role_that_does_not_exist_changes_nothing(
    browser: FlaskClient, session: Session, members: str, bilal: Membership
) -> None:
    browser.post(f"{members}{bilal.user_id}/role", data={"role": "emperor"})

    session.refresh(bilal)
    assert bilal.role is Role.CONTRIBUTOR


def test_the_last_lead_is_told_why_they_stay(
    browser: FlaskClient, members: str, alice: Membership, bilal: Membership
) -> None:
    assert bilal

    left = browser.post(f"{members}leave")
    lowered = browser.post(f"{members}{alice.user_id}/role", data={"role": "reader"})

    assert (left.status_code, lowered.status_code) == (403, 403)
    assert "Un projet garde toujours au moins un pilote" in left.text
    assert 'class="menu"' in lowered.text


def test_who_was_removed_finds_nothing_any_more(
    app: Flask, browser: FlaskClient, members: str, bilal: Membership
) -> None:
    own = sign_in(app, bilal)

    browser.post(f"{members}{bilal.user_id}/removal")

    assert own.get(members).status_code == 404
    assert own.get("/projects/").status_code == 200


def test_what_a_removed_member_was_writing_is_shown_to_be_copied(
    app: Flask, browser: FlaskClient, members: str, bilal: Membership
) -> None:
    own = sign_in(app, bilal)
    browser.post(f"{members}{bilal.user_id}/removal")

    reply = own.post(f"/projects/{bilal.project_id}/comments/projects/1/", data={"body": "Ma page"})

    assert reply.status_code == 404
    assert "Ma page" in reply.text


def test_a_member_acts_for_another_institution(
    browser: FlaskClient, session: Session, members: str, alice: Membership
) -> None:
    department = people.institution(session, "Département", "departement")
    session.add(
        Mandate(user_id=alice.user_id, institution_id=department.id, starts_on=people.LONG_AGO)
    )
    session.commit()

    browser.post(f"{members}speaking", data={"institution": department.id})

    session.refresh(alice)
    assert alice.institution_id == department.id


@pytest.mark.parametrize("chosen", ["999999", "abc", "-1", "99999999999999999999"])
def test_nobody_acts_for_an_institution_without_mandate(
    browser: FlaskClient, session: Session, members: str, alice: Membership, chosen: str
) -> None:
    before = alice.institution_id

    browser.post(f"{members}speaking", data={"institution": chosen})

    session.refresh(alice)
    assert alice.institution_id in {before, None}


def test_a_territory_declared_elsewhere_is_not_proposed(
    browser: FlaskClient, app: Flask, session: Session, alice: Membership, denis: Membership
) -> None:
    session.add(Territory(level="quartier", name="Vallée du Lys", space_id=denis.project_id))
    session.commit()

    mine = browser.get(f"/projects/{alice.project_id}/territories/?q=Vallée").text
    theirs = sign_in(app, denis).get(f"/projects/{denis.project_id}/territories/?q=Vallée").text

    assert "Vallée du Lys" not in mine
    assert "Vallée du Lys" in theirs
