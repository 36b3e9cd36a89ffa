"""Entries that tests note."""

from datetime import date

from sqlalchemy.orm import Session

from workspace.evaluation import changes
from workspace.evaluation.models import LogEntry, Outline
from workspace.projects.models import Membership

FRIDAY = date(2026, 5, 8)


def outline(text: str = "46 personnes vendredi, la soupe a manqué.", **changed: object) -> Outline:
    """Return what is written in an entry."""
    written = {"kind": "observation", "happened_on": FRIDAY, "text": text}
    return Outline(**written | changed)  # type: ignore[arg-type]  # its own fields


def noted(
    session: Session, member: Membership, text: str = "La navette est vide.", **changed: object
) -> LogEntry:
    """Return an entry of the log."""
    entry = changes.add_entry(session, member, outline(text, **changed))
    session.commit()
    return entry
