"""Sheets that tests send, and what is seen of them."""

from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.actors.company import at
from workspace.actors import queries as actors
from workspace.actors.models import Actor
from workspace.core import clock, sheets
from workspace.imports import changes, forms, queries
from workspace.imports.models import Draft, Import, Plan, guessed
from workspace.projects.models import Membership

SAMPLES = Path(__file__).resolve().parents[1] / "import_samples"


def sent(browser: FlaskClient, member: Membership, content: bytes) -> TestResponse:
    """Send a sheet."""
    # Written by hand: the client of the tests leaves its own large files open.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = head + content + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    return browser.post(at(member, "import/"), data=body, content_type=kind)


def looked(browser: FlaskClient, member: Membership, content: bytes) -> tuple[str, str]:
    """Send a sheet; return where it is looked at, and what is seen there."""
    answer = sent(browser, member, content)
    assert answer.status_code == 303, answer.text
    return answer.location, browser.get(answer.location).text


def brought(browser: FlaskClient, member: Membership, content: bytes, **said: str) -> TestResponse:
    """Send a sheet and import it, wrong lines left out."""
    url, _page = looked(browser, member, content)
    return browser.post(url, data={"leave_out": "y"} | said)


def names(session: Session, member: Membership) -> list[str]:
    """Return what the actors of a project are called."""
    return [name for _id, name in actors.for_picking(session, member.project_id)]


def whole(session: Session, member: Membership) -> list[Actor]:
    """Return the actors of a project, in the order in which they came."""
    lines = queries.export(session, member.project_id, clock.today())
    return [line.actor for line in lines]


def planned(session: Session, member: Membership, content: str) -> Plan:
    """Return what a sheet would do."""
    sheet = sheets.read(content.encode())
    columns = guessed(sheet.headers)
    known = queries.known(session, *forms.asked(sheet, columns))
    entries = forms.read_entries(sheet, columns, known)
    return queries.plan(session, member.project_id, entries, {})


def draft(session: Session, member: Membership, content: bytes = b"nom\nLe Relais\n") -> Draft:
    """Return a sheet that waits to be imported."""
    kept = changes.note_draft(session, member, "acteurs.csv", content)
    session.commit()
    return kept


def imported(session: Session, member: Membership, content: str = "nom\nLe Relais\n") -> Import:
    """Return a sheet that was imported."""
    waiting = draft(session, member, content.encode())
    made = changes.import_actors(session, member, waiting, planned(session, member, content))
    session.commit()
    return made


def last_import(session: Session) -> Import:
    """Return the last import."""
    return session.scalars(select(Import).order_by(Import.id.desc())).one()
