"""The demonstration as a stage: whoever plays on it, everything is put back after each request."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote_plus

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import people
from tests.conftest import HTMX, database_of
from tests.house.crawler import Form, Map, explored
from workspace.accounts.queries import by_email
from workspace.core.journal import Event

FORM = "application/x-www-form-urlencoded"
COOKIE = "maillage"
SEE_OTHER = 303
ANONYMOUS = "anonymous"

Fields = Iterable[tuple[str, str]]
Pages = Iterable[str]


class Scene(NamedTuple):
    """What came of a request: the answer, the page it led to, and how much it wrote."""

    status: int
    text: str
    location: str
    written: int

    @property
    def is_refused(self) -> bool:
        """Tell whether the person was sent away, to sign in perhaps."""
        return self.status >= 400 or self.location.startswith("/login")


class Rehearsal:
    """An application on which nothing that people do lasts."""

    def __init__(self, app: Flask) -> None:
        """Hold everything in one transaction, which is never committed."""
        self.app, database = app, database_of(app)
        self.connection = database.engine.connect()
        self.outer = self.connection.begin()
        self.writing = database.writing
        for maker in (database.reading, database.writing):
            maker.configure(bind=self.connection, join_transaction_mode="create_savepoint")
        self.browsers = {ANONYMOUS: app.test_client()}

    def end(self) -> None:
        """Leave the database as it was."""
        self.outer.rollback()
        self.connection.close()

    def browser(self, name: str) -> FlaskClient:
        """Return the browser of somebody of the demonstration."""
        if name not in self.browsers:
            with self.writing() as session:
                person = by_email(session, f"{name}@demo.example")
                assert person
            self.browsers[name] = people.browser_of(self.app, person.id)
        return self.browsers[name]

    def explored(self, name: str) -> Map:
        """Return the pages and forms that somebody comes to."""
        return explored(self.app, self.browser(name), "/", "/projects/")

    def ask(self, name: str, address: str, *, part: bool = False) -> Scene:
        """Open a page, or the living part of it."""
        return self._play(name, address, None, part=part)

    def send(self, name: str, form: Form, typed: Fields, *, part: bool, then: Pages = ()) -> Scene:
        """Send a form, as a browser or as a script does, then open where it leads, and more."""
        body = encoded(typed)
        if form.method == "GET":
            return self._play(name, f"{form.action.partition('?')[0]}?{body}", None, part=part)
        return self._play(name, form.action, body, part=part, then=then)

    def events(self) -> int:
        """Return how many events the journals hold."""
        with self.writing() as session:
            return session.scalar(select(func.count()).select_from(Event)) or 0

    def _play(
        self, name: str, address: str, body: str | None, *, part: bool, then: Pages = ()
    ) -> Scene:
        browser, before = self.browser(name), self.events()
        held = browser.get_cookie(COOKIE)
        step = self.connection.begin_nested()
        try:
            reply = browser.open(
                address, method="GET" if body is None else "POST", data=body, content_type=FORM,
                headers=HTMX if part else None,
            )  # fmt: skip
            status, text = reply.status_code, reply.text
            location = reply.location or reply.headers.get("HX-Redirect", "")
            reply.close()
            if status == SEE_OTHER and not location.startswith("/login"):
                text += "".join(browser.get(page).text for page in (location, *then))
            return Scene(status, text, location, self.events() - before)
        finally:
            step.rollback()
            if held:
                browser.set_cookie(COOKIE, held.value)


def encoded(typed: Fields) -> str:
    """Return fields as a form sends them; half of a character is sent as it stands."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in typed)


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))
