"""Reading comments, and finding whom they call upon."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workspace.comments.models import Comment, Mention
from workspace.core.spelling import fold
from workspace.projects.models import Membership, Project

SIGN = "@"
MOST_NAMES = 8


class Name(NamedTuple):
    """Who can be called upon: a person, with their institution, or an institution as a whole."""

    name: str
    about: str
    people: int


def thread(session: Session, project_id: int, topic: str, subject_id: int) -> Sequence[Comment]:
    """Return what was said about an object, the oldest first, with who said it."""
    return threads(session, project_id, topic, [subject_id])


def threads(
    session: Session, project_id: int, topic: str, subject_ids: Collection[int]
) -> Sequence[Comment]:
    """Return what was said about some objects, the oldest first, with who said it."""
    return session.scalars(
        select(Comment)
        .where(
            Comment.project_id == project_id,
            Comment.topic == topic,
            Comment.subject_id.in_(subject_ids),
            Comment.removed_at.is_(None),
        )
        .options(
            joinedload(Comment.author),
            joinedload(Comment.institution),
            joinedload(Comment.settled_by),
        )
        .order_by(Comment.id)
    ).all()


def counts(session: Session, project_id: int, topic: str) -> dict[int, int]:
    """Return how many comments each object of a kind has."""
    rows = session.execute(
        select(Comment.subject_id, func.count())
        .where(
            Comment.project_id == project_id,
            Comment.topic == topic,
            Comment.removed_at.is_(None),
        )
        .group_by(Comment.subject_id)
    )
    return {subject_id: count for subject_id, count in rows}  # noqa: C416 (rows are not pairs)


def find(session: Session, project_id: int, comment_id: int) -> Comment | None:
    """Return a comment of the project that still stands."""
    return session.scalar(
        select(Comment).where(
            Comment.id == comment_id,
            Comment.project_id == project_id,
            Comment.removed_at.is_(None),
        )
    )


def calls_upon(session: Session, project_id: int, user_id: int) -> Sequence[Comment]:
    """Return the comments that call upon a person and wait, the latest first."""
    return session.scalars(
        select(Comment)
        .join(Mention, Mention.comment_id == Comment.id)
        .where(
            Comment.project_id == project_id,
            Comment.removed_at.is_(None),
            Comment.settled_at.is_(None),
            Mention.user_id == user_id,
            Mention.done_at.is_(None),
        )
        .options(joinedload(Comment.author), joinedload(Comment.institution))
        .order_by(Comment.id.desc())
    ).all()


def own_data(session: Session, user_id: int) -> list[dict[str, object]]:
    """Return what a person said, in plain values."""
    rows = session.execute(
        select(Project.title, Comment.topic, Comment.body, Comment.at)
        .join(Comment, Comment.project_id == Project.id)
        .where(Comment.author_id == user_id)
        .order_by(Comment.id)
    )
    return [
        {"project": row.title, "on": row.topic, "text": row.body, "at": row.at.isoformat()}
        for row in rows
    ]


def called(body: str, members: Iterable[Membership]) -> set[int]:
    """Return the members whom a text names after an @, themselves or by their institution.

    Case and accents do not matter; of two names that both fit, the longer is meant.
    """
    names: dict[str, set[int]] = {}
    for member in members:
        institution = member.institution.name if member.institution else ""
        for name in filter(None, (member.user.name, institution)):
            names.setdefault(fold(name), set()).add(member.user_id)
    longest_first = sorted(names, key=len, reverse=True)
    found: set[int] = set()
    parts = fold(body).split(SIGN)
    for before, text in pairwise(parts):
        if before[-1:].isalnum():  # an address, not a call
            continue
        meant = next((name for name in longest_first if _begins(text, name)), None)
        found |= names[meant] if meant else set()
    return found


def names(members: Iterable[Membership], typed: str) -> list[Name]:
    """Return who can be called upon and is named like what is typed, institutions last."""
    people, institutions = list[Name](), Counter[str]()
    for member in members:
        body = member.institution.name if member.institution else ""
        people.append(Name(member.user.name, body, 1))
        institutions[body] += 1
    bodies = [Name(name, "", count) for name, count in sorted(institutions.items()) if name]
    wanted = fold(typed)
    return [one for one in (*people, *bodies) if f" {wanted}" in f" {fold(one.name)}"][:MOST_NAMES]


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()
