from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from workspace.projects.models import Membership
from workspace.territories.changes import declare, load_register
from workspace.territories.forms import OneTerritoryForm, TerritoryForm
from workspace.territories.models import Declared
from workspace.territories.queries import by_code


@pytest.fixture
def register(app: Flask, session: Session, folder: Path) -> Iterator[Session]:
    """A session on a small register, during a request."""
    load_register(session, folder)
    with app.test_request_context():
        yield session


def typed(*pairs: tuple[str, str]) -> TerritoryForm:
    return TerritoryForm(MultiDict([("level", "commune"), *pairs]))


def test_what_is_chosen_is_loaded(register: Session) -> None:
    grenoble = by_code(register, "commune", "38185")
    assert grenoble
    form = typed(("ids", str(grenoble.id)), ("ids", str(grenoble.id)))

    assert form.validate()
    form.fill(register)

    assert form.chosen == [grenoble]
    assert form.found == []


def test_what_is_only_typed_comes_back_with_proposals(register: Session) -> None:
    form = typed(("typed", "greno"))

    assert not form.validate()
    form.fill(register)

    assert "Choisissez un territoire" in form.typed.errors[0]
    assert [place.name for place in form.found] == ["Grenoble-Alpes-Métropole", "Grenoble"]


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "²", "9" * 30, "None", "2147483648"])
def test_what_is_no_id_is_left_out(register: Session, number: str) -> None:
    form = typed(("ids", number))

    form.fill(register)

    assert form.ids.data == []
    assert form.chosen == []


@pytest.mark.usefixtures("register")
def test_one_territory_is_enough() -> None:
    form = OneTerritoryForm(MultiDict([("ids", "1"), ("ids", "2"), ("level", "commune")]))

    assert not form.validate()
    assert form.ids.errors == ["Gardez un seul territoire."]


@pytest.mark.usefixtures("register")
def test_a_territory_is_declared_by_its_name() -> None:
    form = typed(("name", " Vallée de l’Isarne "))

    assert form.validate()
    assert form.declared() == Declared("Vallée de l’Isarne", "commune")
    assert typed().declared() is None


@pytest.mark.usefixtures("register")
def test_a_level_that_does_not_exist_is_refused() -> None:
    form = TerritoryForm(MultiDict([("name", "Vallée"), ("level", "galaxie")]))

    assert not form.validate()


def test_what_another_project_declared_cannot_be_chosen(
    register: Session, alice: Membership, denis: Membership
) -> None:
    secret = declare(register, denis, Declared("Quenouillade", "quartier"))
    form = typed(("ids", str(secret.id)), ("typed", "quenou"))

    form.fill(register, alice.project_id)

    assert form.chosen == []
    assert form.found == []


def test_what_was_typed_to_be_proposed_is_done_with_once_something_is_chosen(
    register: Session,
) -> None:
    grenoble = by_code(register, "commune", "38185")
    assert grenoble
    chosen = ("ids", str(grenoble.id))

    done = typed(chosen, ("typed", "greno"), ("proposed", "greno"))
    more = typed(chosen, ("typed", "meylan"), ("proposed", "greno"))
    none = typed(("typed", "greno"), ("proposed", "greno"))

    assert [form.validate() for form in (done, more, none)] == [True, False, False]
