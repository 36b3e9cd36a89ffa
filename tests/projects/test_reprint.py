"""A page is printed again as long as nothing has happened, and only for the same reader."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import people
from tests.actions.actions import action
from tests.conftest import database_of, sign_in
from tests.counting import counted
from tests.library.cases import cinema
from workspace.accounts import changes as accounts
from workspace.accounts import queries as sign_ins
from workspace.accounts.models import Language, Scheme
from workspace.core import clock
from workspace.library import changes as library
from workspace.projects import changes
from workspace.projects.models import Membership, Role

KEY = re.compile(r'name="once" value="([0-9a-f]+)"')
PROOF = re.compile(r'name="csrf-token" content="([^"]+)"')


@pytest.fixture
def plan(session: Session, alice: Membership) -> str:
    action(session, alice, "Un atelier")
    session.commit()
    return f"/projects/{alice.project_id}/actions/"


def printed(browser: FlaskClient, address: str) -> str:
    """Read a page twice, so that the second one is a print."""
    browser.get(address)
    return browser.get(address).text


def test_a_second_reading_asks_one_question_and_says_the_same(
    app: Flask, browser: FlaskClient, plan: str
) -> None:
    browser.get(plan)
    first = browser.get(plan)

    with counted(database_of(app).engine) as asked:
        again = browser.get(plan)

    assert len(asked) == 1
    assert KEY.sub("", again.text) == KEY.sub("", first.text)
    assert (again.headers["Vary"], again.mimetype) == (first.headers["Vary"], first.mimetype)


def test_each_print_has_keys_of_its_own(browser: FlaskClient, plan: str) -> None:
    prints = [set(KEY.findall(browser.get(plan).text)) for _ in range(3)]

    assert all(prints)
    assert len(set.union(*prints)) == sum(map(len, prints))


def test_the_proof_of_its_forms_still_holds(real_app: Flask) -> None:
    real_app.config["WTF_CSRF_ENABLED"] = True
    with database_of(real_app).writing() as session:
        alice = people.lead(session)
    plan, browser = f"/projects/{alice.project_id}/actions/", sign_in(real_app, alice)
    page = printed(browser, plan)
    proof = PROOF.search(page)
    assert proof

    sent = {"csrf_token": proof[1], "once": KEY.findall(page)[0], "title": "Une veillée"}
    reply = browser.post(plan, data=sent)

    assert reply.status_code == 303
    assert "Une veillée" in browser.get(plan).text


def test_what_others_do_is_seen_at_once(
    session: Session, browser: FlaskClient, bilal: Membership, plan: str
) -> None:
    printed(browser, plan)

    action(session, bilal, "Une lecture")
    session.commit()

    assert "Une lecture" in browser.get(plan).text


def test_each_reader_has_their_own(
    app: Flask, browser: FlaskClient, chloe: Membership, plan: str
) -> None:
    other = sign_in(app, chloe)

    assert 'name="once"' in printed(browser, plan)
    assert 'name="once"' not in printed(other, plan)
    assert "Chloé" in printed(other, plan)
    assert "Chloé" not in printed(browser, plan)


def test_each_address_and_its_living_part_are_kept_apart(browser: FlaskClient, plan: str) -> None:
    assert "<html" in printed(browser, plan)
    assert "<html" not in browser.get(plan, headers={"HX-Request-Type": "partial"}).text
    assert printed(browser, f"{plan}?view=date") != printed(browser, plan)


def test_an_ended_sign_in_opens_nothing(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    printed(browser, plan)

    for one in sign_ins.sign_ins(session, alice.user_id, clock.now()):
        accounts.end_sign_in(session, alice.user, one.id)
    session.commit()

    assert browser.get(plan).location.startswith("/login")


def test_a_lost_role_is_lost_at_once(
    app: Flask, session: Session, alice: Membership, bilal: Membership, plan: str
) -> None:
    other = sign_in(app, bilal)
    assert 'name="once"' in printed(other, plan)

    changes.change_role(session, alice, bilal, role=Role.READER)
    session.commit()
    assert 'name="once"' not in printed(other, plan)

    changes.remove_member(session, alice, bilal)
    session.commit()
    assert other.get(plan).status_code == 404


def test_a_new_name_and_another_language_show_at_once(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    printed(browser, plan)

    accounts.rename(session, alice.user, name="Alice Le Goff")
    accounts.choose(session, alice.user, Language.ENGLISH, Scheme.DARK)
    session.commit()

    page = browser.get(plan).text
    assert "Alice Le Goff" in page
    assert '<html lang="en" data-scheme="dark">' in page


def test_the_next_day_is_another_page(
    app: Flask, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    midnight = clock.now().astimezone(clock.HOME).replace(hour=23, minute=59, second=59)
    with clock.set_to(midnight):
        browser = sign_in(app, alice)
        printed(browser, plan)

    with (
        clock.set_to(midnight + timedelta(seconds=2)),
        counted(database_of(app).engine) as asked,
    ):
        browser.get(plan)

    assert len(asked) > 1


def test_a_longer_visit_is_noted(browser: FlaskClient, plan: str) -> None:
    printed(browser, plan)
    later = clock.now() + timedelta(minutes=20)

    with clock.set_to(later):
        browser.get(plan)

    with clock.set_to(later + timedelta(minutes=20)):
        assert browser.get(plan).status_code == 200


def test_visitors_read_a_case_in_their_language_until_it_changes(
    app: Flask, session: Session, alice: Membership
) -> None:
    case, visitor = cinema(session), app.test_client()
    address, english = f"/library/{case.slug}/", {"Accept-Language": "en"}
    assert '<html lang="fr"' in printed(visitor, address)
    assert '<html lang="en"' in visitor.get(address, headers=english).text

    library.withdraw(session, alice.user, case)
    session.commit()

    assert visitor.get(address).status_code == 404
