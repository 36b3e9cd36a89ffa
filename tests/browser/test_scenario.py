"""Three institutions build a project from nothing; one of them sits behind a hostile proxy."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Person
from tests.browser.journey import (
    SOON,
    Journey,
    assert_and_read_findings,
    describe_the_territory,
    gather_the_institutions,
    list_the_actors,
    open_the_project,
)
from tests.browser.proxy import CuttingProxy
from tests.browser.server import Server
from tests.browser.watch import Watch

LIFE = 30.0  # seconds that a connection lasts behind the proxy
CUT = ("ERR_", "Failed to fetch", "network error", "SSE reconnect failed")
CASE = "cinema-itinerant-piemont-cevenol"
MOVES = 30  # what the scenario promises at least


@pytest.fixture
def proxy(server: Server) -> Iterator[CuttingProxy]:
    """An intermediary that cuts every thirty seconds, and refuses upgrades."""
    with CuttingProxy(server.port, life=LIFE) as proxy:
        yield proxy


@pytest.fixture
def journey(person: Person, proxy: CuttingProxy, watch: Watch) -> Journey:
    """The three institutions."""
    watch.tolerate(*CUT)
    return Journey(person("lead"), person("contributor"), person("reader", at=proxy.url))


def test_three_institutions_build_a_project_from_nothing(
    journey: Journey, server: Server, proxy: CuttingProxy
) -> None:
    open_the_project(journey)
    gather_the_institutions(journey, server.data)
    describe_the_territory(journey)
    assert_and_read_findings(journey)
    list_the_actors(journey)
    write_the_statement(journey)
    plan_and_move_actions(journey)
    carry_an_action(journey)
    keep_the_log(journey)
    cite_a_case(journey)
    adopt_the_statement(journey)
    read_what_happened(journey)

    outlive_a_cut(journey, proxy)

    assert journey.moves >= MOVES


def write_the_statement(journey: Journey) -> None:
    for page in journey.all:
        journey.goes(page, "statement/")
    write(journey.region, "tensions", "Le bourg attire, les villages attendent.")
    for page in (journey.stage, journey.fund):
        expect(part(page, "tensions")).to_contain_text("les villages attendent", timeout=SOON)
    journey.did()
    # Two institutions write the same part from the same version: both keep their words.
    for page in (journey.stage, journey.fund):
        opens(page, "tensions")
    adds(journey.stage, "tensions", "Les équipes finissent à dix-huit heures.")
    adds(journey.fund, "tensions", "Les parents n’ont pas de garde.")
    for page in journey.all:
        text = part(page, "tensions")
        expect(text).to_contain_text("Les équipes finissent", timeout=SOON)
        expect(text).to_contain_text("Les parents n’ont pas de garde", timeout=SOON)
    journey.did()
    write(journey.fund, "issues", "Que chacun puisse sortir le soir, où qu’il habite.")
    write(journey.region, "question", "Comment permettre à tous de partager des soirées ?")
    for page in journey.all:
        expect(part(page, "question")).to_contain_text("partager des soirées", timeout=SOON)
    journey.did()


def part(page: Page, name: str) -> Locator:
    return page.locator(f"#text-statement-{name}")


def editor(page: Page, name: str) -> Locator:
    return part(page, name).get_by_role("textbox", name=re.compile("^La |^Les |^Ce "))


def opens(page: Page, name: str) -> None:
    part(page, name).get_by_role("link", name=re.compile("^Écrire|^Modifier")).first.click()
    expect(editor(page, name)).to_be_focused(timeout=SOON)


def adds(page: Page, name: str, words: str) -> None:
    editor(page, name).focus()
    page.keyboard.press("Control+End")
    for line in words.splitlines():
        if editor(page, name).inner_text().strip():
            page.keyboard.press("Enter")
        page.keyboard.insert_text(line)
    page.locator(f"#text-statement-{name}-close").click()
    expect(editor(page, name)).to_have_count(0, timeout=SOON)


def write(page: Page, name: str, words: str) -> None:
    opens(page, name)
    adds(page, name, words)


def plan_and_move_actions(journey: Journey) -> None:
    for page in journey.all:
        journey.goes(page, "actions/")
    titles = ("Un vendredi par mois", "La garde partagée", "Le car du soir")
    for page, title in zip(journey.all, titles, strict=True):
        page.locator("#new-title").fill(title)
        page.locator("#new-add").click()
        journey.all_see("actions/", title, already_there=True)
    # Two people move at the same moment.
    moves(journey.region, titles[0], "À instruire")
    moves(journey.fund, titles[1], "À instruire")
    for page in journey.all:
        for title in titles[:2]:
            expect(card(page, title)).to_contain_text("À instruire", timeout=SOON)
    journey.did()


def carry_an_action(journey: Journey) -> None:
    page, title = journey.stage, "Le car du soir"
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name=re.compile("^Modifier")).first.click()
    page.get_by_label("Porteur").select_option(label="L’Escale")
    page.get_by_label("Échéance").fill("2027-06-30")
    page.get_by_label("Budget en euros").fill("12 500,50")
    page.get_by_role("button", name="Enregistrer l’action").click()
    expect(page.get_by_role("main")).to_contain_text("12 500,50", timeout=SOON)
    expect(card(journey.region, title)).to_contain_text("L’Escale", timeout=SOON)
    journey.did()
    page.get_by_label("Votre commentaire").fill("@Maud Serres, ce budget vous convient-il ?")
    page.get_by_role("button", name="Commenter").click()
    expect(page.get_by_role("main")).to_contain_text("ce budget vous convient-il", timeout=SOON)
    journey.goes(journey.region, "")
    expect(journey.region.locator("#todo")).to_contain_text("ce budget", timeout=SOON)
    journey.did()


def card(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title, exact=True))


def moves(page: Page, title: str, status: str) -> None:
    box = card(page, title)
    box.get_by_role("button", name=re.compile("Déplacer")).click()
    box.get_by_role("button", name=status, exact=True).click()


def keep_the_log(journey: Journey) -> None:
    for page in journey.all:
        journey.goes(page, "evaluation/")
    page = journey.fund
    page.get_by_label("Ce qui s’est passé").fill("Quarante personnes vendredi, douze enfants.")
    page.get_by_label("Action", exact=True).select_option(label="Un vendredi par mois")
    page.get_by_role("button", name="Ajouter au journal").click()
    journey.all_see("evaluation/", "Quarante personnes vendredi", already_there=True)


def cite_a_case(journey: Journey) -> None:
    page = journey.stage
    page.goto("/library/")
    page.get_by_role("main").get_by_role("searchbox").fill("cinema itinerant villages")
    first = page.get_by_role("main").get_by_role("link", name=re.compile("Cinéma itinérant"))
    expect(first.first).to_be_visible(timeout=SOON)
    journey.did()
    page.goto(f"{journey.base}citations/{CASE}/?section=lessons")
    target = page.locator("#citation-target option", has_text="Le car du soir")
    page.get_by_label("Où le citer").select_option(value=target.get_attribute("value"))
    page.get_by_label("Nous l’adaptons").check()
    page.get_by_label("Pourquoi, en une phrase").fill("Compter les communes, pas les fauteuils.")
    page.get_by_role("button", name="Citer ce passage").click()
    expect(page.get_by_role("main")).to_contain_text("Compter les communes", timeout=SOON)
    journey.did()
    journey.goes(journey.fund, "actions/")
    journey.fund.get_by_role("link", name="Le car du soir").click()
    seen = journey.fund.get_by_role("main")
    expect(seen).to_contain_text("Compter les communes", timeout=SOON)
    journey.did()


def adopt_the_statement(journey: Journey) -> None:
    page = journey.region
    page.goto(journey.base + "statement/adoption/")
    page.get_by_role("button", name="Adopter cette version").click()
    page.wait_for_url("**/statement/versions/1/")
    frozen = page.get_by_role("main").inner_text()
    assert "Les parents n’ont pas de garde" in frozen
    assert "Les équipes finissent à dix-huit heures" in frozen
    journey.did()
    journey.all_see("statement/", "ersion 1")
    write(journey.stage, "question", " Et le week-end ?")
    page.goto(journey.base + "statement/compare/?old=1&new=draft")
    expect(page.locator("ins")).to_contain_text("week-end", timeout=SOON)
    page.goto(journey.base + "statement/versions/1/")
    assert page.get_by_role("main").inner_text() == frozen
    journey.did()


def read_what_happened(journey: Journey) -> None:
    page = journey.fund
    page.goto(journey.base + "activity/")
    told = page.get_by_role("main")
    for words in ("Tomas Oyarzun", "Maud Serres", "Ines Castaing"):
        expect(told).to_contain_text(words, timeout=SOON)
    journey.did()


def outlive_a_cut(journey: Journey, proxy: CuttingProxy) -> None:
    for page in (journey.region, journey.fund):
        journey.goes(page, "actions/")
    journey.fund.locator("#new-title").fill("Écrit avant la coupure")
    before, until = proxy.cuts, time.monotonic() + 2 * LIFE
    while proxy.cuts == before and time.monotonic() < until:
        journey.fund.wait_for_timeout(500)
    assert proxy.cuts > before
    page = journey.region
    page.locator("#new-title").fill("Ajoutée pendant la coupure")
    page.locator("#new-add").click()
    expect(card(journey.fund, "Ajoutée pendant la coupure")).to_be_visible(timeout=SOON)
    expect(journey.fund.locator("#new-title")).to_have_value("Écrit avant la coupure")
    journey.fund.locator("#new-add").click()
    expect(card(page, "Écrit avant la coupure")).to_be_visible(timeout=SOON)
    journey.did()
