import pytest
from click.testing import Result
from flask import Flask

from tests.conftest import database_of
from workspace.accounts.models import Language, User
from workspace.accounts.queries import by_email, reset
from workspace.core import clock, passwords

GOOD = "Une Phrase assez longue 9"


def create(app: Flask, *words: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=["accounts", "create", *words], input=typed)


def found(app: Flask, email: str) -> User | None:
    with database_of(app).reading() as session:
        return by_email(session, email)


def test_a_person_receives_a_link_to_choose_their_password(real_app: Flask) -> None:
    result = create(real_app, "nora@example.org", "--name", "Nora", "--admin", "--language", "en")

    person = found(real_app, "nora@example.org")
    secret = result.output.rpartition("/")[2].strip()
    with database_of(real_app).reading() as session:
        assert reset(session, secret, clock.now())
    assert person
    assert (person.name, person.language) == ("Nora", Language.ENGLISH)
    assert person.is_admin
    assert not person.is_trainer
    assert person.password_hash is None


def test_a_password_may_be_given(real_app: Flask) -> None:
    result = create(real_app, "nora@example.org", "--password-stdin", typed=f"{GOOD}\n")

    person = found(real_app, "nora@example.org")
    assert person
    assert passwords.matches(person.password_hash, GOOD)
    assert "/account/reset/" not in result.output


@pytest.mark.parametrize("password", ["", "court", "nora nora nora nora nora"])
def test_a_weak_password_is_refused(real_app: Flask, password: str) -> None:
    result = create(real_app, "nora@example.org", "--password-stdin", typed=f"{password}\n")

    assert result.exit_code == 1
    assert "refused" in result.output
    assert found(real_app, "nora@example.org") is None


def test_an_address_has_one_account(real_app: Flask) -> None:
    create(real_app, "nora@example.org")

    result = create(real_app, "NORA@example.org")

    assert result.exit_code == 1
    assert "already" in result.output


def test_what_is_no_address_is_refused(real_app: Flask) -> None:
    assert create(real_app, "nora@example.org, zoe@example.org").exit_code == 1
