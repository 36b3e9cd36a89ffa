import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.actors.company import actor, at, contact, later, tied
from tests.conftest import HTMX, database_of
from tests.counting import counted
from workspace.actions.changes import add_action
from workspace.actions.models import Outline
from workspace.actors import queries
from workspace.projects.models import Membership

MOST_QUERIES = 11  # who asks, the actor, its heirs, contacts, ties, others, speakers, actions


def test_all_that_is_known_is_there(
    app: Flask, browser: FlaskClient, session: Session, alice: Membership
) -> None:
    escale = actor(session, alice, institution_id=alice.institution_id)
    contact(session, alice, escale)
    tied(session, alice, actor(session, alice, "DRAC"), escale, "finance")

    with counted(database_of(app).engine) as asked:
        page = browser.get(at(alice, f"{escale.id}/")).text

    for words in (
        "Jouer dans les villages", "Équipe saturée", "Spectacle vivant", "Ville de Redon",
        "tomas@escale.example", "donné par lui", "Reçoit un financement de", "DRAC",
        "Alice", "Histoire de cette fiche", "Commentaires",
    ):  # fmt: skip
        assert words in page
    assert len(asked) <= MOST_QUERIES


def test_the_actions_that_an_actor_carries_or_joins_are_there(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    escale, drac = actor(session, alice), actor(session, alice, "DRAC")
    add_action(
        session, alice, Outline("Danse", owner_id=drac.id, partner_ids=frozenset({escale.id}))
    )
    add_action(session, alice, Outline("Film", owner_id=escale.id))
    add_action(session, alice, Outline("Fanfare", owner_id=drac.id))
    session.commit()

    page = browser.get(at(alice, f"{escale.id}/")).text

    assert page.index("Film") < page.index("Danse")
    assert "Fanfare" not in page


def test_what_is_typed_is_shown_as_typed(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    wild = "<img src=x onerror=alert(1)> {{7*7}} ${x} \u202e été e\u0301 👩‍🌾"
    escale = actor(session, alice, wild, resources=wild, note=wild, place=wild, type="x")
    contact(session, alice, escale, name=wild, email="a@b.fr?cc=c@d.fr&x=\"'>", origin=wild)

    pages = [browser.get(at(alice, rest)).text for rest in ("", f"{escale.id}/")]

    for page in pages:
        assert "<img" not in page
        assert "{{7*7}} ${x} \u202e été e\u0301 👩‍🌾" in page
    assert 'href="mailto:a%40b.fr%3Fcc%3Dc%40d.fr%26x%3D%22%27%3E"' in pages[1]


def test_a_contact_is_noted_corrected_erased(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    escale = actor(session, alice)
    url = at(alice, f"{escale.id}/contacts/")
    said = {"name": "Tomas", "origin": "lui-même", "kept_until_on": later().isoformat()}

    browser.post(url + "new/", data=said | {"once": "k"})
    [noted] = queries.contacts(session, escale, later(0))
    browser.post(f"{url}{noted.id}/", data=said | {"phone": "02 99 00 00 00", "version": "1"})
    corrected = browser.get(at(alice, f"{escale.id}/")).text
    erased = browser.post(f"{url}{noted.id}/removal", headers=HTMX).text

    assert 'href="tel:0299000000"' in corrected
    assert "Tomas" not in erased


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nulle part"}, {"email": "a@b.fr\r\nBcc: c@d.fr"}, {"phone": "abc"},
        {"origin": ""}, {"kept_until_on": ""}, {"kept_until_on": "31/02/2027"},
        {"kept_until_on": "01/01/2020"}, {"kept_until_on": "01/01/2199"}, {"name": ""},
    ],
)  # fmt: skip
def test_a_contact_that_cannot_serve_is_refused(
    browser: FlaskClient, session: Session, alice: Membership, wrong: dict[str, str]
) -> None:
    escale = actor(session, alice)
    said = {"name": "Tomas", "origin": "lui", "kept_until_on": later().isoformat()} | wrong

    answer = browser.post(at(alice, f"{escale.id}/contacts/new/"), data=said)

    assert answer.status_code == 422
    assert queries.contacts(session, escale, later(0)) == []


def test_a_tie_is_added_from_either_end(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    escale, drac = actor(session, alice), actor(session, alice, "DRAC")
    url = at(alice, f"{escale.id}/relations/")

    page = browser.post(
        url, data={"tie": "~finance", "other": drac.id, "note": "30 000 €"}, headers=HTMX
    ).text

    assert "Reçoit un financement de" in page
    [tie] = queries.ties(session, drac)
    assert not tie.is_from_other
    removed = browser.post(f"{url}{tie.id}/removal", headers=HTMX).text
    assert "n’a encore de lien déclaré avec personne" in removed


@pytest.mark.parametrize("wrong", [{"tie": "x"}, {"other": "0"}, {"other": str(10**30)}, {}])
def test_a_tie_with_nobody_is_refused(
    browser: FlaskClient, session: Session, alice: Membership, wrong: dict[str, str]
) -> None:
    escale, _drac = actor(session, alice), actor(session, alice, "DRAC")
    known = {"tie": "finance", "other": str(escale.id), "note": ""}

    answer = browser.post(at(alice, f"{escale.id}/relations/"), data=known | wrong)

    assert answer.status_code == 422
    assert queries.ties(session, escale) == []


def test_it_can_be_commented_and_has_a_history(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    escale = actor(session, alice)
    project = f"/projects/{alice.project_id}/"

    browser.post(f"{project}comments/actors/{escale.id}/", data={"body": "Vu mardi."})
    page = browser.get(at(alice, f"{escale.id}/")).text
    history = browser.get(f"{project}history/actors/{escale.id}/").text

    assert "Vu mardi." in page
    assert "a ajouté l’acteur «" in history
