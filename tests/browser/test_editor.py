"""Several people write the same text at once: each sees the others, and nothing typed is lost."""

import re
from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Person
from tests.browser.places import project
from tests.browser.server import Server
from tests.browser.watch import Watch

SOON, LATER = 5_000, 20_000  # milliseconds
CUT = ("ERR_", "Failed to fetch", "network error", "SSE reconnect failed")
BUSY = "503"  # what a machine that has too much to do answers: the editor sends again
HELD = 3_000  # milliseconds that a cut lasts
KEPT = 300  # milliseconds after which what is typed lies on the device
DATABASES = (
    "async () => (await indexedDB.databases()).filter((one) => one.name.startsWith('text:'))"
)
REFUSED = {"busy": 503, "gap": 409, "fast": 429}
UPDATES, STREAM, EDITOR = "**/updates", "**/live/**", "**/editor.*.js"


@pytest.fixture(autouse=True)
def patient(watch: Watch) -> None:
    """Let a busy machine say so."""
    watch.tolerate(BUSY)


def written(page: Page) -> Locator:
    """Return where a text is written."""
    return page.locator(".ProseMirror")


def told(page: Page) -> Locator:
    """Return what is said of how the text is kept."""
    return page.locator("[data-editor-state]")


def address(page: Page, part: str) -> str:
    """Return where a part of the statement is written."""
    return f"{project(page)}texts/statement.{part}/edit/"


def open_editor(page: Page, part: str) -> str:
    """Open a part of the statement, at the end of what is written; return its address."""
    place = address(page, part)
    page.goto(place)
    written(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    return place


def expect_words(page: Page, *words: str, within: int = SOON) -> None:
    """See some words in the text of a page."""
    for one in words:
        expect(written(page)).to_contain_text(one, timeout=within)


def one_text(*pages: Page) -> str:
    """See that some pages hold one same text, and return it."""
    blocks = "(one) => [...one.children].map((block) => block.textContent).join('\\n')"
    texts = {written(page).evaluate(blocks) for page in pages}
    assert len(texts) == 1
    return str(texts.pop())


def test_two_people_write_at_once_and_see_each_other(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    for page in (one, other):
        open_editor(page, "tensions")

    one.keyboard.type("Ce que le pilote ajoute.", delay=10)
    other.keyboard.type("Ce que la scène répond.", delay=10)

    for page in (one, other):
        expect_words(page, "Ce que le pilote ajoute.", "Ce que la scène répond.")
    one_text(one, other)
    caret = one.locator(".caret")
    expect(caret).to_have_attribute("data-label", re.compile("^Tomas Oyarzun, L’Escale"))
    expect(told(one)).to_have_text(re.compile(r"^Enregistré à \d\d:\d\d"))

    one.keyboard.press("Control+z")
    expect(written(other)).not_to_contain_text("Ce que le pilote ajoute.", timeout=SOON)
    expect_words(one, "Ce que la scène répond.")

    other.keyboard.type(" Le dernier mot.", delay=0)
    other.locator("[data-editor-close]").click()
    expect(other.locator("main .prose")).to_contain_text("Le dernier mot.", timeout=SOON)
    expect(caret).to_have_count(0)


def test_a_cut_of_the_line_holds_nothing_back_for_long(person: Person, watch: Watch) -> None:
    watch.tolerate(*CUT)
    one, other = person("lead"), person("contributor")
    for page in (one, other):
        open_editor(page, "tensions")

    one.context.set_offline(True)
    one.keyboard.type("Tapé pendant la coupure.")
    other.keyboard.type("Tapé ailleurs au même moment.")
    expect(told(one)).to_have_text(re.compile("gardé sur cet appareil"))
    one.wait_for_timeout(HELD)
    assert "coupure" not in written(other).inner_text()
    one.context.set_offline(False)

    for page in (one, other):
        expect_words(page, "Tapé pendant la coupure.", "Tapé ailleurs au même moment.")
    one_text(one, other)


def test_a_server_that_is_killed_meanwhile_loses_nothing(
    person: Person, own_server: Server, watch: Watch
) -> None:
    watch.tolerate(*CUT)
    one, other = person("lead", at=own_server.url), person("contributor", at=own_server.url)
    for page in (one, other):
        open_editor(page, "tensions")
    one.keyboard.type("Avant. ")
    own_server.kill()

    one.keyboard.type("Pendant, ici. ")
    other.keyboard.type("Pendant, là. ")
    own_server.start()
    other.keyboard.type("Après. ")

    for page in (one, other):
        expect_words(page, "Avant. Pendant, ici.", "Pendant, là. Après.", within=LATER)
    one_text(one, other)


def faulty() -> Callable[[Route], None]:
    """Answer in every way that a line and a server may have, one after the other."""
    ways = cycle(("cut", "lost", "busy", "gap", "fine", "fast"))

    def answer(route: Route) -> None:
        way = next(ways)
        if way == "lost":
            route.fetch()
        if way in {"cut", "lost"}:
            route.abort()
        elif way == "fine":
            route.continue_()
        else:
            headers = {"Retry-After": "0", "X-Text-Reason": way}
            route.fulfill(status=REFUSED[way], headers=headers, body="")

    return answer


def test_a_line_that_fails_in_every_way_loses_and_doubles_nothing(
    person: Person, watch: Watch
) -> None:
    watch.tolerate(*CUT)
    one, other = person("lead"), person("contributor")
    for page in (one, other):
        open_editor(page, "tensions")
    one.route(UPDATES, faulty())
    marks = [f"(m{number})" for number in range(40)]
    for mark in marks:
        one.keyboard.insert_text(mark)
        one.wait_for_timeout(40)

    expect_words(other, "".join(marks), within=LATER)
    assert [one_text(one, other).count(mark) for mark in marks] == [1] * len(marks)


@pytest.mark.parametrize("back", ["edit/", ""], ids=["to write", "to read"])
def test_what_was_typed_before_a_tab_was_closed_offline_is_sent_on_return(
    person: Person, watch: Watch, back: str
) -> None:
    watch.tolerate(*CUT)
    one, other = person("lead"), person("contributor")
    place = open_editor(one, "tensions")
    open_editor(other, "tensions")

    one.context.set_offline(True)
    words = f"Fermé trop tôt, rouvert par « {back} »."
    one.keyboard.insert_text(words)
    one.wait_for_timeout(KEPT)
    one.close(run_before_unload=False)
    one.context.set_offline(False)
    again = one.context.new_page()
    again.goto(place.removesuffix("edit/") + back)

    expect_words(other, words)
    assert one_text(other).count(words) == 1


def test_nothing_of_a_text_is_left_on_the_device_by_who_signs_out(person: Person) -> None:
    page = person("contributor", own=True)
    open_editor(page, "tensions")
    page.keyboard.type("Pas pour tout le monde. ")
    page.wait_for_timeout(KEPT)
    assert len(page.evaluate(DATABASES)) == 1

    page.locator("#account-open").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/login*")

    page.wait_for_timeout(KEPT)
    assert page.evaluate(DATABASES) == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('text'))") == []


def test_where_no_stream_comes_people_still_write_together(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    other.route(STREAM, lambda route: route.fulfill(status=503, body=""))
    for page in (one, other):
        open_editor(page, "tensions")

    one.keyboard.type("Sans aucun flux.")
    other.keyboard.type("Ni dans un sens ni dans l’autre.")

    expect_words(other, "Sans aucun flux.", within=LATER)
    expect_words(one, "Ni dans un sens ni dans l’autre.")


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (409, "schema", "mise à jour"),
        (409, "hand", "à copier ci-dessous"),
        (403, "", "plus y écrire"),
        (404, "", "plus accessible"),
        (401, "", "connecter à nouveau"),
        (400, "", "Copiez votre texte"),
    ],
)
def test_what_is_refused_is_told_and_stays_to_be_copied(
    person: Person, status: int, reason: str, words: str
) -> None:
    page = person("contributor")
    place = open_editor(page, "tensions")
    typed = f"Refusé {status}{reason}."

    headers = {"X-Text-Reason": reason}
    page.route(UPDATES, lambda route: route.fulfill(status=status, headers=headers, body=""))
    page.keyboard.insert_text(typed)

    trouble = page.locator("[data-editor] [role=alert]")
    expect(trouble).to_contain_text(words, timeout=SOON)
    expect(written(page)).to_have_attribute("contenteditable", "false")
    expect(page.get_by_label("Votre texte, à copier")).to_have_value(re.compile(typed))
    page.unroute(UPDATES)
    comes_back(page, place)
    is_dropped = reason == "hand" or status == 400
    expect(written(page).get_by_text(typed)).to_have_count(0 if is_dropped else 1, timeout=SOON)


def comes_back(page: Page, place: str) -> None:
    """Load a page again, by the link that it offers if there is one."""
    reload = page.get_by_role("link", name="Recharger la page")
    if reload.is_visible():
        reload.click()
    else:
        page.goto(place)
    expect(written(page)).to_be_visible(timeout=SOON)


def test_the_form_stays_where_the_editor_does_not_come(person: Person, watch: Watch) -> None:
    watch.tolerate("ERR_", "dynamically imported module")
    page = person("lead")
    page.route(EDITOR, lambda route: route.abort())
    page.goto(address(page, "tensions"))

    page.get_by_label("Texte de cette partie").fill("Tapé sans éditeur.")
    page.get_by_role("button", name="Enregistrer cette partie").click()

    expect(page.get_by_role("main")).to_contain_text("Tapé sans éditeur.", timeout=SOON)
