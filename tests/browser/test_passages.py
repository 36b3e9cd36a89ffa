"""People discuss the words of a text while it is written, and a lead puts others in their place."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import axe
from tests.browser.conftest import Person
from tests.browser.editors import SOON, begin, empty, write_in
from tests.browser.places import project

TEXT = "Le soir, il n’y a plus rien à vivre ensemble dans les villages."
WORDS = "plus rien à vivre ensemble"
BEFORE = "Depuis deux ans : "
OTHERS = "trop peu à vivre ensemble"


def marked(page: Page) -> Locator:
    """Return the words that are discussed, where one writes."""
    return page.locator(".ProseMirror mark[data-passage]")


def choose(page: Page, editor: Locator, words: str, text: str = TEXT) -> None:
    """Choose some words of the first paragraph by the keyboard."""
    begin(editor)
    for _ in text[: text.index(words)]:
        page.keyboard.press("ArrowRight")
    for _ in words:
        page.keyboard.press("Shift+ArrowRight")


def comment(page: Page, words: str, instead: str | None = None) -> None:
    """Say something of the chosen words, and propose others or none, by the keyboard."""
    page.keyboard.press("Control+Alt+m")
    expect(page.get_by_role("dialog").get_by_label("Votre commentaire")).to_be_focused()
    page.keyboard.insert_text(words)
    page.keyboard.press("Tab")
    if instead is not None:
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(instead)
        page.keyboard.press("Tab")
        if not instead:
            page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=SOON)


def discussed(one: Page, lead: Page) -> None:
    """Write a text, and discuss some of its words while somebody else looks at it."""
    editor = write_in(one, "issues")
    empty(editor)
    one.keyboard.insert_text(TEXT)
    expect(write_in(lead, "issues")).to_contain_text(TEXT, timeout=SOON)
    choose(one, editor, WORDS)
    comment(one, "C’est trop dur, non ?", OTHERS)


def write_around(page: Page, before: str, after: str) -> None:
    """Write before and after all that is written."""
    begin(page.locator(".ProseMirror"))
    page.keyboard.insert_text(before)
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(after)


def go_to_discussion(page: Page, text: str) -> Locator:
    """Go from within the words that are discussed to what is said of them."""
    choose(page, page.locator(".ProseMirror"), "rien", text)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Alt+m")
    return page.locator("article[data-passage]")


def test_a_suggestion_outlives_what_is_written_around_it_and_is_applied(person: Person) -> None:
    one, lead = person("contributor"), person("lead")
    discussed(one, lead)
    for page in (one, lead):
        expect(marked(page)).to_have_text(WORDS, timeout=SOON)

    write_around(lead, BEFORE, " Hélas.")
    for page in (one, lead):
        expect(page.locator(".ProseMirror")).to_contain_text(BEFORE, timeout=SOON)
        expect(marked(page)).to_have_text(WORDS, timeout=SOON)

    discussion = go_to_discussion(lead, BEFORE + TEXT)
    expect(discussion).to_be_focused()
    expect(discussion).to_contain_text("Tomas Oyarzun")
    assert axe(lead) == []
    for _way in ("back to the words", "on to the button"):
        lead.keyboard.press("Tab")
    expect(lead.get_by_role("button", name="Appliquer ce texte")).to_be_focused()
    lead.keyboard.press("Enter")

    after = f"il n’y a {OTHERS} dans les villages. Hélas."
    for page in (one, lead):
        expect(page.locator(".ProseMirror")).to_contain_text(after, timeout=SOON)
        expect(marked(page)).to_have_count(0, timeout=SOON)
    expect(lead.get_by_text("1 discussion close")).to_be_visible()


def test_words_that_should_go_are_removed_by_a_lead(person: Person) -> None:
    one, lead = person("contributor"), person("lead")
    editor = write_in(one, "issues")
    empty(editor)
    one.keyboard.insert_text(TEXT)
    choose(one, editor, f"{WORDS} ")
    comment(one, "C’est trop dur, non ?", "")

    write_in(lead, "issues")
    discussion = lead.locator("article[data-passage]").last
    expect(discussion).to_contain_text("Retrait proposé", timeout=SOON)
    assert axe(lead) == []
    discussion.get_by_role("button", name="Retirer ces mots").click()

    for page in (one, lead):
        expect(page.locator(".ProseMirror")).to_have_text(
            "Le soir, il n’y a dans les villages.", timeout=SOON
        )


def test_a_paragraph_cut_before_a_passage_keeps_it(person: Person) -> None:
    page = person("contributor")
    editor = write_in(page, "issues")
    empty(editor)
    page.keyboard.insert_text(TEXT)
    choose(page, editor, WORDS)
    comment(page, "À revoir.")
    expect(marked(page)).to_have_text(WORDS, timeout=SOON)

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    expect(editor.locator("p")).to_have_count(2)
    expect(marked(page)).to_have_text(WORDS, timeout=SOON)
    page.goto(f"{project(page)}texts/statement.issues/")
    expect(page.locator("main .prose mark")).to_have_text(WORDS, timeout=SOON)


def test_who_has_no_script_says_something_of_a_passage_too(person: Person) -> None:
    page = person("lead", script=False)
    page.goto(f"{project(page)}statement/")

    page.locator("#passages-text-statement-question-new").click()
    page.get_by_label("Votre commentaire").fill("D’où vient ce chiffre ?")
    page.get_by_role("button", name="Commenter").click()
    page.get_by_role("link", name="Retour au texte").click()

    page.get_by_role("link", name="Discussion 1", exact=True).click()
    discussion = page.locator("article:target")
    expect(discussion).to_contain_text("D’où vient ce chiffre ?")
    discussion.get_by_role("link", name="Répondre").click()
    page.get_by_label("Votre commentaire").fill("De l’Insee.")
    page.get_by_role("button", name="Commenter", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("De l’Insee.")
