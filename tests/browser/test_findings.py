"""A finding lives with the value on which it rests, on the pages of two institutions."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.places import project

SOON = 5_000  # milliseconds
LATER = 10_000  # a page that could not fetch what it was told of asks again within six seconds
NAME, SENTENCE = "Veillées au village", "Douze veillées se tiennent au village."


def measure(page: Page, day: str, value: str) -> None:
    """Give the indicator of the page a value, by keyboard."""
    page.locator("#reading-on").fill(day)
    page.locator("#reading-value").fill(value)
    page.locator("#reading-value").press("Enter")
    expect(page.locator(".measure")).to_contain_text(value, timeout=SOON)


def watch_over(page: Page) -> str:
    """Begin to watch an indicator, and return its address."""
    page.goto(project(page) + "indicators/new/")
    page.locator("#indicator-name").fill(NAME)
    page.locator("#indicator-definition").fill("Soirées tenues dans un village, dans l’année.")
    page.locator("#indicator-source").fill("Registre des salles")
    page.locator("#indicator-save").press("Enter")
    page.wait_for_url("**/indicators/*/")
    return page.url


def assert_something(page: Page) -> None:
    """Say something of the territory that rests on that indicator."""
    page.goto(project(page) + "findings/new/")
    page.locator("#finding-sentence").fill(SENTENCE)
    page.locator("#source-kind-2").check()
    expect(page.locator("#source-url")).to_be_hidden()
    page.locator("#source-indicator").select_option(label=NAME)
    page.locator("#finding-add").press("Enter")
    page.wait_for_url("**/findings/*/")


def test_a_newer_value_asks_to_read_again_wherever_the_finding_is_read(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    at = watch_over(one)
    measure(one, "2025-01-01", "12")
    assert_something(one)
    other.goto(one.url)
    other.locator("#viewpoint-text").press_sequentially("Nous en comptons")

    one.goto(at)
    measure(one, "2026-01-01", "9,5")

    expect(other.get_by_text("La phrase tient-elle encore")).to_be_visible(timeout=SOON)
    expect(other.locator("#viewpoint-text")).to_have_value("Nous en comptons")
    expect(other.locator("#viewpoint-text")).to_be_focused()

    one.get_by_role("link", name=SENTENCE).click()
    one.locator("#finding-confirm").press("Enter")
    expect(one.get_by_text("Confirmé par")).to_be_visible(timeout=SOON)
    expect(other.get_by_text("La phrase tient-elle encore")).to_be_hidden(timeout=LATER)
