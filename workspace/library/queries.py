"""Reading cases, what cites them, and finding some without the index."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, load_only

from workspace.accounts.models import User
from workspace.core.journal import LIBRARY, Event, Space
from workspace.library.models import Case, Citation, Library, Status
from workspace.projects.models import Membership, Project

TOPIC = "cases"
READ = 4000  # characters of a section that a list of results looks at

# Asked by every reader of a case: written once, it costs half.
CASE = select(Case).where(Case.slug == bindparam("slug"))


@dataclass(frozen=True)
class Head:
    """How far the journal of the library has come, and the digest that seals it."""

    space_id: int
    seq: int
    digest: str


@dataclass(frozen=True)
class Brief:
    """A case in a list of results."""

    id: int
    slug: str
    title: str
    lang: str
    territory: str
    scale: str
    period_start: int | None
    period_end: int | None
    status: Status
    sections: Mapping[str, str]


def head(session: Session) -> Head | None:
    """Return how far the library has come, None before its first case."""
    row = session.execute(select(Library.id, Library.seq, Library.digest)).first()
    return Head(*row) if row else None


def seq(session: Session) -> int:
    """Return how far the journal of the library has come."""
    found = head(session)
    return found.seq if found else 0


def digest_at(session: Session, space_id: int, seq: int) -> str | None:
    """Return the digest that sealed the journal up to a number."""
    return session.scalar(select(Event.digest).where(Event.space_id == space_id, Event.seq == seq))


def changed_since(session: Session, space_id: int, seq: int) -> Sequence[int]:
    """Return the cases that changed after a number of the journal."""
    return session.scalars(
        select(Event.subject_id)
        .where(Event.space_id == space_id, Event.seq > seq, Event.topic == TOPIC)
        .distinct()
        .order_by(Event.subject_id)
    ).all()


def find(session: Session, slug: str) -> Case | None:
    """Return a case by its name in addresses."""
    return session.scalar(CASE, {"slug": slug})


def by_slug(session: Session, slugs: Iterable[str]) -> dict[str, Case]:
    """Return cases by their names in addresses."""
    found = session.scalars(select(Case).where(Case.slug.in_(list(slugs))))
    return {one.slug: one for one in found}


def by_id(session: Session, ids: Iterable[int]) -> Sequence[Case]:
    """Return cases by their ids, in the order in which they came."""
    return session.scalars(select(Case).where(Case.id.in_(list(ids))).order_by(Case.id)).all()


def named(
    session: Session, statuses: Collection[Status], ids: Collection[int] | None = None
) -> Sequence[Case]:
    """Return cases, all or those that have these ids, by their names alone, the latest first."""
    return session.scalars(
        select(Case)
        .where(Case.status.in_(statuses), true() if ids is None else Case.id.in_(ids))
        .options(load_only(Case.slug, Case.title, Case.lang, Case.territory))
        .order_by(Case.id.desc())
    ).all()


def ids(session: Session) -> Sequence[int]:
    """Return all cases, in the order in which they came."""
    return session.scalars(select(Case.id).order_by(Case.id)).all()


def count(session: Session, statuses: Collection[Status]) -> int:
    """Return how many cases there are."""
    query = select(func.count()).select_from(Case).where(Case.status.in_(statuses))
    return session.scalars(query).one()


def titles(
    session: Session, slugs: Collection[str], statuses: Collection[Status]
) -> dict[str, str]:
    """Return what cases are called, by their names in addresses."""
    rows = session.execute(
        select(Case.slug, Case.title).where(Case.slug.in_(slugs), Case.status.in_(statuses))
    )
    return {slug: title for slug, title in rows}  # noqa: C416 (rows are not pairs)


def briefs(
    session: Session, slugs: Collection[str], statuses: Collection[Status]
) -> dict[str, Brief]:
    """Return cases as a list of results shows them; of a very long text, its beginning."""
    rows = session.execute(
        select(
            Case.id, Case.slug, Case.title, Case.lang, Case.territory, Case.scale,
            Case.period_start, Case.period_end, Case.status,
            *(func.substr(part, 1, READ) for part in _PARTS.values()),
        ).where(Case.slug.in_(slugs), Case.status.in_(statuses))
    )  # fmt: skip
    cut = -len(_PARTS)
    found: dict[str, Brief] = {}
    for row in map(tuple, rows):
        facts: list[Any] = [*row[:cut], dict(zip(_PARTS, row[cut:], strict=True))]
        brief = Brief(*facts)
        found[brief.slug] = brief
    return found


def look_up(
    session: Session, words: Sequence[str], statuses: Collection[Status]
) -> list[tuple[Case, float]]:
    """Find cases by how their words begin, without the index: slower, and less well."""
    score = sum((_has(Case.words, word) for word in words), literal(0))
    rows = session.execute(
        select(Case, score)
        .where(Case.status.in_(statuses), score > 0 if words else true())
        .options(load_only(*_FILED))
        .order_by(score.desc(), Case.id.desc())
    )
    return [(row[0], float(row[1])) for row in rows]


def citations(session: Session, project_id: int, kind: str, subject_id: int) -> Sequence[Citation]:
    """Return the passages cited for an object of a project, with their cases and who cites."""
    return session.scalars(
        _citations().where(
            Citation.project_id == project_id,
            Citation.kind == kind,
            Citation.subject_id == subject_id,
        )
    ).all()


def citation(session: Session, project_id: int, citation_id: int) -> Citation | None:
    """Return a citation of a project that still stands."""
    return session.scalar(
        _citations().where(Citation.project_id == project_id, Citation.id == citation_id)
    )


def citing(
    session: Session, case_id: int, user_id: int | None
) -> Sequence[tuple[Citation, Project]]:
    """Return who cites a case, as far as a person may see their projects."""
    if user_id is None:
        return []
    rows = session.execute(
        _citations()
        .add_columns(Project)
        .join(Project, Project.id == Citation.project_id)
        .join(Membership, Membership.project_id == Citation.project_id)
        .where(Citation.case_id == case_id, Membership.user_id == user_id)
    )
    return [(row[0], row[1]) for row in rows]


def may_listen(session: Session, space_id: int, user_id: int) -> bool:
    """Tell whether a person may hear what happens in the library: whoever is signed in may."""
    person = session.get(User, user_id)
    is_library = session.scalar(select(Space.kind).where(Space.id == space_id)) == LIBRARY
    return is_library and person is not None and person.is_active


def _citations() -> Select[Citation]:
    return (
        select(Citation)
        .where(Citation.withdrawn_at.is_(None))
        .options(
            joinedload(Citation.case).load_only(Case.slug, Case.title, Case.lang),
            joinedload(Citation.author),
            joinedload(Citation.institution),
        )
        .order_by(Citation.id)
    )


_PARTS = {
    "issue": Case.issue,
    "governance": Case.governance,
    "actions": Case.actions,
    "results": Case.results,
    "lessons": Case.lessons,
}


_FILED = (
    Case.slug, Case.scale, Case.domains, Case.actors, Case.devices, Case.period_start,
    Case.confidence,
)  # fmt: skip


def _has(column: InstrumentedAttribute[str], word: str) -> ColumnElement[int]:
    return case((column.contains(f" {word}", autoescape=True), 1), else_=0)
