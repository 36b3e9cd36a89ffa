import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.indicators.measured import indicator
from tests.reading import words_of
from workspace.indicators import queries
from workspace.projects.models import Membership

FORM = {
    "name": "Ménages sans voiture",
    "definition": "Ménages sans voiture rapportés aux ménages",
    "source": "INSEE",
    "frequency": "yearly",
    "lag_months": "0",
    "institution": "",
    "watcher": "",
}


def test_a_known_indicator_fills_it(browser: FlaskClient, url: str) -> None:
    page = browser.get(f"{url}new/?ref=ind_004").text

    assert 'value="Part des 75 ans et plus"' in page
    assert "Population de 75 ans et plus rapportée au total</textarea>" in page
    assert 'name="reference" value="ind_004"' in page


def test_an_unknown_one_leaves_it_empty(browser: FlaskClient, url: str) -> None:
    assert browser.get(f"{url}new/?ref=ind_999").status_code == 200


def test_it_begins_a_watch(browser: FlaskClient, alice: Membership, url: str) -> None:
    typed = FORM | {
        "institution": str(alice.institution_id),
        "watcher": str(alice.user_id),
        "target": "7,5 %",
        "target_on": "31/12/2027",
        "source_url": "www.insee.fr/fr/statistiques",
    }

    reply = browser.post(f"{url}new/", data=typed)

    assert reply.status_code == 303
    page = browser.get(reply.location).text
    assert "7,5" in page
    assert "31\u00a0déc.\u00a02027" in page
    assert 'href="https://www.insee.fr/fr/statistiques"' in page


def test_sent_twice_it_begins_one(
    browser: FlaskClient, session: Session, alice: Membership, url: str
) -> None:
    first, again = (browser.post(f"{url}new/", data=FORM | {"once": "k1"}) for _ in range(2))

    assert first.location == again.location
    assert len(queries.for_picking(session, alice.project_id)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " ", "Donnez un nom"),
        ("name", "x" * 161, "Raccourcissez à 160"),
        ("definition", "", "Dites ce que l’on compte"),
        ("source", "", "Dites d’où viennent"),
        ("name", "a\x00b", "invisibles"),
        ("source_url", "javascript:alert(1)", "adresse entière"),
        ("source_url", "data:text/html,x", "adresse entière"),
        ("source_url", "http://[", "adresse entière"),
        ("frequency", "daily", "l’une des réponses"),
        ("lag_months", "-1", "l’une des réponses"),
        ("institution", "99999999999999999999", "l’une des réponses"),
        ("watcher", "x", "l’une des réponses"),
        ("reference", "ind_999", 'id="indicator-form"'),
        ("target", "beaucoup", "Écrivez un nombre"),
        ("target", "1e400", "Écrivez un nombre"),
        ("baseline_on", "31/04/2026", "date qui existe"),
        ("target_on", "31/12/2027", "Donnez aussi la cible"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_kept(
    browser: FlaskClient, url: str, field: str, typed: str, said: str
) -> None:
    reply = browser.post(f"{url}new/", data=FORM | {"unit": "gardé", field: typed})

    assert reply.status_code == 422
    assert said in reply.text
    assert 'value="gardé"' in reply.text


def test_a_name_that_is_taken_shows_its_definition(
    browser: FlaskClient, session: Session, bilal: Membership, url: str
) -> None:
    known = indicator(session, bilal, name="ménages sans VOITURE", definition="Au recensement")

    reply = browser.post(f"{url}new/", data=FORM)

    assert reply.status_code == 422
    assert "Au recensement" in reply.text
    assert f'href="{url}{known.id}/"' in reply.text


def test_two_people_who_rewrite_one_field_lose_nothing(
    browser: FlaskClient, session: Session, alice: Membership, url: str
) -> None:
    made = indicator(session, alice)
    for definition in ("Au 1er janvier", "Au 31 décembre"):
        typed = FORM | {"name": made.name, "definition": definition, "version": "1"}
        reply = browser.post(f"{url}{made.id}/edit/", data=typed)

    assert reply.status_code == 409
    assert {"1er", "janvier", "31", "décembre"} <= words_of(reply.text)
