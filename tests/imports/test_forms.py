from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from workspace.actors.models import ActorStatus, Profile
from workspace.core import clock, sheets
from workspace.core.sheets import SheetRefused
from workspace.imports.forms import read_entries
from workspace.imports.models import Entry, Known, Place, guessed

KNOWN = Known(
    places={("commune", "07186"): Place(7, "Privas"), ("epci", "200023323"): Place(8, "CC X")},
    sirens={"552100554": 5},
    institutions={"drac bretagne": 6},
)


@pytest.fixture(scope="module", autouse=True)
def words(app: Flask) -> Iterator[None]:
    """The words in which lines are told to be wrong."""
    with app.test_request_context():
        yield


def read(headers: str, line: str) -> Entry:
    sheet = sheets.read(f"{headers}\n{line}\n".encode())
    [entry] = read_entries(sheet, guessed(sheet.headers), KNOWN)
    return entry


@pytest.mark.parametrize(
    ("headers", "line", "said"),
    [
        ("nom;type", "A;équipement", {"type": "equipement"}),
        ("nom;type", "A;MÉDIATHÈQUE", {"type": "equipement"}),
        ("nom;type", "A;Municipality", {"type": "commune"}),
        ("nom;type", "A;EPCI", {"type": "epci"}),
        ("nom;role", "A;Opérateur", {"parts": ("operateur",)}),
        ("nom;role", "A;coordinateur / financeur", {"parts": ("animateur", "cofinanceur")}),
        ("nom;role", "A;Animateur, coordinateur", {"parts": ("animateur",)}),
        ("nom;statut", "A;PRESSENTI", {"status": ActorStatus.EXPECTED}),
        ("nom;commune;insee", "A;privas;07186", {"territory_id": 7}),
        ("nom;lieu;insee", "A;La gare;07186", {"territory_id": 7, "place": "La gare"}),
        ("nom;insee;echelle", "A;200 023 323;", {"territory_id": 8}),
        ("nom;siren", "A;552 100 554", {"institution_id": 5}),
        ("nom;siret", "A;55210055400013", {"institution_id": 5}),
        ("nom;siren", "A;443061841", {"siren": "443061841"}),
        ("nom;institution", "A;DRAC  Bretagne", {"institution_id": 6}),
        ("nom;remarque", 'A;"un\ndeux"', {"note": "un\ndeux"}),
        ("nom;remarque", "A;", {}),
    ],
)
def test_a_cell_is_understood(headers: str, line: str, said: dict[str, object]) -> None:
    entry = read(headers, line)

    assert entry.said == {"name": "A"} | said
    assert not entry.errors


@pytest.mark.parametrize(
    ("headers", "line", "remark"),
    [
        ("nom;type", "A;Bibliobus", "Type «\u00a0Bibliobus\u00a0» inconnu"),
        ("nom;role", "A;chef, opérateur", "«\u00a0chef\u00a0» n’est pas dans la liste"),
        ("nom;statut", "A;mort", "Statut «\u00a0mort\u00a0» inconnu"),
        ("nom;insee", "A;99999", "absent du registre"),
        ("nom;insee", "A;7186", "un tableur avait pris son zéro"),
        ("nom;institution", "A;Inconnue", "Institution «\u00a0Inconnue\u00a0» inconnue"),
        ("nom;courriel;effacer le", "A;a@b.fr;01/01/2020", "à effacer"),
        ("nom", "A\x07", "invisibles"),
    ],
)
def test_what_is_read_otherwise_is_told(headers: str, line: str, remark: str) -> None:
    entry = read(headers, line)

    assert [one for one in entry.remarks if remark in one]
    assert not entry.errors


@pytest.mark.parametrize(
    ("headers", "line", "error"),
    [
        ("nom;type", ";association", "pas de nom"),
        ("nom;type", f"{'x' * 201};association", "trop long"),
        ("nom;remarque", f"A;{'x' * 2001}", "trop long"),
        ("nom;siren", "A;123456789", "n’est pas un SIREN"),
        ("nom;courriel", "A;nulle part", "ne permet de joindre personne"),
        ("nom;telephone", "A;demander", "ne permet de joindre personne"),
        ("nom;type", "A;association;en trop", "plus de cellules"),
    ],
)
def test_a_line_that_is_wrong_says_why(headers: str, line: str, error: str) -> None:
    assert [one for one in read(headers, line).errors if error in one]


def test_contacts_are_kept_no_longer_than_they_may_be() -> None:
    entry = read("nom;contact;courriel;contact 2;effacer le 2", "A;Eve;e@b.fr;Ali;01/01/2190")

    today = clock.today()
    first, second = entry.reaches
    assert (first.name, first.email, first.origin) == ("Eve", "e@b.fr", "tableau importé")
    assert first.kept_until_on == today + timedelta(days=730)
    assert second.kept_until_on == today + timedelta(days=1826)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        sheet = sheets.read(b"nom;type;role;insee;siren;courriel;effacer le\n" + content)
    except SheetRefused:
        return

    for entry in read_entries(sheet, guessed(sheet.headers), KNOWN):
        assert entry.errors or Profile(**entry.said).name


@given(st.lists(st.lists(st.text(max_size=20), min_size=9, max_size=9), max_size=4))
def test_any_cells_are_read(rows: list[list[str]]) -> None:
    headers = ["nom", "type", "role", "statut", "insee", "siren", "courriel 2", "tel", "effacer le"]
    sheet = sheets.read(sheets.write(headers, [["x", *["y"] * 8], *rows]))

    for entry in read_entries(sheet, guessed(sheet.headers), KNOWN):
        assert entry.errors or Profile(**entry.said).name
