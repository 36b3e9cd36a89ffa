"""What one person does, others see; what cuts the line is told in words, and loses nothing."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Person
from tests.browser.places import project
from tests.browser.proxy import CuttingProxy
from tests.browser.server import HOST, Server
from tests.browser.visitor import Visitor
from tests.browser.watch import Watch

SOON, LATER = 5_000, 30_000  # milliseconds
CUT = ("ERR_", "Failed to fetch", "network error", "SSE reconnect failed")
LIFE = 3.0  # seconds that a connection lasts behind the proxy
REVOKED = 2.0  # seconds


@pytest.fixture
def proxy(server: Server) -> Iterator[CuttingProxy]:
    """An intermediary that cuts every few seconds."""
    with CuttingProxy(server.port, life=LIFE) as proxy:
        yield proxy


def board(page: Page) -> str:
    """Open the board of actions, and return its address."""
    address = project(page) + "actions/"
    page.goto(address)
    return address


def told(page: Page, words: str, *, within: int = SOON) -> None:
    """See what the page says of its link."""
    state = page.locator(".menu [data-live]")
    expect(state).to_have_text(words, timeout=within, use_inner_text=True)


def add(page: Page, title: str) -> None:
    """Add an action, as a person does."""
    page.locator("#new-title").fill(title)
    page.locator("#new-add").click()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_visible(timeout=SOON)


def test_a_change_reaches_another_browser_where_someone_types(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    for page in (one, other):
        board(page)
        told(page, "À jour")
    other.locator("#new-title").press_sequentially("Une idée à moi")

    add(one, "Vue par les deux")

    expect(other.get_by_role("link", name="Vue par les deux")).to_be_visible(timeout=SOON)
    expect(other.locator("#new-title")).to_have_value("Une idée à moi")
    expect(other.locator("#new-title")).to_be_focused()


def test_who_is_here_is_told_with_their_institution(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    one.goto(project(one))
    other.goto(project(other) + "members/")
    here = other.locator("#account .drop-title").evaluate("(one) => one.firstChild.textContent")

    present = one.locator("#present li").filter(has_text=here)
    expect(present.filter(has_text="Membres")).to_be_visible(timeout=2 * SOON)

    # Their other pages, closed without a word before, may still count: not the one of the members.
    other.close()
    expect(present.filter(has_text="Membres")).to_have_count(0, timeout=2 * SOON)


def test_a_line_that_is_cut_is_told_and_loses_nothing(person: Person, watch: Watch) -> None:
    watch.tolerate(*CUT)
    one, other = person("lead"), person("contributor")
    for page in (one, other):
        board(page)
        told(page, "À jour")

    one.context.set_offline(True)
    told(one, "Hors ligne")
    add(other, "Pendant la coupure")
    one.locator("#new-title").fill("Tapée hors ligne")
    one.locator("#new-add").click()

    trouble = one.locator("#trouble")
    expect(trouble).to_contain_text("Rien de ce que vous avez tapé n’est perdu", timeout=SOON)
    one.keyboard.press("Escape")
    expect(one.locator("#new-title")).to_have_value("Tapée hors ligne")
    expect(one.locator("#new-add")).to_be_focused()

    one.context.set_offline(False)
    told(one, "À jour", within=LATER)
    expect(one.get_by_role("link", name="Pendant la coupure")).to_be_visible(timeout=SOON)
    expect(one.locator("#new-title")).to_have_value("Tapée hors ligne")
    one.locator("#new-add").click()
    expect(other.get_by_role("link", name="Tapée hors ligne")).to_be_visible(timeout=SOON)


def test_behind_a_proxy_that_cuts_every_change_still_comes(
    person: Person, proxy: CuttingProxy, watch: Watch
) -> None:
    watch.tolerate(*CUT)
    one, other = person("lead"), person("contributor", at=proxy.url)
    board(one)
    board(other)
    told(other, "À jour")

    for number in range(3):
        add(one, f"À travers le filtre {number}")
        name = f"À travers le filtre {number}"
        expect(other.get_by_role("link", name=name)).to_be_visible(timeout=2 * SOON)
        time.sleep(LIFE / 2)

    told(other, "À jour")
    assert proxy.cuts > 0


@pytest.mark.parametrize("refused", [True, False], ids=["refused", "kept back"])
def test_where_no_stream_comes_the_page_asks_by_itself(
    person: Person, watch: Watch, *, refused: bool
) -> None:
    watch.tolerate("503")
    one, other = person("lead"), person("contributor")

    def stop(route: Route) -> None:
        # A filter that keeps everything back until it is whole never answers.
        if refused:
            route.fulfill(status=503, body="")

    other.route("**/live/**", stop)
    board(one)
    board(other)

    add(one, f"Sans flux {refused}")

    expect(other.get_by_role("link", name=f"Sans flux {refused}")).to_be_visible(timeout=LATER)
    told(other, "Mise à jour toutes les 15 secondes", within=LATER)


def test_who_signs_out_in_another_tab_is_told_to_reload(person: Person) -> None:
    visitor = person("reader", own=True)
    address = board(visitor)
    told(visitor, "À jour")

    tab = visitor.context.new_page()
    tab.goto("/logout")
    tab.get_by_role("main").get_by_role("button", name="Se déconnecter").click()

    told(visitor, "Page à recharger")
    visitor.locator(".menu [data-live] a").click()
    visitor.wait_for_url("**/login?next=*")
    assert quote(address, safe="") in visitor.url


def test_updates_can_be_suspended(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    board(one)
    board(other)
    told(other, "À jour")

    other.locator("#account-open").click()
    other.get_by_role("button", name="Suspendre les mises à jour").click()
    told(other, "Mises à jour suspendues")
    add(one, "Pas tout de suite")
    other.wait_for_timeout(1000)
    assert other.get_by_role("link", name="Pas tout de suite").count() == 0

    other.get_by_role("button", name="Suspendre les mises à jour").click()
    expect(other.get_by_role("link", name="Pas tout de suite")).to_be_visible(timeout=SOON)


def test_who_is_removed_is_cut_off_within_two_seconds_by_every_worker(own_server: Server) -> None:
    lead, reader = (Visitor(own_server.url).sign_in(name) for name in ("lead", "reader"))
    base = reader.first("/projects/", r"/projects/\d+/")
    leaver = f"/{user_id(own_server, 'reader')}/removal"
    removal = next(form for form in lead.forms(f"{base}members/") if form.action.endswith(leaver))
    with ExitStack() as open_:
        heard = [open_.enter_context(listening(own_server, base, reader)) for _ in range(6)]

        began = time.monotonic()
        lead.send(removal, base)
        farewells = [stream.read() for stream in heard]

        assert time.monotonic() - began < REVOKED
    assert all(b"event: bye" in said for said in farewells)
    with pytest.raises(ConnectionError, match="404"):
        reader.read(base)
    for visitor in (lead, reader):
        visitor.line.close()


def user_id(server: Server, name: str) -> int:
    """Return the number of somebody of the demonstration."""
    found = "SELECT id FROM user WHERE email = ?"
    with closing(sqlite3.connect(server.data / "workspace.db")) as line:
        number: int = line.execute(found, (f"{name}@demo.example",)).fetchone()[0]
    return number


@contextmanager
def listening(server: Server, base: str, person: Visitor) -> Iterator[HTTPResponse]:
    """Open a stream on a connection of its own."""
    with closing(HTTPConnection(HOST, server.port, timeout=SOON / 1000)) as line:
        path = f"/live/project-{base.split('/')[2]}"
        line.request("GET", path, headers={"Cookie": person.cookie})
        answer = line.getresponse()
        assert b"hello" in answer.readline() + answer.readline()
        yield answer
