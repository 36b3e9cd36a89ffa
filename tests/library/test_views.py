import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests import people
from tests.conftest import HTMX, database_of
from tests.library.cases import CINEMA, FILE, cinema, line, told
from workspace.core import index
from workspace.core.keeper import Keeper
from workspace.core.pace import Pace
from workspace.library import queries, search, views

MOST_QUERIES = 4  # the count, the head of the journal, the cases; the person when signed in


@pytest.fixture
def library(app: Flask, session: Session, tmp_path: Path) -> Iterator[Session]:
    """The cases of the product, indexed as this test sees them."""
    told(session, *FILE.read_bytes().splitlines(), line())
    session.commit()
    before = app.extensions["index"]
    app.extensions["index"] = again(session, Keeper(tmp_path / "index"))
    yield session
    app.extensions["index"] = before


def again(session: Session, keeper: Keeper) -> Keeper:
    documents = search.SOURCE.documents(session, queries.ids(session))
    keeper.keep(search.SOURCE.mark(session), index.write(None, documents))
    return keeper


def found(page: str) -> list[str]:
    return re.findall(r'<a href="/library/([\w-]+)/', page)


@pytest.mark.usefixtures("library")
class TestResults:
    def test_anybody_may_search(self, visitor: FlaskClient) -> None:
        page = visitor.get("/library/?q=cinema+itinrant+villages").text

        assert {CINEMA["id"], "cinema-itinerant-piemont-cevenol"} == set(found(page)[:2])
        assert "<mark>villages</mark>" in page
        assert "itinrant lu itinérant" in page
        assert "Mots trouvés dans" in page

    def test_what_is_chosen_stands_in_the_address(self, visitor: FlaskClient) -> None:
        page = visitor.get("/library/?q=culture&scale=epci&actor=commune&period=2010").text

        assert re.search(r'name="scale" id="scale-epci" value="epci" checked', page)
        assert "scale=epci" in page.split('id="library"')[1].split(">")[0]

    def test_htmx_is_sent_the_results_with_their_title(self, visitor: FlaskClient) -> None:
        part = visitor.get("/library/?q=cirque", headers=HTMX).text

        assert part.lstrip().startswith("<title>Bibliothèque\u00a0: cirque · Maillage</title>")
        assert "<h1" not in part

    def test_the_answer_goes_on(self, visitor: FlaskClient) -> None:
        seen = [
            slug
            for start in (0, 10, 20)
            for slug in found(visitor.get(f"/library/?q=culture&start={start}").text)
        ]

        assert len(seen) == len(set(seen)) == 30
        assert "Voir la suite" in visitor.get("/library/?q=culture").text
        assert "Revenir aux premiers cas" in visitor.get("/library/?start=60").text

    def test_an_empty_answer_says_what_to_try(self, visitor: FlaskClient) -> None:
        page = visitor.get("/library/?q=zzzzzz&scale=epci").text

        assert "Aucun cas ne répond" in page
        assert "Parcourir les 67 cas" in page
        assert 'href="/library/?q=zzzzzz"' in page

    def test_what_is_typed_is_text(self, visitor: FlaskClient) -> None:
        page = visitor.get('/library/?q=<script>alert(1)</script>&scale="><b>').text

        assert "<script>alert" not in page
        assert '"><b>' not in page

    def test_the_number_of_queries_is_known(self, app: Flask, visitor: FlaskClient) -> None:
        asked: list[str] = []
        visitor.get("/library/?q=culture")
        engine = database_of(app).engine

        def note(*said: object) -> None:
            asked.append(str(said[2]))

        event.listen(engine, "before_cursor_execute", note)
        visitor.get("/library/?q=culture")
        event.remove(engine, "before_cursor_execute", note)

        assert len([one for one in asked if one.startswith("SELECT")]) <= MOST_QUERIES

    @pytest.mark.parametrize(
        "query",
        ["start=-1", "start=x", "start=99999999999999999999", "q=a&scale=&scale=\0", "period=x"],
    )
    def test_an_odd_address_is_answered(self, visitor: FlaskClient, query: str) -> None:
        assert visitor.get(f"/library/?{query}").status_code == 200


@pytest.mark.usefixtures("library")
class TestAnswers:
    def test_names_titles_and_scores_are_given(self, visitor: FlaskClient) -> None:
        given = visitor.get("/library/search.json?q=EPCC&limit=2").json

        assert given
        assert given["total"] > 2
        assert len(given["results"]) == 2
        assert set(given["results"][0]) == {"id", "title", "score"}

    @pytest.mark.parametrize(("limit", "number"), [("0", 1), ("-5", 1), ("x", 10), ("999999", 67)])
    def test_the_limit_is_bounded(self, visitor: FlaskClient, limit: str, number: int) -> None:
        given = visitor.get(f"/library/search.json?q=cas* la* cult* pro*&limit={limit}").json

        assert given
        assert len(given["results"]) == min(number, given["total"], search.MOST)

    @pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=le+la", "?q=*"])
    def test_nothing_asked_is_nothing_found(self, visitor: FlaskClient, query: str) -> None:
        assert visitor.get(f"/library/search.json{query}").json == {"total": 0, "results": []}

    def test_a_person_may_search_fifty_times_a_second(self, browser: FlaskClient) -> None:
        codes = [browser.get("/library/search.json?q=cirque").status_code for _ in range(60)]

        assert codes == [200] * 60

    def test_who_asks_without_end_is_told_to_wait(
        self, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "PACE", Pace(rate=1, burst=5))

        answers = [visitor.get("/library/search.json?q=x") for _ in range(10)]

        refused = [answer for answer in answers if answer.status_code == 429]
        assert len(refused) >= 4
        assert refused[0].headers["Retry-After"] == "1"


class TestCase:
    def test_a_case_is_read_with_its_sources(self, session: Session, visitor: FlaskClient) -> None:
        cinema(session)

        page = visitor.get("/library/cinema-en-cevennes/").text

        assert "depuis 2013" in page
        assert "Notre lecture, pas un fait de la source" in page
        assert "Lu dans une source" in page
        assert "copie" in page
        assert 'href="https://cap.example/5773"' in page
        assert "javascript:" not in page

    def test_an_end_that_nobody_knows_is_not_said(
        self, session: Session, visitor: FlaskClient
    ) -> None:
        cinema(session, period_start=2014, period_end=None)
        cinema(session, id="over", period_start=2014, period_end=2017)

        assert "depuis 2014" in visitor.get("/library/cinema-en-cevennes/").text
        assert "de 2014 à 2017" in visitor.get("/library/over/").text

    @pytest.mark.parametrize("slug", ["absent", "CINEMA-EN-CEVENNES", "x" * 300, "search.json"])
    def test_what_is_not_there_is_not_found(
        self, session: Session, visitor: FlaskClient, slug: str
    ) -> None:
        cinema(session)

        assert visitor.get(f"/library/{slug}/").status_code == 404

    def test_a_draft_is_for_who_keeps_the_library(
        self, app: Flask, session: Session, visitor: FlaskClient, browser: FlaskClient
    ) -> None:
        cinema(session, status="draft")
        ines = people.person(session, "Inès")
        ines.is_admin = True
        session.commit()
        keeper, address = people.browser_of(app, ines.id), "/library/cinema-en-cevennes/"

        assert visitor.get(address).status_code == browser.get(address).status_code == 404
        assert "brouillon" in keeper.get(address).text
        assert browser.post(f"{address}status", data={"publish": 1}).status_code == 403

        keeper.post(f"{address}status", data={"publish": 1})

        assert visitor.get(address).status_code == 200
