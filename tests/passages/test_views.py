"""What is discussed of a text, on its pages."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as sql
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import HTMX, sign_in
from tests.passages import remarks
from tests.passages.remarks import NAME, TEXT, WORDS
from workspace.passages import changes
from workspace.passages.models import TextPassage
from workspace.projects.models import Membership
from workspace.texts import queries as texts


@pytest.fixture
def base(alice: Membership) -> str:
    return f"/projects/{alice.project_id}/"


@pytest.fixture
def address(base: str) -> str:
    return f"{base}texts/{NAME}/"


def page(browser: FlaskClient, address: str) -> str:
    reply = browser.get(address)
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def sent(session: Session, member: Membership, words: str) -> dict[str, str]:
    """Return what an editor sends of some words."""
    text = texts.named(session, member.project_id, [NAME])[NAME]
    ends = remarks.remark(session, text, words).ends
    return {"start": json.dumps(ends[0]), "end": json.dumps(ends[1])}


def test_what_is_discussed_is_marked_where_the_text_is_read(
    session: Session, alice: Membership, browser: FlaskClient, base: str, address: str
) -> None:
    made = remarks.discussed(session, alice)

    for shown in (page(browser, address), page(browser, f"{base}statement/")):
        assert f'<mark data-passage="{made.id}"><strong>plus rien</strong></mark>' in shown
        assert f'href="#passage-{made.id}" aria-label="Discussion 1">1</a>' in shown
        assert shown.count(f'id="passage-{made.id}"') == 1
        assert "Est-ce encore vrai ?" in shown


def test_one_comments_from_an_editor(
    session: Session, alice: Membership, browser: FlaskClient, address: str
) -> None:
    remarks.written(session, alice)
    typed = sent(session, alice, WORDS) | {"body": "Vrai ?", "replacement": "peu à partager"}

    reply = browser.post(f"{address}passages/", data=typed, headers=HTMX)

    shown = reply.get_data(as_text=True)
    assert reply.status_code == 200
    assert f'<blockquote class="typed">{WORDS}</blockquote>' in shown
    assert "Appliquer ce texte" in shown


def test_one_comments_without_a_script(
    session: Session, alice: Membership, browser: FlaskClient, address: str
) -> None:
    remarks.written(session, alice)
    assert "Dans les villages" in page(browser, f"{address}passages/new/")
    typed = {"paragraph": "1", "quote": "plus rien à vivre", "body": "Vrai ?"}

    reply = browser.post(f"{address}passages/", data=typed)

    assert reply.status_code == 303
    assert "plus rien à vivre</blockquote>" in page(browser, reply.location)


def test_words_are_proposed_to_go_and_a_lead_removes_them(
    session: Session,
    alice: Membership,
    bilal: Membership,
    app: Flask,
    browser: FlaskClient,
    address: str,
) -> None:
    remarks.written(session, alice)
    typed = sent(session, alice, "plus rien à vivre ") | {"body": "Trop dur.", "removal": "y"}

    reply = sign_in(app, bilal).post(f"{address}passages/", data=typed, headers=HTMX)

    shown = reply.get_data(as_text=True)
    assert "Retrait proposé" in shown
    assert "Retirer ces mots" not in shown  # which only a lead may
    (url,) = set(re.findall(r'action="([^"]*/application)"', page(browser, address)))
    applied = browser.post(url, headers=HTMX, follow_redirects=True).get_data(as_text=True)
    assert "Retrait proposé par Bilal, appliqué par Alice" in applied
    text = texts.named(session, alice.project_id, [NAME])[NAME]
    assert texts.reading(session, text).plain.endswith("il n’y a ensemble.")
    told = page(browser, f"/projects/{alice.project_id}/activity/")
    assert "a proposé de retirer" in told
    assert "comme Bilal le proposait" in told


def test_words_cannot_go_and_be_replaced_at_once(
    session: Session, alice: Membership, browser: FlaskClient, address: str
) -> None:
    remarks.written(session, alice)
    typed = {"paragraph": "0", "body": "Vrai ?", "removal": "y", "replacement": "Autre chose"}

    reply = browser.post(f"{address}passages/", data=typed)

    shown = reply.get_data(as_text=True)
    assert reply.status_code == 422
    assert "Choisissez\u00a0: retirer ces mots, ou en proposer d’autres." in shown
    assert 'value="Autre chose"' in shown
    assert re.search(r'name="removal"[^>]*checked|checked[^>]*name="removal"', shown)


def test_without_words_the_whole_paragraph_is_meant(
    session: Session, alice: Membership, browser: FlaskClient, address: str
) -> None:
    remarks.written(session, alice)

    browser.post(f"{address}passages/", data={"paragraph": "0", "body": "Vrai ?"})

    assert "Le soir, tout ferme.</blockquote>" in page(browser, f"{address}passages/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"paragraph": "1", "quote": "la mer", "body": "Vrai ?"}, "ne sont pas dans le texte"),
        ({"paragraph": "9", "body": "Vrai ?"}, "ne sont pas dans le texte"),
        ({"paragraph": "0"}, "Écrivez votre commentaire."),
        ({"start": "[" * 300, "end": "{}", "body": "Vrai ?"}, "ne sont pas dans le texte"),
        ({"start": '{"item":1e999}', "end": "\x00", "body": "Vrai ?"}, "ne sont pas dans"),
        (
            {"paragraph": "0", "body": "Vrai ?", "replacement": "Le soir, tout ferme."},
            "déjà celui du passage",
        ),
    ],
)
def test_what_is_wrong_is_said(
    session: Session,
    alice: Membership,
    browser: FlaskClient,
    address: str,
    typed: dict[str, str],
    said: str,
) -> None:
    remarks.written(session, alice)

    reply = browser.post(f"{address}passages/", data=typed)

    assert reply.status_code == 422
    assert said in reply.get_data(as_text=True)


def test_nothing_else_is_proposed_across_paragraphs(
    session: Session, alice: Membership, browser: FlaskClient, address: str
) -> None:
    remarks.written(session, alice)
    first, last = sent(session, alice, "tout ferme"), sent(session, alice, "Dans les villages")
    typed = {"start": first["start"], "end": last["end"], "body": "Vrai ?"}

    refused = browser.post(f"{address}passages/", data={**typed, "replacement": "Rien."})
    taken = browser.post(f"{address}passages/", data=typed)

    assert refused.status_code == 422
    assert taken.status_code == 303
    assert "tout ferme.\nDans les villages</blockquote>" in page(browser, taken.location)


def test_two_people_discuss_and_a_lead_applies(
    session: Session, app: Flask, alice: Membership, bilal: Membership, browser: FlaskClient
) -> None:
    base = f"/projects/{alice.project_id}/"
    address = f"{base}texts/{NAME}/"
    remarks.written(session, alice)
    typed = sent(session, alice, WORDS) | {"body": "Trop dur.", "replacement": "peu à partager"}
    other = sign_in(app, bilal)
    other.post(f"{address}passages/", data=typed)
    made = session.scalars(select(TextPassage.id)).one()
    one = f"{base}passages/{made}/"

    browser.post(f"{base}comments/passages/{made}/", data={"body": "D’accord."})
    refused = other.post(f"{one}application")
    applied = browser.post(f"{one}application", headers=HTMX)

    assert "D’accord." in page(other, one)
    assert refused.status_code == 403
    assert "Texte proposé par Bilal, appliqué par Alice" in applied.get_data(as_text=True)
    assert "il n’y a <strong>peu</strong>" in page(browser, address).replace("\xa0", " ")
    assert "a mis le texte proposé par Bilal" in page(browser, f"{base}activity/")


def test_what_changed_since_is_not_replaced_and_both_are_shown(
    session: Session, alice: Membership, browser: FlaskClient, base: str
) -> None:
    made = remarks.discussed(session, alice, replacement="encore trop peu")
    remarks.written(session, alice, TEXT.replace("plus rien", "presque rien"))

    reply = browser.post(f"{base}passages/{made.id}/application", headers=HTMX)

    shown = reply.get_data(as_text=True)
    assert reply.status_code == 409
    assert "Rien n’a été remplacé" in shown
    assert WORDS in shown
    assert "presque rien à vivre ensemble" in shown
    assert "Appliquer ce texte" not in shown


def test_a_passage_that_is_gone_is_said_to_be(
    session: Session, alice: Membership, browser: FlaskClient, address: str
) -> None:
    remarks.discussed(session, alice)
    remarks.written(session, alice, "Le soir, tout ferme.")

    shown = page(browser, address)

    assert "Ce passage a été retiré du texte." in shown
    assert f"{WORDS}</blockquote>" in shown
    assert "<mark" not in shown


def test_a_discussion_is_closed_and_opened_again(
    session: Session, alice: Membership, browser: FlaskClient, base: str, address: str
) -> None:
    made = remarks.discussed(session, alice)
    one = f"{base}passages/{made.id}/"

    closed = browser.post(f"{one}settlement", headers=HTMX).get_data(as_text=True)
    assert "1 discussion close" in closed
    assert "<mark" not in page(browser, address)
    opened = browser.post(f"{one}reopening", headers=HTMX).get_data(as_text=True)

    assert "discussion close" not in opened
    assert "<mark" in page(browser, address)


def test_readers_read_and_do_nothing(
    session: Session, app: Flask, alice: Membership, chloe: Membership, address: str
) -> None:
    remarks.discussed(session, alice, replacement="peu à partager")

    shown = page(sign_in(app, chloe), address)

    assert "Lire la discussion" in shown
    for words in ("Clore la discussion", "Appliquer ce texte", "Commenter un passage"):
        assert words not in shown


def test_a_page_asks_as_much_for_many_passages_as_for_one(
    session: Session, alice: Membership, browser: FlaskClient, address: str
) -> None:
    text = remarks.written(session, alice)
    changes.comment(session, alice, text, remarks.remark(session, text))
    session.commit()
    page(browser, address)
    first = asked(session, browser, address)
    for words in ("Le soir", "tout ferme", "villages"):
        changes.comment(session, alice, text, remarks.remark(session, text, words))
    session.commit()

    assert asked(session, browser, address) == first


def asked(session: Session, browser: FlaskClient, address: str) -> int:
    """Return how many questions a page asks the database."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    engine = session.get_bind()
    sql.listen(engine, "before_cursor_execute", note)
    page(browser, address)
    sql.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_what_points_to_something_is_marked_whole(
    session: Session, alice: Membership, browser: FlaskClient, address: str
) -> None:
    text = remarks.written(session, alice, "Voir [la mairie de Redon](https://redon.fr) ici.")
    changes.comment(session, alice, text, remarks.remark(session, text, "mairie"))
    session.commit()

    assert '"><a href="https://redon.fr"' in page(browser, address)
