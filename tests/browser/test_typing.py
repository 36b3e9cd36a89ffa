"""What someone types is kept until it is sent: by others, by a closed tab, by the way back."""

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Person
from tests.browser.places import address, project

SOON = 5_000  # milliseconds
LATE = 700  # milliseconds a form takes to arrive
KEPT = 700  # milliseconds after which what is typed lies on the device
DRAFTS = "() => Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"


def action(page: Page) -> str:
    """Open the page of an action, and return its address."""
    page.goto(project(page) + "actions/")
    found = address(page, "main .card h3 a")
    page.goto(found)
    return found


def test_a_comment_half_written_survives_a_closed_tab(person: Person) -> None:
    page = person("contributor")
    place = action(page)
    page.locator("#comment-body").press_sequentially("Une phrase à moitié")
    page.wait_for_timeout(KEPT)
    page.close(run_before_unload=False)

    again = page.context.new_page()
    again.goto(place)
    expect(again.locator("#comment-body")).to_have_value("")
    again.get_by_role("button", name="Reprendre ce texte").click()

    expect(again.locator("#comment-body")).to_have_value("Une phrase à moitié")
    expect(again.locator("#comment-body")).to_be_focused()

    again.locator("#comment-add").click()
    expect(again.locator("#comments")).to_contain_text("Une phrase à moitié", timeout=SOON)
    assert again.evaluate(DRAFTS) == 0


def test_a_text_kept_on_the_device_can_be_erased(person: Person) -> None:
    page = person("contributor")
    place = action(page)
    page.locator("#comment-body").press_sequentially("À oublier")
    page.wait_for_timeout(KEPT)

    page.goto(place)
    page.get_by_role("button", name="Effacer ce texte").click()

    assert page.evaluate(DRAFTS) == 0
    page.goto(place)
    expect(page.get_by_role("button", name="Effacer ce texte")).to_have_count(0)


def test_nothing_is_left_on_the_device_by_who_signs_out(person: Person) -> None:
    page = person("contributor", own=True)
    action(page)
    page.locator("#comment-body").press_sequentially("Pas pour tout le monde")
    page.wait_for_timeout(KEPT)
    assert page.evaluate(DRAFTS) == 1

    page.locator("#account-open").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/login*")

    assert page.evaluate(DRAFTS) == 0


def test_a_comment_by_another_does_not_touch_mine(person: Person) -> None:
    one, other = person("lead"), person("contributor")
    place = action(one)
    other.goto(place)
    one.locator("#comment-body").press_sequentially("Je suis en train d’")

    other.locator("#comment-body").fill("Voici le mien")
    other.locator("#comment-add").click()

    expect(one.locator("#comments")).to_contain_text("Voici le mien", timeout=SOON)
    expect(one.locator("#comment-body")).to_be_focused()
    one.keyboard.type("écrire")
    expect(one.locator("#comment-body")).to_have_value("Je suis en train d’écrire")


def test_another_form_of_mine_does_not_empty_this_one(person: Person) -> None:
    page = person("lead")
    page.goto(project(page) + "actions/")
    page.locator("#new-title").fill("Pas encore prête")

    page.goto(address(page, "main .card h3 a"))
    page.locator("#comment-body").fill("À finir")
    step = page.locator(
        "form[action$='/steps/'] input[type=text], form[action$='/steps/'] input:not([type])"
    )
    step.first.fill("Appeler la salle")
    step.first.press("Enter")

    expect(page.locator("main")).to_contain_text("Appeler la salle", timeout=SOON)
    expect(page.locator("#comment-body")).to_have_value("À finir")


def test_what_is_typed_while_a_form_is_on_its_way_is_kept(person: Person) -> None:
    page = person("lead")
    page.goto(project(page) + "actions/")
    titles = ["La première", "La deuxième"]

    def late(route: Route) -> None:
        if route.request.method == "POST":
            page.wait_for_timeout(LATE)
        route.continue_()

    page.route("**/actions/", late)
    page.locator("#new-title").press_sequentially(titles[0])
    page.keyboard.press("Enter")
    page.locator("#new-title").fill(titles[1])
    expect(page.get_by_role("link", name=titles[0], exact=True)).to_have_count(1, timeout=SOON)
    page.wait_for_timeout(LATE)
    expect(page.locator("#new-title")).to_be_focused()
    page.keyboard.press("Enter")
    for title in titles:
        expect(page.get_by_role("link", name=title, exact=True)).to_have_count(1, timeout=SOON)
    expect(page.locator("#new-title")).to_have_value("")


def test_the_way_back_shows_a_whole_page(person: Person) -> None:
    page = person("lead")
    page.goto("/library/")
    page.locator("#library-q").press_sequentially("cinema", delay=20)
    page.wait_for_url("**q=cinema*")
    page.locator("main .result h2 a").first.click()
    page.wait_for_load_state()

    page.go_back()

    expect(page.locator("header.bar")).to_be_visible()
    expect(page.locator("#library-q")).to_have_value("cinema")
    expect(page.locator("main .result").first).to_be_visible()


def test_a_session_that_ended_leads_to_the_door_and_back_with_the_text(person: Person) -> None:
    page = person("contributor", own=True)
    place = action(page)
    page.locator("#comment-body").press_sequentially("Écrit trop tard")
    page.wait_for_timeout(KEPT)
    page.context.clear_cookies()

    page.locator("#comment-add").click()

    page.wait_for_url("**/login?next=*", timeout=SOON)
    page.get_by_label("Adresse électronique").fill("contributor@demo.example")
    page.get_by_label("Mot de passe", exact=True).fill("maillage-demo-2026")
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"**{place}")
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.locator("#comment-body")).to_have_value("Écrit trop tard")
