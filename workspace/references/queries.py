"""Reading what texts point to, as it is now, and what they may point to."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from workspace.core import spelling
from workspace.references.models import (
    Finders,
    Found,
    Offer,
    Offers,
    Reference,
    Referred,
    Texts,
    Written,
    references,
)


def standing(
    session: Session,
    project_id: int,
    asked: Iterable[Reference],
    *,
    finders: Finders,
    today: date,
) -> dict[Reference, Referred]:
    """Return objects as they are now, with a question for each kind; what is gone is not there."""
    ids: dict[str, set[int]] = {}
    for reference in asked:
        ids.setdefault(reference.kind, set()).add(reference.id)
    return {
        Reference(kind, id_): referred
        for kind, find in finders.items()
        if kind in ids
        for id_, referred in find(session, project_id, ids[kind], today).items()
    }


def matching(
    session: Session, project_id: int, typed: str, *, offers: Offers, most: int
) -> dict[str, list[Found]]:
    """Return what may be pointed to and whose words begin as those typed, a few of each kind."""
    words = spelling.key(typed).split()
    found: dict[str, list[Found]] = {}
    for kind, offer in offers.items():
        good = [one for one in offer(session, project_id) if _has(one, words)]
        good.sort(key=lambda one: not _key(one.title).startswith(" ".join(words)))
        found[kind] = [Found(Reference(kind, one.id), one.title, one.about) for one in good[:most]]
    return found


def mentioning(
    session: Session, project_id: int, reference: Reference, texts: Texts
) -> list[Written]:
    """Return the texts of a project that point to an object."""
    return [
        text
        for written in texts
        for text in written(session, project_id)
        if reference in references([text.html])
    ]


def _has(offer: Offer, words: Iterable[str]) -> bool:
    said = f" {_key(offer.title)} {_key(offer.about)}"
    return all(f" {word}" in said for word in words)


@lru_cache(8192)
def _key(text: str) -> str:
    return spelling.key(text)
