"""Finding territories, by what is typed of their name or by their code."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from workspace.territories.models import (
    Territory,
    TerritoryWord,
    Vintage,
    typed_words,
    whole,
    words_of,
)

Test: TypeAlias = Callable[[InstrumentedAttribute[str]], ColumnElement[bool]]

LONGEST = 100  # signs typed that are looked at
LIMIT = 8
LAST = "~"  # comes after every letter and digit
SMALL = frozenset({
    "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lez", "sous",
    "sur",
})  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A territory to choose, with what tells it from its namesakes."""

    id: int
    name: str
    level: str
    code: str | None
    population: int | None
    departement: str | None = None


def propose(
    session: Session, typed: str, limit: int = LIMIT, *, space_id: int | None = None
) -> list[Place]:
    """Return the territories that what is typed may mean, the likeliest first.

    Whole names come first, then whole words, beginnings of names, beginnings of words; among
    equals, the most populated.
    Those declared by hand are proposed in their own space alone.
    """
    words = typed_words(typed[:LONGEST])
    if not words:
        return []
    found = [*_declared(session, words, space_id), *_registered(session, words, limit)][:limit]
    places = {place.id: place for place in _places(session, found)}
    return [places[key] for key in found]


def find_all(
    session: Session, ids: Collection[int], *, space_id: int | None = None
) -> list[Territory]:
    """Return territories in the order of their ids: of the register, or declared in a space."""
    is_known = Territory.space_id.is_(None) | (Territory.space_id == space_id)
    rows = session.scalars(select(Territory).where(Territory.id.in_(ids), is_known))
    known = {one.id: one for one in rows}
    return [known[key] for key in dict.fromkeys(ids) if key in known]


def by_code(session: Session, level: str, code: str) -> Territory | None:
    """Return the territory of a level that has a code."""
    return session.scalar(select(Territory).where(Territory.level == level, Territory.code == code))


def members(session: Session, epci: Territory) -> Sequence[Territory]:
    """Return the communes of an intercommunality, the most populated first."""
    mine = Territory.epci == epci.code if epci.code else Territory.parent_id == epci.id
    return session.scalars(
        select(Territory)
        .where(mine, Territory.level == "commune", Territory.is_former.is_(False))
        .order_by(Territory.population.desc(), Territory.name)
    ).all()


def vintage(session: Session) -> str | None:
    """Return the digest of the register that is in place, None before the first."""
    return session.scalar(select(Vintage.digest).order_by(Vintage.id.desc()).limit(1))


def register(session: Session) -> dict[tuple[str, str], int]:
    """Return the id of each territory of the register, by its level and code."""
    rows = session.execute(
        select(Territory.level, Territory.code, Territory.id).where(Territory.code.is_not(None))
    )
    return {(level, str(code)): key for level, code, key in rows}


def _registered(session: Session, words: list[str], limit: int) -> list[int]:
    found: dict[int, None] = {}
    for first, others in _readings(words):
        if len(found) < limit:
            found |= dict.fromkeys(_matches(session, first, others, limit))
    return list(found)


def _readings(words: list[str]) -> Iterator[tuple[Test, Sequence[Test]]]:
    # The longest word is looked up, the others are then checked on what it found.
    named, telling = whole(words), sorted(_telling(words), key=len, reverse=True)
    for test in (_is, _begins):
        first, *others = (test(word) for word in telling)
        yield test(named), ()
        yield first, others


def _telling(words: list[str]) -> list[str]:
    long = [word for word in words if word not in SMALL]
    return long if len(long) > 1 else words


def _is(word: str) -> Test:
    return lambda column: column == word


def _begins(word: str) -> Test:
    return lambda column: (column >= word) & (column < word + LAST)


def _matches(session: Session, first: Test, others: Sequence[Test], limit: int) -> Sequence[int]:
    other = aliased(TerritoryWord)
    return session.scalars(
        select(TerritoryWord.territory_id)
        .where(
            first(TerritoryWord.word),
            *(
                exists().where(other.territory_id == TerritoryWord.territory_id, test(other.word))
                for test in others
            ),
        )
        .group_by(TerritoryWord.territory_id, TerritoryWord.population)
        .order_by(TerritoryWord.population.desc(), TerritoryWord.territory_id)
        .limit(limit)
    ).all()


def _declared(session: Session, words: list[str], space_id: int | None) -> list[int]:
    if space_id is None:
        return []
    rows = session.execute(
        select(Territory.id, Territory.name)
        .where(Territory.space_id == space_id)
        .order_by(Territory.population.desc(), Territory.id)
    )
    return [key for key, name in rows if _is_meant(words, words_of(name))]


def _is_meant(typed: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(begun) for word in words) for begun in typed)


def _places(session: Session, ids: Collection[int]) -> Iterator[Place]:
    around = aliased(Territory)
    rows = session.execute(
        select(
            Territory.id,
            Territory.name,
            Territory.level,
            Territory.code,
            Territory.population,
            around.name,
        )
        .join(
            around,
            (around.level == "departement") & (around.code == Territory.departement),
            isouter=True,
        )
        .where(Territory.id.in_(ids))
    )
    return (Place(*row) for row in rows)
