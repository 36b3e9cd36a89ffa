"""Where somebody writes is told to those who look at the text, and to nobody else."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import people
from tests.conftest import database_of
from workspace.core import relay
from workspace.core.db import Database
from workspace.live.carets import SILENCE, Caret, Carets
from workspace.live.models import Presence
from workspace.live.stream import Listener, stream
from workspace.live.tail import Tail
from workspace.projects.models import Membership, Role

NAME = "statement.tensions"
PLACE = {"anchor": {"tname": "prosemirror", "assoc": 0}, "head": {"tname": "prosemirror"}}
MOST = 5  # events heard before one gives up
CARET = "event: caret\ndata: "


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "PULSE", 0.05)


@pytest.fixture
def bilal(real_app: Flask) -> Membership:
    with database_of(real_app).writing() as session:
        lead = people.lead(session)
        return people.joins(session, lead, "Bilal", role=Role.CONTRIBUTOR, speaks_for="Foyer rural")


@pytest.fixture
def writer(real_app: Flask, bilal: Membership) -> FlaskClient:
    return people.browser_of(real_app, bilal.user_id)


def look(database: Database, member: Membership, texts: str = "statement.") -> Iterator[str]:
    listener = Listener(member.project_id, member.user_id, 2, lambda: True, texts=texts)
    page = stream(Tail(database), listener, heartbeat=2)
    assert "event: hello" in next(page)
    return page


def move(writer: FlaskClient, member: Membership, place: object, page: str = "p1") -> int:
    told = {"page": page, "caret": json.dumps(place) if place else ""}
    where = f"/projects/{member.project_id}/texts/{NAME}/caret"
    return writer.post(where, data=told).status_code


def heard(page: Iterator[str]) -> dict[str, Any]:
    few = islice(page, MOST)
    told = next(sent for sent in few if CARET in sent).partition(CARET)[2].partition("\n")[0]
    found: dict[str, Any] = json.loads(told)
    return found


def test_a_caret_is_told_with_who_writes_and_for_whom(
    real_app: Flask, bilal: Membership, writer: FlaskClient
) -> None:
    page = look(database_of(real_app), bilal)

    assert move(writer, bilal, PLACE) == 204

    assert heard(page) == {
        "page": "p1", "name": NAME, "user": bilal.user_id, "who": "Bilal",
        "institution": "Foyer rural", "caret": PLACE,
    }  # fmt: skip
    move(writer, bilal, None)
    assert heard(page)["caret"] is None


def test_who_comes_later_is_told_where_others_write(
    real_app: Flask, bilal: Membership, writer: FlaskClient
) -> None:
    database = database_of(real_app)
    tail = Tail(database)
    listener = Listener(bilal.project_id, bilal.user_id, 2, lambda: True, texts="statement.")
    first, late = (stream(tail, listener, heartbeat=2) for _ in range(2))
    next(first)
    move(writer, bilal, PLACE)
    heard(first)

    next(late)

    assert heard(late)["caret"] == PLACE


def test_a_page_that_shows_no_text_hears_no_caret(
    real_app: Flask, bilal: Membership, writer: FlaskClient
) -> None:
    page = look(database_of(real_app), bilal, texts="")

    move(writer, bilal, PLACE)

    assert next(page) == "event: beat\ndata:\n\n"


def test_a_caret_is_kept_nowhere(real_app: Flask, bilal: Membership, writer: FlaskClient) -> None:
    move(writer, bilal, PLACE)

    with database_of(real_app).reading() as session:
        assert session.query(Presence).count() == 0


@pytest.mark.parametrize("typed", ["[]", "{", "1", '{"a": "' + "x" * 600 + '"}', "[" * 600])
def test_what_is_no_caret_is_refused(bilal: Membership, writer: FlaskClient, typed: str) -> None:
    where = f"/projects/{bilal.project_id}/texts/{NAME}/caret"

    assert writer.post(where, data={"page": "p1", "caret": typed}).status_code == 422


@pytest.mark.parametrize("words", ["", "[]", "{}", '{"space_id": 1}', "é", "[" * 3000])
def test_what_no_process_of_ours_says_is_no_caret(words: str) -> None:
    assert Caret.read(words) is None


def test_who_falls_silent_is_forgotten() -> None:
    carets = Carets()
    caret = Caret(1, "p1", NAME, {"who": "Bilal", "caret": PLACE})
    carets.move(caret, 0.0)

    assert carets.forget(SILENCE) == []
    (left,) = carets.forget(SILENCE + 1)
    assert json.loads(left.told) == {"page": "p1", "name": NAME, "who": "Bilal", "caret": None}
    assert carets.now() == []
