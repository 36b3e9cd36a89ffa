from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import people
from tests.accounts.doors import ANOTHER, PASSWORD, come_in, is_in
from tests.letters import letters, link
from workspace.accounts import changes
from workspace.accounts.models import User
from workspace.core import passwords
from workspace.projects.models import Membership


def test_a_name_is_changed_and_said(browser: FlaskClient, emma: User, session: Session) -> None:
    reply = browser.post("/account/name", data={"name": "Emma Le Goff"}, follow_redirects=True)

    session.refresh(emma)
    assert emma.name == "Emma Le Goff"
    assert "Votre nom est enregistré." in reply.text


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "Em\u202ema", "12", "a" * 121, "Em\x00ma"])
def test_a_name_that_cannot_be_read_is_refused_and_kept(browser: FlaskClient, name: str) -> None:
    reply = browser.post("/account/name", data={"name": name})

    assert reply.status_code == 422
    assert 'aria-invalid="true"' in reply.text


def test_a_choice_of_language_holds_on_every_page(browser: FlaskClient) -> None:
    browser.post("/account/choose", data={"language": "en", "scheme": "dark"})

    page = browser.get("/projects/").text

    assert '<html lang="en" data-scheme="dark">' in page


def test_a_visitor_chooses_too(visitor: FlaskClient) -> None:
    visitor.post("/account/choose", data={"language": "en"})

    assert '<html lang="en"' in visitor.get("/login").text


def test_a_choice_that_does_not_exist_changes_nothing(browser: FlaskClient) -> None:
    reply = browser.post("/account/choose", data={"language": "xx", "scheme": "neon"})

    assert reply.status_code == 303
    assert '<html lang="fr" data-scheme="auto">' in browser.get("/account/").text


@pytest.mark.parametrize(
    ("current", "new"), [("wrong", ANOTHER), (PASSWORD, "trop court"), ("", ""), (PASSWORD, "")]
)
def test_a_password_is_not_changed_without_proof_or_strength(
    browser: FlaskClient, emma: User, session: Session, current: str, new: str
) -> None:
    reply = browser.post("/account/password", data={"current_password": current, "password": new})

    session.refresh(emma)
    assert reply.status_code == 422
    assert passwords.matches(emma.password_hash, PASSWORD)


def test_a_password_is_told_however_its_accents_are_typed(
    app: Flask, browser: FlaskClient, emma: User
) -> None:
    assert emma
    composed, decomposed = (
        "Un été à Vaucreuse, déjà",
        "Un e\u0301te\u0301 a\u0300 Vaucreuse, déja\u0300",
    )
    browser.post("/account/password", data={"current_password": PASSWORD, "password": composed})

    assert come_in(app.test_client(), password=decomposed).status_code == 303


def test_a_long_password_is_not_cut(app: Flask, browser: FlaskClient, emma: User) -> None:
    assert emma
    long = "Nous irons chanter au bord du lac, vers midi, quand les grillons se tairont. " * 4
    browser.post("/account/password", data={"current_password": PASSWORD, "password": long})

    assert come_in(app.test_client(), password=long[:-2]).status_code == 422
    assert come_in(app.test_client(), password=long).status_code == 303


def test_a_person_takes_their_data_away(browser: FlaskClient) -> None:
    reply = browser.get("/account/export.json")

    assert reply.get_json()["email"] == "emma@example.org"
    assert {"sign_ins", "deeds", "mandates", "projects"} <= reply.get_json().keys()
    assert reply.headers["Content-Disposition"].startswith("attachment")


def test_a_person_goes_away_for_good(
    app: Flask, session: Session, bilal: Membership, browser: FlaskClient
) -> None:
    assert browser
    own = people.browser_of(app, bilal.user_id)
    bilal.user.password_hash = passwords.kept(PASSWORD)
    session.commit()

    reply = own.post("/account/removal", data={"current_password": PASSWORD})

    session.refresh(bilal.user)
    assert reply.location == "/"
    assert not is_in(own)
    assert bilal.user.name.startswith("Personne retirée")
    assert own.get(f"/projects/{bilal.project_id}/").status_code == 303


def test_nobody_goes_away_without_a_password(browser: FlaskClient) -> None:
    reply = browser.post("/account/removal", data={"current_password": "wrong"})

    assert reply.status_code == 422
    assert is_in(browser)


def test_the_only_lead_of_others_stays(
    app: Flask, session: Session, alice: Membership, bilal: Membership
) -> None:
    assert bilal
    alice.user.password_hash = passwords.kept(PASSWORD)
    session.commit()
    own = people.browser_of(app, alice.user_id)

    reply = own.post("/account/removal", data={"current_password": PASSWORD})

    assert reply.status_code == 403
    assert "au moins un pilote" in reply.text
    assert is_in(own)


def test_a_lead_alone_may_go(app: Flask, session: Session, alice: Membership) -> None:
    alice.user.password_hash = passwords.kept(PASSWORD)
    session.commit()

    reply = people.browser_of(app, alice.user_id).post(
        "/account/removal", data={"current_password": PASSWORD}
    )

    assert reply.location == "/"


def test_a_forgotten_password_is_chosen_again_by_a_link(
    visitor: FlaskClient, emma: User, outbox: Path
) -> None:
    visitor.post("/account/forgotten", data={"email": "EMMA@example.org"})
    (letter,) = letters(outbox)

    reply = visitor.post(link(letter), data={"password": ANOTHER})

    assert letter["To"] == emma.email
    assert reply.location == "/"
    assert is_in(visitor)
    assert come_in(visitor, password=ANOTHER).status_code == 303


def test_a_link_that_has_served_says_so(visitor: FlaskClient, emma: User, outbox: Path) -> None:
    assert emma
    visitor.post("/account/forgotten", data={"email": "emma@example.org"})
    address = link(letters(outbox)[0])
    visitor.post(address, data={"password": ANOTHER})

    shown, sent = visitor.get(address), visitor.post(address, data={"password": PASSWORD})

    assert (shown.status_code, sent.status_code) == (404, 404)
    assert "Ce lien ne sert plus" in shown.text


def test_an_unknown_address_is_answered_like_a_known_one(
    visitor: FlaskClient, emma: User, outbox: Path
) -> None:
    known, unknown = (
        visitor.post("/account/forgotten", data={"email": email})
        for email in (str(emma.email), "nobody@example.org")
    )

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert len(letters(outbox)) == 1


def test_a_letter_names_the_address_of_the_service_and_no_other(
    visitor: FlaskClient, emma: User, outbox: Path
) -> None:
    visitor.post(
        "/account/forgotten",
        data={"email": emma.email},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )

    (letter,) = letters(outbox)

    assert "http://maillage.example/account/reset/" in letter.get_content()
    assert "evil" not in letter.as_string()


@pytest.mark.parametrize(
    "email", ["emma@example.org\r\nBcc: all@example.org", "emma@example.org,all@example.org"]
)
def test_a_letter_has_one_recipient(
    visitor: FlaskClient, emma: User, outbox: Path, email: str
) -> None:
    assert emma

    visitor.post("/account/forgotten", data={"email": email})

    assert letters(outbox) == []


def test_a_weak_password_is_not_chosen_by_a_link(
    visitor: FlaskClient, session: Session, emma: User
) -> None:
    secret = changes.ask_reset(session, emma)
    session.commit()

    reply = visitor.post(f"/account/reset/{secret}", data={"password": "Emma et 2 brouettes !"})

    assert reply.status_code == 422
    assert "ni votre nom" in reply.text


def test_a_letter_is_written_in_the_language_of_its_reader(
    visitor: FlaskClient, session: Session, emma: User, outbox: Path
) -> None:
    visitor.post("/account/choose", data={"language": "en"})
    assert session.get_one(User, emma.id)

    visitor.post("/account/forgotten", data={"email": emma.email})

    assert "Bonjour" in letters(outbox)[0].get_content()
