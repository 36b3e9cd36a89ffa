import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import sign_in
from tests.evaluation.entries import FRIDAY, noted
from tests.files.uploads import attached
from workspace.core import sheets
from workspace.evaluation import changes, queries
from workspace.evaluation.models import LogEntry
from workspace.evaluation.queries import Filter
from workspace.projects.models import Membership


def entries(session: Session, member: Membership) -> list[LogEntry]:
    months = queries.timeline(session, member.project_id, Filter()).months
    return [line.entry for _month, lines in months for line in lines]


def post(browser: FlaskClient, url: str, **typed: str) -> TestResponse:
    return browser.post(url, data={"text": "La soupe a manqué.", "kind": "observation"} | typed)


class TestOneEntry:
    def test_it_is_rewritten(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        entry = noted(session, alice, happened_on=FRIDAY, criteria=frozenset({"effets"}))
        form = browser.get(f"{url}{entry.id}/edit/").text

        answer = post(
            browser, f"{url}{entry.id}/edit/", text="La navette est pleine.", version="1",
            kind="adaptation", why="Un départ plus tard", happened_on="",
        )  # fmt: skip

        session.expire_all()
        (found,) = entries(session, alice)
        assert re.search(r'value="effets" checked', form)
        assert answer.location == f"{url}{entry.id}/"
        assert (found.text, found.why, found.happened_on) == (
            "La navette est pleine.", "Un départ plus tard", FRIDAY,
        )  # fmt: skip

    def test_two_texts_are_shown_to_whoever_comes_second(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        entry = noted(session, alice)
        post(browser, f"{url}{entry.id}/edit/", text="Le premier texte", version="1")

        answer = post(browser, f"{url}{entry.id}/edit/", text="Le second texte", version="1")

        marked = re.sub("</?(?:ins|del|mark|span)[^>]*>", "", answer.text)
        assert answer.status_code == 409
        assert "Le premier texte" in marked
        assert "Le second texte" in marked

    def test_a_withdrawn_entry_says_who_withdrew_it(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        entry = noted(session, alice)

        browser.post(f"{url}{entry.id}/withdrawal")
        page = browser.get(f"{url}{entry.id}/").text
        log = browser.get(url).text
        browser.post(f"{url}{entry.id}/return")

        assert "Entrée retirée par Alice" in page
        assert "Modifier cette entrée" not in page
        assert entry.text not in log
        assert entry.text in browser.get(url).text

    def test_nobody_else_is_offered_to_rewrite_it(
        self, app: Flask, session: Session, alice: Membership, bilal: Membership, url: str
    ) -> None:
        entry, other = noted(session, alice), sign_in(app, bilal)

        assert "Modifier cette entrée" not in other.get(f"{url}{entry.id}/").text
        refused = other.get(f"{url}{entry.id}/edit/")
        assert refused.status_code == 403
        assert "Vous pouvez la commenter." in refused.text

    def test_it_can_be_commented_and_has_a_history(
        self, session: Session, browser: FlaskClient, url: str, alice: Membership
    ) -> None:
        entry, base = noted(session, alice), url.removesuffix("evaluation/")
        browser.post(f"{base}comments/evaluation/{entry.id}/", data={"body": "Combien ?"})

        page = browser.get(f"{url}{entry.id}/").text
        history = browser.get(f"{base}history/evaluation/{entry.id}/").text

        assert "Combien ?" in page
        assert "a noté au journal" in history


def test_the_export_holds_every_entry_and_runs_nothing(
    session: Session, browser: FlaskClient, url: str, alice: Membership
) -> None:
    entry = noted(session, alice, "=cmd|'/c calc'!A1", criteria=frozenset({"effets"}))
    attached(session, alice, entry.id)
    changes.withdraw_entry(session, alice, noted(session, alice, "retirée"))
    session.commit()

    answer = browser.get(f"{url}export.csv")

    sheet = sheets.read(answer.data)
    assert answer.mimetype == "text/csv"
    assert b"'=cmd" in answer.data
    assert sheet.headers[:3] == ["Jour", "Sorte", "Texte"]
    assert [row.cells[2] for row in sheet.rows] == ["=cmd|'/c calc'!A1"]
    assert "Compte rendu.pdf" in sheet.rows[0].cells
