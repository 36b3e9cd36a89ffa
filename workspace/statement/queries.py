"""Reading a statement: as it is written, as it was adopted, and what changed between the two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from workspace.core import prose
from workspace.core.differences import Kind, Run, compare
from workspace.core.markup import parse
from workspace.findings.queries import Shown, findings, snapshot
from workspace.library.queries import by_slug
from workspace.projects.models import Project
from workspace.statement.models import (
    Content,
    Part,
    StatementVersion,
    digest_of,
    lines_of,
    says_the_same,
)
from workspace.texts import queries as texts
from workspace.texts.models import Example
from workspace.texts.queries import Shared
from workspace.versions import models as moments
from workspace.versions.models import Moment

LISTED = "listed"  # the findings, beside the parts
TITLE = 120  # characters of the question that stand for the statement
# Cases of the library that show what a part may look like.
EXAMPLES = {
    Part.FINDINGS: "pays-haute-mayenne",
    Part.TENSIONS: "pole-culture-sante-na",
    Part.ISSUES: "scenes-croisees-lozere",
    Part.QUESTION: "hotel-pasteur-rennes",
}


@dataclass(frozen=True)
class Draft:
    """The statement as it is written now."""

    sections: dict[Part, Shared]
    findings: Sequence[Shown]

    @property
    def is_begun(self) -> bool:
        """Tell whether somebody ever wrote in it."""
        return any(section.number for section in self.sections.values())

    @property
    def content(self) -> Content:
        """Return what would be adopted."""
        parts = {part.value: section.reading.typed for part, section in self.sections.items()}
        return {"parts": parts, "findings": snapshot(self.findings)}

    @property
    def digest(self) -> str:
        """Return what tells this draft from another."""
        return digest_of(self.content)


@dataclass(frozen=True)
class Difference:
    """What became of a part between two contents."""

    part: str
    runs: Sequence[Run]

    @property
    def is_same(self) -> bool:
        """Tell whether nothing changed."""
        return all(run.kind is Kind.SAME for run in self.runs)


def draft(session: Session, project_id: int) -> Draft:
    """Return the statement of a project as it is written now."""
    found = texts.shared(session, project_id, [part.text_name for part in Part])
    sections = {part: found[part.text_name] for part in Part}
    return Draft(sections, findings(session, project_id))


def section(session: Session, project_id: int, part: Part) -> Shared:
    """Return one part of the statement of a project as it is written now."""
    return texts.shared(session, project_id, [part.text_name])[part.text_name]


def versions(session: Session, project_id: int) -> Sequence[StatementVersion]:
    """Return the adopted versions, the latest first."""
    return session.scalars(_versions(project_id)).all()


def version(session: Session, project_id: int, number: int) -> StatementVersion | None:
    """Return an adopted version of a project."""
    return session.scalar(_versions(project_id).where(StatementVersion.number == number))


def adopted(session: Session, project_id: int, name: str) -> list[Moment]:
    """Return a text of the statement as each adopted version holds it, the latest first."""
    part = name.partition(".")[2]
    return [
        Moment(
            moments.Kind.ADOPTED,
            found.adopted_at,
            found.author,
            found.institution,
            str(found.number),
            address=f"/projects/{project_id}/statement/versions/{found.number}/",
            typed=found.content["parts"].get(part, ""),
        )
        for found in versions(session, project_id)
    ]


def last_version(session: Session, project_id: int) -> StatementVersion | None:
    """Return the version that was adopted last."""
    return session.scalars(_versions(project_id).limit(1)).first()


def shown(content: Content) -> dict[Part, Markup]:
    """Return each part of a content as it is read."""
    return {part: prose.html(parse(content["parts"].get(part, ""))) for part in Part}


def compared(old: Content, new: Content) -> list[Difference]:
    """Tell, part by part and word by word, how a content became another."""
    found = [
        difference(part, old["parts"].get(part, ""), new["parts"].get(part, "")) for part in Part
    ]
    return [*found, Difference(LISTED, compare(lines_of(old), lines_of(new)))]


def difference(part: Part, old: str, new: str) -> Difference:
    """Tell word by word how a part became another; signs are shown where they alone changed."""
    before, after = (prose.plain(parse(typed)) for typed in (old, new))
    return Difference(part, compare(before, after) if before != after else compare(old, new))


def title(session: Session, project_id: int, statement_id: int) -> str | None:
    """Return what the statement of a project is called: its question, else its project."""
    if statement_id != project_id:
        return None
    question = section(session, project_id, Part.QUESTION).reading.plain
    if question:
        return question if len(question) <= TITLE else f"{question[: TITLE - 1].rstrip()}…"
    return session.scalar(select(Project.title).where(Project.id == project_id))


def for_picking(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Return what can be chosen of the statement of a project: the whole of it."""
    return [(project_id, title(session, project_id, project_id) or "")]


def is_ahead(session: Session, project_id: int) -> bool:
    """Tell whether the statement has changed since a version was adopted."""
    last = last_version(session, project_id)
    return last is not None and not says_the_same(draft(session, project_id).content, last.content)


def faults(session: Session) -> Iterator[str]:
    """Name each adopted version that was changed all the same."""
    for found in session.scalars(select(StatementVersion).order_by(StatementVersion.id)).all():
        if digest_of(found.content) != found.digest:
            yield f"statement version {found.id}: was changed after it was adopted"


def _versions(project_id: int) -> Select[StatementVersion]:
    return (
        select(StatementVersion)
        .where(StatementVersion.project_id == project_id)
        .options(joinedload(StatementVersion.author), joinedload(StatementVersion.institution))
        .order_by(StatementVersion.number.desc())
    )


def examples(session: Session, parts: Sequence[Part]) -> dict[Part, Example]:
    """Return how others wrote some parts, as cases of the library tell."""
    cases = by_slug(session, [EXAMPLES[part] for part in parts]) if parts else {}
    return {
        part: Example(" ".join(case.printed["issue"]), case.headline, f"/library/{case.slug}/")
        for part in parts
        if (case := cases.get(EXAMPLES[part])) and case.issue
    }
