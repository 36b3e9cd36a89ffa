"""Keys make of lines what one means, and a line that was cut off is found in what it has become."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.editors import SOON, empty, write_in, written
from tests.browser.watch import Watch

PART = "issues"
CUT = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "network error", "SSE reconnect failed")

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
}  # fmt: skip
SIGNS = {"-", "##", ">"}  # after which a space is typed too


@pytest.fixture
def lead(person: Person) -> Page:
    """The lead, who writes in a part of the statement."""
    page = person("lead")
    empty(write_in(page, PART))
    return page


def press(page: Page, keys: str) -> None:
    """Press some keys, and type the words between them."""
    for one in keys.split():
        if one[:1].isupper() and one != "Titre":
            page.keyboard.press(one)
        else:
            page.keyboard.type(f"{one} " if one in SIGNS else one)


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
