"""Adopting a statement, and the pages of its versions."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.statement.statements import QUESTION, adopted, page, write
from workspace.projects.models import Membership
from workspace.statement import changes


def test_a_lead_adopts_what_was_read(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    write(session, alice, QUESTION)
    session.commit()
    form = page(browser, alice, "adoption/")
    seen = re.search(r'name="seen" type="hidden" value="(\w+)"', form)
    assert seen
    path = f"/projects/{alice.project_id}/statement/adoption/"

    write(session, alice, f"{QUESTION} Vraiment ?")
    session.commit()
    refused = browser.post(path, data={"seen": seen.group(1), "note": "Par consentement"})
    again = re.search(r'name="seen" type="hidden" value="(\w+)"', refused.text)
    assert again
    accepted = browser.post(path, data={"seen": again.group(1), "note": "Par consentement"})

    assert refused.status_code == 422
    assert "Le texte a changé depuis" in refused.text
    assert "Par consentement" in refused.text
    assert accepted.status_code == 303
    shown = page(browser, alice, "versions/1/")
    assert "Par consentement" in shown
    assert re.search(r"<code[^>]*>[0-9a-f]{64}</code>", shown)


def test_the_page_says_that_the_draft_is_ahead_of_what_was_adopted(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    adopted(session, alice)
    session.commit()
    assert "Ce texte a changé depuis la version 1" not in page(browser, alice)

    write(session, alice, "Une autre question ?")
    session.commit()

    assert "Ce texte a changé depuis la version 1" in page(browser, alice)
    home = browser.get(f"/projects/{alice.project_id}/").text
    assert "La problématique a changé depuis la dernière version adoptée" in home


def test_a_comparison_is_read_without_colour(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    adopted(session, alice, "Comment animer les bourgs ?")
    write(session, alice, "Comment habiter les bourgs ?")
    session.commit()

    shown = page(browser, alice, "compare/?old=1&new=draft")

    assert re.search(r"<del>.*\(retiré.*animer.*</del>", shown)
    assert re.search(r"<ins>.*\(ajouté.*habiter.*</ins>", shown)


@pytest.mark.parametrize("query", ["", "?old=9&new=9", "?old=junk", "?old=draft&new=draft"])
def test_any_comparison_can_be_asked(browser: FlaskClient, alice: Membership, query: str) -> None:
    assert "rien à comparer" in page(browser, alice, f"compare/{query}")


def test_a_version_is_taken_up_again(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    adopted(session, alice)
    write(session, alice, "Une autre question ?")
    session.commit()

    browser.post(f"/projects/{alice.project_id}/statement/versions/1/restore")

    assert QUESTION in page(browser, alice)
    assert "Une autre question" not in page(browser, alice)


def test_what_happened_is_told_in_words(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    version = adopted(session, alice)
    write(session, alice, "Une autre question ?")
    changes.restore(session, alice, version)
    session.commit()

    history = browser.get(
        f"/projects/{alice.project_id}/history/statement/{alice.project_id}/"
    ).text

    assert "mots ajoutés" in history
    assert "a adopté la version 1" in history
    assert "a repris la version 1" in history
