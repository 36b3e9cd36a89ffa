from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests import people
from tests.accounts.doors import ANOTHER, PASSWORD, come_in, is_in
from tests.clocks import Wait
from tests.conftest import database_of
from workspace.accounts.models import SignIn, User
from workspace.projects.models import Membership


def cookie(browser: FlaskClient) -> str:
    found = browser.get_cookie("maillage")
    return found.value if found else ""


def test_signing_in_changes_what_the_browser_holds(visitor: FlaskClient, emma: User) -> None:
    assert emma
    visitor.post("/account/choose", data={"language": "en"})
    planted = cookie(visitor)

    come_in(visitor)

    assert planted
    assert cookie(visitor) != planted


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, browser: FlaskClient) -> None:
    copied, thief = cookie(browser), app.test_client()
    thief.set_cookie("maillage", copied)
    assert is_in(thief)

    browser.post("/logout")

    thief.set_cookie("maillage", copied)
    assert not is_in(thief)
    assert not is_in(browser)


def test_a_copied_cookie_is_dead_after_another_password(app: Flask, browser: FlaskClient) -> None:
    copied, thief = cookie(browser), app.test_client()

    reply = browser.post(
        "/account/password", data={"current_password": PASSWORD, "password": ANOTHER}
    )

    thief.set_cookie("maillage", copied)
    assert reply.status_code == 303
    assert is_in(browser)
    assert not is_in(thief)


def test_signing_out_clears_what_the_browser_kept(browser: FlaskClient) -> None:
    reply = browser.post("/logout")

    assert reply.headers["Clear-Site-Data"] == '"storage"'
    assert reply.location == "/login"


def test_an_address_alone_signs_nobody_out(browser: FlaskClient) -> None:
    page = browser.get("/logout").text

    assert "Se déconnecter" in page
    assert is_in(browser)


def test_someone_who_does_nothing_is_signed_out(browser: FlaskClient, wait: Wait) -> None:
    wait(timedelta(minutes=31))

    assert not is_in(browser)


def test_someone_who_goes_on_stays(browser: FlaskClient, wait: Wait) -> None:
    for _ in range(4):
        wait(timedelta(minutes=20))
        assert is_in(browser)


def test_a_page_left_open_is_no_activity(
    app: Flask, session: Session, alice: Membership, wait: Wait
) -> None:
    browser = people.browser_of(app, alice.user_id)
    presence = f"/projects/{alice.project_id}/presence/"

    for _ in range(4):
        wait(timedelta(minutes=10))
        browser.post(presence, data={"page": "p1", "place": "home"})

    assert session
    assert not is_in(browser)


def test_a_request_soon_after_another_writes_nothing(app: Flask, browser: FlaskClient) -> None:
    written: list[str] = []

    def note(*seen: Any) -> None:  # those of SQLAlchemy
        if seen[2].startswith(("UPDATE", "INSERT", "DELETE")):
            written.append(seen[2])

    event.listen(database_of(app).engine, "before_cursor_execute", note)
    for _ in range(3):
        browser.get("/account/")
    event.remove(database_of(app).engine, "before_cursor_execute", note)

    assert written == []


def test_one_browser_is_signed_out_from_another(
    app: Flask, session: Session, browser: FlaskClient, emma: User
) -> None:
    other = people.browser_of(app, emma.id)
    latest = session.scalars(select(SignIn.id).order_by(SignIn.id.desc())).first()

    browser.post(f"/account/sessions/{latest}/end")

    assert is_in(browser)
    assert not is_in(other)


def test_every_other_browser_is_signed_out(app: Flask, browser: FlaskClient, emma: User) -> None:
    others = [people.browser_of(app, emma.id) for _ in range(2)]

    browser.post("/account/sessions/end-others")

    assert is_in(browser)
    assert not any(is_in(other) for other in others)


def test_what_was_written_after_a_sign_in_ended_is_shown_to_be_copied(
    app: Flask, session: Session, alice: Membership, wait: Wait
) -> None:
    browser = people.browser_of(app, alice.user_id)
    wait(timedelta(minutes=31))

    reply = browser.post(
        f"/projects/{alice.project_id}/settings/",
        data={"title": "Lire ensemble"},
        headers={"Referer": f"http://localhost/projects/{alice.project_id}/settings/"},
    )

    assert session
    assert reply.status_code == 401
    assert "Lire ensemble" in reply.text
    assert "/login?next=%2Fprojects%2F" in reply.text


@pytest.mark.parametrize(
    "page", ["//evil.example", "http://x//evil.example", "http://[", "http://x/\\evil.example"]
)
def test_the_page_before_never_leads_elsewhere(app: Flask, session: Session, page: str) -> None:
    assert session

    reply = app.test_client().post(
        "/account/name", data={"name": "Emma Le Goff"}, headers={"Referer": page}
    )

    assert reply.status_code == 401
    assert "evil.example" not in reply.text
