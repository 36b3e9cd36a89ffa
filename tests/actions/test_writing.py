import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.actions.actions import actor, commune, fair
from tests.conftest import sign_in
from tests.reading import words_of
from workspace.actions.models import Action, ActionStatus
from workspace.projects.models import Membership


def now(session: Session, one: Action) -> Action:
    """Return an action as it stands now."""
    session.expire_all()
    return session.get_one(Action, one.id)


def sent(browser: FlaskClient, page: str) -> dict[str, str]:
    """Return what the form holds when it is opened."""
    text = browser.get(page).text
    (version,) = re.findall(r'name="version" value="(\d+)"', text)
    return {"title": "Foire aux livres", "version": version, "owner": "0"}


def test_all_of_it_is_written_as_people_type(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    one, town, place = fair(session, alice), actor(session, alice, "Ville"), commune(session)
    session.commit()
    page = f"{plan}{one.id}/edit/"

    typed = {
        "owner": str(town.id), "budget": "12 500,50 €", "starts_on": "29/02/2028",
        "due_on": "2028-03-01", "territory-ids": str(place.id), "aim": "Lire\nensemble",
    }  # fmt: skip
    reply = browser.post(page, data=sent(browser, page) | typed)

    card = browser.get(reply.location).text
    assert "12\u202f500,50\u00a0€" in card
    assert "29\u00a0févr.\u00a02028" in card
    assert "Redon" in card
    opened = browser.get(page).text
    assert 'value="12500,50"' in opened
    assert f'value="{place.id}" checked' in opened


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("due_on", "31/04/2027"),
        ("due_on", "0001-01-01"),
        ("due_on", "9999-12-31"),
        ("budget", "12,500"),
        ("budget", "9" * 5000),
        ("owner", "999999999"),
        ("owner", "x"),
        ("partners", "999999999"),
        ("aim", "x" * 5001),
        ("note", "a\x00b"),
        ("territory-typed", "Redon"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    session: Session, browser: FlaskClient, alice: Membership, plan: str, field: str,
    typed: str,
) -> None:  # fmt: skip
    one = fair(session, alice)
    session.commit()
    page = f"{plan}{one.id}/edit/"

    reply = browser.post(page, data=sent(browser, page) | {"aim": "Lire", field: typed})

    assert reply.status_code == 422
    assert 'class="error"' in reply.text
    assert field == "aim" or "Lire</textarea>" in reply.text
    assert now(session, one).version == 1


def test_what_two_people_wrote_in_one_field_is_shown_side_by_side(
    app: Flask, session: Session, alice: Membership, bilal: Membership, plan: str
) -> None:
    one = fair(session, alice)
    session.commit()
    page = f"{plan}{one.id}/edit/"
    both = sign_in(app, alice), sign_in(app, bilal)
    opened = sent(both[0], page)

    first = both[0].post(page, data=opened | {"aim": "Lire.", "note": "Le matin."})
    other = both[1].post(page, data=opened | {"due_on": "2027-03-02"})
    clash = both[1].post(page, data=opened | {"aim": "Vendre."})
    again = both[1].post(page, data=opened | {"aim": "Lire, vendre.", "version": "3"})

    assert [one.status_code for one in (first, other, clash)] == [303, 303, 409]
    assert {"Lire", "Vendre"} <= words_of(clash.text)
    assert 'name="version" value="3"' in clash.text
    assert again.status_code == 303
    kept = now(session, one)
    assert (kept.aim, kept.note) == ("Lire, vendre.", "")


def test_moving_and_writing_do_not_hinder_each_other(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    one = fair(session, alice)
    session.commit()
    page = f"{plan}{one.id}/edit/"
    opened = sent(browser, page)

    browser.post(f"{plan}place", data={"move": f"{one.id}:a_instruire"})
    reply = browser.post(page, data=opened | {"note": "Le matin."})

    assert reply.status_code == 303
    kept = now(session, one)
    assert (kept.status, kept.note) == (ActionStatus.UNDER_REVIEW, "Le matin.")
