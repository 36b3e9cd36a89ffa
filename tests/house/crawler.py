"""Somebody who opens every page there is a link to, and notes every form they find there."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing.exceptions import RequestRedirect

ENDLESS = "/live/"  # a stream never ends
SAMPLES = 2  # pages of one address, whatever the ids that it holds
QUERIES = 8  # ways to ask for pages of one address
LEADS = ("href", "hx-get", "data-src")
GOOD = {"date": "2026-06-01", "email": "somebody@example.org"}
HOST = "http://localhost"

Fields = dict[str, list[str]]
Kind = tuple[str, frozenset[str]]


@dataclass
class Form:
    """A form of a page: where it is sent, and what it holds before anything is typed."""

    page: str
    action: str
    method: str
    fields: Fields = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)

    @property
    def shape(self) -> frozenset[str]:
        """Return the names of its fields."""
        return frozenset(self.fields)


class Reader(HTMLParser):
    """Reads the links and the forms of a page."""

    def __init__(self, page: str, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.page, self.links, self.forms = page, set[str](), list[Form]()
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form, or what a form holds."""
        given = {name: value or "" for name, value in attrs}
        self.links |= {self._absolute(given[name]) for name in LEADS if given.get(name)}
        if tag == "form":
            action = self._absolute(given.get("action", ""))
            self.forms.append(Form(self.page, action, given.get("method", "get").upper()))
        elif self.forms and tag == "option" and self._select:
            self.forms[-1].fields[self._select].append(given.get("value", ""))
        elif self.forms and given.get("name") and tag in {"input", "textarea", "select", "button"}:
            self._hold(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Close a list of choices."""
        self._select = "" if tag == "select" else self._select

    def _hold(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given["name"]
        form.kinds[name] = given.get("type", "text") if tag == "input" else tag
        values = form.fields.setdefault(name, [])
        form.required |= {name} if "required" in given else set()
        if tag == "select":
            self._select = name
        else:
            values.append(given.get("value", ""))

    def _absolute(self, address: str) -> str:
        return urldefrag(urljoin(f"{HOST}{self.page}", address))[0].removeprefix(HOST)


@dataclass
class Map:
    """The pages and the forms that a person comes to."""

    pages: dict[str, str] = field(default_factory=dict)
    forms: dict[object, Form] = field(default_factory=dict)


def explored(app: Flask, browser: FlaskClient, *begin: str) -> Map:
    """Return what a person comes to by following links from where they begin."""
    found, waiting, seen = Map(), list(begin), Counter[object]()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(app, address)
        if kind is None or address in found.pages or is_known(kind, seen):
            continue
        seen.update((kind, kind[0]))
        reply = browser.get(address)
        found.pages[address] = reply.text if reply.mimetype == "text/html" else ""
        reply.close()
        page = Reader(address, found.pages[address])
        waiting += sorted(page.links)
        for form in page.forms:
            if kind := kind_of(app, form.action, form.method):
                found.forms.setdefault((kind[0], form.shape), form)
    return found


def is_known(kind: Kind, seen: Counter[object]) -> bool:
    """Tell whether enough pages of this kind were opened."""
    return seen[kind] >= SAMPLES or seen[kind[0]] >= QUERIES


def kind_of(app: Flask, address: str, method: str = "GET") -> Kind | None:
    """Return what tells an address from those of other pages, None when it is not ours."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith((ENDLESS, "/static/")):
        return None
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path, method=method)
    except (HTTPException, RequestRedirect):
        return None
    return endpoint, frozenset(pair.partition("=")[0] for pair in parts.query.split("&"))


def filled(form: Form) -> dict[str, str]:
    """Return a form as a person sends it who changes nothing and fills what must be."""
    return {
        name: next(filter(None, values), "") or _good(form, name)
        for name, values in form.fields.items()
    }


def _good(form: Form, name: str) -> str:
    return GOOD.get(form.kinds[name], "12") if name in form.required else ""
