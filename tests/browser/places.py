"""Where things are in the demonstration."""

from playwright.sync_api import Page


def project(page: Page) -> str:
    """Open the first project of a person, and return its address."""
    page.goto("/projects/")
    return address(page, "main h2 a")


def address(page: Page, selector: str) -> str:
    """Return where the first link of a page leads."""
    return page.locator(selector).first.get_attribute("href") or ""


def live(page: Page) -> str:
    """Return the state of the link, as it is told."""
    return page.locator("[data-live]:visible").first.inner_text()
