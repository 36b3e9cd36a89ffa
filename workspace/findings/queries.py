"""Reading findings with their sources and viewpoints, and what is to be read again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from workspace.core.journal import Detail
from workspace.findings.models import Finding, Source, Stance, Viewpoint
from workspace.indicators import queries as indicators
from workspace.indicators.models import Reading, Relying
from workspace.institutions.models import Institution
from workspace.projects.models import Project

EDITED = "findings.edited"


@dataclass(frozen=True)
class Shown:
    """A finding with all that is read of it; values: the last one of each indicator, by id."""

    finding: Finding
    sources: Sequence[Source]
    viewpoints: Sequence[Viewpoint]
    values: Mapping[int, Reading]

    @property
    def is_disputed(self) -> bool:
        """Tell whether an institution contests it."""
        return any(one.stance is Stance.CONTESTS for one in self.viewpoints)

    @property
    def moved(self) -> list[Source]:
        """Return the values cited that are no longer the last ones, since it was confirmed."""
        return [one for one in self.sources if one.has_moved(self.finding.confirmed_at)]

    @property
    def is_stale(self) -> bool:
        """Tell whether it is to be read again."""
        return bool(self.moved)

    def viewpoint_of(self, institution_id: int | None) -> Viewpoint | None:
        """Return how an institution reads it."""
        found = (one for one in self.viewpoints if one.institution_id == institution_id)
        return next(found, None)


@dataclass(frozen=True)
class Filter:
    """Which findings are wanted."""

    institution: int | None = None
    kind: str | None = None
    state: str | None = None

    @property
    def query(self) -> str:
        """Return what is wanted, as an address says it."""
        said = {name: value for name, value in vars(self).items() if value is not None}
        return f"?{urlencode(said)}" if said else ""

    def lets(self, shown: Shown) -> bool:
        """Tell whether a finding is wanted."""
        kinds = {source.kind for source in shown.sources}
        return (
            (self.institution is None or shown.finding.institution_id == self.institution)
            and (self.kind is None or self.kind in kinds)
            and (self.state != "disputed" or shown.is_disputed)
            and (self.state != "stale" or shown.is_stale)
        )


def findings(session: Session, project_id: int) -> list[Shown]:
    """Return the findings of a project with their sources and viewpoints, in their order."""
    return _shown(session, _findings(project_id))


def find(session: Session, project_id: int, finding_id: int) -> Shown | None:
    """Return a finding of the project with its sources and viewpoints."""
    found = _shown(session, _findings(project_id).where(Finding.id == finding_id))
    return found[0] if found else None


def by_id(session: Session, project_id: int, ids: Iterable[int]) -> list[Shown]:
    """Return the findings of the project that have these ids and still stand."""
    return _shown(session, _findings(project_id).where(Finding.id.in_(list(ids))))


def title(session: Session, project_id: int, finding_id: int) -> str | None:
    """Return the sentence of a finding of the project."""
    return session.scalar(
        select(Finding.sentence).where(
            Finding.id == finding_id,
            Finding.project_id == project_id,
            Finding.withdrawn_at.is_(None),
        )
    )


def for_picking(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Return the findings that one may point to, in their order."""
    rows = session.execute(
        select(Finding.id, Finding.sentence)
        .where(Finding.project_id == project_id, Finding.withdrawn_at.is_(None))
        .order_by(Finding.number)
    )
    return [(row.id, row.sentence) for row in rows]


def last_number(session: Session, project_id: int) -> int:
    """Return the number of the last finding, those that were withdrawn included."""
    last = select(func.max(Finding.number)).where(Finding.project_id == project_id)
    return session.scalar(last) or 0


def given(session: Session, finding_id: int, institution_id: int) -> Viewpoint | None:
    """Return how an institution reads a finding, even if it has taken that back."""
    return session.scalar(
        select(Viewpoint).where(
            Viewpoint.finding_id == finding_id, Viewpoint.institution_id == institution_id
        )
    )


def asserting(shown: Iterable[Shown]) -> list[Institution]:
    """Return the institutions that assert something, by name."""
    found = {one.finding.institution for one in shown} - {None}
    return sorted((one for one in found if one), key=lambda one: one.name_key)


def to_reread(session: Session, project_id: int, institution_id: int | None) -> list[Shown]:
    """Return what an institution asserts and should read again."""
    if institution_id is None:
        return []
    ours = _findings(project_id).where(Finding.institution_id == institution_id)
    return [one for one in _shown(session, ours) if one.is_stale]


def resting_on(session: Session, project_id: int, indicator_id: int) -> list[Relying]:
    """Return the findings of a project that rest on an indicator."""
    rests = select(Source.finding_id).where(
        Source.indicator_id == indicator_id, Source.removed_at.is_(None)
    )
    found = _shown(session, _findings(project_id).where(Finding.id.in_(rests)))
    return [
        Relying(
            one.finding.sentence,
            f"/projects/{project_id}/findings/{one.finding.id}/",
            is_stale=any(source.indicator_id == indicator_id for source in one.moved),
        )
        for one in found
    ]


def snapshot(found: Iterable[Shown]) -> list[dict[str, Detail]]:
    """Return findings as they stand now, in plain values that an adopted version keeps.

    A person is told by their number: a name must be able to go.
    """
    return [_frozen(one) for one in found]


def own_data(session: Session, user_id: int) -> list[dict[str, object]]:
    """Return what a person asserted, gave as a source or said of a finding, in plain values."""
    asserted = select(Project.title, Finding.sentence.label("text"), Finding.at).where(
        Finding.author_id == user_id
    )
    given = (
        select(Project.title, Source.title.label("text"), Source.at)
        .join(Finding, Finding.project_id == Project.id)
        .join(Source, Source.finding_id == Finding.id)
        .where(Source.author_id == user_id)
    )
    read = (
        select(Project.title, Viewpoint.text, Viewpoint.at)
        .join(Finding, Finding.project_id == Project.id)
        .join(Viewpoint, Viewpoint.finding_id == Finding.id)
        .where(Viewpoint.author_id == user_id)
    )
    kinds = {
        "finding": asserted.join(Finding, Finding.project_id == Project.id),
        "source": given,
        "viewpoint": read,
    }
    return [
        {"kind": kind, "project": row.title, "text": row.text, "at": row.at.isoformat()}
        for kind, query in kinds.items()
        for row in session.execute(query.order_by("at"))
    ]


def _frozen(shown: Shown) -> dict[str, Detail]:
    finding = shown.finding
    return {
        "id": finding.id,
        "number": finding.number,
        "sentence": finding.sentence,
        "institution": finding.institution.name if finding.institution else None,
        "author_id": finding.author_id,
        "at": finding.at.isoformat(),
        "is_stale": shown.is_stale,
        "sources": [_source(source, shown.values) for source in shown.sources],
        "viewpoints": [
            {
                "institution": one.institution.name,
                "author_id": one.author_id,
                "stance": one.stance.value,
                "text": one.text,
            }
            for one in shown.viewpoints
        ],
    }


def _source(source: Source, values: Mapping[int, Reading]) -> Detail:
    last = values.get(source.indicator_id or 0)
    return {
        "kind": source.kind.value,
        "title": source.title,
        "url": source.url,
        "dated_on": source.dated_on.isoformat() if source.dated_on else None,
        "value": last.value if last else None,
        "unit": source.indicator.unit if source.indicator else None,
        "taken_on": last.taken_on.isoformat() if last else None,
    }


def _findings(project_id: int) -> Select[Finding]:
    return (
        select(Finding)
        .where(Finding.project_id == project_id, Finding.withdrawn_at.is_(None))
        .options(
            joinedload(Finding.author),
            joinedload(Finding.confirmer),
            joinedload(Finding.institution),
        )
        .order_by(Finding.number)
    )


def _shown(session: Session, query: Select[Finding]) -> list[Shown]:
    found = session.scalars(query).all()
    ids = [finding.id for finding in found]
    if not ids:
        return []
    sources = session.scalars(
        select(Source)
        .where(Source.finding_id.in_(ids), Source.removed_at.is_(None))
        .options(
            joinedload(Source.indicator),
            joinedload(Source.reading),
            joinedload(Source.author),
            joinedload(Source.institution),
        )
        .order_by(Source.id)
    ).all()
    viewpoints = session.scalars(
        select(Viewpoint)
        .where(Viewpoint.finding_id.in_(ids), Viewpoint.withdrawn_at.is_(None))
        .options(joinedload(Viewpoint.author), joinedload(Viewpoint.institution))
        .order_by(Viewpoint.id)
    ).all()
    cited = {one.indicator_id for one in sources if one.indicator_id}
    values = {id_: last[0] for id_, last in indicators.last_readings(session, cited).items()}
    by_finding, read = _by_finding(sources), _by_finding(viewpoints)
    return [Shown(one, by_finding.get(one.id, []), read.get(one.id, []), values) for one in found]


Part = TypeVar("Part", Source, Viewpoint)


def _by_finding(parts: Iterable[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(part.finding_id, []).append(part)
    return found
