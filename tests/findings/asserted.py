"""Findings that tests read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.indicators.measured import indicator, read
from workspace.findings import changes, queries
from workspace.findings.changes import Origin
from workspace.findings.models import Finding, Source, SourceKind, Stance
from workspace.findings.queries import Shown
from workspace.indicators.models import Indicator
from workspace.projects.models import Membership

SENTENCE = "Le soir, ici, il n’y a rien à vivre ensemble."
PAGE = Origin(SourceKind.PAGE, title="Inventaire de 2024", url="https://isarne.example/inventaire")
MEETING = Origin(SourceKind.MEETING, title="Atelier de Puyseilles")


def finding(
    session: Session, member: Membership, sentence: str = SENTENCE, *, origin: Origin = PAGE
) -> Shown:
    """Return a finding of the member’s project, asserted for their institution."""
    made = changes.add_finding(session, member, sentence, origin=origin)
    session.commit()
    return again(session, member, made)


def again(session: Session, member: Membership, made: Finding) -> Shown:
    """Return a finding as it stands now."""
    shown = queries.find(session, member.project_id, made.id)
    assert shown is not None
    return shown


def resting(session: Session, member: Membership) -> tuple[Shown, Indicator]:
    """Return a finding that rests on the value of an indicator."""
    watched = indicator(session, member)
    read(session, member, watched, "2022-01-01", 13.8)
    origin = Origin(SourceKind.INDICATOR, indicator_id=watched.id)
    return finding(session, member, "Un habitant sur sept a 75 ans.", origin=origin), watched


def says(
    session: Session, member: Membership, shown: Shown, stance: Stance, text: str = ""
) -> Shown:
    """Return a finding once an institution has said how it reads it."""
    changes.give_viewpoint(session, member, shown.finding, stance=stance, text=text, version=0)
    session.commit()
    return again(session, member, shown.finding)


def any_finding(session: Session, member: Membership) -> Shown:
    """Return the first finding of the member’s project, made with two sources if there is none."""
    known = session.scalars(select(Finding).where(Finding.project_id == member.project_id)).first()
    if known is not None:
        return again(session, member, known)
    made = finding(session, member)
    changes.add_source(session, member, made.finding, MEETING)
    session.commit()
    return again(session, member, made.finding)


def any_source(session: Session, member: Membership) -> Source:
    """Return a source of that finding."""
    return any_finding(session, member).sources[0]
