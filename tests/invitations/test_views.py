import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import people
from tests.letters import letters, link
from workspace.accounts import queries as accounts
from workspace.projects import queries
from workspace.projects.models import Membership, Role

GOOD = "Trois pommes, deux poires"


@pytest.fixture
def place(alice: Membership) -> str:
    """Where one invites."""
    return f"/projects/{alice.project_id}/members/invitations/"


@pytest.fixture
def address(browser: FlaskClient, place: str, outbox: Path) -> str:
    """The address of the link that Emma received."""
    browser.post(place, data={"email": "emma@example.org", "role": "contributor"})
    return link(letters(outbox)[-1])


def test_an_invitation_leaves_by_mail(browser: FlaskClient, place: str, outbox: Path) -> None:
    reply = browser.post(place, data={"email": "emma@example.org", "role": "reader"})

    (letter,) = letters(outbox)
    assert reply.status_code == 303
    assert letter["To"] == "emma@example.org"
    assert "Résidences en vallée" in letter["Subject"]
    assert "emma@example.org" in browser.get(place).text


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("", "reader"),
        ("emma", "reader"),
        ("emma@example.org\r\nBcc: all@example.org", "reader"),
        ("emma@example.org, denis@example.org", "reader"),
        ("Emma <emma@example.org>", "reader"),
        ("x" * 300 + "@example.org", "reader"),
        ("emma@example.org", "emperor"),
        ("alice@example.org", "reader"),
    ],
)
def test_what_invites_nobody_is_shown_again(
    browser: FlaskClient, place: str, outbox: Path, email: str, role: str
) -> None:
    reply = browser.post(place, data={"email": email, "role": role})

    assert reply.status_code == 422
    assert letters(outbox) == []


def test_a_known_and_an_unknown_address_are_answered_alike(
    browser: FlaskClient, place: str, session: Session, outbox: Path
) -> None:
    people.person(session, "Emma")
    session.commit()

    known, unknown = (
        browser.post(place, data={"email": email, "role": "reader"})
        for email in ("emma@example.org", "nobody@example.org")
    )

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert len(letters(outbox)) == 2


def test_a_project_does_not_flood_the_world(
    browser: FlaskClient, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workspace.invitations.views.MOST_A_DAY", 1)
    browser.post(place, data={"email": "emma@example.org", "role": "reader"})

    reply = browser.post(place, data={"email": "gaston@example.org", "role": "reader"})

    assert reply.status_code == 422


def test_who_has_no_account_makes_one_there_and_comes_in(
    app: Flask, session: Session, alice: Membership, address: str
) -> None:
    newcomer = app.test_client()
    page = newcomer.get(address).text

    reply = newcomer.post(f"{address}account", data={"name": "Emma", "password": GOOD})

    person = accounts.by_email(session, "emma@example.org")
    assert "Créer mon compte" in page
    assert reply.location == f"/projects/{alice.project_id}/"
    assert person
    joined = queries.membership(session, alice.project_id, person.id)
    assert joined
    assert joined.role is Role.CONTRIBUTOR
    assert "Bienvenue dans ce projet" in newcomer.get(reply.location).text


@pytest.mark.parametrize(
    ("name", "password"), [("", GOOD), ("Emma", "court"), ("Emma", "Emma et deux brouettes !")]
)
def test_a_poor_account_is_not_made(
    app: Flask, session: Session, address: str, name: str, password: str
) -> None:
    reply = app.test_client().post(f"{address}account", data={"name": name, "password": password})

    assert reply.status_code == 422
    assert accounts.by_email(session, "emma@example.org") is None


def test_who_has_an_account_signs_in_first(
    app: Flask, session: Session, alice: Membership, address: str
) -> None:
    emma = people.person(session, "Emma")
    session.commit()

    shown = app.test_client().get(address).text
    asked = app.test_client().post(address)
    made = app.test_client().post(f"{address}account", data={"name": "Eve", "password": GOOD})
    joined = people.browser_of(app, emma.id).post(address, data={"institution": "0"})

    assert f"/login?next={address}" in shown
    assert asked.location.startswith("/login?")
    assert made.status_code == 403
    assert joined.location == f"/projects/{alice.project_id}/"


def test_another_person_is_refused_and_told_why(
    app: Flask, session: Session, denis: Membership, address: str
) -> None:
    own = people.browser_of(app, denis.user_id)

    shown, sent = own.get(address), own.post(address, data={"institution": "0"})

    assert "pour une autre adresse" in shown.text
    assert "Résidences en vallée" not in shown.text
    assert sent.status_code == 403
    assert session.get_one(Membership, (denis.project_id, denis.user_id))


def test_a_link_that_has_served_tells_nothing_of_the_project(app: Flask, address: str) -> None:
    app.test_client().post(f"{address}account", data={"name": "Emma", "password": GOOD})

    page = app.test_client().get(address).text
    again = app.test_client().post(f"{address}account", data={"name": "Eve", "password": GOOD})

    assert "ne sert plus" in page
    assert "Résidences en vallée" not in page
    assert again.status_code == 403


def test_a_link_that_was_taken_back_opens_nothing(
    app: Flask, browser: FlaskClient, place: str, address: str
) -> None:
    (waiting,) = re.findall(r"invitations/(\d+)/withdrawal\"", browser.get(place).text)[:1]
    browser.post(f"{place}{waiting}/withdrawal")

    reply = app.test_client().post(f"{address}account", data={"name": "Eve", "password": GOOD})

    assert reply.status_code == 422
    assert "ne sert plus" in reply.text


@pytest.mark.parametrize("token", ["worn-out", "é", "a.b", "ImEi.AAAA", "x" * 5000])
def test_a_guessed_link_leads_nowhere(app: Flask, session: Session, token: str) -> None:
    assert session

    assert app.test_client().get(f"/invitations/{token}/").status_code == 404
