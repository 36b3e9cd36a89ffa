"""A card moved by hand, by keyboard or without a script stands where it was put, for everyone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import axe
from tests.browser.conftest import Person
from tests.browser.places import address, project
from tests.browser.watch import Watch

SOON, SHORT = 5_000, 1_000  # milliseconds
HELD = 300  # milliseconds a finger rests before it draws
RESTED = 150  # milliseconds a hand rests before it lets go: where it is, is looked at now and then
STEPS = 20
FOCUS = "() => document.activeElement.id"
READY = """() => {
  const list = document.querySelector("[data-stage]");
  return Object.keys(list).some((name) => name.startsWith("Sortable"));
}"""


def board(page: Page) -> str:
    """Open the board of actions on a screen that shows all of it, and return its address."""
    page.set_viewport_size({"width": 1280, "height": 2400})
    found = project(page) + "actions/"
    page.goto(found)
    return found


def add(page: Page, title: str) -> Locator:
    """Add an action, and return its card."""
    page.locator("#new-title").fill(title)
    page.locator("#new-add").click()
    card = page.locator("li.card").filter(has=page.get_by_role("link", name=title, exact=True))
    expect(card).to_be_visible(timeout=SOON)
    still(page)
    return page.locator(f"#{card.get_attribute('id')}")


def column(page: Page, code: str) -> Locator:
    """Return where the cards of a column stand."""
    return page.locator(f"#cards-{code}")


def unfold(page: Page, card: Locator) -> None:
    """Open the menu of a card, once more where the card moved away under the hand."""

    def unfolded() -> None:
        card.get_by_role("button").click()
        expect(page.locator(".drop:popover-open")).to_be_visible(timeout=SHORT)

    try:
        unfolded()
    except AssertionError:
        unfolded()


def choose(page: Page, card: Locator, word: str) -> None:
    """Move a card by its menu."""
    unfold(page, card)
    page.locator(".drop:popover-open").get_by_role("button", name=word).click()
    expect(card.locator(".tag").first).to_have_text(word, timeout=SOON)
    still(page)


def still(page: Page) -> None:
    """Wait until all that was sent has been answered: an answer draws the board anew."""
    expect(page.locator(".htmx-request")).to_have_count(0, timeout=SOON)


def reach(page: Page, card: Locator) -> None:
    """Come near a card, which fetches what drags."""
    card.scroll_into_view_if_needed()
    card.hover()
    page.wait_for_function(READY)


def drag(page: Page, card: Locator, onto: Locator) -> None:
    """Take a card by its title with the mouse, and let it fall elsewhere."""
    reach(page, card)
    start, end = card.locator("h3").bounding_box(), onto.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 20, steps=5)
    page.mouse.move(end["x"] + 60, end["y"] + 15, steps=20)
    page.wait_for_timeout(RESTED)
    page.mouse.up()


def slide(page: Page, card: Locator, onto: Locator) -> None:
    """Rest a finger on a card, draw it elsewhere, and lift the finger."""
    start, end = card.locator("h3").bounding_box(), onto.bounding_box()
    assert start
    assert end
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, x: float | None = None, y: float | None = None) -> None:
        points = [] if x is None else [{"x": x, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = start["x"] + 20, start["y"] + 8
    touch("touchStart", x, y)
    page.wait_for_timeout(HELD)
    for step in range(1, STEPS + 1):
        ahead = step / STEPS
        touch("touchMove", x + (end["x"] + 60 - x) * ahead, y + (end["y"] + 15 - y) * ahead)
    page.wait_for_timeout(RESTED)
    touch("touchEnd")


def test_a_card_is_drawn_by_a_finger_that_rested_on_it(person: Person) -> None:
    page = person("lead", finger=True, width=1280)
    board(page)
    card = add(page, "Au doigt")
    for step in ("À instruire", "Délibérée"):
        choose(page, card, step)
    card.scroll_into_view_if_needed()
    card.locator("h3").dispatch_event("pointerover", {"pointerType": "touch"})
    page.wait_for_function(READY)

    slide(page, card, page.locator("#column-committed header"))

    name = card.get_attribute("id")
    expect(column(page, "committed").locator(f"#{name}")).to_be_visible(timeout=SOON)
    expect(card.locator(".tag").first).to_have_text("Engagée", timeout=SOON)


def test_a_card_is_moved_by_keyboard_alone_and_focus_stays_on_it(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    for page in (one, other):
        board(page)
    card = add(one, "Au clavier")
    name = card.get_attribute("id")

    one.locator(f"#{name}-link").focus()
    one.keyboard.press("Tab")
    one.keyboard.press("Enter")
    one.keyboard.press("Tab")
    one.keyboard.press("Enter")

    expect(card.locator(".tag").first).to_have_text("À instruire", timeout=SOON)
    assert one.evaluate(FOCUS) == f"{name}-open"
    expect(other.locator(f"#{name} .tag")).to_have_text("À instruire", timeout=SOON)


def test_a_card_is_dragged_to_another_column_and_others_see_it(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    for page in (one, other):
        board(page)
    card = add(one, "À la main")
    for step in ("À instruire", "Délibérée"):
        choose(one, card, step)

    drag(one, card, one.locator("#column-committed header"))

    name = card.get_attribute("id")
    for page in (one, other):
        expect(column(page, "committed").locator(f"#{name}")).to_be_visible(timeout=SOON)


def test_a_card_that_may_not_go_there_comes_back_and_it_is_said_why(person: Person) -> None:
    page = person("lead")
    board(page)
    card = add(page, "Trop vite")

    drag(page, card, page.locator("#column-finished header"))

    expect(page.locator("#barred")).to_contain_text("À instruire, Abandonnée", timeout=SOON)
    expect(page.locator("#said")).to_contain_text("Trop vite")
    expect(column(page, "preparing").locator(f"#{card.get_attribute('id')}")).to_be_visible()
    assert axe(page) == []


def test_a_card_dropped_while_the_line_is_cut_goes_back_by_itself(
    person: Person, watch: Watch
) -> None:
    watch.tolerate("ERR_", "Failed to fetch", "SSE")
    page = person("lead")
    board(page)
    card = add(page, "Coupée")
    choose(page, card, "À instruire")
    choose(page, card, "Délibérée")
    page.route("**/actions/place*", lambda route: route.abort())

    drag(page, card, page.locator("#column-committed header"))

    expect(page.locator("#trouble")).to_contain_text("coupée", timeout=SOON)
    expect(column(page, "preparing").locator(f"#{card.get_attribute('id')}")).to_be_attached()


def test_a_card_that_is_held_is_not_taken_away_by_what_others_do(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    for page in (one, other):
        board(page)
    card = add(one, "Tenue")
    name = card.get_attribute("id")
    reach(one, card)
    box = card.locator("h3").bounding_box()
    assert box

    one.mouse.move(box["x"] + 20, box["y"] + 8)
    one.mouse.down()
    one.mouse.move(box["x"] + 40, box["y"] + 30, steps=5)
    add(other, "Arrivée pendant ce temps")
    one.wait_for_timeout(1000)
    held = one.locator(f"#{name}[data-ghost]").count()
    one.mouse.move(box["x"] + 20, box["y"] + 8, steps=5)
    one.mouse.up()

    assert held == 1
    expect(one.get_by_role("link", name="Arrivée pendant ce temps")).to_be_visible(timeout=SOON)
    expect(one.locator(f"#{name}")).to_be_visible()


def test_a_card_is_moved_and_suspended_without_a_script(person: Person) -> None:
    page = person("lead", script=False)
    found = board(page)
    page.locator("#new-title").fill("Sans script")
    page.locator("#new-add").click()
    card = page.locator("li.card").filter(has_text="Sans script")

    card.get_by_role("button").click()
    page.locator(".drop:popover-open").get_by_role("button", name="À instruire").click()
    page.wait_for_url(f"**{found}")
    card.get_by_role("button").click()
    page.locator(".drop:popover-open").get_by_role("link", name="Abandonnée").click()
    page.get_by_label("Motif").fill("Personne ne peut la porter.")
    page.get_by_role("button", name="Abandonner l’action").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sans script")
    expect(page.get_by_text("Personne ne peut la porter.")).to_be_visible()


@pytest.mark.parametrize("query", ["?view=institution", "?view=date&late=1"])
def test_every_view_is_within_everyone_s_reach(person: Person, query: str) -> None:
    page = person("lead")

    page.goto(board(page) + query)

    assert axe(page) == []


@pytest.mark.parametrize("rest", ["edit/", "move/?to=suspendue"])
def test_every_page_of_an_action_is_within_everyone_s_reach(person: Person, rest: str) -> None:
    page = person("lead")
    board(page)

    page.goto(address(page, "#cards-running .card h3 a") + rest)

    assert axe(page) == []
