"""Writing together: a keystroke to another browser, thirty editors at once, a long text."""

import re
import selectors
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from time import monotonic, process_time, sleep
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect
from pycrdt import XmlElement, XmlText
from sqlalchemy.orm import Session

from bench import crowd
from bench.figures import Figure, percentile
from bench.servers import MILLI, cpu_seconds
from tests.browser.server import HOST, Server
from tests.conftest import database_of
from workspace.app import create_app
from workspace.core import prose, weave
from workspace.core.markup import parse
from workspace.core.rewrite import rewrite
from workspace.projects.models import Role
from workspace.settings import Settings
from workspace.texts import queries
from workspace.texts.models import SharedText, TextSnapshot, TextUpdate

NAME = "statement.tensions"
STROKES, REST = 60, 0.1
EDITORS, LISTENERS, RATE, SECONDS = 30, 100, 2.0, 10.0
EDITS, EVERY = 20_000, 100
WEIGHT = 15_000  # bytes of a page
PARAGRAPH = "Le soir, **tout** ferme *trop* tôt, dit [la fédération](https://exemple.fr/a).\n\n"
TOLD = re.compile(rb'"number": (\d+)')
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')

TYPED = """(word) => {
  const began = Date.now();
  document.execCommand("insertText", false, word);
  return began;
}"""
SEEN = """(word) => new Promise((resolve) => {
  const editor = document.querySelector(".ProseMirror");
  const look = () => editor.textContent.includes(word) && resolve(Date.now());
  const all = { childList: true, subtree: true, characterData: true };
  new MutationObserver(look).observe(editor, all);
  look();
})"""


def to_browsers(chromium: Browser, writer: str, reader: str, address: str) -> Figure:
    """Measure from a keystroke in one browser to its sight in another one."""
    one, other = (_open(chromium, cookie, address) for cookie in (writer, reader))
    waits = []
    for n in range(STROKES):
        word = f" mot{n:03}"
        other.evaluate(f"(word) => {{ window.seen = ({SEEN})(word); }}", word)
        sent = one.evaluate(TYPED, word)
        waits.append(float(other.evaluate("() => window.seen")) - sent)
        sleep(REST)
    for page in (one, other):
        page.context.close()
    return Figure("keystroke to another browser, p95", percentile(waits, 95), "ms", at_most=100)


def _open(chromium: Browser, cookie: str, address: str) -> Page:
    context = chromium.new_context(locale="fr-FR")
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": urljoin(address, "/")}])
    page = context.new_page()
    page.goto(address)
    editor = page.locator(".ProseMirror")
    expect(editor).to_be_visible(timeout=crowd.PATIENCE * MILLI)
    editor.focus()
    page.keyboard.press("Control+End")
    return page


class Editor(Thread):
    """Somebody who types a letter twice a second, in a paragraph of their own."""

    def __init__(self, server: Server, base: str, cookie: str, start: Event) -> None:
        """Open the page; nothing is typed yet."""
        super().__init__(daemon=True)
        self.line = HTTPConnection(HOST, server.port, timeout=crowd.PATIENCE)
        self.line.request("GET", f"{base}edit/", headers={"Cookie": cookie})
        answer = self.line.getresponse()
        found = TOKEN.search(answer.read().decode())
        given = [one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or []]
        self.headers = {
            "Cookie": "; ".join(given or [cookie]), "X-CSRFToken": found[1] if found else "",
            "X-Text-Schema": str(weave.SCHEMA), "Content-Type": "application/octet-stream",
        }  # fmt: skip
        self.path, self.begun = f"{base}updates", start
        self.doc = weave.document()
        self.sent: dict[int, float] = {}
        self.answered: list[float] = []
        self._send(weave.told(self.doc, self._begin))
        self.sent.clear()

    def run(self) -> None:
        """Type, at a steady pace."""
        self.begun.wait()
        self.line.close()  # which the server may have done, while the others came in
        began = monotonic() + (id(self) % 97) / 97 / RATE
        for n in range(int(SECONDS * RATE)):
            sleep(max(0.0, began + n / RATE - monotonic()))
            self._send(weave.told(self.doc, lambda: self.text.insert(0, "a")))

    def _begin(self) -> None:
        node = weave.root(self.doc).children.append(XmlElement("paragraph"))
        self.text = node.children.append(XmlText("mot"))

    def _send(self, update: bytes) -> None:
        began = monotonic()
        self.line.request("POST", self.path, update, self.headers)
        answer = self.line.getresponse()
        answer.read()
        if answer.status != 204:  # noqa: PLR2004 (kept)
            raise ConnectionError(f"An update was answered {answer.status}.")
        self.sent[int(answer.headers["X-Text-Number"])] = began
        self.answered.append(monotonic() - began)


def to_listeners(server: Server, project_id: int) -> list[Figure]:
    """Measure thirty editors, and a hundred who look on."""
    base = f"/projects/{project_id}/texts/{NAME}/"
    writers = crowd.cookies(server.data, project_id, EDITORS, role=Role.CONTRIBUTOR)
    readers = writers[: LISTENERS // crowd.EACH]
    start = Event()
    editors = [Editor(server, base, cookie, start) for cookie in writers]
    address = f"/live/project-{project_id}?texts=statement."
    with crowd.listening(server.port, address, readers) as streams:
        for editor in editors:
            editor.start()
        spent = cpu_seconds(server.pid)
        start.set()
        heard = _heard(streams, editors)
        spent, lasted = cpu_seconds(server.pid) - spent, SECONDS + 1 / RATE
        for editor in editors:
            editor.join()
    sent = {number: at for editor in editors for number, at in editor.sent.items()}
    waits = [at - sent[number] for number, at in heard if number in sent]
    posts = [wait for editor in editors for wait in editor.answered]
    expected = len(sent) * LISTENERS
    return [
        Figure("30 editors, 100 listeners: updates sent", len(sent) / SECONDS, "/s", at_least=59),
        Figure("30 editors, 100 listeners: not heard", expected - len(waits), "", at_most=0),
        Figure("edit to listener, p50", percentile(waits, 50) * MILLI, "ms"),
        Figure("edit to listener, p95", percentile(waits, 95) * MILLI, "ms", at_most=150),
        Figure("an update is answered, p95", percentile(posts, 95) * MILLI, "ms"),
        Figure("30 editors, 100 listeners: a core", 100 * spent / lasted, "%", at_most=40),
    ]


def _heard(streams: selectors.DefaultSelector, editors: list[Editor]) -> list[tuple[int, float]]:
    # Until nothing comes any more, once all is typed.
    heard: list[tuple[int, float]] = []
    rests: dict[int, bytes] = {}
    last = monotonic()
    while any(editor.is_alive() for editor in editors) or monotonic() < last + 1:
        for key, _ in streams.select(0.1):
            assert isinstance(key.fileobj, socket.socket)  # noqa: S101 (as registered)
            come, last = rests.get(key.fd, b"") + key.fileobj.recv(crowd.BUFFER), monotonic()
            whole, _, rests[key.fd] = come.rpartition(b"\n\n")
            heard += [(int(number), last) for number in TOLD.findall(whole)]
    return heard


def long_text(data: Path, project_id: int) -> list[Figure]:
    """Measure what opening and showing a text takes of the server."""
    where = {"WORKSPACE_DATA": str(data), "WORKSPACE_SEARCH_INDEX": str(data / "index")}
    database = database_of(create_app(Settings.read(where)))
    with database.writing() as session:
        text = _grown(session, project_id)
        opened = [_opening(session, text) for _ in range(5)]
        session.rollback()
    database.engine.dispose()
    return [
        Figure("a text of 20,000 edits is opened", min(opened), "ms", at_most=50),
        Figure(
            "15 kB of a text in HTML, made safe", min(_shown() for _ in range(5)), "ms", at_most=10
        ),
    ]


def _grown(session: Session, project_id: int) -> SharedText:
    text = SharedText(project_id=project_id, name="statement.bench", number=EDITS, digest="long")
    session.add(text)
    session.flush()
    doc = weave.document()
    for number, change in enumerate(_letters(doc), start=1):
        session.add(TextUpdate(text_id=text.id, number=number, change=change))
        if number == EDITS - EVERY // 2:
            state = doc.get_update()
            session.add(TextSnapshot(text_id=text.id, number=number, state=state, digest="half"))
    session.flush()
    return text


def _letters(doc: weave.Document) -> Iterator[bytes]:
    texts: list[XmlText] = []

    def begin() -> None:
        node = weave.root(doc).children.append(XmlElement("paragraph"))
        texts.append(node.children.append(XmlText("a")))

    for n in range(EDITS):
        yield weave.told(doc, begin if n % 200 == 0 else lambda: texts[-1].insert(0, "b"))


def _opening(session: Session, text: SharedText) -> float:
    queries._desk.clear()  # noqa: SLF001 (as after a start)
    began = process_time()
    update = queries.since(session, text, 0)
    spent = process_time() - began
    assert update  # noqa: S101 (all of it)
    return spent * MILLI


def _shown() -> float:
    doc = weave.document()
    rewrite(doc, parse(PARAGRAPH * (WEIGHT // 130)))
    began = process_time()
    html = prose.html(weave.read(doc))
    spent = process_time() - began
    assert len(html) >= WEIGHT  # noqa: S101 (what is promised)
    return spent * MILLI
