import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import people
from tests.conftest import HTMX, database_of, sign_in
from tests.counting import counted
from tests.library import cases
from workspace.core import journal
from workspace.projects.models import Membership

MOST_QUERIES = 17  # ten of them ask the slices what awaits the member


@pytest.fixture
def home(alice: Membership) -> str:
    """The home of the project."""
    return f"/projects/{alice.project_id}/"


def test_a_visitor_is_shown_the_door_and_the_library(app: Flask, session: Session) -> None:
    assert session

    page = app.test_client().get("/").text

    assert 'href="/login"' in page
    assert 'href="/library/"' in page


def test_a_person_is_led_to_their_projects(browser: FlaskClient, home: str) -> None:
    assert browser.get("/").location == "/projects/"
    assert f'<a href="{home}">Résidences en vallée</a>' in browser.get("/projects/").text


def test_who_has_no_project_is_shown_how_others_did(app: Flask, session: Session) -> None:
    cases.told(session, *cases.FILE.read_bytes().splitlines())
    emma = people.person(session, "Emma")
    session.commit()

    page = people.browser_of(app, emma.id).get("/projects/").text

    assert "Vous n’avez pas encore de projet" in page
    assert "/library/pct-pays-de-redon/" in page


def test_an_empty_project_says_how_to_begin(browser: FlaskClient, home: str) -> None:
    page = browser.get(home).text

    assert "Votre projet commence ici" in page
    assert f"{home}statement/" in page


def test_a_project_that_has_begun_no_longer_says_it(
    browser: FlaskClient, session: Session, alice: Membership, home: str
) -> None:
    journal.record(session, alice, "comments.added", 1, title="Redon")
    session.commit()

    assert "Votre projet commence ici" not in browser.get(home).text


def test_a_newcomer_is_welcomed_until_they_have_read_it(
    app: Flask, bilal: Membership, home: str
) -> None:
    own = sign_in(app, bilal)
    before = own.get(home).text

    after = own.post(f"{home}welcome", headers=HTMX).text

    assert "Bienvenue dans ce projet" in before
    assert "Foyer rural de Puyseilles" in before
    assert "Bienvenue dans ce projet" not in after


@pytest.mark.parametrize("has_begun", [False, True])
def test_a_newcomer_is_shown_one_main_button(
    session: Session, browser: FlaskClient, alice: Membership, home: str, *, has_begun: bool
) -> None:
    alice.welcomed = False
    if has_begun:
        journal.record(session, alice, "comments.added", 1, title="Redon")
    session.commit()

    main = browser.get(home).text.partition("<main")[2]

    assert main.count('data-kind="main"') == 1


def test_what_others_did_is_news_until_it_is_read(
    app: Flask, session: Session, alice: Membership, bilal: Membership, home: str
) -> None:
    own = sign_in(app, bilal)
    journal.record(session, alice, "comments.added", 1, title="Lecture à voix haute")
    session.commit()
    before = own.get(home).text

    after = own.post(f"{home}read", headers=HTMX).text

    assert "Lecture à voix haute" in before
    assert "Lecture à voix haute" not in after


def test_a_reader_is_offered_nothing_to_write(app: Flask, chloe: Membership, home: str) -> None:
    page = sign_in(app, chloe).get(home).text

    forms = re.findall(r'<form[^>]*action="([^"]+)"', page)
    assert set(forms) <= {"/library/", "/logout", f"{home}welcome", f"{home}read"}
    assert f"{home}settings/" not in page


def test_the_page_asks_a_known_number_of_questions(
    app: Flask, browser: FlaskClient, home: str
) -> None:
    with counted(database_of(app).engine) as asked:
        browser.get(home)

    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


@pytest.mark.parametrize(
    "query",
    [
        "person=x", "person=99999999999999999999", "person=-1", "institution=0", "kind=é",
        "kind=<script>", "since=0001-01-01", "since=9999-12-31", "since=31/12/2026", "since=x",
        "before=0", "before=99999999999999999999",
    ],
)  # fmt: skip
def test_odd_filters_are_answered(browser: FlaskClient, home: str, query: str) -> None:
    assert browser.get(f"{home}activity/?{query}").status_code == 200


def test_what_precedes_keeps_the_filters(
    browser: FlaskClient, session: Session, alice: Membership, home: str
) -> None:
    for n in range(45):
        journal.record(session, alice, "comments.added", n + 1, title=f"Fiche {n}")
    session.commit()

    page = browser.get(f"{home}activity/?kind=comments").text
    (address,) = re.findall(r'href="(/projects/\d+/activity/\?[^"]*before=\d+)"', page)
    rest = browser.get(address.replace("&amp;", "&")).text

    assert "kind=comments" in address
    assert page.count("a commenté") == 40
    assert rest.count("a commenté") == 5


def test_the_history_says_what_was_written_before(
    browser: FlaskClient, alice: Membership, home: str
) -> None:
    browser.post(
        f"{home}settings/", data={"title": "Lire", "version": 1, "starts_on": "2026-09-01"}
    )

    page = browser.get(f"{home}history/projects/{alice.project_id}/").text

    assert "<del>Résidences en vallée</del>" in page
    assert "<ins>Lire</ins>" in page
    assert "<del>rien</del>" in page
    assert "sept." in page


def test_the_history_of_nothing_is_not_found(browser: FlaskClient, home: str) -> None:
    assert browser.get(f"{home}history/actions/999/").status_code == 404
    assert browser.get(f"{home}history/é/1/").status_code == 404


@pytest.mark.parametrize("address", ["/accessibility", "/privacy"])
def test_what_is_promised_is_read_without_an_account(
    app: Flask, session: Session, address: str
) -> None:
    assert session

    assert app.test_client().get(address).status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_machines_are_answered_in_a_word(app: Flask, session: Session, address: str) -> None:
    assert session

    reply = app.test_client().get(address)

    assert (reply.status_code, reply.mimetype) == (200, "text/plain")
