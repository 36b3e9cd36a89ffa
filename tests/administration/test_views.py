from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from tests.letters import letters, link
from workspace.accounts.models import User
from workspace.projects.models import Membership


@pytest.fixture
def admin(app: Flask, session: Session) -> FlaskClient:
    """The browser of Inès, who manages accounts."""
    person = people.person(session, "Inès")
    person.is_admin = True
    session.commit()
    return people.browser_of(app, person.id)


def test_an_account_is_found_by_a_part_of_its_name(
    admin: FlaskClient, alice: Membership, bilal: Membership
) -> None:
    assert alice

    page = admin.get("/admin/accounts/?q=BIL").text

    assert f"person-{bilal.user_id}" in page
    assert f"person-{alice.user_id}" not in page


@pytest.mark.parametrize("query", ["q=%25", "q=_", "page=0", "page=-3", "page=9999999999999999999"])
def test_odd_questions_are_answered(admin: FlaskClient, query: str) -> None:
    assert admin.get(f"/admin/accounts/?{query}").status_code == 200


def test_a_newcomer_receives_a_link(
    admin: FlaskClient, app: Flask, session: Session, outbox: Path
) -> None:
    admin.post("/admin/accounts/", data={"name": "Gaston", "email": "gaston@example.org"})
    (letter,) = letters(outbox)

    newcomer = app.test_client()
    newcomer.post(link(letter), data={"password": "Trois pommes, deux poires"})

    assert letter["To"] == "gaston@example.org"
    assert newcomer.get("/account/").status_code == 200
    assert session.scalars(select(User).where(User.name == "Gaston")).one().is_trainer is False


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Gaston", "alice@EXAMPLE.org"),
        ("Gaston", "gaston"),
        ("Gaston", "a@example.org, b@example.org"),
        ("Gaston", "a@example.org\r\nBcc: b@example.org"),
        ("", "gaston@example.org"),
        ("\u202eGaston", "gaston@example.org"),
    ],
)
def test_what_makes_no_account_is_refused_and_kept(
    admin: FlaskClient, alice: Membership, outbox: Path, name: str, email: str
) -> None:
    assert alice

    reply = admin.post("/admin/accounts/", data={"name": name, "email": email})

    assert reply.status_code == 422
    assert 'aria-invalid="true"' in reply.text
    assert letters(outbox) == []


def test_a_suspended_person_is_out_until_further_notice(
    admin: FlaskClient, app: Flask, bilal: Membership
) -> None:
    browser = people.browser_of(app, bilal.user_id)

    admin.post(f"/admin/accounts/{bilal.user_id}/disable")

    assert browser.get("/account/").status_code == 303
    admin.post(f"/admin/accounts/{bilal.user_id}/enable")
    assert people.browser_of(app, bilal.user_id).get("/account/").status_code == 200


def test_who_manages_accounts_enters_no_project(admin: FlaskClient, alice: Membership) -> None:
    assert admin.get(f"/projects/{alice.project_id}/").status_code == 404


def test_what_happens_to_accounts_is_told(admin: FlaskClient, bilal: Membership) -> None:
    admin.post(f"/admin/accounts/{bilal.user_id}/disable")

    page = admin.get("/admin/journal/").text

    assert "a suspendu le compte de Bilal" in page
    assert "a ouvert une connexion" in page
