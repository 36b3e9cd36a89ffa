"""What is pasted keeps its words and their order, and leaves its looks behind."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.browser.editors import CLIPBOARD, copied, empty, paste, write_in, written

NO_PICTURE = "Image non reprise"

PASTED = {
    "word": (
        "<h3>Diagnostic culturel partagé</h3><h4>1. Ce que nous savons</h4>"
        "<p>Vingt-trois communes, <strong>neuf points lecture</strong> et <em>une seule</em> scène"
        " conventionnée&nbsp;: voir"
        ' <a href="https://www.culture.gouv.fr/Regions?utm_source=lettre&amp;utm_medium=mel">'
        "le site de la DRAC</a>.</p>"
        "<ul><li><p>Les médiathèques</p><ul><li><p>Vaucreuse</p></li></ul></li>"
        "<li><p>Les foyers ruraux</p></li></ul>"
        "<h5>Calendrier</h5><ol><li><p>Écouter</p></li><li><p>Décider ensemble</p></li></ol>"
        "<p><strong>Commune</strong>, <strong>Soirées</strong></p><p>Puyseilles, 12</p>"
    ),
    "libreoffice": (
        "<h3>Enjeux</h3><p>Une première phrase, <strong>forte</strong>, puis <em>une nuance</em>."
        "</p><p>Une ligne à part.</p><ul><li><p>Horaires</p></li><li><p>Transports</p>"
        "<ol><li><p>le car</p></li><li><p>le covoiturage</p></li></ol></li></ul>"
        "<h4>Question ouverte</h4><p>Qui décide <strong>vraiment</strong> ?</p>"
        "<p>2025, 14 entretiens</p><p>2026</p>"
    ),
    "google-docs": (
        "<h3>Compte rendu</h3><p>Présents : la DRAC, <strong>la CC de l’Isarne</strong>"
        "<em> (excusée)</em>."
        ' <a href="https://docs.google.com/document/d/1abc/edit?usp=sharing">Le document</a></p>'
        "<ul><li><p>Convention</p><ul><li><p>à signer</p></li></ul></li>"
        "<li><p>Budget</p></li></ul>"
    ),
    "outlook": (
        "<p>Bonjour à toutes et tous,</p><p>La réunion est <strong>avancée</strong>"
        " au&nbsp;<em>12&nbsp;novembre</em> à&nbsp;18&nbsp;h.</p>"
        "<ol><li><p>Budget</p></li><li><p>Charte</p></li></ol><p>Nadège Pillet</p>"
        '<p><a href="mailto:nadege@demo.example">nadege@demo.example</a></p>'
        "<blockquote><p>Peut-on décaler&nbsp;?</p><p>Oui.</p></blockquote>"
    ),
    "page": (
        "<h3>Les tiers-lieux</h3><h4>Une définition</h4><p>Un lieu <strong>partagé</strong>,"
        ' une charte et <a href="https://exemple.fr/?utm_campaign=a&amp;id=3#suite">un site</a>.'
        "</p><p>Une salle</p><p>ligne une</p><p>ligne deux</p><ul><li><p>un</p><ul><li><p>deux</p>"
        "<ul><li><p>trois</p><ul><li><p>quatre</p></li><li><p>cinq</p></li></ul></li></ul></li>"
        "</ul></li></ul><p>Jauge</p><p>80 places</p><h5>Note</h5><p>non</p>"
        "<blockquote><p>On vient, on reste.</p></blockquote>"
    ),
}
TYPED = {
    "deux mots ": "<p>Avant deux mots </p>",
    "Une ligne\n\nUne autre\r\n": "<p>Avant Une ligne</p><p>Une autre</p>",
    "- un\n  - deux\n- trois\nFin": (
        "<p>Avant </p><ul><li><p>un</p><ul><li><p>deux</p></li></ul></li>"
        "<li><p>trois</p></li></ul><p>Fin</p>"
    ),
    "https://www.culture.gouv.fr/x": (
        '<p>Avant <a href="https://www.culture.gouv.fr/x">https://www.culture.gouv.fr/x</a></p>'
    ),
    "finding:3": "<p>Avant finding:3</p>",
}


@pytest.mark.parametrize("producer", PASTED)
def test_what_another_program_writes_comes_out_clean(person: Person, producer: str) -> None:
    page = person("lead")
    editor = write_in(page)
    html = (CLIPBOARD / f"{producer}.html").read_text(encoding="utf-8")
    empty(editor)

    paste(editor, html, "Le texte seul")

    assert written(editor) == PASTED[producer]
    if "<img" in html:
        expect(page.locator("#said")).to_contain_text(NO_PICTURE)
    assert page.evaluate("window.wronged") is None


def test_plain_text_keeps_its_paragraphs_and_its_lists(person: Person) -> None:
    editor = write_in(person("lead"))
    found = {}

    for text in TYPED:
        empty(editor)
        editor.press_sequentially("Avant ")
        paste(editor, text=text)
        found[text] = written(editor)

    assert found == TYPED


def test_an_address_pasted_on_words_makes_a_link_of_them(person: Person) -> None:
    editor = write_in(person("lead"))
    empty(editor)
    editor.press_sequentially("le site")
    editor.press("Shift+Home")

    paste(editor, text="https://www.culture.gouv.fr/")

    assert written(editor) == '<p><a href="https://www.culture.gouv.fr/">le site</a></p>'


def test_other_programs_are_given_lists_and_quotes(person: Person) -> None:
    editor = write_in(person("lead"))
    empty(editor)
    paste(editor, text="- un\n  - deux\n- trois\nFin")
    editor.press_sequentially("\n> dit")

    editor.press("ControlOrMeta+a")

    assert copied(editor) == written(editor)
    assert copied(editor) == (
        "<ul><li><p>un</p><ul><li><p>deux</p></li></ul></li><li><p>trois</p></li></ul><p>Fin</p>"
        "<blockquote><p>dit</p></blockquote>"
    )


def test_what_comes_into_an_item_stays_in_it(person: Person) -> None:
    editor = write_in(person("lead"))
    empty(editor)
    editor.press_sequentially("- un ")

    paste(editor, "<p>mot</p><p>Suite</p><ul><li>dessous</li></ul>")
    editor.press("Enter")
    editor.press_sequentially("deux")

    assert written(editor) == (
        "<ul><li><p>un mot</p><p>Suite</p><ul><li><p>dessous</p></li><li><p>deux</p></li></ul>"
        "</li></ul>"
    )


def test_what_is_copied_in_a_text_is_pasted_as_it_was(person: Person) -> None:
    editor = write_in(person("lead"))
    empty(editor)
    editor.press_sequentially("### Sous-titre\n- un\ndeux")
    before = written(editor)

    editor.press("ControlOrMeta+a")
    editor.press("ControlOrMeta+x")
    assert written(editor) == "<p></p>"
    editor.press("ControlOrMeta+v")

    assert written(editor) == before
    assert before == "<h5>Sous-titre</h5><ul><li><p>un</p></li><li><p>deux</p></li></ul>"
