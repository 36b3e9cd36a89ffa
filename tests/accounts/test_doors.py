import re
from datetime import timedelta
from time import monotonic

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.accounts.doors import PASSWORD, come_in, is_in
from tests.clocks import Wait
from workspace.accounts import changes, queries
from workspace.accounts.models import User
from workspace.core import clock

TOKEN = re.compile(r'(?:content|value)="[\w.-]{60,}"')
ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", " //evil.example",
    "https://evil.example", "http:evil.example", "https:///evil.example", "javascript:alert(1)",
    "/%09/evil.example", "/\t/evil.example", "//evil.example/%2e%2e", "/.evil.example//",
    "/\r\nLocation: //evil.example",
]  # fmt: skip


def test_the_door_is_shown_to_a_visitor(visitor: FlaskClient) -> None:
    page = visitor.get("/login").text

    assert "Mot de passe" in page
    assert 'autocomplete="current-password"' in page


def test_a_password_opens_the_door(visitor: FlaskClient, emma: User) -> None:
    assert emma

    reply = come_in(visitor)

    assert (reply.status_code, reply.location) == (303, "/")
    assert is_in(visitor)


def test_one_comes_back_to_the_page_that_was_open(visitor: FlaskClient, emma: User) -> None:
    assert emma
    asked = visitor.get("/account/sessions/")

    reply = come_in(visitor, next="/account/sessions/")

    assert asked.location == "/login?next=%2Faccount%2Fsessions%2F"
    assert reply.location == "/account/sessions/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_door_never_leads_elsewhere(visitor: FlaskClient, emma: User, address: str) -> None:
    assert emma

    locations = [
        come_in(visitor, next=address).location,
        visitor.get("/login", query_string={"next": address}).location,
        visitor.post("/account/choose", data={"next": address}).location,
    ]

    assert all(re.fullmatch(r"/|/[^/\\].*", one) for one in locations)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("emma@example.org", "Trois pommes, deux poire"),
        ("nobody@example.org", PASSWORD),
        ("emma@example.org", PASSWORD.upper()),
        ("emma@example.org\x00", PASSWORD),
        ("emma@example.org", "x" * 100_000),
        ("' OR 1=1 --", "' OR 1=1 --"),
    ],
)
def test_what_is_wrong_is_never_told(
    visitor: FlaskClient, emma: User, email: str, password: str
) -> None:
    assert emma

    reply = come_in(visitor, email, password)

    assert reply.status_code == 422
    assert not is_in(visitor)


def test_a_known_and_an_unknown_name_are_answered_alike(visitor: FlaskClient, emma: User) -> None:
    known, unknown = (
        TOKEN.sub("", come_in(visitor, email, "Une autre phrase").text.replace(email, ""))
        for email in (str(emma.email), "nobody@example.org")
    )

    assert known == unknown


def test_a_known_and_an_unknown_name_take_as_long(visitor: FlaskClient, emma: User) -> None:
    spent: dict[str, list[float]] = {str(emma.email): [], "nobody@example.org": []}
    for _ in range(4):
        for email, times in spent.items():
            began = monotonic()
            come_in(visitor, email, "Une phrase qui ne convient pas")
            times.append(monotonic() - began)

    known, unknown = (sorted(times)[1] for times in spent.values())

    assert 0.4 < known / unknown < 2.5


def test_ten_wrong_passwords_for_one_name_are_enough_for_now(
    visitor: FlaskClient, emma: User
) -> None:
    assert emma

    for _ in range(10):
        assert come_in(visitor, password="wrong").status_code == 422  # noqa: S106 (of nobody)
    reply = come_in(visitor)

    assert reply.status_code == 429
    assert 0 < int(reply.headers["Retry-After"]) <= 60


def test_an_unknown_name_is_slowed_as_well(visitor: FlaskClient, emma: User) -> None:
    assert emma

    replies = [come_in(visitor, "nobody@example.org", "wrong").status_code for _ in range(11)]

    assert replies == [422] * 10 + [429]


def test_the_owner_is_never_locked_out_for_ever(
    app: Flask, session: Session, emma: User, wait: Wait
) -> None:
    attacker, owner = app.test_client(), app.test_client()
    for _ in range(30):
        come_in(attacker, password="wrong")  # noqa: S106 (of nobody)

    wait(timedelta(seconds=61))

    assert come_in(owner).status_code == 303
    assert session.get_one(User, emma.id)


def test_a_hundred_wrong_passwords_from_one_address_are_enough_for_now(
    visitor: FlaskClient, session: Session, emma: User
) -> None:
    attempts = [queries.Attempt(f"{n}@example.org", "127.0.0.1", clock.now()) for n in range(100)]
    for attempt in attempts:
        changes.note_failure(session, attempt)
    session.commit()

    here = come_in(visitor)
    elsewhere = visitor.post(
        "/login",
        data={"email": emma.email, "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )

    assert (here.status_code, elsewhere.status_code) == (429, 303)
