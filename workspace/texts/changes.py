"""Writing shared texts: what a form says is merged with what others wrote meanwhile."""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import cast

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from workspace.core import clock, ground, journal, weave
from workspace.core.desk import Sheet, seal
from workspace.core.differences import Kind, tokens, weight
from workspace.core.errors import Refused, Stale, WorkspaceError
from workspace.core.journal import Author, Detail
from workspace.core.lib0 import Unreadable
from workspace.core.markup import parse
from workspace.core.prose import plain
from workspace.core.rewrite import rewrite
from workspace.core.strokes import Strokes, clocks, lacking, read, strangers
from workspace.core.weave import Document
from workspace.projects.models import Membership
from workspace.texts import queries
from workspace.texts.models import SharedText, TextHand, TextSnapshot, TextUpdate, Told

LARGEST = 60_000  # characters of a text, whoever wrote them
HEAVIEST = 1_000_000  # bytes of a document, with all that was removed from it
EVERY = 100  # updates between two snapshots
KEPT = timedelta(days=30)  # for which a form may stay open

# Written at every letter: once, it costs half, and a third of what a unit of work would cost.
_texts = cast("Table", SharedText.__table__)  # a mapped class always has a Table
STAND = update(_texts).where(_texts.c.id == bindparam("text_id"))
KEEP = insert(cast("Table", TextUpdate.__table__))  # likewise


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
    older than what is kept, or than the schema of texts, raises Stale with both texts.
    """
    text = _text(session, member, name)
    before, wanted = weave.read(queries.standing(session, text)), parse(typed)
    if wanted == before:
        return False
    base = queries.document_at(session, text, min(max(version, 0), text.number))
    if base is None or not weave.is_flat(base):
        raise Stale(mine={name: typed}, theirs={name: queries.reading(session, text).typed})
    change = rewrite(base, wanted)
    if not change:
        return False
    sheet = queries.take(session, text)
    change = weave.merge(sheet.doc, change, set(tokens(plain(wanted))))
    ground.note(sheet.doc, change)
    after = weave.read(sheet.doc)
    _keep(session, member, text, sheet, change, clients=[base.client_id])
    if told:
        counts = _counts(plain(before), plain(after))
        journal.record(session, member, told.name, told.subject_id, **told.details, **counts)
    return True


def readable(update: bytes) -> Strokes:
    """Read an update; Unreadable says that it is none, or that no page of ours made it."""
    strokes = read(update)
    if strangers(strokes):
        raise Unreadable
    return strokes


def receive(session: Session, member: Membership, name: str, strokes: Strokes, told: Told) -> int:
    """Keep what an editor changed in a text; return the number of the text now.

    Whoever calls has taken the turn of the project. An update that builds on what is not here
    raises GapError, one that speaks with the client number of somebody else HandError, one that
    fits nowhere Unreadable.
    """
    text = _text(session, member, name)
    is_contested = _admit(session, member, text, strokes)
    sheet = queries.take(session, text)
    change = _applied(sheet.doc, strokes.sent)
    if is_contested and not weave.reads_the_same(sheet.doc):
        raise Unreadable("stands elsewhere each time")
    if not change:
        queries.lay_down(text, sheet)
    elif _keep(session, member, text, sheet, change, clients=strokes.clients):
        journal.record(session, member, told.name, told.subject_id, **told.details)
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
    made = change(base)
    sheet = queries.take(session, text)
    weave.applied(sheet.doc, made)
    ground.note(sheet.doc, made)
    _keep(session, by, text, sheet, made, clients=[base.client_id])
    journal.record(session, member, told.name, told.subject_id, **told.details)
    return text.number


def _text(session: Session, member: Membership, name: str) -> SharedText:
    found = queries.find(session, member.project_id, name)
    return found or SharedText(project_id=member.project_id, name=name, number=0, digest="")


def _admit(session: Session, member: Membership, text: SharedText, strokes: Strokes) -> bool:
    # The document stays as it stands, whatever comes of it.
    sheet = queries.open_sheet(session, text)
    known = queries.writers(session, text, sheet, strokes.clients)
    if any(known.get(client, member.user_id) != member.user_id for client in strokes.clients):
        raise HandError
    held = clocks(sheet.doc.get_state())
    if lacking(strokes, held):
        raise GapError
    return ground.admit(sheet.doc, strokes, held)


def _applied(live: Document, update: bytes) -> bytes:
    try:
        return weave.applied(live, update)
    except ValueError as error:
        raise Unreadable from error


def _keep(
    session: Session,
    by: Author,
    text: SharedText,
    sheet: Sheet,
    change: bytes,
    *,
    clients: Collection[int],
) -> bool:
    # Tells whether the person has begun to write, or to write anew.
    _check_size(sheet, change)
    _sign(session, by, text, change)
    begins = _claim(session, by, text, sheet, clients)
    _compact(session, text, sheet.doc)
    queries.lay_down(text, sheet)
    return begins


def _sign(session: Session, by: Author, text: SharedText, change: bytes) -> None:
    signed = {"author_id": by.author_id, "institution_id": by.institution_id}
    now = {
        "number": text.number + 1,
        "digest": seal(text.digest, change),
        "written_at": clock.now(),
        "writer_id": by.author_id,
        "institution_id": by.institution_id,
    }
    if not text.number:
        session.add(text)
        session.flush()
    for name, value in now.items():
        set_committed_value(text, name, value)
    session.execute(STAND, {"text_id": text.id, **now})
    session.execute(KEEP, {"text_id": text.id, "number": text.number, "change": change, **signed})
    journal.stroke(session, by.space_id)


def _claim(
    session: Session, by: Author, text: SharedText, sheet: Sheet, clients: Collection[int]
) -> bool:
    # What is written here is noted on the sheet once it is read again: it may still be dropped.
    now, told_at = clock.now(), queries.told_at(session, text, sheet, by.author_id)
    begins = told_at is None or now - told_at > queries.SPELL
    known = queries.writers(session, text, sheet, clients)
    signed = {"author_id": by.author_id, "institution_id": by.institution_id}
    session.add_all(
        TextHand(text_id=text.id, client=client, told_at=now, **signed)
        for client in clients
        if client not in known
    )
    if begins:
        of_text = TextHand.text_id == text.id, TextHand.client.in_(list(clients))
        session.execute(update(TextHand).where(*of_text).values(told_at=now))
    return begins


def _check_size(sheet: Sheet, change: bytes) -> None:
    # Measured once it might be too much; it is only read once it holds more than it may say.
    sheet.grow(change)
    if sheet.weight <= HEAVIEST and sheet.size <= LARGEST:
        return
    sheet.measure()
    is_long = sheet.size > LARGEST and len(plain(weave.read(sheet.doc))) > LARGEST
    if is_long or sheet.weight > HEAVIEST:
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
