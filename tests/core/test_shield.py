import io
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import people
from tests.conftest import close, database_of, open_app, settings_for, sign_in
from workspace.app import create_app
from workspace.core import shield
from workspace.projects.models import Membership

ADDRESSES = [
    "/", "/login", "/nowhere", "/account/", "/healthz", "/library/", "/projects/999/",
    "/live/project-1",
]  # fmt: skip
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def strict(app: Flask) -> Iterator[Flask]:
    """The application as it is served: forms prove that they come from its own pages."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def own(strict: Flask, alice: Membership) -> FlaskClient:
    """Alice's browser."""
    return sign_in(strict, alice)


def token(browser: FlaskClient) -> str:
    found = TOKEN.search(browser.get("/account/").text)
    assert found
    return found.group(1)


def language(browser: FlaskClient) -> str:
    return "en" if '<html lang="en"' in browser.get("/account/").text else "fr"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_its_headers(app: Flask, session: Session, address: str) -> None:
    assert session

    headers = app.test_client().get(address).headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_refused_form_carries_them_too(app: Flask, session: Session) -> None:
    assert session

    reply = app.test_client().post("/login", data={}, headers={"Origin": "http://evil.example"})

    assert reply.status_code == 400
    assert reply.headers["X-Frame-Options"] == "DENY"


def test_a_form_of_our_own_is_taken(own: FlaskClient) -> None:
    reply = own.post("/account/choose", data={"csrf_token": token(own), "language": "en"})

    assert (reply.status_code, language(own)) == (303, "en")


@pytest.mark.parametrize("proof", [None, "", "junk", "é" * 40, "\U0001f511", "x" * 10_000, "a.b.c"])
def test_a_form_that_proves_nothing_changes_nothing(own: FlaskClient, proof: str | None) -> None:
    typed = {"language": "en"} | ({} if proof is None else {"csrf_token": proof})

    reply = own.post("/account/choose", data=typed)

    assert (reply.status_code, language(own)) == (400, "fr")


def test_the_proof_of_another_browser_is_none(
    strict: Flask, own: FlaskClient, bilal: Membership
) -> None:
    foreign = token(sign_in(strict, bilal))

    reply = own.post("/account/choose", data={"csrf_token": foreign, "language": "en"})

    assert (reply.status_code, language(own)) == (400, "fr")


def test_a_script_proves_it_by_a_header(own: FlaskClient) -> None:
    told = {"HX-Request": "true", "X-CSRFToken": token(own)}

    mute = own.post("/account/choose", data={"language": "en"}, headers={"HX-Request": "true"})
    assert mute.status_code == 400

    own.post("/account/choose", data={"language": "en"}, headers=told)
    assert language(own) == "en"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost.evil.example", "http://[", "é"]
)
def test_a_form_of_another_site_is_refused(own: FlaskClient, origin: str) -> None:
    reply = own.post(
        "/account/choose",
        data={"csrf_token": token(own), "language": "en"},
        headers={"Origin": origin.encode().decode("latin-1")},
    )

    assert (reply.status_code, language(own)) == (400, "fr")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_an_address_changes_nothing(own: FlaskClient, method: str) -> None:
    for address in ("/account/choose?language=en", "/account/name?name=Eve", "/logout"):
        own.open(address, method=method)

    assert language(own) == "fr"


def test_a_method_is_not_overridden(own: FlaskClient) -> None:
    reply = own.get(
        "/account/choose?_method=POST&language=en", headers={"X-HTTP-Method-Override": "POST"}
    )

    assert (reply.status_code, language(own)) == (405, "fr")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", '{"language": "en"}'),
        ("text/plain", "language=en"),
        ("", "language=en"),
    ],
)
def test_what_is_no_form_changes_nothing(
    app: Flask, alice: Membership, kind: str, body: str
) -> None:
    browser = sign_in(app, alice)

    reply = browser.post("/account/choose", data=body, content_type=kind or None)

    assert reply.status_code < 500
    assert language(browser) == "fr"


@pytest.mark.parametrize(
    "typed",
    [
        b"&".join(b"f%d=1" % n for n in range(10_000)),
        b"name=Eve&name=Adam&name=Cain",
        b"name[]=Eve&name[0]=Adam",
        b"name=%ED%A0%80Eve",
        b"name=%FF%FE",
        b"name=%00",
        b"=&&;&==&name",
        b"language=en" * 1000,
    ],
)
def test_odd_forms_are_answered(app: Flask, alice: Membership, typed: bytes) -> None:
    reply = sign_in(app, alice).post(
        "/account/name", data=typed, content_type="application/x-www-form-urlencoded"
    )

    assert reply.status_code < 500


def test_a_thousand_parts_are_answered(app: Flask, alice: Membership) -> None:
    parts = {f"f{n}": (io.BytesIO(b"x"), f"{n}.txt") for n in range(1000)}

    reply = sign_in(app, alice).post("/account/name", data=parts | {"name": "Eve"})

    assert reply.status_code < 500


def test_a_body_that_is_too_large_is_refused(app: Flask, alice: Membership) -> None:
    reply = sign_in(app, alice).post(
        "/account/name", data={"name": "x" * (shield.LARGEST_BODY + 1)}
    )

    assert reply.status_code == 413
    assert "Envoi trop lourd" in reply.text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", "a b", "é.example"])
def test_a_forged_host_is_never_repeated(app: Flask, session: Session, host: str) -> None:
    assert session

    reply = app.test_client().get(
        "/projects/",
        headers={
            "Host": host.encode().decode("latin-1"),
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "gopher",
        },
    )

    assert reply.status_code < 500
    assert "evil" not in reply.headers.get("Location", "")
    assert "evil" not in reply.text


@pytest.mark.parametrize("address", ["/%00", "/projects/%00/", "/?q=%00", "/library/?q=a%00b"])
def test_what_no_address_holds_is_refused(app: Flask, session: Session, address: str) -> None:
    assert session

    assert app.test_client().get(address).status_code in {400, 404}


def test_a_number_larger_than_any_id_is_not_found(app: Flask, alice: Membership) -> None:
    browser = sign_in(app, alice)

    for number in (2**31, 2**63, 10**40):
        assert browser.get(f"/projects/{number}/").status_code == 404


def test_production_keeps_its_cookies_to_itself(real_app: Flask) -> None:
    settings = real_app.extensions["settings"]
    given = vars(settings) | {"env": "production", "secret_key": "k" * 48}
    production = create_app(type(settings)(**given))

    with database_of(production).writing() as session:
        browser = people.browser_of(production, people.lead(session).user_id)
    headers = browser.get("/login", base_url="https://localhost").headers

    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert production.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert production.config["SESSION_COOKIE_SECURE"]
    close(database_of(production))


def test_a_cookie_signed_with_another_key_opens_nothing(url: str, real_app: Flask) -> None:
    forged = open_app(url, real_app.extensions["settings"].data)
    forged.secret_key = "another key"  # noqa: S105 (that nobody uses)
    with database_of(real_app).writing() as session:
        member = people.lead(session)
    stolen = people.browser_of(forged, member.user_id)
    held = stolen.get_cookie("maillage")
    assert held
    browser = real_app.test_client()
    browser.set_cookie("maillage", held.value)

    assert browser.get("/account/").status_code == 303
    close(database_of(forged))
    assert settings_for(url, real_app.extensions["settings"].data).is_demo
