"""What a screen reader is told while others write in the same text."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.editors import SOON, write_in
from tests.browser.watch import Watch

LISTEN = """() => {
  const said = document.getElementById("said");
  window.heard = [];
  new MutationObserver(() => { if (said.textContent) window.heard.push(said.textContent); })
    .observe(said, { childList: true });
}"""
SAID = 500  # milliseconds after which what is told has been said
CUT = "La connexion est coupée"


def heard(page: Page, words: str) -> list[str]:
    """Return the sentences that were said with these words."""
    return [said for said in page.evaluate("window.heard") if words in said]


def test_who_else_writes_is_told_once(person: Person) -> None:
    page, other = person("lead"), person("contributor")
    write_in(page)
    page.evaluate(LISTEN)
    theirs = write_in(other)

    for word in ("Un mot ", "puis un autre ", "puis encore un "):
        theirs.press_sequentially(word)
        expect(page.locator(".ProseMirror")).to_contain_text(word.strip(), timeout=SOON)

    told = heard(page, "écrit dans cette partie.")
    assert len(told) == 1
    assert re.match(r"\w+ \w+, .+ écrit", told[0])
    assert heard(page, "Un mot") == []


def test_a_line_that_is_cut_and_comes_back_is_told(person: Person, watch: Watch) -> None:
    watch.tolerate("net::ERR_INTERNET_DISCONNECTED")
    page = person("lead")
    editor = write_in(page)
    page.evaluate(LISTEN)

    page.context.set_offline(offline=True)
    editor.press_sequentially("Hors ligne. ")
    expect(page.locator("[data-editor-state]")).to_contain_text(CUT, timeout=SOON)
    page.context.set_offline(offline=False)
    expect(page.locator("[data-editor-state]")).to_contain_text("Enregistré", timeout=SOON)

    page.wait_for_timeout(SAID)

    assert len(heard(page, CUT)) == len(heard(page, "Enregistré")) == 1
