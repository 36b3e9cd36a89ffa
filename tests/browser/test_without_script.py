"""Reading, writing and searching without a script."""

from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.browser.places import address, project


def test_an_action_is_added_read_and_commented_without_a_script(person: Person) -> None:
    page = person("lead", script=False)
    page.goto(project(page) + "actions/")

    page.locator("#new-title").fill("Sans script")
    page.locator("#new-add").click()
    page.get_by_role("link", name="Sans script", exact=True).first.click()
    page.locator("#comment-body").fill("Écrit sans script")
    page.locator("#comment-add").click()

    expect(page.get_by_text("Écrit sans script")).to_be_visible()
    expect(page.locator("header.bar")).to_be_visible()


def test_the_library_is_searched_and_read_without_a_script(visit: Person) -> None:
    page = visit(script=False)
    page.goto("/library/")

    page.locator("#library-q").fill("cinema itinerant")
    page.locator("#library-q").press("Enter")
    page.goto(address(page, "main .result h2 a"))

    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_menu_of_a_phone_opens_without_a_script(person: Person) -> None:
    page = person("lead", script=False, width=360)
    page.goto(project(page))

    page.locator("[popovertarget=menu-act]").click()
    page.locator("#menu-act").get_by_role("link", name="Actions").click()

    page.wait_for_url("**/actions/")


def test_one_signs_out_without_a_script(person: Person) -> None:
    page = person("lead", script=False, own=True)
    page.goto("/logout")

    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()

    page.goto("/projects/")
    assert "/login" in page.url
