"""Changing the library: importing cases, publishing them, citing them in a project."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import clock, french, journal
from workspace.core.errors import Refused
from workspace.library import queries
from workspace.library.models import Case, Citation, Library, Status, Use
from workspace.projects.models import Membership, Role

CHUNK = 200  # cases that are looked up at once


@dataclass(frozen=True)
class Draft:
    """A case as it was given: what is not said is empty."""

    slug: str
    values: Mapping[str, Any] = field(repr=False)  # each column has its own type


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    added: int
    revised: int


@dataclass(frozen=True)
class Quote:
    """A passage of a case, for what it is worth to an object of a project."""

    kind: str
    subject_id: int
    title: str
    passage: str
    use: Use
    line: str


def library_space(session: Session) -> int:
    """Return the space of the library, made the first time."""
    head = queries.head(session)
    if head is not None:
        return head.space_id
    space = Library()
    session.add(space)
    session.flush()
    journal.record(session, journal.Hand(space.id), "libraries.opened", space.id)
    return space.id


def import_cases(session: Session, drafts: Sequence[Draft]) -> Imported:
    """Add the cases that are new and bring the others up to date."""
    by = journal.Hand(library_space(session))
    added = revised = 0
    for chunk in _chunks(drafts):
        known = queries.by_slug(session, [draft.slug for draft in chunk])
        added += _add(session, by, [draft for draft in chunk if draft.slug not in known])
        for draft in chunk:
            if draft.slug in known:
                revised += _revise(session, by, known[draft.slug], draft)
    return Imported(added, revised)


def publish(session: Session, person: User, case: Case) -> None:
    """Let everybody read a case."""
    _give_status(session, person, case, "cases.published", Status.PUBLISHED)


def withdraw(session: Session, person: User, case: Case) -> None:
    """Take a case back among the drafts."""
    _give_status(session, person, case, "cases.withdrawn", Status.DRAFT)


def cite(session: Session, member: Membership, case: Case, quote: Quote) -> Citation:
    """Cite a passage of a case for an object of a project; it must stand in the case."""
    if not says(case, quote.passage):
        raise Refused
    citation = Citation(
        project_id=member.project_id,
        case_id=case.id,
        kind=quote.kind,
        subject_id=quote.subject_id,
        passage=quote.passage,
        use=quote.use,
        line=quote.line,
        author_id=member.user_id,
        institution_id=member.institution_id,
    )
    session.add(citation)
    session.flush()
    _tell(session, member, "citations.added", citation, case=case, on_title=quote.title)
    return citation


def withdraw_citation(session: Session, member: Membership, citation: Citation) -> None:
    """Take back one's own citation; a lead may take back anyone's."""
    if citation.author_id != member.user_id and member.role is not Role.LEAD:
        raise Refused
    citation.withdrawn_at = clock.now()
    _tell(session, member, "citations.withdrawn", citation, case=citation.case)


def says(case: Case, passage: str) -> bool:
    """Tell whether a passage stands in a case, however its spaces were typed."""
    wanted = _plain(passage)
    return bool(wanted) and any(wanted in _plain(text) for text in case.sections.values())


def _add(session: Session, by: journal.Hand, drafts: Sequence[Draft]) -> int:
    cases = [Case(slug=draft.slug, **draft.values) for draft in drafts]
    for case in cases:
        case.words = _words(case)
    session.add_all(cases)
    session.flush()
    for case in cases:
        journal.record(session, by, "cases.added", case.id, title=case.title)
    return len(cases)


def _revise(session: Session, by: journal.Hand, case: Case, draft: Draft) -> int:
    after = {k: value for k, value in draft.values.items() if getattr(case, k) != value}
    if not after:
        return 0
    before = {name: getattr(case, name) for name in after}
    for name, value in after.items():
        setattr(case, name, value)
    case.words, case.updated_at = _words(case), clock.now()
    journal.record(
        session, by, "cases.revised", case.id, title=case.title, before=before, after=after
    )
    return 1


def _give_status(session: Session, person: User, case: Case, name: str, status: Status) -> None:
    if case.status is status:
        return
    before, case.status = case.status, status
    by = journal.Hand(library_space(session), person.id)
    journal.record(
        session,
        by,
        name,
        case.id,
        title=case.title,
        before={"status": before.value},
        after={"status": status.value},
    )


def _tell(
    session: Session,
    member: Membership,
    name: str,
    citation: Citation,
    *,
    case: Case,
    on_title: str = "",
) -> None:
    journal.record(
        session,
        member,
        name,
        citation.id,
        title=case.title,
        case=case.slug,
        on=citation.kind,
        on_id=citation.subject_id,
        on_title=on_title,
    )


def _words(case: Case) -> str:
    found = " ".join(word.plain for word in french.words(f"{case.title}\n{case.text}"))
    return f" {found} "


def _plain(text: str) -> str:
    return " ".join(french.composed(text).split())


def _chunks(drafts: Sequence[Draft]) -> Iterator[Sequence[Draft]]:
    for start in range(0, len(drafts), CHUNK):
        yield drafts[start : start + CHUNK]
