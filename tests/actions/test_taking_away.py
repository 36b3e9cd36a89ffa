"""What leaves with the files: all of it, and nothing that a spreadsheet or a calendar would run."""

from datetime import date
from typing import Any

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.actions.actions import action, actor, commune, fair
from workspace.actions import changes
from workspace.actions.models import ActionStatus
from workspace.core import agenda, clock, sheets
from workspace.core.agenda import Entry
from workspace.projects.models import Membership

Read = dict[str, Any]  # each property has its own type

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1", '=cmd|"/c calc"!A1')


def events(content: bytes) -> list[Read]:
    """Return what a calendar holds, when it holds nothing but events."""
    calendar, *parts = Calendar.from_ical(content).walk()
    assert calendar.name == "VCALENDAR"
    assert {part.name for part in parts} <= {"VEVENT"}
    return [dict(part.items()) for part in parts]


def test_the_sheet_says_all_and_is_read_back_without_loss(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    town, library = (actor(session, alice, name) for name in ("Ville ; de Redon", "L’Abri"))
    first = action(session, alice, "Salle")
    one = action(
        session, alice, 'Foire "aux livres"', status=ActionStatus.RUNNING, aim="Lire\nensemble",
        owner_id=town.id, partner_ids=frozenset({library.id}), due_on=date(2027, 3, 2),
        territory_ids=frozenset({commune(session).id}), budget_cents=1_250_050,
    )  # fmt: skip
    changes.add_step(session, alice, one, text="Réserver ; la salle")
    changes.add_dependency(session, alice, one, needed=first)
    session.commit()

    reply = browser.get(f"{plan}export.csv")

    assert reply.headers["Content-Disposition"] == "attachment; filename=actions.csv"
    assert reply.content_type == "text/csv; charset=utf-8"
    sheet = sheets.read(reply.data)
    assert (sheet.encoding, list(sheet.problems)) == ("utf-8", [])
    assert [row.cells[1] for row in sheet.rows] == ["Salle", 'Foire "aux livres"']
    assert dict(zip(sheet.headers, sheet.rows[1].cells, strict=True)) == {
        "Numéro": str(one.id), "Titre": 'Foire "aux livres"', "État": "En cours", "Motif": "",
        "À revoir le": "", "Porteur": "Ville ; de Redon", "Partenaires": "L’Abri", "Début": "",
        "Échéance": "2027-03-02", "Budget en euros": "12500,50",
        "Communes servies": "Redon (35236)", "But": "Lire\nensemble", "Note": "",
        "Étapes": "☐ Réserver ; la salle", "Attend d’abord": "Salle",
    }  # fmt: skip


def test_no_cell_is_a_formula_and_each_is_read_back_as_it_was_typed(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    for formula in FORMULAS:
        action(session, alice, formula, note=formula)
    session.commit()

    content = browser.get(f"{plan}export.csv").data

    cells = [cell for line in content.decode("utf-8-sig").splitlines() for cell in line.split(";")]
    assert not any(cell.strip('"').startswith(tuple("=+-@\uff1d")) for cell in cells)
    assert tuple(row.cells[1] for row in sheets.read(content).rows) == FORMULAS


def test_the_calendar_shows_what_is_due(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    one = action(session, alice, "Foire\u202f; aux, livres", due_on=date(2027, 3, 2))
    fair(session, alice)
    session.commit()

    reply = browser.get(f"{plan}export.ics")

    assert reply.content_type == "text/calendar; charset=utf-8"
    (event,) = events(reply.data)
    assert event["SUMMARY"] == "Foire\u202f; aux, livres"
    assert event["DTSTART"].dt == date(2027, 3, 2)
    assert event["URL"] == f"http://maillage.example{plan}{one.id}/"


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_title_adds_a_line_to_a_calendar(name: str, title: str) -> None:
    entry = Entry("uid@x", title, date(2027, 3, 2), "http://x/1/", title)

    content = agenda.write(name, [entry], clock.now())

    (event,) = events(content)
    assert {str(key) for key in event} == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "TRANSP",
    }  # fmt: skip
