"""What a text points to, on the pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.actions import actions
from tests.actors import company
from tests.conftest import HTMX, sign_in
from tests.library import cases
from tests.statement.statements import page, write
from workspace.actions.models import ActionStatus
from workspace.projects.models import Membership
from workspace.statement import changes as statement


def chips(html: str) -> list[str]:
    found = re.findall(
        r'<a class="chip" data-kind="\w+" data-reference="[\w:]+" href="[^"]*">.*?</a>',
        html,
        re.DOTALL,
    )
    return [" ".join(re.sub("<[^>]+>|\u00a0", " ", one).split()) for one in found]


def test_a_text_shows_the_present_title_and_state_of_what_it_points_to(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    action = actions.action(session, alice, status=ActionStatus.RUNNING)
    write(session, alice, f"Il y a d’abord [la petite foire](action:{action.id}).")
    session.commit()

    assert chips(page(browser, alice)) == ["Foire aux livres En cours"]

    action.title = "Salon du livre"
    session.commit()

    question = page(browser, alice, "../texts/statement.question/")
    assert chips(question) == ["Salon du livre En cours"]


def test_what_is_not_there_leaves_its_words(
    browser: FlaskClient, session: Session, alice: Membership, denis: Membership
) -> None:
    theirs = actions.action(session, denis, "Secret de Denis")
    write(session, alice, f"Voir [leur action](action:{theirs.id}).")
    session.commit()

    shown = page(browser, alice)

    assert chips(shown) == []
    assert "leur action <small>(retiré)</small>" in shown
    assert "Secret de Denis" not in shown
    assert f"action:{theirs.id}" not in shown


def test_an_adopted_version_shows_what_it_points_to(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    actor = company.actor(session, alice)
    write(session, alice, f"Avec [l’Escale](actor:{actor.id}) ?")
    version = statement.adopt(session, alice, note="")
    session.commit()

    shown = page(browser, alice, f"versions/{version.number}/")

    assert chips(shown) == [f"{actor.name} Opérateur"]


@pytest.mark.parametrize("path", ["", "adoption/", "../texts/statement.question/"])
def test_what_is_pointed_to_is_shown_wherever_the_text_is_read(
    path: str, browser: FlaskClient, session: Session, alice: Membership
) -> None:
    action = actions.action(session, alice)
    write(session, alice, f"Voir [la foire](action:{action.id}).")
    session.commit()

    shown = page(browser, alice, path)

    assert chips(shown) == ["Foire aux livres Idée"]
    assert f'href="action:{action.id}"' not in shown


def test_a_title_is_shown_as_it_is_written(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    action = actions.action(session, alice, "<img src=x onerror=alert(1)> & [co]")
    write(session, alice, f"[x](action:{action.id})")
    session.commit()

    shown = page(browser, alice)

    assert "<img src=x" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; [co]" in shown


def test_the_menu_proposes_what_may_be_cited(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    action, case = actions.action(session, alice), cases.cinema(session)
    session.commit()
    path = f"/projects/{alice.project_id}/references/"

    proposed = browser.get(f"{path}?q=foire", headers=HTMX).get_data(as_text=True)
    listed = browser.get(f"{path}?q=cinema").get_data(as_text=True)
    nothing = browser.get(f"{path}?q=zzz", headers=HTMX).get_data(as_text=True)

    assert f'data-reference="action:{action.id}" data-name="Foire aux livres"' in proposed
    assert 'data-told="1 proposition."' in proposed
    assert f"[{case.title}](case:{case.id})" in listed
    assert 'data-told="Rien ne correspond."' in nothing


def test_a_reader_is_offered_nothing_to_cite(app: Flask, chloe: Membership) -> None:
    answer = sign_in(app, chloe).get(f"/projects/{chloe.project_id}/references/?q=a")

    assert answer.status_code == 403


def test_what_an_editor_shows_is_brought_up_to_date(
    browser: FlaskClient, session: Session, alice: Membership, denis: Membership
) -> None:
    action, theirs = actions.action(session, alice), actions.action(session, denis, "Ailleurs")
    session.commit()
    asked = f"action:{action.id},action:{theirs.id},action:99999999999,x,,javascript:1,case:1"

    path = f"/projects/{alice.project_id}/references/now/?of={asked}"
    shown = browser.get(path, headers=HTMX).get_data(as_text=True)

    assert re.findall(r'data-reference="([^"]*)"', shown) == [f"action:{action.id}"]
    assert chips(shown) == ["Foire aux livres Idée"]
    assert browser.get(path).status_code == 200


def test_a_page_that_points_to_something_is_drawn_again_when_it_changes(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    action = actions.action(session, alice)
    session.commit()
    assert "actions from:#live" not in page(browser, alice)

    write(session, alice, f"[x](action:{action.id})")
    session.commit()

    assert "actions from:#live" in page(browser, alice)


def test_the_page_of_an_object_leads_to_the_texts_that_cite_it(
    browser: FlaskClient, session: Session, alice: Membership, denis: Membership
) -> None:
    action, other = actions.action(session, alice), actions.action(session, alice, "Une autre")
    theirs = actions.action(session, denis)
    write(session, alice, f"Voir [la foire](action:{action.id}).")
    session.commit()
    base = f"/projects/{alice.project_id}/"

    read = browser.get(f"{base}actions/{action.id}/").get_data(as_text=True)
    cited = browser.get(f"{base}references/action/{action.id}/").get_data(as_text=True)
    uncited = browser.get(f"{base}references/action/{other.id}/").get_data(as_text=True)

    assert f"{base}references/action/{action.id}/" in read
    assert f"{base}texts/statement.question/" in cited
    assert f"[Foire aux livres](action:{action.id})" in cited
    assert f"{base}texts/statement.question/" not in uncited
    for wrong in (f"action/{theirs.id}", "action/2147483647", "user/1", "action/0"):
        assert browser.get(f"{base}references/{wrong}/").status_code == 404
