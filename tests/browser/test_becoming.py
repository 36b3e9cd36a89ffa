"""What somebody makes of a line takes nothing from who writes in it, and is seen as it is read."""

import re
import time
from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.editors import SOON, begin, empty, paste, write_in, written
from tests.browser.watch import Watch

LATE = 300  # milliseconds by which a slow line holds back what is sent
PART = "issues"
PATIENCE, REST = 20.0, 50  # seconds, milliseconds
CUT = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "network error", "SSE reconnect failed")
# A heading, an item, a quote around it, then no quote, no item, and the heading no more.
BECOMES = (
    "Control+Alt+2",
    "Control+Alt+0",
    "Control+Shift+8",
    "Control+Shift+9",
    "Control+Shift+9",
    "Control+Shift+8",
)
WORDS = "tout ferme dans les villages, et il n’y a plus rien à vivre une fois la nuit venue, "
# What is done to two items, and what becomes of them.
DONE = {
    "Control+Shift+9": "<blockquote><ul><li><p>un</p></li><li><p>deux</p></li></ul></blockquote>",
    "Control+Shift+9 Control+Shift+9": "<ul><li><p>un</p></li><li><p>deux</p></li></ul>",
    "Alt+Shift+ArrowRight Control+Shift+7": (
        "<ul><li><p>un</p><ol><li><p>deux</p></li></ol></li></ul>"
    ),
    "Shift+Enter Backspace Backspace": "<ul><li><p>un</p></li><li><p>deu</p></li></ul>",
    "Home Shift+Enter": "<ul><li><p>un</p></li><li><p></p><p>deux</p></li></ul>",
    "Shift+Enter Enter": "<ul><li><p>un</p></li><li><p>deux</p></li><li><p></p></li></ul>",
    "ArrowUp End Delete": "<ul><li><p>undeux</p></li></ul>",
    "Control+Alt+1": "<ul><li><p>un</p></li><li><p>deux</p></li></ul>",
}
LEVELS = "".join(
    f"<p style='mso-list:l0 level{level} lfo1'>{word}</p>"
    for level, word in [(3, "un"), (3, "deux"), (1, "trois"), (4, "quatre"), (2, "cinq")]
)


@pytest.fixture
def lead(person: Person) -> Page:
    """The lead, who writes in a part of the statement."""
    page = person("lead")
    empty(write_in(page, PART))
    return page


def joined(person: Person, *, words: str) -> Page:
    """Have somebody else come to a text, at its end, once some words are there."""
    other = person("contributor")
    editor = write_in(other, PART)
    expect(editor).to_contain_text(words, timeout=SOON)
    begin(editor)
    other.keyboard.press("Control+End")
    return other


def hold_back(page: Page, late: int) -> None:
    """Hold back what a page sends and receives, by some milliseconds."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": late, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)


def comes_to(page: Page, whole: str) -> None:
    """See what is written in a page become what it should, and nothing else."""
    editor, until = page.locator(".ProseMirror"), time.monotonic() + PATIENCE
    while written(editor) != whole and time.monotonic() < until:
        page.wait_for_timeout(REST)
    assert written(editor) == whole


@pytest.mark.parametrize("late", [0, LATE], ids=["at once", "on a slow line"])
def test_who_types_within_a_line_stays_there_whatever_it_becomes(
    lead: Page, person: Person, late: int
) -> None:
    lead.keyboard.type("Avant.\nLe soir la suite.")
    other = joined(person, words="la suite.")
    for _ in "la suite.":
        lead.keyboard.press("ArrowLeft")
    hold_back(other, late)

    for number, (sign, keys) in enumerate(zip(WORDS, cycle(BECOMES), strict=False)):
        lead.keyboard.type(sign)
        if number < len(WORDS) // len(BECOMES) * len(BECOMES):
            other.keyboard.press(keys)

    whole = f"<p>Avant.</p><p>Le soir {WORDS}la suite.</p>"
    saved = other.locator("[data-editor-state]")
    expect(saved).to_have_text(re.compile(r"^Enregistré à"), timeout=2 * SOON)
    for page in (lead, other):
        comes_to(page, whole)


def test_items_are_made_something_else_by_keys(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    found = {}

    for keys in DONE:
        empty(editor)
        lead.keyboard.type("- un\ndeux")
        for one in keys.split():
            lead.keyboard.press(one)
        found[keys] = written(editor)

    assert found == DONE


def test_an_item_lies_no_deeper_than_what_is_left_above_it(
    lead: Page, person: Person, watch: Watch
) -> None:
    watch.tolerate(*CUT)
    lead.keyboard.type("- un\ndeux")
    other = joined(person, words="deux")

    lead.context.set_offline(True)
    lead.keyboard.press("Alt+Shift+ArrowRight")
    begin(other.locator(".ProseMirror"))
    other.keyboard.press("Control+Shift+8")
    lead.context.set_offline(False)

    for page in (lead, other):
        editor = page.locator(".ProseMirror")
        expect(editor.locator("[data-depth='2'][data-within='1']")).to_have_count(1, timeout=SOON)
        assert written(editor) == "<p>un</p><ul><li><p>deux</p></li></ul>"
    other.goto(other.url.removesuffix("edit/"))
    read = other.locator("#text-statement-issues .prose").first
    expect(read.locator("ul > li")).to_have_text(["deux"])


def test_lists_of_word_that_begin_deep_begin_at_the_edge(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")

    paste(editor, LEVELS)

    assert written(editor) == (
        "<ul><li><p>un</p></li><li><p>deux</p></li><li><p>trois</p>"
        "<ul><li><p>quatre</p></li><li><p>cinq</p></li></ul></li></ul>"
    )
