"""Writing shared texts: what a form says is merged with what others wrote meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workspace.core import clock, journal, weave
from workspace.core.differences import Kind, compare, tokens
from workspace.core.errors import Refused, Stale
from workspace.core.journal import Detail
from workspace.core.markup import parse
from workspace.core.prose import plain
from workspace.core.rewrite import rewrite
from workspace.core.weave import Document
from workspace.projects.models import Membership
from workspace.texts import queries
from workspace.texts.models import SharedText, TextSnapshot, TextUpdate

LARGEST = 60_000  # characters of a text, whoever wrote them
HEAVIEST = 1_000_000  # bytes of a document, with all that was removed from it
EVERY = 100  # updates between two snapshots
KEPT = timedelta(days=30)  # for which a form may stay open


class FullTextError(Refused):
    """The text would be longer than a text may be."""


@dataclass(frozen=True)
class Told:
    """Under which name, and of which object, the journal tells that a text was written."""

    name: str
    subject_id: int
    details: Mapping[str, Detail] = field(default_factory=dict)


def write(
    session: Session, member: Membership, name: str, *, typed: str, version: int, told: Told | None
) -> bool:
    """Save what was typed in a form shown at a version; tell whether that changed the text.

    Whoever calls has taken the turn of the project. What others wrote meanwhile stays. A form
    older than what is kept raises Stale with both texts.
    """
    text = queries.named(session, member.project_id, [name]).get(name)
    text = text or SharedText(project_id=member.project_id, name=name, number=0, digest="")
    live = queries.document(session, text)
    before, wanted = weave.read(live), parse(typed)
    if wanted == before:
        return False
    base = queries.document_at(session, text, min(max(version, 0), text.number))
    if base is None:
        raise Stale(mine={name: typed}, theirs={name: queries.reading(session, text).typed})
    change = rewrite(base, wanted)
    if not change:
        return False
    change = weave.merge(live, change, set(tokens(plain(wanted))))
    after = plain(weave.read(live))
    _keep(session, member, text, change, live)
    if len(after) > LARGEST:
        raise FullTextError
    if told:
        counts = _counts(plain(before), after)
        journal.record(session, member, told.name, told.subject_id, **told.details, **counts)
    return True


def _keep(
    session: Session, member: Membership, text: SharedText, change: bytes, live: Document
) -> None:
    text.number += 1
    text.digest = queries.seal(text.digest, change)
    text.written_at = clock.now()
    text.writer_id, text.institution_id = member.user_id, member.institution_id
    session.add(text)
    session.flush()
    session.add(
        TextUpdate(
            text_id=text.id,
            number=text.number,
            change=change,
            author_id=member.user_id,
            institution_id=member.institution_id,
        )
    )
    state = live.get_update()
    if len(state) > HEAVIEST:
        raise FullTextError
    if text.number % EVERY == 0:
        _compact(session, text, state)


def _compact(session: Session, text: SharedText, state: bytes) -> None:
    # What a form still open may have been shown stays: the snapshot before, and all that followed.
    session.add(TextSnapshot(text_id=text.id, number=text.number, state=state, digest=text.digest))
    floor = session.scalar(
        select(func.max(TextSnapshot.number)).where(
            TextSnapshot.text_id == text.id,
            TextSnapshot.number < text.number,
            TextSnapshot.at < clock.now() - KEPT,
        )
    )
    if floor:
        for kept, last in ((TextSnapshot, floor - 1), (TextUpdate, floor)):
            session.execute(delete(kept).where(kept.text_id == text.id, kept.number <= last))


def _counts(before: str, after: str) -> dict[str, Detail]:
    runs = compare(before, after)
    words = {
        kind: sum(
            token[0].isalnum() for run in runs if run.kind is kind for token in tokens(run.text)
        )
        for kind in (Kind.ADDED, Kind.REMOVED)
    }
    return {"added": words[Kind.ADDED], "removed": words[Kind.REMOVED]}
