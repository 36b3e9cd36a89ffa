"""Reading institutions, and who speaks for them."""

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from workspace.accounts.models import User
from workspace.core import spelling
from workspace.institutions.models import Card, Institution, Mandate

LIMIT = 8
LONGEST = 200  # signs typed that are looked at
CANDIDATES = 200  # institutions that share a word, among which look-alikes are sought
TELLING = 4  # letters from which a word tells institutions apart
ALIKE = 0.86


def find(session: Session, institution_id: int) -> Institution | None:
    """Return an institution with its territory."""
    return session.scalar(
        select(Institution)
        .where(Institution.id == institution_id)
        .options(joinedload(Institution.territory))
    )


def by_siren(session: Session, siren: str) -> Institution | None:
    """Return the institution that has a number."""
    return session.scalar(
        select(Institution)
        .where(Institution.siren == siren)
        .options(joinedload(Institution.territory))
    )


def search(session: Session, typed: str, limit: int = LIMIT) -> Sequence[Institution]:
    """Return the institutions that what is typed may mean: by their number, or words of the name.

    A name that is typed in whole comes first, then the shortest.
    """
    wanted = spelling.key(typed)
    if not wanted:
        return []
    is_named = and_(*(_holds(word) for word in wanted.split()))
    return session.scalars(
        select(Institution)
        .where(or_(Institution.siren == wanted.replace(" ", ""), is_named))
        .options(joinedload(Institution.territory))
        .order_by(Institution.name_key != wanted, func.length(Institution.name_key), Institution.id)
        .limit(limit)
    ).all()


def twin(session: Session, card: Card, *, but: int | None = None) -> Institution | None:
    """Return the institution that a card would declare a second time.

    It has the same number; or the same name, unless both have a number or both a territory, and
    these differ.
    """
    if card.siren and (found := by_siren(session, card.siren)) and found.id != but:
        return found
    namesakes = session.scalars(
        select(Institution)
        .where(Institution.name_key == spelling.key(card.name), Institution.id != (but or 0))
        .options(joinedload(Institution.territory))
        .order_by(Institution.id)
    )
    return next((one for one in namesakes if not _is_told_apart(one, card)), None)


def look_alikes(session: Session, name: str, limit: int = LIMIT) -> Sequence[Institution]:
    """Return the institutions whose name is written nearly like this one, the nearest first."""
    wanted = spelling.key(name)
    words = [word for word in wanted.split() if len(word) >= TELLING]
    if not words:
        return []
    candidates = session.scalars(
        select(Institution)
        .where(or_(*(_holds(word) for word in words)))
        .options(joinedload(Institution.territory))
        .order_by(Institution.name_key != wanted, Institution.id.desc())
        .limit(CANDIDATES)
    )
    likeness = {one: SequenceMatcher(None, wanted, one.name_key).ratio() for one in candidates}
    near = sorted(likeness, key=lambda one: -likeness[one])
    return [one for one in near if likeness[one] >= ALIKE][:limit]


def proposed(session: Session, typed: str) -> Sequence[Institution]:
    """Return the institutions to choose from: what is typed may mean them, or misspell them."""
    found = [*search(session, typed), *look_alikes(session, typed)]
    return list(dict.fromkeys(found))[:LIMIT]


def acting_for(session: Session, user_id: int, day: date) -> Sequence[Institution]:
    """Return the institutions for which a person may speak on a day, by name."""
    return session.scalars(
        select(Institution)
        .where(Institution.id.in_(_spoken_for(user_id, day)))
        .order_by(Institution.name_key, Institution.id)
    ).all()


def may_act_for(session: Session, user_id: int, institution_id: int, day: date) -> bool:
    """Tell whether a person may speak for an institution on a day."""
    mine = _spoken_for(user_id, day).where(Mandate.institution_id == institution_id)
    return session.scalars(mine).first() is not None


def mandates_of(session: Session, user_id: int) -> Sequence[Mandate]:
    """Return all the mandates of a person with their institution, the latest first."""
    return session.scalars(
        select(Mandate)
        .where(Mandate.user_id == user_id)
        .options(joinedload(Mandate.institution))
        .order_by(Mandate.starts_on.desc(), Mandate.id.desc())
    ).all()


def own_data(session: Session, user_id: int) -> list[dict[str, object]]:
    """Return what is kept of a person's mandates, in plain values."""
    return [
        {
            "institution": mandate.institution.name,
            "function": mandate.function,
            "scope": mandate.scope,
            "starts_on": mandate.starts_on.isoformat(),
            "ends_on": mandate.ends_on.isoformat() if mandate.ends_on else None,
        }
        for mandate in mandates_of(session, user_id)
    ]


def mandate(session: Session, user_id: int, mandate_id: int) -> Mandate | None:
    """Return one of the mandates of a person, with its institution."""
    return session.scalar(
        select(Mandate)
        .where(Mandate.id == mandate_id, Mandate.user_id == user_id)
        .options(joinedload(Mandate.institution))
    )


def speakers(session: Session, institution_id: int, day: date) -> Sequence[tuple[str, str]]:
    """Return who speaks for an institution on a day: names and functions, by name."""
    rows = session.execute(
        select(User.name, Mandate.function)
        .join(Mandate, Mandate.user_id == User.id)
        .where(Mandate.institution_id == institution_id, _holds_on(day), User.is_active)
        .order_by(func.lower(User.name), Mandate.id)
    )
    return [(name, function) for name, function in rows]


def _holds(word: str) -> ColumnElement[bool]:
    return Institution.name_key.contains(word, autoescape=True)


def _holds_on(day: date) -> ColumnElement[bool]:
    return (Mandate.starts_on <= day) & (Mandate.ends_on.is_(None) | (Mandate.ends_on >= day))


def _spoken_for(user_id: int, day: date) -> Select[int]:
    return select(Mandate.institution_id).where(Mandate.user_id == user_id, _holds_on(day))


def _is_told_apart(one: Institution, card: Card) -> bool:
    pairs = ((one.siren, card.siren), (one.territory_id, card.territory_id))
    return any(mine and other and mine != other for mine, other in pairs)
