"""Three people write one paragraph at once, one of them without script, whatever is cut."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Person
from tests.browser.places import project
from tests.browser.proxy import CuttingProxy
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.browser.watch import Watch

PART = "tensions"
CUT = ("ERR_", "Failed to fetch", "network error", "SSE reconnect failed", "503")
SOON, LATER = 5.0, 30.0  # seconds
LIFE = 3.0  # seconds that a connection lasts behind the proxy
HELD = 3_000  # milliseconds that a line stays cut
KEPT = 300  # milliseconds after which what is typed lies on the device
ROUND = 13  # marks between two accidents


@dataclass
class Writer:
    """Somebody who writes marks, each of them once, at the end of the same paragraph."""

    name: str
    page: Page
    written: list[str] = field(default_factory=list)

    @property
    def editor(self) -> Locator:
        """Return where the text is written."""
        return self.page.locator(".ProseMirror")

    @property
    def text(self) -> str:
        """Return what the page says."""
        return str(self.editor.evaluate("(one) => one.textContent"))

    def open(self, address: str) -> None:
        """Go to the end of the text."""
        self.page.goto(address)
        expect(self.editor).to_be_visible(timeout=LATER * 1000)
        self.editor.focus()
        self.page.keyboard.press("Control+End")

    def mark(self) -> str:
        """Return a mark that is new."""
        self.written.append(f"{self.name}{len(self.written):03}")
        return self.written[-1]

    def write(self) -> None:
        """Write a mark."""
        self.page.keyboard.insert_text(f" {self.mark()}")


@pytest.fixture
def proxy(own_server: Server) -> Iterator[CuttingProxy]:
    """An intermediary that cuts every few seconds."""
    with CuttingProxy(own_server.port, life=LIFE) as proxy:
        yield proxy


def test_three_people_write_together_and_lose_nothing(
    person: Person, own_server: Server, proxy: CuttingProxy, watch: Watch
) -> None:
    watch.tolerate(*CUT)
    one = Writer("é", person("lead", at=own_server.url))
    other = Writer("à", person("contributor", at=proxy.url))
    plain = Writer("ç", person("lead", at=own_server.url, script=False))
    address = f"{project(one.page)}texts/statement.{PART}/edit/"
    for writer in (one, other):
        writer.open(address)

    slowest = [
        kill_while_they_write(own_server, one, other),
        save_without_script(plain, address, one, other),
        kill_while_they_write(own_server, other, one),
        save_without_script(plain, address, one, other),
        kill_while_they_write(own_server, one, other),
        cut_while_they_write(one, other),
        close_while_they_write(other, one, address),
        save_without_script(plain, address, one, other),
    ]

    marks = [*one.written, *other.written, *plain.written]
    lead = Visitor(own_server.url).sign_in("lead")
    shown = lead.read(address.removesuffix("edit/"))
    lead.line.close()
    figures = ", ".join(f"{seconds:.1f}" for seconds in slowest)
    print(f"{len(marks)} marks; in step again after {figures} s")  # noqa: T201 (a measure is told)
    assert len(marks) >= 300
    assert [mark for mark in marks if one.text.count(mark) != 1] == []
    assert [mark for mark in marks if shown.count(mark) != 1] == []
    assert one.text == other.text
    assert proxy.cuts > 0


def kill_while_they_write(server: Server, *writers: Writer) -> float:
    """Kill the server while they write; return how long they take to be in step again."""
    write(*writers)
    server.kill()
    write(*writers)
    server.start()
    write(*writers)
    return in_step(*writers)


def cut_while_they_write(away: Writer, other: Writer) -> float:
    """Cut one line for a while."""
    away.page.context.set_offline(True)
    write(away, other)
    away.page.wait_for_timeout(HELD)
    write(away, other)
    away.page.context.set_offline(False)
    return in_step(away, other)


def close_while_they_write(away: Writer, other: Writer, address: str) -> float:
    """Close a page that is offline before it has sent anything, and open it again."""
    context = away.page.context
    context.set_offline(True)
    write(away, other)
    away.page.wait_for_timeout(KEPT)
    away.page.close(run_before_unload=False)
    context.set_offline(False)
    away.page = context.new_page()
    away.open(address)
    seconds = in_step(away, other)
    write(away, other)
    return max(seconds, in_step(away, other))


def save_without_script(plain: Writer, address: str, *others: Writer) -> float:
    """Add words in a form, while the others write in its paragraph."""
    form = plain.page.locator("form[data-draft]")
    plain.page.goto(address)
    typed = form.locator("textarea")
    text = f"{typed.input_value().rstrip()} {plain.mark()} {plain.mark()}"
    write(*others)
    typed.fill(text)
    form.get_by_role("button", name="Enregistrer").click()
    plain.page.wait_for_url(f"**{address.removesuffix('edit/')}")
    seconds = in_step(*others, said=plain.written)
    plain.page.goto(address.removesuffix("edit/"))
    expect(plain.page.get_by_role("main")).to_contain_text(plain.written[-1])
    return seconds


def write(*writers: Writer) -> None:
    """Let them write in turn, each faster than the other reads."""
    for _ in range(ROUND):
        for writer in writers:
            writer.write()


def in_step(*writers: Writer, said: list[str] | None = None) -> float:
    """Wait until all say the same, with all that was written; return for how many seconds."""
    began = time.monotonic()
    marks = [*(said or []), *(mark for writer in writers for mark in writer.written)]
    while time.monotonic() < began + LATER:
        texts = {writer.text for writer in writers}
        if len(texts) == 1 and all(mark in next(iter(texts)) for mark in marks):
            break
        writers[0].page.wait_for_timeout(50)
    seconds = time.monotonic() - began
    assert seconds < LATER
    return seconds
