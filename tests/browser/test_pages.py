"""Every page, as an auditor sees it, and what the first one weighs."""

import re

import pytest
from playwright.sync_api import Browser, Page

from bench.weight import KB
from bench.weight import visit as weigh
from tests.browser.axe import axe
from tests.browser.conftest import Person
from tests.browser.places import address, project
from tests.browser.server import Server
from tests.house.source import ROOT

PUBLIC = ("/", "/login", "/account/forgotten", "/library/", "/library/?q=cinema", "/privacy",
          "/accessibility", "/nowhere/")  # fmt: skip
PERSONAL = ("/projects/", "/projects/new/", "/account/", "/account/sessions/", "/account/mandates/",
            "/cohorts/", "/cohorts/new/", "/admin/accounts/")  # fmt: skip
SHARED = ("", "statement/", "findings/", "findings/new/", "indicators/", "indicators/new/",
          "actors/", "actors/new/", "actions/", "evaluation/", "members/", "members/invitations/",
          "activity/", "settings/", "references/")  # fmt: skip
# A page of each kind of object, by the list in which its address stands.
OBJECTS = ("findings/", "indicators/", "actors/", "actions/", "evaluation/")
IDS = "() => [...document.querySelectorAll('[id]')].map((one) => one.id)"
HEAVIEST, MOST, NEXT = 80, 7, 15  # kB, requests, kB
SCRIPTS = 35  # kB, without the editor of shared texts
EDITOR = 120  # kB, fetched only where one writes


def faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    ids = page.evaluate(IDS)
    doubled = [f"twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1})]
    return doubled + axe(page)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_visitor_reads_a_page_without_fault(visit: Person, path: str) -> None:
    assert faults(visit(), path) == []


def test_a_visitor_reads_a_case_without_fault(visit: Person) -> None:
    page = visit()
    page.goto("/library/")

    assert faults(page, address(page, "#hits h2 a, main .result h2 a")) == []


@pytest.mark.parametrize("path", PERSONAL)
def test_a_person_reads_a_page_without_fault(person: Person, path: str) -> None:
    assert faults(person("admin"), path) == []


@pytest.mark.parametrize("path", SHARED)
def test_a_member_reads_a_page_without_fault(person: Person, path: str) -> None:
    page = person("lead")

    assert faults(page, project(page) + path) == []


@pytest.mark.parametrize("listed", OBJECTS)
def test_a_member_reads_an_object_without_fault(person: Person, listed: str) -> None:
    page = person("lead")
    base = project(page) + listed
    page.goto(base)
    links = [link.get_attribute("href") or "" for link in page.locator("main a[href]").all()]

    path = next(link for link in links if re.fullmatch(rf"{re.escape(base)}\d+/", link))

    assert faults(page, path) == []


def test_a_first_visit_is_light(chromium: Browser, server: Server) -> None:
    (first, requests), (following, _) = weigh(chromium, server.url, "/login", "")

    assert first <= HEAVIEST * KB
    assert requests <= MOST
    assert following <= NEXT * KB


@pytest.mark.parametrize("path", ["", "actions/", "evaluation/"])
def test_a_first_visit_of_a_project_is_light(
    chromium: Browser, server: Server, person: Person, path: str
) -> None:
    page = person("lead")
    place = project(page) + path
    cookies = page.context.cookies()
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in cookies)

    (first, requests), (following, _) = weigh(chromium, server.url, place, cookie)

    assert first <= HEAVIEST * KB
    assert requests <= MOST
    assert following <= NEXT * KB


@pytest.mark.parametrize("names", [{"app", "board", "drag"}, {"app", "writing"}])
def test_the_scripts_of_a_page_stay_light(names: set[str]) -> None:
    assert 0 < sum(size for name, size in scripts() if name in names) <= SCRIPTS * KB


def test_the_editor_is_no_part_of_them_and_stays_light() -> None:
    assert {name for name, _ in scripts()} == {"app", "board", "drag", "writing", "editor"}
    assert dict(scripts())["editor"] <= EDITOR * KB


def scripts() -> list[tuple[str, int]]:
    folder = ROOT / "static" / "dist"
    return [(path.name.split(".")[0], path.stat().st_size) for path in folder.glob("*.js.gz")]
