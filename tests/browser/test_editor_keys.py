"""Somebody who has only a keyboard writes, sets and links a shared text, and leaves it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.conftest import Person
from tests.browser.editors import SOON, begin, empty, write_in, written

ON = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"

TYPED = {
    "## Titre": "<h4>Titre</h4>",
    "- un\ndeux\n\nfin": "<ul><li><p>un</p></li><li><p>deux</p></li></ul><p>fin</p>",
    "1. un": "<ol><li><p>un</p></li></ol>",
    "> dit\n\nfin": "<blockquote><p>dit</p></blockquote><p>fin</p>",
    "a - b # c > d": "<p>a - b # c &gt; d</p>",
}
FRENCH = {
    'Il dit "oui" et "non".': "Il dit «\u00a0oui\u00a0» et «\u00a0non\u00a0».",
    "Vraiment ? Oui ! Voici : un ; deux": (
        "Vraiment\u202f? Oui\u202f! Voici\u00a0: un\u202f; deux"
    ),
    "Vraiment? Oui! Voici: un; deux": "Vraiment\u202f? Oui\u202f! Voici\u00a0: un\u202f; deux",
    "l'eau d'\"ici\"...": "l’eau d’«\u00a0ici\u00a0»…",
    "à 12:30, http://x.fr/?a=1;b": "à 12:30, http://x.fr/?a=1;b",
    "12 % de 5 €": "12\u202f% de 5\u202f€",
    "l'écran de 12\" ": 'l’écran de 12" ',
}
MOVES = 150
KEYS = {
    "Control+b": "<p><strong>mot</strong></p>",
    "Control+i": "<p><em>mot</em></p>",
    "Control+Alt+1": "<h3>mot</h3>",
    "Control+Alt+3": "<h5>mot</h5>",
    "Control+Shift+7": "<ol><li><p>mot</p></li></ol>",
    "Control+Shift+8": "<ul><li><p>mot</p></li></ul>",
    "Control+Shift+9": "<blockquote><p>mot</p></blockquote>",
}


def on(page: Page) -> str:
    """Return the name of what has the focus."""
    found: str = page.evaluate(ON)
    return found.strip()


@pytest.fixture
def lead(person: Person) -> Page:
    """The lead, who writes in a part of the statement."""
    page = person("lead")
    empty(write_in(page))
    return page


def test_signs_at_the_beginning_of_a_line_announce_it(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    found = {}

    for typed in TYPED:
        empty(editor)
        editor.press_sequentially(typed)
        found[typed] = written(editor)

    assert found == TYPED


def test_french_is_printed_as_it_is_typed(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    found = {}

    for typed in FRENCH:
        empty(editor)
        editor.press_sequentially(typed)
        found[typed] = editor.evaluate("(one) => one.textContent")

    assert found == FRENCH


def test_one_undo_gives_back_the_sign_that_was_typed(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")

    editor.press_sequentially('Dire "')
    editor.press("Control+z")

    assert written(editor) == '<p>Dire "</p>'


def test_every_command_has_its_keys(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    found = {}

    for keys in KEYS:
        empty(editor)
        editor.press_sequentially("mot")
        editor.press("Control+a")
        editor.press(keys)
        found[keys] = written(editor)

    assert found == KEYS


def test_lists_go_four_deep_and_come_back(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")

    editor.press_sequentially("- un")
    for word in ("deux", "trois", "quatre", "cinq"):
        editor.press("Enter")
        editor.press("Alt+Shift+ArrowRight")
        editor.press_sequentially(word)
    deep = written(editor)
    editor.press("Control+[")
    editor.press("Home")
    editor.press("Backspace")
    editor.press("Backspace")
    editor.press("Backspace")

    assert deep.count("<ul>") == 4
    assert written(editor).endswith("</ul><p>cinq</p>")


def test_tab_leaves_the_text_for_what_stands_around(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")

    editor.press("Tab")
    assert on(lead) == "Qui a écrit"
    lead.keyboard.press("Shift+Tab")
    expect(editor).to_be_focused()
    lead.keyboard.press("Shift+Tab")
    assert on(lead) == "Genre de paragraphe\u00a0: Paragraphe"
    lead.keyboard.press("Escape")
    expect(editor).to_be_focused()
    editor.press("Alt+F10")

    assert on(lead) == "Genre de paragraphe\u00a0: Paragraphe"


def test_arrows_go_from_tool_to_tool(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    editor.press_sequentially("mot")
    editor.press("Control+a")
    editor.press("Alt+F10")

    lead.keyboard.press("ArrowRight")
    bold = lead.get_by_role("button", name="Gras")
    expect(bold).to_be_focused()
    lead.keyboard.press("Enter")
    expect(bold).to_have_attribute("aria-pressed", "true")
    expect(bold).to_be_focused()
    lead.keyboard.press("End")
    assert on(lead) == "Raccourcis"
    lead.keyboard.press("Home")

    assert on(lead) == "Genre de paragraphe\u00a0: Paragraphe"
    assert written(editor) == "<p><strong>mot</strong></p>"


def test_the_kind_of_a_paragraph_is_chosen_in_a_menu(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    editor.press_sequentially("mot")
    editor.press("Alt+F10")

    lead.keyboard.press("ArrowDown")
    lead.keyboard.press("ArrowDown")
    assert on(lead) == "Titre 1"
    lead.keyboard.press("Enter")
    assert on(lead) == "Genre de paragraphe\u00a0: Titre 1"
    lead.keyboard.press("Escape")

    expect(editor).to_be_focused()
    assert written(editor) == "<h3>mot</h3>"


def test_what_is_no_address_is_told_beside_the_field(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    editor.press_sequentially("le site")
    editor.press("Control+a")

    editor.press("Control+k")
    address = lead.get_by_role("textbox", name="Adresse")
    expect(address).to_be_focused()
    lead.keyboard.type("pas une adresse")
    lead.keyboard.press("Enter")
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_be_focused()
    expect(lead.get_by_text("Cette adresse n’est pas comprise")).to_be_visible()
    lead.keyboard.press("Escape")

    expect(editor).to_be_focused()
    assert written(editor) == "<p>le site</p>"


def test_a_link_is_set_and_removed(lead: Page) -> None:
    editor = lead.locator(".ProseMirror")
    editor.press_sequentially("le site")
    editor.press("Control+a")

    editor.press("Control+k")
    lead.keyboard.type("www.culture.gouv.fr/x(1)")
    lead.keyboard.press("Enter")
    expect(editor).to_be_focused()
    linked = '<p><a href="https://www.culture.gouv.fr/x%281%29">le site</a></p>'
    assert written(editor) == linked

    editor.press("Control+k")
    address = lead.get_by_role("textbox", name="Adresse")
    expect(address).to_have_value("https://www.culture.gouv.fr/x%281%29")
    lead.get_by_role("button", name="Retirer le lien").press("Enter")
    expect(editor).to_be_focused()
    assert written(editor) == "<p>le site</p>"


def test_what_is_written_by_keys_alone_is_read_by_others(lead: Page, person: Person) -> None:
    lead.locator(".ProseMirror").press_sequentially("## Une tension\nDes mots et des gens.")

    lead.keyboard.press("Tab")
    lead.keyboard.press("Tab")
    assert on(lead) == "Terminer"
    lead.keyboard.press("Enter")

    expect(lead.locator("#text-statement-tensions h4")).to_have_text("Une tension", timeout=SOON)
    reader = person("reader")
    reader.goto(lead.url.removesuffix("edit/"))
    expect(reader.locator("#text-statement-tensions")).to_contain_text("Des mots et des gens.")


def test_the_page_where_one_writes_is_for_everyone(lead: Page) -> None:
    lead.locator(".ProseMirror").press_sequentially("- un\ndeux\n\n> trois")
    faults = axe(lead)
    lead.locator(".ProseMirror").press("Control+k")
    faults += axe(lead)
    lead.keyboard.press("Escape")
    lead.get_by_role("button", name="Raccourcis").press("Enter")

    assert faults + axe(lead) == []


def test_tools_are_large_under_a_finger_and_slide_on_a_phone(person: Person) -> None:
    page = person("lead", width=360, finger=True)
    write_in(page)

    tools = page.locator(".toolbar > .tool")
    boxes = [tool.bounding_box() for tool in tools.all()]
    page.get_by_role("button", name="Raccourcis").tap()

    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    expect(page.get_by_role("dialog", name="Raccourcis")).to_be_visible()


def test_a_caret_that_is_moved_stays_where_it_went_while_others_write(
    lead: Page, person: Person
) -> None:
    other = person("contributor")
    lead.keyboard.insert_text("." * MOVES)
    write_in(other).focus()
    other.keyboard.press("Control+End")
    begin(lead.locator(".ProseMirror"))

    for _ in range(MOVES):
        lead.keyboard.press("ArrowRight")
        other.keyboard.press("+")
    lead.keyboard.insert_text("ici")

    expect(lead.locator(".ProseMirror")).to_have_text(
        f"{'.' * MOVES}ici{'+' * MOVES}", timeout=SOON
    )
