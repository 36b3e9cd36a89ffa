"""Declaring institutions, and giving people the right to speak for them."""

from datetime import date

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import clock, journal
from workspace.core.errors import Stale, WorkspaceError
from workspace.core.journal import Author, Detail
from workspace.institutions import queries
from workspace.institutions.models import Card, Institution, Mandate, Term


class TwinError(WorkspaceError):
    """The institution is known already."""

    def __init__(self, known: Institution) -> None:
        """Keep the one that is known."""
        super().__init__(known.name)
        self.known = known


def declare_institution(session: Session, by: Author, card: Card) -> Institution:
    """Declare an institution; one that is known already is never declared again."""
    journal.take_turn(session, by.space_id)
    _refuse_twin(session, card)
    institution = Institution(**vars(card))
    session.add(institution)
    session.flush()
    journal.record(session, by, "institutions.declared", institution.id, title=institution.name)
    return institution


def correct_institution(
    session: Session, by: Author, institution: Institution, card: Card, *, version: int
) -> None:
    """Correct what is known of an institution, from the version that was shown."""
    now = Card(**{name: getattr(institution, name) for name in vars(card)})
    if now == card:
        return
    if institution.version != version:
        raise Stale(mine=_texts(card), theirs=_texts(now))
    journal.take_turn(session, by.space_id)
    _refuse_twin(session, card, but=institution.id)
    changed = [name for name, value in vars(card).items() if value != getattr(now, name)]
    for name in changed:
        setattr(institution, name, getattr(card, name))
    institution.version += 1
    journal.record(
        session,
        by,
        "institutions.corrected",
        institution.id,
        title=institution.name,
        before=_details(now, changed),
        after=_details(card, changed),
    )


def give_mandate(
    session: Session, by: Author, institution: Institution, term: Term, *, user_id: int
) -> Mandate:
    """Give a person the right to speak for an institution, from a day to a day."""
    given = Mandate(user_id=user_id, institution=institution, **vars(term))
    session.add(given)
    session.flush()
    journal.record(
        session,
        by,
        "mandates.given",
        given.id,
        institution=institution.id,
        title=institution.name,
        starts_on=term.starts_on.isoformat(),
        ends_on=term.ends_on.isoformat() if term.ends_on else None,
    )
    return given


def end_mandate(session: Session, by: Author, mandate: Mandate, *, last_day: date) -> None:
    """End a mandate after a day; one that ends earlier already stays as it is."""
    if mandate.is_over(last_day):
        return
    before, mandate.ends_on = mandate.ends_on, last_day
    if before == last_day:
        return
    journal.record(
        session,
        by,
        "mandates.ended",
        mandate.id,
        institution=mandate.institution_id,
        title=mandate.institution.name,
        before={"ends_on": before.isoformat() if before else None},
        after={"ends_on": last_day.isoformat()},
    )


def end_mandates(session: Session, leaver: User) -> None:
    """End all the mandates of a person who leaves for good."""
    by = journal.Hand(journal.accounts_space(session), leaver.id)
    for mandate in queries.mandates_of(session, leaver.id):
        end_mandate(session, by, mandate, last_day=max(mandate.starts_on, clock.today()))


def _refuse_twin(session: Session, card: Card, *, but: int | None = None) -> None:
    known = queries.twin(session, card, but=but)
    if known is not None:
        raise TwinError(known)


def _details(card: Card, names: list[str]) -> Detail:
    return {name: getattr(card, name) for name in names}


def _texts(card: Card) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in vars(card).items()}
