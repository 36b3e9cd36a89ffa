"""A journey of three institutions on one project, from an empty page to a shared directory."""

import quopri
import re
from pathlib import Path

from playwright.sync_api import Page, expect

SOON = 20_000  # milliseconds: a line that is cut comes back within a few seconds
LINK = re.compile(r"https?://[^/\s]+(/invitations/\S+)")


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
