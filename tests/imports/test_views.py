import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.actors.company import actor, at, contact
from tests.conftest import database_of, sign_in
from tests.counting import counted
from tests.imports.sending import SAMPLES, brought, looked, names, sent, whole
from workspace.imports.models import Draft, Import
from workspace.projects.models import Membership
from workspace.territories.models import Territory

OF_ACTORS = ["acteurs_cp1252.csv", "acteurs_latin1_pointvirgule.csv", "acteurs_utf8_bom.csv"]
MOST_QUERIES = 9  # who asks, the sheet, what it names (2), the directory (2), presence


@pytest.fixture(autouse=True)
def cajarc(session: Session) -> Territory:
    """A commune of the register."""
    place = Territory(level="commune", code="46045", name="Cajarc")
    ajaccio = Territory(level="commune", code="2A004", name="Ajaccio")
    privas = Territory(level="commune", code="07186", name="Privas")
    session.add_all([place, ajaccio, privas])
    session.commit()
    return place


@pytest.mark.parametrize("file", OF_ACTORS)
def test_a_hostile_file_says_what_it_would_do_and_writes_nothing(
    browser: FlaskClient, session: Session, alice: Membership, file: str
) -> None:
    _url, page = looked(browser, alice, (SAMPLES / file).read_bytes())

    for words in (
        "Cette ligne a plus de cellules que de colonnes\u00a0: 9.",
        "Cette ligne n’a pas de nom d’acteur.",
        "2 lignes à corriger",
        "Code lu 07186",
        "Code «\u00a046129\u00a0» absent du registre",
        "Foyer rural &#34;Les Hêtres&#34;",
    ):
        assert words in page
    assert names(session, alice) == []


@pytest.mark.parametrize("file", OF_ACTORS)
def test_a_hostile_file_is_imported_whole_or_not_at_all(
    browser: FlaskClient, session: Session, alice: Membership, cajarc: Territory, file: str
) -> None:
    url, _page = looked(browser, alice, (SAMPLES / file).read_bytes())

    refused = browser.post(url)
    nobody = names(session, alice)
    done = browser.post(url, data={"leave_out": "y"})

    assert refused.status_code == 422
    assert "corrigez les lignes signalées" in refused.text
    assert nobody == []
    assert done.location == at(alice, "import/")
    found = {one.name: one for one in whole(session, alice)}
    media = found["Médiathèque de Cajarc"]
    assert (media.type, media.parts, media.territory_id) == (
        "equipement", ("operateur",), cajarc.id,
    )  # fmt: skip
    assert media.note == "doublon volontaire"
    assert found["Département de l'Aveyron"].parts == ("cofinanceur",)
    assert found["Commune d'Ajaccio"].place == ""
    assert found["École de musique"].note.startswith("code INSEE")
    assert session.scalars(select(Draft)).all() == []


@pytest.mark.parametrize("file", OF_ACTORS)
def test_a_second_import_of_the_same_file_adds_nobody(
    browser: FlaskClient, session: Session, alice: Membership, file: str
) -> None:
    content = (SAMPLES / file).read_bytes()
    brought(browser, alice, content)
    before = names(session, alice)

    url, page = looked(browser, alice, content)
    answer = browser.post(url, data={"leave_out": "y"})

    assert "déjà connus, sans rien de nouveau" in page
    assert answer.status_code == 422
    assert "aucune ligne n’ajoute ni ne complète" in answer.text
    assert names(session, alice) == before


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("indicateurs_tabulation.tsv", "quelle colonne donne le nom"),
        ("indicateurs_utf8_bom_pointvirgule.csv", "quelle colonne donne le nom"),
        ("equipements_virgule_utf8.csv", "Friche &#34;la Belle de Mai&#34;"),
        ("formules_tableur_dangereuses.csv", "3 acteurs à ajouter"),
        ("README.md", "quelle colonne donne le nom"),
    ],
)
def test_any_file_is_looked_at(
    browser: FlaskClient, alice: Membership, file: str, words: str
) -> None:
    url, page = looked(browser, alice, (SAMPLES / file).read_bytes())

    assert words in page
    assert browser.post(url, data={"c0": ""}).status_code == 422


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"nom;type\n", "Ce fichier n’a que des titres de colonnes."),
        (b"PK\x03\x04 a workbook", "pas un CSV"),
        (b",".join([b"c"] * 1_000_000) + b"\n1", "trop de colonnes"),
        (b"nom\n" + b"x\n" * 1001, "Coupez ce fichier"),
        (b"nom\n" + b"x\n" * 30_000, "trop de lignes"),
        (b"x" * (5 * 1024 * 1024 + 1), "trop lourd"),
        (b'nom\n"jamais ferm\xc3\xa9\n', "jamais fermé"),
        (b"\xff\xfe\x00", "abîmé"),
        (b"\x00" * 100, "vide"),
    ],
)
def test_what_is_no_sheet_is_refused_beside_its_field(
    browser: FlaskClient, session: Session, alice: Membership, content: bytes, words: str
) -> None:
    answer = sent(browser, alice, content)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert session.scalars(select(Draft)).all() == []


def test_lines_may_be_pasted(browser: FlaskClient, session: Session, alice: Membership) -> None:
    pasted = "Nom\tCourriel\nLe Relais\trelais@example.org\n"

    url = browser.post(at(alice, "import/"), data={"pasted": pasted}).location
    browser.post(url)

    assert names(session, alice) == ["Le Relais"]


def test_columns_are_chosen_in_the_address(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    url, page = looked(browser, alice, b"A;B\nMontfalgoux;Le Relais\n")

    again = browser.get(f"{url}?c0=place&c1=name").text
    browser.post(url, data={"c0": "place", "c1": "name", "c2": "note"})

    assert "quelle colonne donne le nom" in page
    assert '<option value="place" selected>' in again
    [relais] = whole(session, alice)
    assert (relais.name, relais.place) == ("Le Relais", "Montfalgoux")


def test_a_column_that_does_not_exist_is_not_imported(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    url, _page = looked(browser, alice, b"A;B;C\nMontfalgoux;Le Relais;1\n")

    browser.post(url, data={"c0": "project_id", "c1": "name", "c2": "name"})

    assert names(session, alice) == ["Le Relais"]


def test_who_resembles_a_known_actor_waits_for_a_choice(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    actor(session, alice, "Foyer rural de Puyseilles")
    url, page = looked(browser, alice, b"nom;commune\nFoyer rural de Puiseilles;X\n")

    undecided = browser.post(url)
    browser.post(url, data={"line2": "update"})

    assert "Ressemble à" in page
    assert undecided.status_code == 422
    assert "choisissez ce que devient chaque ligne" in undecided.text
    [foyer] = whole(session, alice)
    assert (foyer.name, foyer.place) == ("Foyer rural de Puyseilles", "X")


def test_one_choice_may_serve_for_all(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    for number in range(5):
        actor(session, alice, f"Acteur {number}")
    lines = "".join(f"ACTEUR {number};X\n" for number in range(5))
    url, page = looked(browser, alice, f"nom;commune\n{lines}".encode())

    skipped = browser.get(f"{url}?twins=skip&c0=name&c1=place").text

    assert f"{url}?twins=skip&amp;c0=name&amp;c1=place" in page
    assert skipped.count('value="skip" checked') == 5


def test_the_same_import_sent_twice_has_one_effect(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    url, _page = looked(browser, alice, b"nom\nLe Relais\n")

    first, again = (browser.post(url, data={"once": "k1"}) for _time in range(2))

    assert first.location == again.location == at(alice, "import/")
    assert names(session, alice) == ["Le Relais"]
    assert len(session.scalars(select(Import)).all()) == 1


def test_a_sheet_belongs_to_whoever_sent_it(
    app: Flask, browser: FlaskClient, alice: Membership, bilal: Membership
) -> None:
    url, _page = looked(browser, alice, b"nom\nLe Relais\n")

    other = sign_in(app, bilal)

    assert other.get(url).status_code == other.post(url).status_code == 404
    assert browser.post(f"{url}removal").status_code == 303
    assert browser.get(url).status_code == 404


def test_an_import_is_undone_by_whoever_made_it_or_a_lead(
    app: Flask, browser: FlaskClient, session: Session, alice: Membership, bilal: Membership
) -> None:
    brought(browser, alice, b"nom\nLe Relais\n")
    [made] = session.scalars(select(Import))
    url = at(alice, f"imports/{made.id}/undo")

    refused = sign_in(app, bilal).post(url)
    undone = browser.post(url)

    assert refused.status_code == 403
    assert undone.status_code == 303
    assert names(session, alice) == []
    assert "Annulé" in browser.get(at(alice, "import/")).text


def test_an_import_on_which_others_worked_is_not_undone(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    brought(browser, alice, b"nom\nLe Relais\n")
    [relais] = whole(session, alice)
    contact(session, alice, relais)
    [made] = session.scalars(select(Import))

    answer = browser.post(at(alice, f"imports/{made.id}/undo"))

    assert answer.status_code == 409
    assert "Le Relais" in answer.text
    assert names(session, alice) == ["Le Relais"]


def test_what_is_imported_is_shown_as_typed(browser: FlaskClient, alice: Membership) -> None:
    wild = "<img src=x onerror=alert(1)>"
    content = f'"{wild}";nom;type;siren\n{wild};{wild};{wild};{wild}\n{wild};{wild}2;{wild};\n'

    url, page = looked(browser, alice, content.encode())

    assert wild not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert wild not in browser.post(url).text


def test_a_file_name_is_shown_and_nothing_else(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    name = "../../etc/\u202epasswd<b>.csv" + "x" * 500
    browser.post(at(alice, "import/"), data={"file": (io.BytesIO(b"nom\nX\n"), name)})

    [draft] = session.scalars(select(Draft))
    assert len(draft.name) <= 120
    assert draft.name.isprintable()


def test_looking_costs_so_many_queries(
    app: Flask, browser: FlaskClient, session: Session, alice: Membership
) -> None:
    for number in range(5):
        actor(session, alice, f"Acteur {number}")
    lines = "".join(f"Acteur {number};4604{number};x\n" for number in range(50))
    url, _page = looked(browser, alice, f"nom;code insee;institution\n{lines}".encode())

    with counted(database_of(app).engine) as asked:
        browser.get(url)

    assert len(asked) <= MOST_QUERIES
