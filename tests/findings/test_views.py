import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import HTMX, database_of, sign_in
from tests.counting import counted
from tests.findings.asserted import MEETING, SENTENCE, again, finding, resting, says
from tests.indicators.measured import read
from tests.library.cases import cinema
from tests.reading import words_of
from workspace.findings import changes, views
from workspace.findings.models import Stance
from workspace.projects.models import Membership

LIST_QUERIES = 7  # person, sign-in, member, findings, sources, viewpoints, last values
PAGE_QUERIES = 9  # the same, the indicators that may be cited, comments


class TestList:
    def test_an_empty_list_says_how_to_begin_and_how_others_did(
        self, browser: FlaskClient, session: Session, url: str
    ) -> None:
        cinema(session, id=views.EXAMPLES[0])

        page = browser.get(url).text

        assert "Les constats paraîtront ici" in page
        assert f'href="/library/{views.EXAMPLES[0]}/"' in page

    def test_one_click_opens_the_source(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        shown = finding(session, alice)

        page = browser.get(url, headers=HTMX).text

        assert f'<a href="{shown.sources[0].url}" rel="noopener noreferrer">' in page
        assert 'id="findings"' in page
        assert "<h1" not in page

    def test_it_is_filtered_in_the_address(
        self, browser: FlaskClient, session: Session, alice: Membership, bilal: Membership, url: str
    ) -> None:
        finding(session, alice, "Le premier.")
        disputed = finding(session, bilal, "Le second.", origin=MEETING)
        says(session, alice, disputed, Stance.CONTESTS, "Non.")

        def shown(query: str) -> list[str]:
            return re.findall(r"<h3><a [^>]+>([^<]+)</a>", browser.get(url + query).text)

        assert shown("") == ["Le premier.", "Le second."]
        assert shown(f"?institution={bilal.institution_id}") == ["Le second."]
        assert shown("?kind=page") == ["Le premier."]
        assert shown("?state=disputed") == ["Le second."]
        assert shown("?state=stale") == []
        assert shown("?institution=x&kind=y&state=z") == ["Le premier.", "Le second."]
        assert "Aucun constat ne répond à ces filtres" in browser.get(f"{url}?state=stale").text

    def test_a_stale_finding_is_confirmed_from_the_list_which_stays_filtered(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        stale, watched = resting(session, alice)
        read(session, alice, watched, "2023-01-01", 14.2)
        page = browser.get(f"{url}?state=stale").text
        assert "14,2\u00a0% le 1er\u00a0janv.\u00a02023, contre 13,8\u00a0%" in page
        [address] = re.findall(r'action="([^"]+confirmation[^"]*)"', page)

        reply = browser.post(address, data={"listed": "1"}, headers=HTMX)

        assert f'id="finding-{stale.finding.id}"' not in reply.text
        assert "Aucun constat ne répond à ces filtres" in reply.text
        session.expire_all()
        assert not again(session, alice, stale.finding).is_stale

    def test_its_queries_are_counted(
        self, app: Flask, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        shown, _watched = resting(session, alice)
        for number in range(5):
            says(session, alice, finding(session, alice, f"Constat {number}."), Stance.AGREES)
        changes.add_source(session, alice, shown.finding, MEETING)
        session.commit()

        with counted(database_of(app).engine) as asked:
            browser.get(url)

        assert len(asked) <= LIST_QUERIES


class TestPage:
    def test_a_refused_source_keeps_the_page_and_what_was_typed(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        shown = finding(session, alice)

        typed = {"kind": "page", "title": "Gardé", "url": "", "indicator": ""}
        reply = browser.post(f"{url}{shown.finding.id}/sources/", data=typed, headers=HTMX)

        assert reply.status_code == 422
        assert 'value="Gardé"' in reply.text
        assert (
            '<details class="card no-print" data-kind="flat" id="source-more" open>' in reply.text
        )

    def test_a_source_is_added_then_removed_but_never_the_last(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        shown = finding(session, alice)
        at = f"{url}{shown.finding.id}/sources/"
        typed = {"kind": "meeting", "title": "Atelier", "indicator": "", "dated_on": "2/4/2025"}
        assert "Atelier" in browser.post(at, data=typed, follow_redirects=True).text
        first, added = again(session, alice, shown.finding).sources

        gone = browser.post(f"{at}{added.id}/removal", follow_redirects=True)
        refused = browser.post(f"{at}{first.id}/removal")

        assert f'id="source-{added.id}"' not in gone.text
        assert refused.status_code == 403
        assert "Un constat garde au moins une source" in refused.text

    def test_readings_stand_side_by_side_with_their_institutions(
        self, browser: FlaskClient, session: Session, alice: Membership, bilal: Membership, url: str
    ) -> None:
        shown = finding(session, alice)
        says(session, bilal, shown, Stance.CONTESTS, "Il y a les vendredis.")

        said = {"stance": "nuances", "text": "Pas au bourg.", "version": "0"}
        page = browser.post(
            f"{url}{shown.finding.id}/viewpoint", data=said, follow_redirects=True
        ).text

        assert page.index("Il y a les vendredis.") < page.index("Pas au bourg.")
        assert "Foyer rural de Puyseilles" in page
        assert "Contesté" in page

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"text": "x"}, "l’une des réponses"),
            ({"stance": "maybe"}, "l’une des réponses"),
            ({"stance": "contests"}, "ce que vous lisez autrement"),
            ({"stance": "nuances", "text": "x" * 2001}, "Raccourcissez à 2000"),
        ],
    )
    def test_a_reading_without_a_reason_is_handed_back(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str,
        typed: dict[str, str], said: str,
    ) -> None:  # fmt: skip
        shown = finding(session, alice)

        reply = browser.post(f"{url}{shown.finding.id}/viewpoint", data=typed)

        assert reply.status_code == 422
        assert said in reply.text

    def test_two_people_of_one_institution_lose_nothing(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        shown = finding(session, alice)
        for text in ("La première.", "La seconde."):
            said = {"stance": "nuances", "text": text, "version": "0"}
            reply = browser.post(f"{url}{shown.finding.id}/viewpoint", data=said)

        assert reply.status_code == 409
        assert {"première", "seconde"} <= words_of(reply.text)

    def test_a_reading_is_taken_back_once(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        shown = says(session, alice, finding(session, alice), Stance.AGREES)

        for _twice in range(2):
            reply = browser.post(f"{url}{shown.finding.id}/viewpoint/removal")

        assert reply.status_code == 303
        assert again(session, alice, shown.finding).viewpoints == []

    def test_a_sentence_is_rewritten_and_a_clash_shows_both(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        at = f"{url}{finding(session, alice).finding.id}/edit/"
        assert SENTENCE in browser.get(at).text

        replies = [
            browser.post(at, data={"sentence": text, "version": "1"})
            for text in ("Le soir, peu ouvre.", "Le soir, tout ferme.", " ")
        ]

        assert [reply.status_code for reply in replies] == [303, 409, 422]
        assert {"peu", "ouvre", "tout", "ferme"} <= words_of(replies[1].text)

    def test_a_finding_that_was_withdrawn_is_gone_but_told(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        at = f"{url}{finding(session, alice).finding.id}/"

        assert browser.post(f"{at}removal").status_code == 303

        assert browser.get(at).status_code == 404
        assert (
            "a retiré le constat"
            in browser.get(at.replace("/findings/", "/history/findings/")).text
        )

    def test_it_is_commented(
        self, browser: FlaskClient, session: Session, alice: Membership, url: str
    ) -> None:
        shown = finding(session, alice)
        at = url.replace("/findings/", f"/comments/findings/{shown.finding.id}/")

        browser.post(at, data={"body": "Vraie à Malpertuis."})

        assert "Vraie à Malpertuis." in browser.get(f"{url}{shown.finding.id}/").text

    def test_a_reader_reads_and_writes_nothing(
        self, app: Flask, session: Session, alice: Membership, chloe: Membership, url: str
    ) -> None:
        shown = finding(session, alice)

        page = sign_in(app, chloe).get(f"{url}{shown.finding.id}/").text

        assert 'id="source-form"' not in page
        assert 'id="viewpoint-form"' not in page
        assert 'id="finding-remove"' not in page

    def test_its_institution_is_asked_to_read_it_again(
        self, app: Flask, session: Session, alice: Membership, bilal: Membership, url: str
    ) -> None:
        shown, watched = resting(session, alice)
        read(session, bilal, watched, "2023-01-01", 14.2)
        home = url.removesuffix("findings/")
        asked = f'href="{url}{shown.finding.id}/"'

        assert asked in sign_in(app, alice).get(home).text
        assert asked not in sign_in(app, bilal).get(home).text

    def test_its_queries_are_counted(
        self, app: Flask, browser: FlaskClient, session: Session, alice: Membership,
        bilal: Membership, url: str,
    ) -> None:  # fmt: skip
        shown, _watched = resting(session, alice)
        for member in (alice, bilal):
            says(session, member, shown, Stance.AGREES)

        with counted(database_of(app).engine) as asked:
            browser.get(f"{url}{shown.finding.id}/")

        assert len(asked) <= PAGE_QUERIES
