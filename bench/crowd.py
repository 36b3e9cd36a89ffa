"""Many people of one project, already signed in, and a thousand streams that say nothing."""

import resource
import selectors
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

from tests import people
from tests.browser.server import HOST
from tests.conftest import database_of
from workspace.accounts.queries import by_email
from workspace.app import create_app
from workspace.projects.models import Role
from workspace.projects.queries import membership
from workspace.settings import Settings

EACH = 20  # streams of one person, fewer than anyone may open
BUFFER = 65536
PATIENCE = 60.0  # seconds

Line = socket.socket


def cookies(data: Path, project_id: int, count: int, role: Role = Role.READER) -> list[str]:
    """Let people into a project and sign them in; return what their browsers send."""
    app = create_app(
        Settings.read({"WORKSPACE_DATA": str(data), "WORKSPACE_SEARCH_INDEX": str(data / "index")})
    )
    database = database_of(app)
    with database.writing() as session:
        person = by_email(session, "lead@demo.example")
        lead = membership(session, project_id, person.id) if person else None
        if lead is None:
            raise LookupError("Nobody leads this project.")
        members = [
            people.joins(session, lead, f"{role}-{n}", role=role, speaks_for=f"{role} {n}")
            for n in range(count)
        ]
        ids = [member.user_id for member in members]
    name = app.config["SESSION_COOKIE_NAME"]
    held = [people.browser_of(app, user_id).get_cookie(name) for user_id in ids]
    database.engine.dispose()
    return [f"{name}={cookie.value}" for cookie in held if cookie]


@contextmanager
def listening(port: int, path: str, heads: list[str]) -> Iterator[selectors.DefaultSelector]:
    """Open streams, as many for each person as one may, until all have said hello."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as open_, selectors.DefaultSelector() as selector:
        for cookie in heads:
            for _ in range(EACH):
                line = open_.enter_context(socket.create_connection((HOST, port)))
                asked = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: {cookie}\r\n\r\n"
                line.sendall(asked.encode())
                selector.register(line, selectors.EVENT_READ)
        wait_for(selector, b"event: hello", PATIENCE)
        yield selector


def wait_for(selector: selectors.DefaultSelector, sign: bytes, patience: float) -> list[float]:
    """Return when each stream has said something, in the order they said it."""
    missing = {key.fd: bytearray() for key in selector.get_map().values()}
    heard, until = list[float](), monotonic() + patience
    while missing and monotonic() < until:
        for key, _ in selector.select(0.1):
            if _says(key.fileobj, missing.get(key.fd), sign):
                del missing[key.fd]
                heard.append(monotonic())
    if missing:
        raise TimeoutError(f"{len(missing)} streams have heard nothing.")
    return heard


def _says(line: object, heard: bytearray | None, sign: bytes) -> bool:
    chunk = line.recv(BUFFER) if isinstance(line, socket.socket) else b""
    if not chunk:
        raise ConnectionError("A stream was closed.")
    if heard is None:
        return False
    heard += chunk
    return sign in heard
