"""The objects of a project, as the rooms that every slice uses know them: by kind and number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workspace.core.errors import Missing

# What an object of a project is called now, None when it belongs elsewhere.
Finder = Callable[[Session, int, int], str | None]


@dataclass(frozen=True)
class Subject:
    """An object of a project: its kind, its number and what it is called now."""

    topic: str
    id: int
    title: str


def find(
    finders: Mapping[str, Finder], session: Session, project_id: int, topic: str, subject_id: int
) -> Subject:
    """Return an object of a project; what belongs elsewhere does not exist."""
    finder = finders.get(topic)
    title = finder(session, project_id, subject_id) if finder else None
    if title is None:
        raise Missing
    return Subject(topic, subject_id, title)
