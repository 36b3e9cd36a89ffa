"""How long a change takes to reach those who look: a thousand idle streams, another browser."""

from selectors import DefaultSelector
from threading import Thread
from time import monotonic, sleep
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page

from bench import crowd
from bench.figures import Figure, percentile
from bench.servers import KILO, MILLI, proportional_bytes
from tests.browser.server import Server
from tests.browser.visitor import Visitor

STREAMS = 1000
FIRST = 200  # streams before them: what a worker takes once comes with the first ones
EVENTS = 10
CHANGES = 20
SIGNAL = b"event: actions"
PATIENCE = 10.0  # seconds
REST = 0.5  # seconds between two changes, longer than a burst is held back

SENT = """(title) => {
  const field = document.querySelector("main [name=title]");
  field.value = title;
  field.form.requestSubmit();
  return Date.now();
}"""
SEEN = """(title) => new Promise((resolve) => {
  const main = document.querySelector("main");
  const look = () => main.innerText.includes(title) && resolve(Date.now());
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
})"""


def to_streams(server: Server, project_id: int) -> list[Figure]:
    """Measure from sending a change to its signal on a thousand streams of one worker."""
    heads = crowd.cookies(server.data, project_id, (FIRST + STREAMS) // crowd.EACH)
    few = FIRST // crowd.EACH
    lead, board = Visitor(server.url).sign_in("lead"), f"/projects/{project_id}/actions/"
    address = f"/live/project-{project_id}"
    with crowd.listening(server.port, address, heads[:few]):
        before = proportional_bytes(server.pid)
        with crowd.listening(server.port, address, heads[few:]) as streams:
            each = (proportional_bytes(server.pid) - before) / STREAMS / KILO
            waits = _signals(streams, lead, board)
    slow = percentile(waits, 95) * MILLI
    return [
        Figure("change to its signal on 1,000 idle streams, p95", slow, "ms", at_most=250),
        Figure("an idle stream, memory", each, "kB", at_most=30),
    ]


def _signals(streams: DefaultSelector, lead: Visitor, board: str) -> list[float]:
    waits = list[float]()
    lead.line.close()  # which the server may have done, while a thousand came in
    for n in range(EVENTS):
        form, told = lead.form(board, {"title"}), {"title": f"Nouvelle {n}"}
        sender = Thread(target=lead.send, args=(form, board), kwargs=told)
        began = monotonic()
        sender.start()
        waits += [heard - began for heard in crowd.wait_for(streams, SIGNAL, PATIENCE)]
        sender.join()
        sleep(REST)
    lead.line.close()
    return waits


def to_browsers(chromium: Browser, writer: str, reader: str, board: str) -> Figure:
    """Measure from a change in one browser to its drawing in another one."""
    one, other = _open(chromium, writer, board), _open(chromium, reader, board)
    waits = []
    for n in range(CHANGES):
        title = f"Carte neuve {n}"
        sent = one.evaluate(SENT, title)
        waits.append(float(other.evaluate(SEEN, title) - sent))
        sleep(REST)
    for page in (one, other):
        page.context.close()
    slow = percentile(waits, 95)
    return Figure("change on the board, drawn in another browser, p95", slow, "ms", at_most=500)


def _open(chromium: Browser, cookie: str, board: str) -> Page:
    name, _, value = cookie.partition("=")
    context = chromium.new_context(locale="fr-FR")
    context.add_cookies([{"name": name, "value": value, "url": urljoin(board, "/")}])
    page = context.new_page()
    with page.expect_response(lambda response: "/live/" in response.url):
        page.goto(board)
    return page
