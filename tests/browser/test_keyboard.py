"""Journeys by keyboard alone, and where the focus goes."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.browser.places import project
from tests.browser.watch import Watch

SOON = 5_000  # milliseconds
FOCUS = """() => {
  const one = document.activeElement;
  const { width, height, top, bottom } = one.getBoundingClientRect();
  const isSeen = width * height > 0 && bottom > 0 && top < innerHeight;
  return [one.tagName, one.id || one.textContent.trim().slice(0, 40), isSeen];
}"""
# What stands in a sentence is as high as the sentence.
SMALL = """() => {
  const pressed = ".button, .brand, .bar .person, .menu-tab, .menu-link, a.chip, .choice, summary";
  const shown = [...document.querySelectorAll(`${pressed}, .segmented > a, select, textarea`)];
  return shown.map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, { height, bottom }]) => height && bottom > 0 && height < 43.5)
    .map(([one, { height }]) => `${one.outerHTML.slice(0, 80)} ${height}`);
}"""
MOST = 200  # presses of Tab that lead through a page


def test_the_first_key_leads_past_the_menu(person: Person) -> None:
    page = person("lead")
    page.goto(project(page))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["", "actions/", "evaluation/", "actors/", "members/"])
def test_tab_leads_through_the_whole_page_and_out(person: Person, path: str) -> None:
    page = person("lead")
    page.goto(project(page) + path)
    page.wait_for_timeout(300)

    seen = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        tag, name, is_seen = page.evaluate(FOCUS)
        if tag == "BODY":
            break
        seen.append((tag, name, is_seen))

    assert len(seen) < MOST
    assert seen[-1][1] == "Données personnelles"
    assert [name for _, name, is_seen in seen if not is_seen] == []


def test_a_slash_leads_to_the_search(person: Person) -> None:
    page = person("lead")
    page.goto(project(page) + "members/")

    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("cinéma/plein air")
    page.keyboard.press("Enter")

    page.wait_for_url("**/library/?q=*")
    expect(page.locator("main .result").first).to_be_visible()


def test_the_sheets_of_a_phone_open_and_close_by_keyboard(person: Person) -> None:
    page = person("lead", width=360)
    page.goto(project(page))
    tab = page.locator("[popovertarget=menu-act]")

    tab.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#menu-act")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#menu-act a").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#menu-act")).to_be_hidden()
    expect(tab).to_be_focused()


@pytest.mark.parametrize("path", ["", "actions/", "evaluation/", "statement/", "members/"])
def test_what_is_pressed_is_as_large_as_a_finger(person: Person, path: str) -> None:
    page = person("lead", width=360, finger=True)
    page.goto(project(page) + path)

    assert page.evaluate(SMALL) == []


def test_everything_is_within_reach_of_a_thumb(person: Person) -> None:
    page = person("lead", width=360)
    page.goto(project(page))

    page.locator("[popovertarget=menu-foot]").click()
    page.locator("#menu-foot").get_by_role("link", name="Membres").click()

    page.wait_for_url("**/members/")


def test_focus_stays_in_the_form_that_adds(person: Person) -> None:
    page = person("lead")
    page.goto(project(page) + "actions/")
    field = page.locator("#new-title")

    field.focus()
    page.keyboard.type("Au clavier seulement")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Au clavier seulement")).to_be_visible(timeout=SOON)
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(page.locator("#said")).to_have_text("C’est enregistré.")


def test_a_form_with_a_mistake_leads_to_it_and_says_it(person: Person) -> None:
    page = person("lead")
    page.goto(project(page) + "actions/")
    page.locator("#new-action").evaluate("(form) => { form.noValidate = true; }")

    page.locator("#new-add").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#new-title")).to_be_focused(timeout=SOON)
    expect(page.locator("#new-title")).to_have_attribute("aria-invalid", "true")
    assert page.locator("#said").inner_text() in page.locator("main .error").first.inner_text()


def test_a_refusal_is_told_above_a_page_that_stays(person: Person, watch: Watch) -> None:
    watch.tolerate("502")
    page = person("contributor")
    page.goto(project(page) + "actions/")
    page.locator("#new-title").fill("Refusée")
    page.route(
        "**/actions/", lambda route: route.fulfill(status=502, body="<html>Bad gateway</html>")
    )

    page.locator("#new-title").press("Enter")

    told = "Rien de ce que vous avez tapé"
    expect(page.locator("#trouble")).to_contain_text(told, timeout=2 * SOON)
    page.keyboard.press("Escape")
    expect(page.locator("#new-title")).to_have_value("Refusée")
    expect(page.locator("#new-title")).to_be_focused()
