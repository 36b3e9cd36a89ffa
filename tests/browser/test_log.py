"""Noting from a village hall what has just happened, and calling upon those it concerns."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.places import project
from tests.files.uploads import photo

SOON = 5_000  # milliseconds
PHONE = 360


@pytest.fixture
def soup(tmp_path: Path) -> Path:
    """A photo, as a phone held upright takes it."""
    path = tmp_path / "soupe.jpg"
    path.write_bytes(photo(size=(1200, 900)))
    return path


def log(page: Page) -> str:
    """Open the evaluation log of the first project, and return its address."""
    place = project(page) + "evaluation/"
    page.goto(place)
    return place


def test_five_gestures_on_a_phone_note_what_happened_with_a_photo(
    person: Person, soup: Path
) -> None:
    elsewhere = person("lead")
    log(elsewhere)
    page = person("contributor", width=PHONE)
    log(page)

    page.locator("#entry-text").fill("46 personnes vendredi, la soupe a manqué.")
    page.get_by_label("Difficulté ou incident").check()
    page.locator("#entry-action").select_option(index=1)
    page.locator("#entry-files").set_input_files(soup)
    page.locator("#entry-add").click()

    first = page.locator(".thread > li").first
    expect(first).to_contain_text("46 personnes vendredi", timeout=SOON)
    expect(first.get_by_role("link", name="soupe.jpg")).to_be_visible()
    expect(page.locator("#entry-text")).to_have_value("")
    expect(page.locator("#entry-add")).to_be_in_viewport()
    first.locator("img").scroll_into_view_if_needed()
    expect(first.locator("img")).to_have_js_property("naturalWidth", 360, timeout=SOON)
    expect(elsewhere.locator(".thread > li").first).to_contain_text(
        "46 personnes vendredi", timeout=SOON
    )


def test_what_is_wrong_is_told_and_mended_on_the_spot(person: Person) -> None:
    page = person("contributor", width=PHONE)
    log(page)
    page.locator("#entry-text").fill("« La navette s’arrête trop tôt. »")
    page.get_by_label("Parole d’habitant").check()
    page.locator("#entry-add").click()

    expect(page.get_by_text("Une parole se note avec l’accord")).to_be_visible(timeout=SOON)
    expect(page.locator("#entry-consent")).to_be_focused()
    expect(page.locator("#entry-text")).to_have_value("« La navette s’arrête trop tôt. »")

    page.keyboard.press("Space")
    page.locator("#entry-add").press("Enter")

    expect(page.locator(".thread > li").first).to_contain_text("trop tôt", timeout=SOON)


def test_somebody_is_called_upon_without_leaving_the_keyboard(person: Person) -> None:
    page = person("contributor")
    log(page)
    page.locator(".thread > li .kind").first.click()
    comment = page.locator("#comment-body")
    comment.focus()
    page.keyboard.type("Vu ? @mau")
    expect(page.get_by_role("option", name="Maud Serres")).to_be_visible(timeout=SOON)
    page.keyboard.press("Enter")

    expect(comment).to_have_value("Vu ? @Maud Serres ")
    expect(page.locator("#comment-names")).to_be_hidden()

    page.keyboard.type("merci")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#comments")).to_contain_text("@Maud Serres merci", timeout=SOON)
    called = person("lead")
    called.goto(project(called))
    expect(called.locator("#todo")).to_contain_text("vous appelle dans un commentaire")


def test_all_of_it_works_without_a_script(person: Person, soup: Path) -> None:
    page = person("contributor", script=False, width=PHONE)
    place = log(page)
    page.locator("#entry-text").fill("Noté sans script.")
    page.locator("#entry-files").set_input_files(soup)
    page.locator("#entry-add").click()

    expect(page).to_have_url(re.compile(f"{place}$"))
    first = page.locator(".thread > li").first
    expect(first).to_contain_text("Noté sans script.")
    first.locator(".kind").click()
    page.locator("#files-files").set_input_files(soup)
    page.locator("#files-attach").click()
    expect(page.locator(".file")).to_have_count(2)

    page.goto(place)
    page.locator(".thread > li .kind").first.click()
    page.locator("#entry-withdraw").click()

    expect(page.get_by_text("Entrée retirée par")).to_be_visible()
