"""Indicators and values that tests read."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workspace.indicators import changes, queries
from workspace.indicators.models import Definition, Indicator, Measure, Reading
from workspace.projects.models import Membership

SAID = Definition(
    name="Part des 75 ans et plus",
    definition="Population de 75 ans et plus rapportée à la population totale",
    unit="%",
    source="INSEE, recensement",
)


def indicator(session: Session, member: Membership, **changed: Any) -> Indicator:
    """Return an indicator of the member’s project."""
    definition = Definition(**vars(SAID) | changed)
    made = changes.add_indicator(session, member, definition)
    session.commit()
    found = queries.find(session, member.project_id, made.id)
    assert found is not None
    return found


def read(
    session: Session, member: Membership, of: Indicator, day: str, value: float, note: str = ""
) -> Reading:
    """Return a value of an indicator."""
    measure = Measure(date.fromisoformat(day), value, note)
    made = changes.add_reading(session, member, of, measure)
    session.commit()
    return made


def any_indicator(session: Session, member: Membership) -> Indicator:
    """Return the first indicator of the member’s project, made if there is none."""
    known = select(Indicator).where(Indicator.project_id == member.project_id)
    return session.scalars(known).first() or indicator(session, member)


def any_reading(session: Session, member: Membership) -> Reading:
    """Return a value of that indicator."""
    return read(session, member, any_indicator(session, member), "2023-01-01", 14.2)
