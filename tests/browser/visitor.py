"""A person with a browser that draws nothing: pages, forms and a cookie."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode, urlsplit

PASSWORD = "maillage-demo-2026"  # noqa: S105 (that of the demonstration, printed at each start)
PATIENCE = 30  # seconds
FORM = "application/x-www-form-urlencoded"
BAD = 400


@dataclass
class Form:
    """A form of a page, with what it already holds."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        elif tag == "option" and self.found and self.select:
            # The first choice stands until another one is marked.
            if self.select not in self.found[-1].fields or "selected" in given:
                self.found[-1].fields[self.select] = given.get("value", "")
        elif tag in {"input", "textarea", "select"} and self.found and "name" in given:
            self._meet(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""

    def _meet(self, tag: str, given: dict[str, str]) -> None:
        is_box = given.get("type") in {"checkbox", "radio"}
        if tag == "select":
            self.select = given["name"]
        elif not is_box or "checked" in given:
            self.found[-1].fields[given["name"]] = given.get("value", "")


class Visitor:
    """Reads pages and fills in forms, as a person does."""

    def __init__(self, url: str) -> None:
        """Connect to a server."""
        parts = urlsplit(url)
        self.line = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        self.jar = SimpleCookie()

    @property
    def cookie(self) -> str:
        """Return what the browser sends along."""
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.jar.items())

    def sign_in(self, name: str) -> Self:
        """Sign in as somebody of the demonstration."""
        self.fill("/login", email=f"{name}@demo.example", password=PASSWORD)
        return self

    def read(self, path: str) -> str:
        """Return a page."""
        return self._ask("GET", path)[1]

    def first(self, path: str, pattern: str) -> str:
        """Return the first address of a page that looks so."""
        return next(found[1] for found in re.finditer(rf'href="({pattern})"', self.read(path)))

    def fill(self, path: str, /, **typed: str) -> str:
        """Send the form of a page that has these fields, and return where it led."""
        return self.send(self.form(path, set(typed)), path, **typed)

    def send(self, form: Form, path: str, /, **typed: str) -> str:
        """Send a form that was read before, and return where it led."""
        answer, _ = self._ask("POST", form.action or path, urlencode(form.fields | typed))
        return answer.headers.get("Location") or path

    def form(self, path: str, names: set[str]) -> Form:
        """Return the form of a page that has these fields."""
        return next(form for form in self.forms(path) if names <= form.fields.keys())

    def forms(self, path: str) -> list[Form]:
        """Return the forms of a page."""
        reader = _Forms()
        reader.feed(self.read(path))
        return reader.found

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = {"Cookie": self.cookie} | ({"Content-Type": FORM} if body else {})
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        if answer.status >= BAD:
            raise ConnectionError(f"{method} {path}: {answer.status}")
        for given in answer.headers.get_all("Set-Cookie") or []:
            self.jar.load(given)
        return answer, text
