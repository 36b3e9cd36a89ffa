"""Reading which files stand with which object, and whether their contents are whole."""

from collections.abc import Collection, Iterator

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from workspace.core.store import Store
from workspace.files.models import Attachment
from workspace.projects.models import Project

MOST_OF_A_PROJECT = 500 * 1024 * 1024  # bytes


def attached(session: Session, project_id: int, topic: str, subject_id: int) -> list[Attachment]:
    """Return the files of an object, the oldest first, with who attached them."""
    return attached_to(session, project_id, topic, [subject_id]).get(subject_id, [])


def attached_to(
    session: Session, project_id: int, topic: str, ids: Collection[int]
) -> dict[int, list[Attachment]]:
    """Return the files of each of these objects of a kind, the oldest first."""
    found: dict[int, list[Attachment]] = {}
    rows = session.scalars(
        _standing()
        .where(
            Attachment.project_id == project_id,
            Attachment.topic == topic,
            Attachment.subject_id.in_(ids),
        )
        .options(joinedload(Attachment.author), joinedload(Attachment.institution))
        .order_by(Attachment.id)
    )
    for one in rows:
        found.setdefault(one.subject_id, []).append(one)
    return found


def find(session: Session, project_id: int, file_id: int) -> Attachment | None:
    """Return a file of the project that still stands."""
    return session.scalar(
        _standing().where(Attachment.id == file_id, Attachment.project_id == project_id)
    )


def room_left(session: Session, project_id: int) -> int:
    """Return how many bytes a project may still attach; one content counts once."""
    contents = (
        select(Attachment.digest, func.max(Attachment.size).label("size"))
        .where(Attachment.project_id == project_id, Attachment.removed_at.is_(None))
        .group_by(Attachment.digest)
        .subquery()
    )
    taken = session.scalar(select(func.sum(contents.c.size))) or 0
    return MOST_OF_A_PROJECT - int(taken)


def own_data(session: Session, user_id: int) -> list[dict[str, object]]:
    """Return which files a person attached, in plain values."""
    rows = session.execute(
        select(Project.title, Attachment.name, Attachment.size, Attachment.at)
        .join(Attachment, Attachment.project_id == Project.id)
        .where(Attachment.author_id == user_id)
        .order_by(Attachment.id)
    )
    return [
        {"project": row.title, "name": row.name, "bytes": row.size, "at": row.at.isoformat()}
        for row in rows
    ]


def wanted(session: Session) -> set[str]:
    """Return every content that some object still needs, previews included."""
    rows = session.execute(
        select(Attachment.digest, Attachment.preview).where(Attachment.removed_at.is_(None))
    )
    return {digest for row in rows for digest in row if digest}


def faults(store: Store, session: Session) -> Iterator[str]:
    """Name each content that is needed and is missing or damaged."""
    for digest in sorted(wanted(session)):
        fault = store.fault(digest)
        if fault:
            yield f"files: {digest} {fault}"


def _standing() -> Select[Attachment]:
    return select(Attachment).where(Attachment.removed_at.is_(None))
