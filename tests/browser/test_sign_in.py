"""The door, as a browser shows it."""

from playwright.sync_api import Page

from tests.browser.axe import axe
from tests.browser.conftest import Person


def test_the_door_is_open_to_everyone(visit: Person) -> None:
    page = visit()

    page.goto("/login")

    assert axe(page) == []


def test_a_person_signs_in_without_a_script(person: Person) -> None:
    page = person("lead", script=False, own=True)

    assert page.get_by_role("heading", level=1).is_visible()
    assert signed_in(page)


def signed_in(page: Page) -> bool:
    return page.locator("form[action='/logout']").count() == 1
