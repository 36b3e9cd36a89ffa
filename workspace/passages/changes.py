"""Discussing passages: each function makes one change and records one event."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from workspace.comments import changes as comments
from workspace.core import anchors, clock, journal, rewrite
from workspace.core.anchors import Ends
from workspace.core.errors import WorkspaceError
from workspace.core.journal import Hand
from workspace.core.subjects import Subject
from workspace.core.weave import Document
from workspace.passages.models import Status, TextPassage
from workspace.passages.queries import TOPIC
from workspace.projects.models import Membership
from workspace.texts import changes as texts
from workspace.texts.models import SharedText, Told


@dataclass(frozen=True)
class Remark:
    """What somebody says of some words, and what they would rather read."""

    ends: Ends
    quote: str
    body: str
    replacement: str | None = None


class ChangedError(WorkspaceError):
    """Other words stand now where something else was proposed."""


def comment(session: Session, member: Membership, text: SharedText, remark: Remark) -> TextPassage:
    """Begin to discuss a passage of a text; whoever is named after an @ is called upon."""
    start, end = remark.ends
    passage = TextPassage(
        text_id=text.id,
        quote=remark.quote,
        start_anchor=dict(start),
        end_anchor=dict(end),
        replacement=remark.replacement,
        author_id=member.user_id,
        institution_id=member.institution_id,
    )
    session.add(passage)
    session.flush()
    subject = Subject(TOPIC, passage.id, passage.title)
    comments.note_said(session, member, subject, body=remark.body)
    _tell(session, member, "passages.commented", passage)
    return passage


def settle(session: Session, member: Membership, passage: TextPassage) -> None:
    """Close a discussion; closing it again changes nothing."""
    if not passage.is_open:
        return
    _close(member, passage, Status.SETTLED)
    _tell(session, member, "passages.settled", passage)


def reopen(session: Session, member: Membership, passage: TextPassage) -> None:
    """Open a discussion again; what was applied stays so."""
    if passage.status is not Status.SETTLED:
        return
    passage.status = Status.OPEN
    passage.settled_at = passage.settled_by_id = None
    _tell(session, member, "passages.reopened", passage)


def apply(session: Session, member: Membership, passage: TextPassage) -> None:
    """Write what was proposed in the place of a passage, signed by whoever proposed it.

    Whoever calls has taken the turn of the project. When other words stand there by now,
    ChangedError is raised.
    """
    if not passage.is_open or passage.replacement is None:
        return
    number = texts.amend(
        session,
        member,
        passage.text.name,
        by=Hand(member.project_id, passage.author_id, passage.institution_id),
        change=partial(_reworded, passage, passage.replacement),
        told=Told(
            "passages.applied", passage.id, _details(passage) | {"author": passage.author.name}
        ),
    )
    _close(member, passage, Status.APPLIED)
    passage.applied_number = number


def _close(member: Membership, passage: TextPassage, status: Status) -> None:
    passage.status = status
    passage.settled_at, passage.settled_by_id = clock.now(), member.user_id


def _reworded(passage: TextPassage, words: str, doc: Document) -> bytes:
    (found,) = anchors.passages(doc, [(passage.ends, passage.quote)])
    if len(found) != 1 or anchors.words_of(found) != passage.quote:
        raise ChangedError
    ((text, start, end),) = found
    return rewrite.reword(doc, text, (start, end), words)


def _tell(session: Session, member: Membership, name: str, passage: TextPassage) -> None:
    journal.record(session, member, name, passage.id, **_details(passage))


def _details(passage: TextPassage) -> dict[str, journal.Detail]:
    return {"title": passage.title, "proposed": passage.replacement}
