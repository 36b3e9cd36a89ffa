"""Three institutions build a project from nothing; one of them sits behind a hostile proxy."""

import quopri
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Person
from tests.browser.proxy import CuttingProxy
from tests.browser.server import Server
from tests.browser.watch import Watch

SOON = 20_000  # milliseconds: a line that is cut comes back within a few seconds
LIFE = 30.0  # seconds that a connection lasts behind the proxy
CUT = ("ERR_", "Failed to fetch", "network error", "SSE reconnect failed")
LINK = re.compile(r"https?://[^/\s]+(/invitations/\S+)")
CASE = "cinema-itinerant-piemont-cevenol"
MOVES = 30  # what the scenario promises at least


class Journey:
    """The pages of three institutions on one project, and what they have done so far."""

    def __init__(self, region: Page, stage: Page, fund: Page) -> None:
        """Begin with three people signed in."""
        self.region, self.stage, self.fund = region, stage, fund
        self.base = ""
        self.moves = 0

    @property
    def all(self) -> tuple[Page, Page, Page]:
        """Return the three pages."""
        return self.region, self.stage, self.fund

    def did(self) -> None:
        """Count a step."""
        self.moves += 1

    def goes(self, page: Page, place: str) -> None:
        """Open a page of the project, and wait until its link is up."""
        page.goto(self.base + place)
        expect(page.locator("[data-live]").first).to_have_text("À jour", timeout=SOON)

    def all_see(self, place: str, words: str, *, already_there: bool = False) -> None:
        """See that some words reach everybody."""
        for page in self.all:
            if not already_there:
                self.goes(page, place)
            expect(page.get_by_role("main")).to_contain_text(words, timeout=SOON)
        self.did()


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


def open_the_project(journey: Journey) -> None:
    page = journey.region
    page.goto("/projects/new/")
    page.get_by_label("Titre du projet").fill("Les soirs en réseau")
    page.get_by_label("En une phrase").fill("Des soirées partagées entre trois institutions.")
    search = page.get_by_label("Commune, intercommunalité, département ou région")
    search.press_sequentially("greno", delay=30)
    for level in ("Commune", "Intercommunalité"):
        proposed = page.get_by_role("option").filter(has_text="Grenoble").filter(has_text=level)
        expect(proposed.first).to_be_visible(timeout=SOON)
    search.press("Enter")
    expect(page.get_by_role("checkbox", name=re.compile("^Grenoble"))).to_be_checked()
    journey.did()
    page.get_by_role("button", name="Ouvrir le projet").click()
    page.wait_for_url(re.compile(r"/projects/\d+/$"))
    journey.base = "/" + page.url.split("/", 3)[3]
    expect(page.get_by_role("heading", level=1)).to_have_text("Les soirs en réseau")
    journey.did()


def gather_the_institutions(journey: Journey, data: Path) -> None:
    for name, page in (("contributor", journey.stage), ("reader", journey.fund)):
        lead = journey.region
        lead.goto(journey.base + "members/invitations/")
        lead.get_by_label("Adresse électronique").fill(f"{name}@demo.example")
        lead.get_by_label(re.compile("^Contributeur")).check()
        lead.get_by_role("button", name="Envoyer l’invitation").click()
        expect(lead.get_by_role("main")).to_contain_text(f"{name}@demo.example", timeout=SOON)
        journey.did()
        page.goto(invitation(data, f"{name}@demo.example"))
        page.get_by_role("button", name=re.compile("rejoin|Rejoin")).click()
        page.wait_for_url(re.compile(r"/projects/\d+/$"))
        journey.did()
    journey.all_see("members/", "Tomas Oyarzun")


def invitation(data: Path, address: str) -> str:
    """Return the link of the letter that somebody received last."""
    letters = sorted((data / "mail").glob("*.eml"))
    received = [text for one in letters if address in (text := read(one))]
    found = LINK.search(received[-1])
    assert found
    return found.group(1)


def read(letter: Path) -> str:
    return quopri.decodestring(letter.read_bytes()).decode()


def describe_the_territory(journey: Journey) -> None:
    page = journey.region
    page.goto(journey.base + "indicators/new/")
    page.get_by_label("Nom de l’indicateur").fill("Ménages sans voiture")
    page.get_by_label("Définition").fill("Part des ménages qui n’ont pas de voiture.")
    page.get_by_label("Unité").fill("%")
    page.get_by_label("Source", exact=True).fill("Recensement de la population")
    page.get_by_role("button", name="Ajouter l’indicateur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ménages sans voiture")
    journey.did()
    page.get_by_label("Date de la valeur").fill("2025-12-31")
    page.get_by_label("Valeur", exact=True).fill("8,4")
    page.get_by_role("button", name="Ajouter la valeur").click()
    expect(page.get_by_role("main")).to_contain_text("8,4", timeout=SOON)
    journey.did()


def assert_and_read_findings(journey: Journey) -> None:
    for page in journey.all:
        journey.goes(page, "findings/")
    assert_finding(journey, journey.stage, "Le dernier car passe à dix-huit heures.")
    assert_finding(journey, journey.fund, "Un parent sur trois garde ses enfants le soir.")
    page = journey.region
    page.goto(journey.base + "findings/")
    page.get_by_role("link", name="Le dernier car passe à dix-huit heures.").click()
    page.get_by_label("Nous nuançons").check()
    page.get_by_label("Comment vous le lisez").fill("Vrai en semaine, pas le vendredi.")
    page.get_by_role("button", name="Enregistrer notre lecture").click()
    expect(page.get_by_role("main")).to_contain_text("Vrai en semaine", timeout=SOON)
    journey.did()


def assert_finding(journey: Journey, page: Page, sentence: str) -> None:
    page.goto(journey.base + "findings/new/")
    page.get_by_label("Le constat, en une phrase").fill(sentence)
    page.get_by_label("Rencontre", exact=True).check()
    page.get_by_label("Nom de la source").fill("Réunion publique")
    page.get_by_role("button", name="Ajouter le constat").click()
    expect(page.get_by_role("main")).to_contain_text(sentence, timeout=SOON)
    journey.did()
    seen = journey.region.get_by_role("main")
    expect(seen).to_contain_text(sentence, timeout=SOON)
    journey.did()


def list_the_actors(journey: Journey) -> None:
    for page in journey.all:
        journey.goes(page, "actors/")
    for page, name in ((journey.stage, "L’Escale"), (journey.fund, "Caisse locale")):
        page.goto(journey.base + "actors/new/")
        page.get_by_label("Nom de l’acteur").fill(name)
        page.get_by_label("Ce qu’il apporte").fill("Une équipe et du matériel léger")
        page.get_by_role("button", name="Ajouter cet acteur").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=SOON)
        journey.did()
    expect(journey.region.get_by_role("main")).to_contain_text("Caisse locale", timeout=SOON)
    journey.did()


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
    adds(journey.stage, "tensions", "\nLes équipes finissent à dix-huit heures.")
    adds(journey.fund, "tensions", "\nLes parents n’ont pas de garde.")
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
    return page.locator(f"#part-{name}")


def opens(page: Page, name: str) -> None:
    part(page, name).get_by_role("link", name=re.compile("^Écrire|^Modifier")).first.click()
    expect(page.locator(f"#part-{name}-text")).to_be_visible(timeout=SOON)


def adds(page: Page, name: str, words: str) -> None:
    text = page.locator(f"#part-{name}-text")
    text.fill(text.input_value() + words)
    page.locator(f"#part-{name}-save").click()
    expect(page.locator(f"#part-{name}-text")).to_be_hidden(timeout=SOON)


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
