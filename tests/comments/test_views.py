import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.comments.talk import said
from tests.conftest import HTMX, database_of, sign_in
from tests.counting import counted
from tests.evaluation import entries
from workspace.core.subjects import Subject
from workspace.projects.models import Membership

MOST_QUERIES = 4  # who asks, the membership, the title of the object, what was said of it


@pytest.fixture
def friday(session: Session, alice: Membership) -> Subject:
    """Something of which people speak."""
    entry = entries.noted(session, alice, "Un vendredi")
    return Subject("evaluation", entry.id, entry.title)


@pytest.fixture
def base(alice: Membership) -> str:
    """Where comments are."""
    return f"/projects/{alice.project_id}/comments/"


@pytest.fixture
def url(base: str, friday: Subject) -> str:
    """Where one speaks of it."""
    return f"{base}evaluation/{friday.id}/"


def test_one_speaks_and_is_read(browser: FlaskClient, url: str) -> None:
    answer = browser.post(url, data={"body": "Combien étiez-vous ?"})

    page = browser.get(url).text
    assert answer.location == url
    assert "Combien étiez-vous ?" in page
    assert "Ville de Redon" in page


def test_htmx_is_sent_the_thread_with_an_empty_form(browser: FlaskClient, url: str) -> None:
    part = browser.post(url, data={"body": "Bonjour"}, headers=HTMX).text

    assert part.lstrip().startswith("<section")
    assert "Bonjour" in part
    assert "Bonjour</textarea>" not in part


@pytest.mark.parametrize("body", ["", "  \n ", "a" * 5001, "a\0b"])
def test_what_cannot_be_said_is_told_beside_the_field(
    browser: FlaskClient, url: str, body: str
) -> None:
    answer = browser.post(url, data={"body": body})

    assert answer.status_code == 422
    assert 'id="comment-body-error"' in answer.text


def test_a_form_sent_twice_says_it_once(browser: FlaskClient, url: str) -> None:
    for _ in range(2):
        browser.post(url, data={"body": "Une seule fois", "once": "abc"})

    assert browser.get(url).text.count("Une seule fois") == 1


def test_what_is_said_is_text(browser: FlaskClient, url: str) -> None:
    browser.post(url, data={"body": "<script>alert(1)</script> {{ 7 * 7 }} javascript:alert(1)"})

    page = browser.get(url).text
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page
    assert 'href="javascript' not in page


def test_a_call_is_asked_of_whoever_is_called(
    app: Flask, browser: FlaskClient, bilal: Membership, friday: Subject, url: str
) -> None:
    browser.post(url, data={"body": "@foyer rural de puyseilles, combien étiez-vous ?"})

    home = sign_in(app, bilal).get(f"/projects/{bilal.project_id}/").text

    assert "Alice vous appelle dans un commentaire" in home
    assert f"evaluation/{friday.id}/#comments" in home


def test_names_are_proposed_as_one_types(
    browser: FlaskClient, bilal: Membership, base: str
) -> None:
    assert bilal.institution
    part = browser.get(f"{base}names/?q=bil", headers=HTMX).text
    nobody = browser.get(f"{base}names/?q=zzz", headers=HTMX).text

    assert 'data-name="Bilal"' in part
    assert "1 proposition." in part
    assert "Aucun nom ne correspond." in nobody


def test_who_can_be_called_has_a_page(browser: FlaskClient, base: str) -> None:
    assert "@Ville de Redon" in browser.get(f"{base}names/").text


def test_a_settled_comment_is_folded_and_can_be_reopened(
    session: Session, browser: FlaskClient, alice: Membership, friday: Subject, base: str, url: str
) -> None:
    comment = said(session, alice, on=friday)

    browser.post(f"{base}{comment.id}/settlement")
    settled = browser.get(url).text
    browser.post(f"{base}{comment.id}/reopening")

    assert "1 commentaire réglé" in settled
    assert "Réglé par Alice" in settled
    assert "commentaire réglé" not in browser.get(url).text


def test_a_reader_reads_and_may_say_that_they_have_seen(
    app: Flask, session: Session, alice: Membership, chloe: Membership, friday: Subject, url: str
) -> None:
    comment, reader = said(session, alice, "@Chloé, regardez", on=friday), sign_in(app, chloe)
    base = f"/projects/{alice.project_id}/"

    page = reader.get(url).text
    answer = reader.post(f"{base}comments/{comment.id}/answer")

    assert "@Chloé, regardez" in page
    assert "<textarea" not in page
    assert "Retirer ce commentaire" not in page
    assert answer.location == f"{base}#todo"
    assert "vous appelle" not in reader.get(base).text


@pytest.mark.parametrize("place", ["evaluation/999999", "rien/1", "comments/1"])
def test_what_does_not_exist_is_not_spoken_of(browser: FlaskClient, base: str, place: str) -> None:
    assert browser.post(f"{base}{place}/", data={"body": "Bonjour"}).status_code == 404


def test_the_number_of_queries_does_not_grow(
    app: Flask, session: Session, browser: FlaskClient, alice: Membership, friday: Subject, url: str
) -> None:
    for _ in range(5):
        said(session, alice, on=friday)

    with counted(database_of(app).engine) as asked:
        browser.get(url)

    assert len(asked) <= MOST_QUERIES, asked
