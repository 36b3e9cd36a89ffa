from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import HTMX
from workspace.projects.models import Membership
from workspace.territories.changes import declare, load_register
from workspace.territories.models import Declared


@pytest.fixture
def visitor(app: Flask, session: Session, folder: Path) -> FlaskClient:
    """A visitor, once the register is there."""
    load_register(session, folder)
    session.commit()
    return app.test_client()


def test_the_register_is_open_to_everyone(visitor: FlaskClient) -> None:
    page = visitor.get("/territories/?q=greno").text

    assert "<html" in page
    assert "Grenoble-Alpes-Métropole" in page
    assert "Intercommunalité · Isère · 449\u202f509 habitants" in page


def test_a_field_that_proposes_receives_options_alone(visitor: FlaskClient) -> None:
    answer = visitor.get("/territories/?q=greno", headers=HTMX)

    assert "<html" not in answer.text
    assert answer.text.count('role="option"') == 2
    assert "2 propositions." in answer.text


def test_nothing_found_says_what_to_try(visitor: FlaskClient) -> None:
    assert "Essayez le début du nom" in visitor.get("/territories/?q=zzz").text
    assert "Aucun territoire" in visitor.get("/territories/?q=zzz", headers=HTMX).text


def test_an_empty_search_only_invites(visitor: FlaskClient) -> None:
    assert "Essayez" not in visitor.get("/territories/").text


@pytest.mark.parametrize(
    "typed", ["<script>x</script>", '"><img src=x>', "%00", "\U0001f600" * 500]
)
def test_what_is_typed_is_shown_as_text(visitor: FlaskClient, typed: str) -> None:
    answer = visitor.get("/territories/", query_string={"q": typed})

    assert answer.status_code == 200
    assert "<script>x" not in answer.text
    assert "<img src=x>" not in answer.text


def test_what_a_project_declared_is_not_in_the_register(
    visitor: FlaskClient, session: Session, denis: Membership
) -> None:
    declare(session, denis, Declared("Quenouillade", "quartier"))
    session.commit()

    assert "Quenouillade" not in visitor.get("/territories/?q=quenou").text
    assert "Aucun territoire" in visitor.get("/territories/?q=quenou", headers=HTMX).text
