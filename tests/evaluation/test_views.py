import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.actions.actions import action
from tests.conftest import HTMX, database_of, sign_in
from tests.counting import counted
from tests.evaluation.entries import FRIDAY, noted
from tests.files.uploads import PDF, SECRET, attached, photo
from workspace.core import clock
from workspace.core.store import Store
from workspace.evaluation import queries
from workspace.evaluation.models import LogEntry
from workspace.evaluation.queries import Filter
from workspace.projects.models import Membership

# Who asks, the membership, the entries, their actions, criteria, files and comments, how many of
# each kind and criterion, then the actions and institutions that are offered.
MOST_QUERIES = 11
# Who asks, the membership, the entry, its actions and criteria, its files, what was said of it.
MOST_QUERIES_OF_AN_ENTRY = 7
SCRIPT = "<script>alert(1)</script>{{ 7 * 7 }}<img src=x onerror=alert(1)>"


def entries(session: Session, member: Membership) -> list[LogEntry]:
    months = queries.timeline(session, member.project_id, Filter()).months
    return [line.entry for _month, lines in months for line in lines]


def post(browser: FlaskClient, url: str, **typed: str) -> TestResponse:
    return browser.post(url, data={"text": "La soupe a manqué.", "kind": "observation"} | typed)


class TestNoting:
    def test_a_text_and_a_kind_are_enough(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        answer = post(browser, url)

        (entry,) = entries(session, alice)
        assert answer.status_code == 303
        assert (entry.text, entry.kind) == ("La soupe a manqué.", "observation")
        assert entry.happened_on == clock.today()

    def test_htmx_is_sent_the_log_with_an_empty_form(self, browser: FlaskClient, url: str) -> None:
        typed = {"text": "La soupe a manqué.", "kind": "incident"}

        part = browser.post(url, data=typed, headers=HTMX).text

        assert "La soupe a manqué." in part
        assert re.search(r"<textarea[^>]*>\s*</textarea>", part)
        assert "<h1" not in part

    def test_a_photo_comes_along(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership, store: Store
    ) -> None:
        files = [(BytesIO(photo()), "soupe.jpg"), (BytesIO(PDF), "compte rendu.pdf")]
        typed = {"text": "La soupe", "kind": "observation", "files": files}

        browser.post(url, data=typed)

        (entry,) = entries(session, alice)
        page = browser.get(url).text
        assert len(re.findall(r"<a href=\"[^\"]+\" download>", page)) == 2
        assert f"{url}{entry.id}/" in page
        assert not any(SECRET in path.read_bytes() for path in store.folder.rglob("*/*"))

    def test_what_is_noted_of_an_action_is_chosen_beforehand(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        fair = action(session, alice)
        session.commit()

        page = browser.get(f"{url}?action={fair.id}").text
        post(browser, url, actions=str(fair.id))

        assert re.search(rf'<option value="{fair.id}" selected>', page)
        assert [one.id for one in entries(session, alice)[0].actions] == [fair.id]

    def test_a_day_is_read_as_it_is_typed(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        post(browser, url, happened_on="08/05/2026")

        assert entries(session, alice)[0].happened_on == FRIDAY

    def test_a_form_sent_twice_notes_once(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        answers = [post(browser, url, once="abc") for _ in range(2)]

        assert len(entries(session, alice)) == 1
        assert answers[0].location == answers[1].location

    def test_a_reader_reads_and_notes_nothing(
        self, app: Flask, session: Session, chloe: Membership, url: str
    ) -> None:
        reader = sign_in(app, chloe)

        assert post(reader, url).status_code == 403
        assert 'id="entry-form"' not in reader.get(url).text
        assert entries(session, chloe) == []

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ({"text": "  "}, "une ou deux phrases suffisent"),
            ({"text": "a" * 5001}, "Raccourcissez à 5000 caractères."),
            ({"text": "a\0b"}, "caractères invisibles"),
            ({"kind": "autre"}, "Choisissez une sorte d’entrée."),
            ({"kind": ""}, "Choisissez une sorte d’entrée."),
            ({"kind": "retour_habitant"}, "l’accord de la personne"),
            ({"happened_on": "31/04/2026"}, "une date qui existe"),
            ({"happened_on": "9999-12-31"}, "une date qui existe"),
            ({"happened_on": "2199-12-31"}, "choisissez un jour passé"),
            ({"criteria": "beaute"}, "des critères de la liste"),
            ({"actions": "-1"}, "une action du projet"),
        ],
    )
    def test_what_is_wrong_is_told_and_what_was_typed_stays(
        self, browser: FlaskClient, url: str, typed: dict[str, str], why: str
    ) -> None:
        answer = post(browser, url, **{"why": "La pluie"} | typed)

        assert answer.status_code == 422
        assert why in answer.text.replace("&#39;", "'")
        assert typed.get("text", "La soupe").strip("\0 ")[:1] in answer.text

    def test_files_have_to_be_chosen_again(self, browser: FlaskClient, url: str) -> None:
        typed = {"text": "", "kind": "observation", "files": (BytesIO(PDF), "a.pdf")}

        answer = browser.post(url, data=typed)

        assert answer.status_code == 422
        assert "Choisissez de nouveau ces fichiers" in answer.text

    @pytest.mark.parametrize("actions", ["9" * 30, "999999", "abc"])
    def test_an_action_that_does_not_exist_notes_nothing(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership, actions: str
    ) -> None:
        assert post(browser, url, actions=actions).status_code in {404, 422}
        assert entries(session, alice) == []


class TestReading:
    def test_filters_stand_in_the_address_of_the_part_that_lives(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        noted(session, alice, "La foire")
        noted(session, alice, "Un incident", kind="incident")

        page = browser.get(f"{url}?kind=incident&since=2026-01-01&q=incident").text

        assert "Un incident" in page
        assert "La foire" not in page
        assert re.search(
            r'data-hx-get="[^"]+\?kind=incident&amp;since=2026-01-01&amp;q=incident"', page
        )

    def test_an_empty_log_says_what_will_appear(self, browser: FlaskClient, url: str) -> None:
        assert "Rien n’est encore noté" in browser.get(url).text

    def test_filters_that_find_nothing_lead_back(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        noted(session, alice)

        page = browser.get(f"{url}?q=quenouillade").text

        assert "Rien de tel dans le journal" in page
        assert f'href="{url}"' in page

    @pytest.mark.parametrize(
        "query",
        [
            "kind=autre&criterion=x&action=abc&institution=-1",
            "action=99999999999999999999&institution=99999999999999999999",
            "since=31/04/2026&until=0001-01-01&before=2026-05-08",
            "before=x.y&q=" + "a" * 5000,
            "before=2026-05-08.99999999999999999999",
            "q=%25_%5C&kind=%F0%9F%98%80",
        ],
    )
    def test_an_odd_address_is_answered(self, browser: FlaskClient, url: str, query: str) -> None:
        assert browser.get(f"{url}?{query}").status_code == 200

    def test_what_is_typed_is_text(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        entry = noted(session, alice, SCRIPT, why=SCRIPT, expected=SCRIPT)

        for address in (url, f"{url}{entry.id}/", f"{url}{entry.id}/edit/", f"{url}?q=<script>"):
            page = browser.get(address).text
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "49<img" not in page

    @pytest.mark.parametrize(
        "text", ["👩‍🎨 e\u0301te\u0301 œuvre l’œuvre", "a\u0301" * 300, "a" * 5000]
    )
    def test_words_are_kept_as_they_were_typed(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership, text: str
    ) -> None:
        post(browser, url, text=text)

        assert entries(session, alice)[0].text == text

    def test_the_number_of_queries_does_not_grow(
        self, app: Flask, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        for number in range(5):
            fair = action(session, alice, f"Foire {number}")
            entry = noted(
                session,
                alice,
                action_ids=frozenset({fair.id}),
                criteria=frozenset({"effets"}),
                happened_on=FRIDAY + timedelta(days=number),
            )
            attached(session, alice, entry.id)

        with counted(database_of(app).engine) as asked:
            browser.get(url)
        with counted(database_of(app).engine) as asked_of_one:
            browser.get(f"{url}{entry.id}/")

        assert len(asked) <= MOST_QUERIES, asked
        assert len(asked_of_one) <= MOST_QUERIES_OF_AN_ENTRY, asked_of_one
