"""When something cannot be done for now, the page says so and gives back what was typed."""

import re
import sqlite3
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import HTMX, database_of
from workspace.core import sqlite


@pytest.fixture
def board(real_browser: FlaskClient) -> str:
    """Where Alice's actions are."""
    found = re.search(r'href="(/projects/\d+/)"', real_browser.get("/projects/").text)
    assert found
    return f"{found.group(1)}actions/"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_who_writes_while_the_database_is_held_is_given_their_text_back(
    real_app: Flask, real_browser: FlaskClient, board: str, headers: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    typed = {"title": "Ouvrir la halle aux <enfants>"}
    path = str(database_of(real_app).engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        told = real_browser.post(board, data=typed, headers=headers)
        read = real_browser.get(board)

    later = real_browser.post(board, data=typed, headers=headers)
    assert (told.status_code, told.headers["Retry-After"]) == (503, "5")
    assert "Ouvrir la halle aux &lt;enfants&gt;" in told.text
    assert read.status_code == 200
    assert later.status_code < 400
