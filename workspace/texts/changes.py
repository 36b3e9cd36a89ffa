"""Writing shared texts: what a form says is merged with what others wrote meanwhile."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workspace.core import clock, journal, weave
from workspace.core.differences import Kind, tokens, weight
from workspace.core.errors import Refused, Stale, WorkspaceError
from workspace.core.ground import admit
from workspace.core.journal import Author, Detail
from workspace.core.lib0 import Unreadable
from workspace.core.markup import parse
from workspace.core.prose import plain
from workspace.core.rewrite import rewrite
from workspace.core.strokes import clocks, lacking, read, strangers
from workspace.core.weave import Document
from workspace.projects.models import Membership
from workspace.texts import queries
from workspace.texts.models import SharedText, TextHand, TextSnapshot, TextUpdate, Told

LARGEST = 60_000  # characters of a text, whoever wrote them
HEAVIEST = 1_000_000  # bytes of a document, with all that was removed from it
EVERY = 100  # updates between two snapshots
KEPT = timedelta(days=30)  # for which a form may stay open


class FullTextError(Refused):
    """The text would be longer than a text may be."""


class GapError(WorkspaceError):
    """An update builds on what the server has not received."""


class HandError(WorkspaceError):
    """An update speaks with the client number of somebody else."""


def write(
    session: Session, member: Membership, name: str, *, typed: str, version: int, told: Told | None
) -> bool:
    """Save what was typed in a form shown at a version; tell whether that changed the text.

    Whoever calls has taken the turn of the project. What others wrote meanwhile stays. A form
    older than what is kept raises Stale with both texts.
    """
    text = _text(session, member, name)
    live = queries.take(session, text)
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
    _keep(session, member, text, change)
    _check_size(live, after)
    _claim(session, member, text, [base.client_id])
    _compact(session, text, live)
    queries.lay_down(text, live)
    if told:
        counts = _counts(plain(before), after)
        journal.record(session, member, told.name, told.subject_id, **told.details, **counts)
    return True


def receive(session: Session, member: Membership, name: str, update: bytes, told: Told) -> int:
    """Keep what an editor changed in a text; return the number of the text now.

    Whoever calls has taken the turn of the project. Of an update that is given, Unreadable
    says that it is none, or that no page of ours made it. An update that builds on what is not
    here raises GapError, one that speaks with the client number of somebody else HandError.
    """
    strokes = read(update)
    if strangers(strokes):
        raise Unreadable
    text = _text(session, member, name)
    _refuse_other_hands(session, member, text, strokes.clients)
    live = queries.take(session, text)
    known = clocks(live.get_state())
    if lacking(strokes, known):
        raise GapError
    admit(live, strokes, known)
    change = _applied(live, update)
    if change:
        _keep(session, member, text, change)
        _check_size(live)
        if _claim(session, member, text, strokes.clients):
            journal.record(session, member, told.name, told.subject_id, **told.details)
        _compact(session, text, live)
    queries.lay_down(text, live)
    return text.number


def amend(
    session: Session,
    member: Membership,
    name: str,
    *,
    by: Author,
    change: Callable[[Document], bytes],
    told: Told,
) -> int:
    """Change a text as somebody else proposed, who is written as its author; return its number.

    Whoever calls has taken the turn of the project.
    """
    text = _text(session, member, name)
    base = queries.document(session, text)
    update = change(base)
    live = queries.take(session, text)
    weave.applied(live, update)
    _keep(session, by, text, update)
    _check_size(live)
    _claim(session, by, text, [base.client_id])
    _compact(session, text, live)
    queries.lay_down(text, live)
    journal.record(session, member, told.name, told.subject_id, **told.details)
    return text.number


def _applied(live: Document, update: bytes) -> bytes:
    try:
        return weave.applied(live, update)
    except ValueError as error:
        raise Unreadable from error


def _text(session: Session, member: Membership, name: str) -> SharedText:
    found = queries.named(session, member.project_id, [name]).get(name)
    return found or SharedText(project_id=member.project_id, name=name, number=0, digest="")


def _refuse_other_hands(
    session: Session, member: Membership, text: SharedText, clients: Iterable[int]
) -> None:
    known = queries.hands(session, text, clients) if text.number else {}
    if any(hand.author_id != member.user_id for hand in known.values()):
        raise HandError


def _claim(session: Session, by: Author, text: SharedText, clients: Iterable[int]) -> bool:
    # Tells whether the person has begun to write, or to write anew.
    now = clock.now()
    known = queries.hands(session, text, clients)
    told_at = session.scalar(
        select(func.max(TextHand.told_at)).where(
            TextHand.text_id == text.id, TextHand.author_id == by.author_id
        )
    )
    begins = told_at is None or now - told_at > queries.SPELL
    signed = {"author_id": by.author_id, "institution_id": by.institution_id}
    for client in clients:
        if client not in known:
            session.add(TextHand(text_id=text.id, client=client, told_at=now, **signed))
        elif begins:
            known[client].told_at = now
    return begins


def _keep(session: Session, by: Author, text: SharedText, change: bytes) -> None:
    text.number += 1
    text.digest = queries.seal(text.digest, change)
    text.written_at = clock.now()
    text.writer_id, text.institution_id = by.author_id, by.institution_id
    session.add(text)
    session.flush()
    session.add(
        TextUpdate(
            text_id=text.id,
            number=text.number,
            change=change,
            author_id=by.author_id,
            institution_id=by.institution_id,
        )
    )
    journal.stroke(session, by.space_id)


def _check_size(live: Document, text: str | None = None) -> None:
    # What a document weighs is at least what it says: it is only read once it might be too much.
    weight = len(live.get_update())
    if text is None and weight > LARGEST:
        text = plain(weave.read(live))
    if weight > HEAVIEST or len(text or "") > LARGEST:
        raise FullTextError("full_text")


def _compact(session: Session, text: SharedText, live: Document) -> None:
    # What a form still open may have been shown stays: the snapshot before, and all that followed.
    if text.number % EVERY:
        return
    state = live.get_update()
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
    words = weight(before, after)
    return {"added": words[Kind.ADDED], "removed": words[Kind.REMOVED]}
