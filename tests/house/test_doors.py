"""Every route and every role: nobody gets in where the table does not say so."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests import people
from tests.conftest import HTMX, sign_in
from tests.house.doors import ROUTES
from tests.house.roles import Door, Outcome
from tests.house.things import LENT, THINGS
from workspace.live.tail import Tail
from workspace.projects.models import Membership

OUTCOMES = {401: Outcome.SIGN_IN, 403: Outcome.REFUSED, 404: Outcome.MISSING}
HELD = re.compile(r"<(?:\w+:)?(\w+)>")
ROLES = Door._fields
OF_A_PROJECT = [
    route
    for route in ROUTES
    if route.partition(" ")[2].startswith("/projects/<int:project_id>/")
    and set(HELD.findall(route)) - {"project_id"} - LENT
]

Browsers = dict[str, FlaskClient]


@pytest.fixture
def browsers(
    app: Flask, session: Session, alice: Membership, bilal: Membership, chloe: Membership,
    denis: Membership,
) -> Browsers:  # fmt: skip
    """A browser for each role."""
    admin = people.person(session, "Inès")
    admin.is_admin = True
    session.commit()
    return {
        "lead": sign_in(app, alice),
        "contributor": sign_in(app, bilal),
        "reader": sign_in(app, chloe),
        "outsider": sign_in(app, denis),
        "admin": people.browser_of(app, admin.id),
        "anonymous": app.test_client(),
    }


@pytest.fixture(autouse=True)
def _nobody_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the one connection of the test to it: of the streams, only the door is tried here."""
    monkeypatch.setattr(Tail, "_pass_on", lambda _tail: None)


def test_every_route_has_its_row(app: Flask) -> None:
    assert set(routes(app)) == set(ROUTES)


def test_every_route_of_a_project_names_its_permission(app: Flask) -> None:
    unguarded = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "project_id" in rule.arguments
        and not hasattr(app.view_functions[rule.endpoint], "permission")
    ]

    assert unguarded == []


def test_a_page_has_one_address_that_ends_with_a_slash(app: Flask) -> None:
    short = {"/login", "/logout", "/healthz", "/readyz", "/accessibility", "/privacy"}
    others = ("/live/", "/static/", "/account/")
    files = re.compile(r".*\.(csv|json|ics|txt)|.*/files/<int:file_id>/<name>|.*/state")

    wrong = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.rule.endswith("/")
        and not rule.rule.startswith(others)
        and not files.fullmatch(rule.rule)
        and rule.rule not in short
    ]

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", ROUTES)
def test_each_role_is_answered_as_the_table_says(
    route: str, role: str, browsers: Browsers, session: Session, alice: Membership
) -> None:
    method, address = filled(route, session, alice)

    response = browsers[role].open(address, method=method)

    assert outcome(response) is getattr(ROUTES[route], role)
    response.close()


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("GET")])
def test_no_page_breaks_when_only_its_living_part_is_asked_for(
    route: str, browsers: Browsers, session: Session, alice: Membership
) -> None:
    _, address = filled(route, session, alice)

    for role in ("lead", "anonymous"):
        response = browsers[role].get(address, headers=HTMX)

        assert response.status_code < 500
        response.close()


@pytest.mark.parametrize("route", OF_A_PROJECT)
def test_what_belongs_to_another_project_is_not_found(
    route: str, browsers: Browsers, session: Session, alice: Membership, denis: Membership
) -> None:
    method, address = filled(route, session, denis, project_id=alice.project_id)

    response = browsers["lead"].open(address, method=method)

    assert outcome(response) is Outcome.MISSING


def routes(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in methods(rule):
            yield f"{method} {rule.rule}"


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def filled(route: str, session: Session, lead: Membership, **known: object) -> tuple[str, str]:
    method, _, address = route.partition(" ")
    known = {"project_id": lead.project_id} | known

    def value(held: re.Match[str]) -> str:
        name = held.group(1)
        return str(known[name] if name in known else THINGS[name](session, lead))

    filled = HELD.sub(value, address)
    session.commit()
    return method, filled


def outcome(response: TestResponse) -> Outcome:
    if response.status_code in {302, 303} and response.location.startswith("/login?"):
        return Outcome.SIGN_IN
    return OUTCOMES.get(response.status_code, Outcome.IN)
