"""A text points to what the project knows: found by the keyboard, shown as it is now."""

from playwright.sync_api import Page, expect

from tests.browser.axe import AUDIT, RULES, auditor
from tests.browser.conftest import Person
from tests.browser.places import project

SOON = 5_000  # milliseconds
HAND = 150  # milliseconds between two keys, after which an editor knows where one is
TEXT = "statement.issues"
CHARTER = "Charte des soirées partagées"


def writing(page: Page) -> str:
    """Open the editor of a text, at the end of it; return the address of the project."""
    base = project(page)
    page.goto(f"{base}texts/{TEXT}/edit/")
    expect(page.locator(".ProseMirror")).to_be_visible(timeout=SOON)
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.wait_for_timeout(HAND)
    page.keyboard.press("Enter")
    return base


def words(page: Page) -> str:
    """Return the last paragraph of the text."""
    return page.locator(".ProseMirror > p").last.inner_text().replace("\u00a0", " ")


def cite(page: Page, typed: str) -> None:
    """Type some words after a slash, and take the one thing that is found."""
    page.keyboard.type(f"/{typed}")
    expect(page.locator("[role=option]")).to_have_count(1, timeout=SOON)
    page.keyboard.press("Enter")
    expect(page.locator("[role=option]").first).to_be_hidden()


def test_what_one_looks_for_after_a_slash_is_cited_and_taken_away_whole(person: Person) -> None:
    page, other = person("lead"), person("contributor")
    other.goto(f"{writing(page)}texts/{TEXT}/edit/")

    page.keyboard.type("Il y a la ")
    cite(page, "charte soir")

    for each in (page, other):
        chip = each.locator(".ProseMirror .chip", has_text=CHARTER)
        expect(chip).to_have_attribute("data-now", "Réalisée", timeout=SOON)
    assert words(page).split() == ["Il", "y", "a", "la", *CHARTER.split()]

    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("foire.")

    assert words(page) == "Il y a la foire."
    expect(chip).to_have_count(0, timeout=SOON)


def test_the_list_is_told_to_who_does_not_see_it(person: Person) -> None:
    page = person("lead")
    writing(page)

    page.keyboard.type("/charte soir")

    expect(page.locator("#said")).to_have_text("1 proposition.", timeout=SOON)
    held = page.locator(".ProseMirror").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{held}")).to_have_attribute("aria-selected", "true")
    page.evaluate(auditor())
    assert page.evaluate(AUDIT, RULES) == []


def test_the_list_is_left_by_escape_and_walked_by_arrows(person: Person) -> None:
    page = person("lead")
    writing(page)
    options = page.locator("[role=option]")

    page.get_by_role("button", name="Citer").click()
    expect(options.first).to_be_visible(timeout=SOON)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    assert words(page).strip() == ""

    page.keyboard.type("le 3/4, et/ou ce / cela /zzzz")
    page.wait_for_timeout(400)
    expect(options.first).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.type("Fin")
    assert words(page) == "Fin"


def test_what_a_text_points_to_is_read_without_script_and_on_paper(person: Person) -> None:
    page, reader = person("lead"), person("reader", script=False)
    base = writing(page)
    page.keyboard.type("Voir ")
    cite(page, "charte soir")
    page.locator("[data-editor-close]").click()
    expect(page.locator("main a.chip").last).to_contain_text("Réalisée", timeout=SOON)

    reader.goto(f"{base}texts/{TEXT}/")
    chip = reader.locator("main a.chip").last
    expect(chip).to_contain_text("Réalisée")
    reader.emulate_media(media="print")
    expect(chip).to_be_visible()

    reader.emulate_media(media="screen")
    chip.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(CHARTER)


def test_a_chip_leads_to_what_it_says(person: Person) -> None:
    page = person("lead")
    writing(page)
    cite(page, "charte soir")
    chip = page.locator(".ProseMirror .chip").last
    expect(chip).to_have_attribute("data-now", "Réalisée", timeout=SOON)

    chip.click()
    card = page.locator("[data-pointed]")
    expect(card).to_contain_text("Réalisée")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    page.keyboard.press("Control+End")
    page.wait_for_timeout(HAND)
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(HAND)
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text(CHARTER)


def test_a_title_that_changes_elsewhere_changes_where_it_is_cited(person: Person) -> None:
    page, other, reader = person("lead"), person("contributor"), person("reader")
    base = writing(page)
    cite(page, "journal sonore")
    chip = page.locator(".ProseMirror .chip").last
    expect(chip).to_have_attribute("data-now", "Idée", timeout=SOON)
    reader.goto(f"{base}statement/")
    expect(reader.locator("main a.chip", has_text="Journal sonore")).to_have_count(1, timeout=SOON)
    address = reader.locator("main a.chip", has_text="Journal sonore").get_attribute("href")

    other.goto(f"{address}edit/")
    other.get_by_label("Titre").fill("Carnet d’écoute des soirs")
    other.get_by_role("button", name="Enregistrer").click()

    expect(chip).to_have_attribute("data-now", "→ Carnet d’écoute des soirs · Idée", timeout=SOON)
    expect(reader.locator("main a.chip", has_text="Carnet d’écoute")).to_be_visible(timeout=SOON)
