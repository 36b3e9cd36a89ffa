"""A browser, a server and people, as they are in life."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests.browser.server import Server
from tests.browser.visitor import PASSWORD
from tests.browser.watch import Watch

QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

Person = Callable[..., Page]


def chromium_path() -> str:
    """Return the browser of the machine."""
    named = os.environ.get("CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail(
            "No Chromium: `make test` installs it where it can (Debian: apt install chromium)."
        )
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that all contexts share."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a first start, made once and copied."""
    first = Server(tmp_path_factory.mktemp("demonstration"))
    first.start()
    first.stop()
    assert first.faults() == ""
    first.log.unlink()
    return first.data


@pytest.fixture(scope="session")
def server(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that most journeys share."""
    running = Server(
        Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("server") / "data"))
    )
    running.start()
    yield running
    running.stop()
    assert running.faults() == ""


@pytest.fixture
def own_server(demonstration: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that a test may kill."""
    running = Server(Path(shutil.copytree(demonstration, tmp_path / "data")))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What goes wrong in any page, which fails the test."""
    seen = Watch()
    yield seen
    assert seen.troubles == []


@pytest.fixture
def visit(chromium: Browser, server: Server, watch: Watch) -> Iterator[Person]:
    """Open a browser of its own: `visit(script=False, at=another.url)`."""
    opened: list[BrowserContext] = []

    def visit(
        *,
        at: str = server.url,
        script: bool = True,
        width: int = 1280,
        finger: bool = False,
        known: StorageState | None = None,
    ) -> Page:
        context = chromium.new_context(
            base_url=at,
            storage_state=known,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=script,
            reduced_motion=still(),
            has_touch=finger,
            is_mobile=finger,
            viewport={"width": width, "height": 900},
        )
        opened.append(context)
        page = context.new_page()
        watch.over(page, at)
        return page

    yield visit
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def sign_ins() -> dict[tuple[str, object], StorageState]:
    """The sign-ins that some tests share: to be recognised takes a while."""
    return {}


@pytest.fixture
def person(visit: Person, sign_ins: dict[tuple[str, object], StorageState]) -> Person:
    """Open the browser of a person of the demonstration, signed in: `person("lead")`.

    own: by a sign-in that no other test shares, in order to end it for instance.
    """

    def person(name: str, *, own: bool = False, **how: object) -> Page:
        key = name, how.get("at")
        if not own and key in sign_ins:
            return visit(known=sign_ins[key], **how)
        page = visit(**how)
        sign_in(page, f"{name}@demo.example")
        if not own:
            sign_ins[key] = page.context.storage_state()
        return page

    return person


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in as people do."""
    page.goto("/login")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/projects/**")


def still() -> Literal["reduce"]:
    """Return the wish for stillness, so that nothing is judged while it fades in."""
    return "reduce"
