import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import HTMX, database_of, sign_in
from tests.counting import counted
from tests.indicators.measured import indicator, read
from tests.library.cases import cinema
from workspace.indicators import views
from workspace.projects.models import Membership

PAGE_QUERIES = 9  # person, sign-in, member, indicator, values, names, findings, comments
LIST_QUERIES = 6  # person, sign-in, member, indicators, last values


pytestmark = pytest.mark.usefixtures("late_november")


class TestList:
    def test_an_empty_list_says_how_to_begin_and_how_others_did(
        self, browser: FlaskClient, session: Session, url: str
    ) -> None:
        cinema(session, id=views.EXAMPLES[0])

        page = browser.get(url).text

        assert "Vos indicateurs paraîtront ici" in page
        assert f'href="/library/{views.EXAMPLES[0]}/"' in page

    def test_no_example_is_shown_that_cannot_be_read(self, browser: FlaskClient, url: str) -> None:
        assert "/library/cinema" not in browser.get(url).text

    def test_lateness_is_said_in_words(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        made = indicator(session, alice, institution_id=alice.institution_id)
        read(session, alice, made, "2024-08-24", 13.8)
        read(session, alice, made, "2025-08-24", 14.2)

        page = browser.get(url).text

        assert "En retard de 3 mois" in page.replace("\u00a0", " ")
        assert "14,2\u00a0%" in page
        assert "en hausse de 0,4 depuis le 24\u00a0août\u00a02024" in page
        assert "Ville de Redon" in page

    def test_it_is_filtered_in_the_address(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        late = indicator(session, alice, name="Ancien")
        read(session, alice, late, "2020-01-01", 1)
        indicator(session, alice, name="Nôtre", institution_id=alice.institution_id)

        def shown(query: str) -> list[str]:
            return re.findall(r'<h2><a href="[^"]+">([^<]+)</a>', browser.get(url + query).text)

        assert shown("") == ["Ancien", "Nôtre"]
        assert shown("?late") == ["Ancien"]
        assert shown("?ours") == ["Nôtre"]

    def test_its_queries_are_counted(
        self, app: Flask, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        for number in range(5):
            made = indicator(session, alice, name=f"Indicateur {number}")
            read(session, alice, made, "2023-01-01", number)

        with counted(database_of(app).engine) as asked:
            browser.get(url)

        assert len(asked) <= LIST_QUERIES


class TestPage:
    def test_a_value_is_typed_as_french_writes_it(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        made = indicator(session, alice)

        typed = {"taken_on": "30/06/2026", "value": "12\u202f345,6 %", "note": "<b>Net</b>"}
        reply = browser.post(f"{url}{made.id}/", data=typed, headers=HTMX)

        assert reply.status_code == 200
        assert "12\u202f345,6\u00a0%" in reply.text
        assert "&lt;b&gt;Net&lt;/b&gt;" in reply.text
        assert "<html" not in reply.text

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"value": "12"}, "Donnez la date"),
            ({"taken_on": "2026-01-01"}, "Donnez la valeur"),
            ({"taken_on": "2026-01-01", "value": " "}, "Donnez la valeur"),
            ({"taken_on": "2026-01-01", "value": "1,2,3"}, "Écrivez un nombre"),
            ({"taken_on": "2026-01-01", "value": "NaN"}, "Écrivez un nombre"),
            ({"taken_on": "29/02/2026", "value": "1"}, "date qui existe"),
            ({"taken_on": "0001-01-01", "value": "1"}, "date qui existe"),
            ({"taken_on": "25/11/2026", "value": "1"}, "jour à venir"),
        ],
    )
    def test_a_wrong_value_is_handed_back(
        self,
        browser: FlaskClient,
        session: Session,
        alice: Membership,
        url: str,
        typed: dict[str, str],
        said: str,
    ) -> None:
        made = indicator(session, alice)

        reply = browser.post(f"{url}{made.id}/", data=typed)

        assert reply.status_code == 422
        assert said in reply.text
        assert all(f'value="{value}"' in reply.text for value in typed.values() if value.strip())

    def test_a_second_value_of_a_day_is_handed_back(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        made = indicator(session, alice)
        read(session, alice, made, "2026-01-01", 1)

        reply = browser.post(f"{url}{made.id}/", data={"taken_on": "1/1/2026", "value": "2"})

        assert reply.status_code == 422
        assert "Ce jour a déjà une valeur" in reply.text

    def test_a_value_is_corrected_then_removed(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        made = indicator(session, alice)
        value = read(session, alice, made, "2026-01-01", 1.42)
        at = f"{url}{made.id}/readings/{value.id}/"
        assert 'value="1,42"' in browser.get(at).text

        browser.post(at, data={"taken_on": "2026-01-01", "value": "14,2", "version": "1"})
        assert "14,2" in browser.get(f"{url}{made.id}/").text

        browser.post(f"{at}removal")
        assert "Aucune valeur pour l’instant" in browser.get(f"{url}{made.id}/").text
        assert browser.post(f"{at}removal").status_code == 404

    def test_a_reader_is_shown_no_form(
        self, app: Flask, session: Session, chloe: Membership, alice: Membership, url: str
    ) -> None:
        made = indicator(session, alice)
        read(session, alice, made, "2026-01-01", 1)

        page = sign_in(app, chloe).get(f"{url}{made.id}/").text

        assert 'id="reading-form"' not in page
        assert "Corriger" not in page

    def test_it_is_left_and_taken_up_again(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        made = indicator(session, alice)

        left = browser.post(f"{url}{made.id}/watch", follow_redirects=True).text
        again = browser.post(
            f"{url}{made.id}/watch", data={"resume": "1"}, follow_redirects=True
        ).text

        assert "N’est plus suivi" in left
        assert "N’est plus suivi" not in again

    def test_a_name_that_is_nearly_taken_does_not_go_unnoticed(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        made = indicator(session, alice)
        near = indicator(session, alice, name="Part des plus de 75 ans")
        other = indicator(session, alice, name="Part des 60 ans et plus")

        page = browser.get(f"{url}{made.id}/").text

        assert "Un nom proche est déjà suivi" in page
        assert f'href="{url}{near.id}/"' in page
        assert f'href="{url}{other.id}/"' not in page

    def test_its_queries_are_counted(
        self, app: Flask, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        made = indicator(session, alice)
        for year in range(2015, 2026):
            read(session, alice, made, f"{year}-01-01", year)

        with counted(database_of(app).engine) as asked:
            browser.get(f"{url}{made.id}/")

        assert len(asked) <= PAGE_QUERIES

    def test_who_watches_a_late_indicator_is_asked_for_its_value(
        self, app: Flask, session: Session, alice: Membership, bilal: Membership, url: str
    ) -> None:
        made = indicator(session, alice, institution_id=bilal.institution_id)
        read(session, alice, made, "2020-01-01", 1)
        home = url.removesuffix("indicators/")

        assert f'href="{url}{made.id}/"' in sign_in(app, bilal).get(home).text
        assert f'href="{url}{made.id}/"' not in sign_in(app, alice).get(home).text
