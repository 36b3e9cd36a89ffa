"""Behind nginx, HTTP/2 and compression, as it is shipped: pages live, and texts are written."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import sign_in, still
from tests.browser.places import project
from tests.browser.server import HOST, Server, free_port
from tests.browser.watch import Watch
from tests.house.source import ROOT

SITE = ROOT / "docs" / "deployment" / "nginx.conf"
TABS = 12
SOON = 15_000  # milliseconds
PATIENCE = 10.0  # seconds
PROTOCOL = "() => performance.getEntriesByType('navigation')[0].nextHopProtocol"
MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@pytest.fixture
def proxied(demonstration: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that believes one proxy."""
    data = Path(shutil.copytree(demonstration, tmp_path / "data"))
    running = Server(data, proxies=1)
    running.start()
    yield running
    running.stop()
    assert running.faults() == ""


@pytest.fixture
def address(proxied: Server, tmp_path: Path) -> Iterator[str]:
    """Where nginx answers, with the configuration that is shipped."""
    port = free_port()
    certify(tmp_path)
    (tmp_path / "site.conf").write_text(
        changed(
            SITE.read_text(encoding="utf-8"),
            {
                "listen 443 ssl http2": f"listen {HOST}:{port} ssl http2",
                "listen 80": f"listen {HOST}:{free_port()}",
                "127.0.0.1:8000": f"{HOST}:{proxied.port}",
                "/etc/ssl/maillage": str(tmp_path / "maillage"),
            },
        ),
        encoding="utf-8",
    )
    user = "user root;" if os.geteuid() == 0 else ""
    main = tmp_path / "nginx.conf"
    main.write_text(MAIN.format(user=user, folder=tmp_path), encoding="utf-8")
    with running(main, port):
        yield f"https://{HOST}:{port}"


@pytest.mark.campaign
def test_twelve_tabs_live_and_texts_are_written_together_behind_nginx(
    chromium: Browser, address: str, watch: Watch
) -> None:
    with ExitStack() as opened:
        mine, theirs = (opened.enter_context(browsing(chromium, address)) for _ in range(2))
        one, other = entered(mine, "lead", watch), entered(theirs, "contributor", watch)
        base, compressed = project(one), listened(one)
        tabs = [one, *(mine.new_page() for _ in range(TABS - 2))]
        for tab in tabs:
            tab.goto(f"{base}actions/")
        for tab in tabs:
            expect(tab.locator("[data-live]").first).to_have_text("À jour", timeout=SOON)

        write_together(mine.new_page(), other, f"{base}texts/statement.tensions/edit/")
        add(other, f"{base}actions/", "Vue par douze")

        for tab in tabs:
            link = tab.get_by_role("link", name="Vue par douze", exact=True)
            expect(link).to_be_visible(timeout=SOON)
        assert len(mine.pages) == TABS
        assert {page.evaluate(PROTOCOL) for page in (*mine.pages, other)} == {"h2"}
        assert set(compressed) == {"gzip"}


def write_together(one: Page, other: Page, address: str) -> None:
    """Write in two pages at once, and see that each receives what the other one says."""
    for page in (one, other):
        open_editor(page, address)
    one.keyboard.insert_text(" Écrit ici.")
    other.keyboard.insert_text(" Écrit là.")
    for page in (one, other):
        for words in ("Écrit ici.", "Écrit là."):
            expect(page.locator(".ProseMirror")).to_contain_text(words, timeout=SOON)


def add(page: Page, board: str, title: str) -> None:
    """Add an action."""
    page.goto(board)
    page.locator("#new-title").fill(title)
    page.locator("#new-add").click()


def browsing(chromium: Browser, address: str) -> BrowserContext:
    """Return a browser that believes a certificate made on the spot."""
    return chromium.new_context(
        base_url=address, locale="fr-FR", ignore_https_errors=True, reduced_motion=still()
    )


def entered(context: BrowserContext, name: str, watch: Watch) -> Page:
    """Sign in; return the page."""
    page = context.new_page()
    watch.over(page, "https://")
    sign_in(page, f"{name}@demo.example")
    return page


def listened(page: Page) -> list[str]:
    """Note how the next stream of a page comes."""
    found: list[str] = []
    page.on(
        "response",
        lambda answer: (
            found.append(answer.headers.get("content-encoding", ""))
            if "/live/" in answer.url
            else None
        ),
    )
    return found


def open_editor(page: Page, address: str) -> None:
    """Go to the end of a text."""
    page.goto(address)
    editor = page.locator(".ProseMirror")
    expect(editor).to_be_visible(timeout=SOON)
    editor.focus()
    page.keyboard.press("Control+End")


def certify(folder: Path) -> None:
    """Make a certificate that nobody vouches for."""
    subprocess.run(  # noqa: S603 (our own command)
        [
            tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
            "-subj", f"/CN={HOST}", "-keyout", str(folder / "maillage.key"),
            "-out", str(folder / "maillage.pem"),
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def changed(text: str, names: dict[str, str]) -> str:
    """Return the configuration that is shipped, with the names of this machine."""
    for name, own in names.items():
        assert name in text
        text = text.replace(name, own)
    return text


@contextmanager
def running(configuration: Path, port: int) -> Iterator[None]:
    """Run nginx until it is no longer needed."""
    command = [tool("nginx"), "-c", str(configuration), "-p", str(configuration.parent)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 (our own command)
    try:
        until = time.monotonic() + PATIENCE
        while not answers(port):
            assert process.poll() is None, process.communicate()[1].decode()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def answers(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    try:
        socket.create_connection((HOST, port)).close()
    except OSError:
        return False
    return True


def tool(name: str) -> str:
    """Return a program of the machine; without it, the proof fails and says what is missing."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        pytest.fail(f"No {name}: install it (Debian: apt install nginx-light openssl).")
    return found
