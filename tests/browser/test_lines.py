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
LEVELS = "".join(
    f"<p style='mso-list:l0 level{level} lfo1'>{word}</p>"
    for level, word in [(3, "un"), (3, "deux"), (1, "trois"), (4, "quatre"), (2, "cinq")]
)

# What is typed, some of it by keys that have a name, and what is then written.
PRESSED = {
    "- un Enter deux Shift+Enter suite Enter trois": (
        "<ul><li><p>un</p></li><li><p>deux</p><p>suite</p></li><li><p>trois</p></li></ul>"
    ),
    "- un Enter Enter fin": "<ul><li><p>un</p></li></ul><p>fin</p>",
    "- a Enter b Enter Alt+Shift+ArrowRight c ArrowUp Alt+Shift+ArrowRight": (
        "<ul><li><p>a</p><ul><li><p>b</p><ul><li><p>c</p></li></ul></li></ul></li></ul>"
    ),
    "- a Alt+Shift+ArrowRight": "<ul><li><p>a</p></li></ul>",
    "- a Enter Alt+Shift+ArrowRight b Enter c Control+[": (
        "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>"
    ),
    "- a Enter Alt+Shift+ArrowRight b Home Backspace Backspace": (
        "<ul><li><p>a</p></li></ul><p>b</p>"
    ),
    "- a Enter b Control+Shift+7": "<ol><li><p>a</p></li><li><p>b</p></li></ol>",
    "- a Enter b Control+Shift+8": "<ul><li><p>a</p></li></ul><p>b</p>",
    "- a Home Backspace": "<p>a</p>",
    "## Titre Enter mot": "<h4>Titre</h4><p>mot</p>",
    "## Titre Home Enter": "<p></p><h4>Titre</h4>",
    "## Titre Home Backspace": "<p>Titre</p>",
    "> dit Enter encore Enter Enter fin": (
        "<blockquote><p>dit</p><p>encore</p></blockquote><p>fin</p>"
    ),
    "> dit Enter Enter - un": "<blockquote><p>dit</p></blockquote><ul><li><p>un</p></li></ul>",
    "> - un": "<blockquote><ul><li><p>un</p></li></ul></blockquote>",
    "> dit Home Backspace": "<p>dit</p>",
    "un Enter deux Home Backspace": "<p>undeux</p>",
    "- Control+z": "<p>- </p>",
    "- un Enter deux Control+Shift+9": (
        "<blockquote><ul><li><p>un</p></li><li><p>deux</p></li></ul></blockquote>"
    ),
    "- un Enter deux Control+Shift+9 Control+Shift+9": (
        "<ul><li><p>un</p></li><li><p>deux</p></li></ul>"
    ),
    "- un Enter deux Alt+Shift+ArrowRight Control+Shift+7": (
        "<ul><li><p>un</p><ol><li><p>deux</p></li></ol></li></ul>"
    ),
    "- un Enter deux Shift+Enter Backspace Backspace": (
        "<ul><li><p>un</p></li><li><p>deu</p></li></ul>"
    ),
    "- un Enter deux Home Shift+Enter": "<ul><li><p>un</p></li><li><p></p><p>deux</p></li></ul>",
    "- un Enter deux Shift+Enter Enter": (
        "<ul><li><p>un</p></li><li><p>deux</p></li><li><p></p></li></ul>"
    ),
    "- un Enter deux ArrowUp End Delete": "<ul><li><p>undeux</p></li></ul>",
    "- un Enter deux Control+Alt+1": "<ul><li><p>un</p></li><li><p>deux</p></li></ul>",
}  # fmt: skip
SIGNS = {"-", "##", ">"}  # after which a space is typed too


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


def press(page: Page, keys: str) -> None:
    """Press some keys, and type the words between them."""
    for one in keys.split():
        if one[:1].isupper() and one != "Titre":
            page.keyboard.press(one)
        else:
            page.keyboard.type(f"{one} " if one in SIGNS else one)


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


def test_keys_make_of_lines_what_one_means(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    found = {}

    for keys in PRESSED:
        empty(editor)
        press(lead, keys)
        found[keys] = written(editor)

    assert found == PRESSED


def test_what_is_written_on_a_cut_line_is_there_in_what_it_has_become(
    lead: Page, person: Person, watch: Watch
) -> None:
    watch.tolerate(*CUT)
    other = person("contributor")
    lead.keyboard.type("Les foyers ruraux ouvrent.")
    write_in(other, PART).focus()
    expect(other.locator(".ProseMirror")).to_contain_text("ouvrent.", timeout=SOON)

    lead.context.set_offline(True)
    lead.keyboard.type(" Parfois tard.")
    for keys in ("Control+Alt+1", "Control+Alt+0", "Control+Shift+8", "Control+Shift+9"):
        other.keyboard.press(keys)
    lead.context.set_offline(False)

    both = (
        "<blockquote><ul><li><p>Les foyers ruraux ouvrent. Parfois tard.</p></li></ul></blockquote>"
    )
    for page in (lead, other):
        editor = page.locator(".ProseMirror")
        expect(editor).to_contain_text("Parfois tard.", timeout=2 * SOON)
        expect(editor.locator("[data-quoted]")).to_have_count(1, timeout=2 * SOON)
        assert written(editor) == both
    lead.keyboard.type(" Encore")
    expect(other.locator(".ProseMirror")).to_contain_text("Parfois tard. Encore", timeout=SOON)
