"""What a member may still do once something long has been done, and who waits meanwhile."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import people
from tests.conftest import database_of
from tests.files.uploads import PDF
from workspace.core import sqlite
from workspace.core.store import Kept, Store
from workspace.core.strokes import Strokes
from workspace.core.weave import SCHEMA
from workspace.evaluation.models import LogEntry
from workspace.projects.models import Membership, Role
from workspace.texts import changes

KEPT = Kept("ab" * 32, len(PDF))


def send(browser: FlaskClient, project_id: int) -> int:
    typed = {"text": "Avec un fichier", "kind": "observation", "files": (BytesIO(PDF), "a.pdf")}
    return browser.post(f"/projects/{project_id}/evaluation/", data=typed).status_code


def entries(app: Flask) -> list[str]:
    with database_of(app).reading() as session:
        return list(session.scalars(select(LogEntry.text)))


def lower(app: Flask, member: Membership, role: Role | None) -> None:
    """Give somebody a lower role, or none any more."""
    with database_of(app).writing() as session:
        found = session.get_one(Membership, (member.project_id, member.user_id))
        if role:
            found.role = role
        else:
            session.delete(found)
        session.commit()


@pytest.fixture
def bilal(real_app: Flask) -> Membership:
    """A contributor, in an installation of the test's own."""
    with database_of(real_app).writing() as session:
        lead = people.lead(session)
        return people.joins(
            session, lead, "Bilal", role=Role.CONTRIBUTOR, speaks_for="Foyer rural de Puyseilles"
        )


def test_others_write_while_a_file_is_received(
    real_app: Flask, bilal: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = people.browser_of(real_app, bilal.user_id)

    def keep(_store: Store, _content: object) -> Kept:
        with database_of(real_app).writing() as other:
            other.add(people.person(other, "Gaëlle"))
            other.commit()
        return KEPT

    monkeypatch.setattr(Store, "keep", keep)

    assert send(browser, bilal.project_id) == 303
    assert entries(real_app) == ["Avec un fichier"]


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 403), (None, 404)])
def test_rights_lost_meanwhile_are_lost(
    real_app: Flask, bilal: Membership, monkeypatch: pytest.MonkeyPatch,
    role: Role | None, status: int,
) -> None:  # fmt: skip
    browser = people.browser_of(real_app, bilal.user_id)

    def keep(_store: Store, _content: object) -> Kept:
        lower(real_app, bilal, role)
        return KEPT

    monkeypatch.setattr(Store, "keep", keep)

    assert send(browser, bilal.project_id) == status
    assert entries(real_app) == []


def post(browser: FlaskClient, project_id: int, sent: bytes, schema: int = SCHEMA) -> int:
    address = f"/projects/{project_id}/texts/statement.tensions/updates"
    headers = {"X-Text-Schema": str(schema), "Content-Type": "application/octet-stream"}
    return browser.post(address, data=sent, headers=headers).status_code


def test_others_write_while_an_update_is_read(
    real_app: Flask, bilal: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, readable = people.browser_of(real_app, bilal.user_id), changes.readable

    def read(update: bytes) -> Strokes:
        with database_of(real_app).writing() as other:
            other.add(people.person(other, "Gaëlle"))
            other.commit()
        return readable(update)

    monkeypatch.setattr(changes, "readable", read)

    assert post(browser, bilal.project_id, b"\0\0") == 204


def test_what_is_refused_waits_for_nobody(
    real_app: Flask, bilal: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.1)
    browser = people.browser_of(real_app, bilal.user_id)

    with database_of(real_app).writing() as other:
        other.connection()
        assert post(browser, bilal.project_id, b"\0\0", schema=SCHEMA - 1) == 409
        assert post(browser, bilal.project_id, b"\xff") == 400
        assert post(browser, bilal.project_id, b"\0\0") == 503


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 403), (None, 404)])
def test_why_something_is_refused_is_told_to_members_alone(
    real_app: Flask, bilal: Membership, role: Role | None, status: int
) -> None:
    browser = people.browser_of(real_app, bilal.user_id)
    lower(real_app, bilal, role)

    assert post(browser, bilal.project_id, b"\xff") == status
