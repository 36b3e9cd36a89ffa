"""Pages of the versions of a text."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import sign_in
from tests.passages import remarks
from tests.statement import statements
from tests.versions.moments import NAME, address, named, page, shared, write
from workspace.accounts.models import Language
from workspace.core.weave import Document, root
from workspace.core.weave import told as told_of
from workspace.projects.models import Membership
from workspace.statement.models import Part
from workspace.texts import changes as texts
from workspace.texts.models import Told

KEYS = ["0", "now", "1", "2", "adopted-1"]
WRONG = ["3", "-1", "x", "adopted-9", "adopted-", "9" * 30, "1&new=x", "&new=9"]


@pytest.fixture
def told(session: Session, alice: Membership, bilal: Membership) -> None:
    """A text of two authors, adopted and named before the second wrote."""
    statements.write(session, alice, "Le soir, tout ferme.", part=Part.TENSIONS)
    statements.adopted(session, alice)
    named(session, alice)
    write(session, bilal, "Le soir, presque tout ferme.")
    session.commit()


@pytest.mark.usefixtures("told")
def test_the_page_of_a_text_tells_what_it_has_been(browser: FlaskClient, alice: Membership) -> None:
    shown = page(browser, alice)

    assert "1 mot ajouté" in shown
    assert "4 mots ajoutés" in shown
    assert "a nommé cette version «\u00a0Avant le comité\u00a0»" in shown
    assert "a adopté la version 1" in shown


@pytest.mark.usefixtures("told")
def test_who_wrote_what_is_read_without_colour(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    shown = page(browser, alice, "authors/")

    assert re.search(r'<span class="by"[^>]*data-mark="B"[^>]*>presque ?</span>', shown)
    assert "Foyer rural de Puyseilles" in shown
    assert re.search(
        r"<h3>Bilal, [^<]*</h3>\s*<span[^>]*>1 mot</span></summary>\s*<ul[^>]*><li>presque </li>",
        shown,
    )
    write(session, alice, "")
    session.commit()
    assert browser.get(address(alice, "authors/")).status_code == 200


@pytest.mark.usefixtures("told")
def test_a_damaged_text_still_says_what_it_says(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    def damage(doc: Document) -> bytes:
        return told_of(doc, lambda: root(doc).children[0].children[0].insert_embed(0, {"a": 1}))  # type: ignore[union-attr]  # a paragraph, its text

    discussed = remarks.discussed(session, alice, "tout ferme", typed="Le soir, tout ferme tôt.")
    texts.amend(session, alice, NAME, by=alice, change=damage, told=Told("statement.written", 1))
    session.commit()

    for path in ("", "authors/", "compare/", "versions/new/", "passages/"):
        shown = page(browser, alice, path)
        assert "tout ferme" in shown
    assert discussed.quote in page(browser, alice)
    assert 'class="by"' not in page(browser, alice, "authors/")


def test_a_text_that_nobody_began_has_no_author(browser: FlaskClient, alice: Membership) -> None:
    assert "Cette partie est vide" in page(browser, alice, "authors/")
    assert "Cette partie est vide" in page(browser, alice, "versions/new/")
    assert "Rien n’a changé" in page(browser, alice, "compare/")


def test_the_text_of_a_person_stays_a_text(
    browser: FlaskClient, session: Session, alice: Membership, bilal: Membership
) -> None:
    bilal.user.name = 'Bilal "><script>alert(1)</script>'
    write(session, alice, "Le soir <b>tout</b>")
    write(session, bilal, '<span data-who="1" title="Alice">Le soir</span> <b>tout</b>')
    session.commit()

    for path in ("", "authors/", "compare/?old=1", "versions/2/"):
        shown = page(browser, alice, path)
        assert "<script>alert" not in shown
        assert '<span data-who="1" title="Alice">' not in shown


def test_a_version_is_named_as_it_was_shown(
    browser: FlaskClient, session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, tout ferme.")
    session.commit()
    form = page(browser, alice, "versions/new/")
    moment = re.search(r'name="moment" type="hidden" value="(\d+)"', form)
    assert moment
    write(session, bilal, "Tout autre chose.")
    session.commit()

    typed = {"moment": moment[1], "title": "  Avant le comité "}
    reply = browser.post(address(alice, "versions/new/"), data=typed)

    assert reply.headers["Location"].endswith("/versions/1/")
    shown = page(browser, alice, "versions/1/")
    assert "<h1>Avant le comité</h1>" in shown
    assert "tout ferme" in shown
    assert "Tout autre" not in shown
    assert re.search(r"<code[^>]*>[0-9a-f]{64}</code>", shown)
    history = browser.get(f"/projects/{alice.project_id}/activity/").text
    assert (
        "a nommé «\u00a0Avant le comité\u00a0» une version de «\u00a0Les tensions\u00a0»" in history
    )


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"moment": "1", "title": "Un autre"}, 422),
        ({"moment": "2", "title": " "}, 422),
        ({"moment": "2", "title": "x" * 121}, 422),
        ({"moment": "2", "title": "a\x00b"}, 422),
        ({"moment": "3", "title": "Demain"}, 404),
        ({"moment": "9" * 40, "title": "Demain"}, 404),
        ({"moment": "-1", "title": "Hier"}, 404),
        ({"moment": "x", "title": "Hier"}, 404),
        ({"title": "Hier"}, 403),
    ],
)
def test_a_version_that_cannot_be_named_is_not(
    browser: FlaskClient, alice: Membership, typed: dict[str, str], status: int
) -> None:
    assert browser.post(address(alice, "versions/new/"), data=typed).status_code in {status, 422}
    assert "a nommé cette version «\u00a0Un autre" not in page(browser, alice)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("old", KEYS)
@pytest.mark.parametrize("new", KEYS)
def test_any_two_moments_are_compared(
    browser: FlaskClient, alice: Membership, old: str, new: str
) -> None:
    shown = page(browser, alice, f"compare/?old={old}&new={new}")

    for name, key in (("old", old), ("new", new)):
        chosen = re.search(rf'<select id="compare-{name}".*?</select>', shown, re.DOTALL)
        assert chosen
        assert re.search(rf'<option selected value="{key}">', chosen[0])


@pytest.mark.usefixtures("told")
def test_a_comparison_names_who_wrote(browser: FlaskClient, alice: Membership) -> None:
    shown = page(browser, alice, "compare/?old=adopted-1&new=now")

    assert re.search(
        r'<ins class="by"[^>]*title="Bilal, [^>]*>.*\(ajouté par Bilal.*presque', shown
    )
    linked = browser.get(f"/projects/{alice.project_id}/statement/compare/?old=1&new=draft").text
    assert "texts/statement.tensions/compare/?old=adopted-1&amp;new=now" in linked


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("key", WRONG)
def test_what_never_was_is_not_compared_nor_taken_up(
    browser: FlaskClient, alice: Membership, key: str
) -> None:
    assert browser.get(address(alice, f"compare/?old={key}")).status_code == 404
    reply = browser.post(address(alice, "restore"), data={"moment": key, "version": "2"})
    assert reply.status_code in {303, 404}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("key", ["1", "adopted-1"])
def test_an_older_text_is_taken_up_again(
    browser: FlaskClient, session: Session, alice: Membership, key: str
) -> None:
    form = page(browser, alice, f"compare/?old={key}")
    sent = dict(re.findall(r'<input type="hidden" name="(moment|version)" value="([^"]*)"', form))

    assert browser.post(address(alice, "restore"), data=sent).status_code == 303

    assert shared(session, alice).reading.typed == "Le soir, tout ferme."
    history = browser.get(f"/projects/{alice.project_id}/activity/").text
    assert "a repris un texte plus ancien de «\u00a0Les tensions\u00a0»" in history


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("version", ["", "x", "-5", "9" * 40, "2"])
def test_any_version_that_is_sent_is_answered(
    browser: FlaskClient, alice: Membership, version: str
) -> None:
    sent = {"moment": "1", "version": version}

    assert browser.post(address(alice, "restore"), data=sent).status_code in {303, 409}


@pytest.mark.usefixtures("told")
def test_a_text_that_would_be_too_long_says_so(
    browser: FlaskClient, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "LARGEST", 10)

    reply = browser.post(address(alice, "restore"), data={"moment": "1", "version": "2"})

    assert reply.status_code == 403
    assert "ce texte serait trop long" in reply.text


@pytest.mark.usefixtures("told")
def test_a_reader_reads_and_names_nothing(app: Flask, chloe: Membership) -> None:
    reader = sign_in(app, chloe)

    for path in ("", "authors/", "versions/1/", "compare/?old=1"):
        shown = page(reader, chloe, path)
        assert "versions/new/" not in shown
        assert "/restore" not in shown
    assert reader.get(address(chloe, "versions/new/")).status_code == 403


@pytest.mark.usefixtures("told")
def test_the_pages_speak_english(browser: FlaskClient, session: Session, alice: Membership) -> None:
    alice.user.language = Language.ENGLISH
    session.commit()

    shown = page(browser, alice, "compare/?old=0")

    assert "What has changed, word by word" in shown
    assert "before the first word" in shown
    assert "Who wrote what" in page(browser, alice, "authors/")
