"""Reading shared texts, as they are and as they were."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from workspace.core import markup, prose, weave
from workspace.core.weave import Document
from workspace.texts.models import SharedText, TextSnapshot, TextUpdate

MOST_SAVES = 100  # shown at once
MOST_READ = 200  # texts kept as they are read, in each process


@dataclass(frozen=True)
class Reading:
    """A text as it is read, as it is typed in a form, and its words alone."""

    html: Markup
    typed: str
    plain: str


NOTHING = Reading(Markup(), "", "")
_read: OrderedDict[str, Reading] = OrderedDict()  # by digest, which tells the whole content


def named(session: Session, project_id: int, names: Iterable[str]) -> dict[str, SharedText]:
    """Return the texts of a project that bear a name, with who wrote last."""
    found = session.scalars(
        select(SharedText)
        .where(SharedText.project_id == project_id, SharedText.name.in_(list(names)))
        .options(joinedload(SharedText.writer), joinedload(SharedText.institution))
        .execution_options(populate_existing=True)
    )
    return {text.name: text for text in found}


def reading(session: Session, text: SharedText | None) -> Reading:
    """Return what a text says; one that nobody has begun says nothing."""
    if text is None or not text.number:
        return NOTHING
    found = _read.pop(text.digest, None) or _reading(document(session, text))
    _read[text.digest] = found
    if len(_read) > MOST_READ:
        _read.popitem(last=False)
    return found


def document(session: Session, text: SharedText) -> Document:
    """Return a text as the document that can be changed."""
    found = document_at(session, text, text.number)
    assert found is not None  # noqa: S101 (what stands now is never dropped)
    return found


def document_at(session: Session, text: SharedText, number: int) -> Document | None:
    """Return a text as it was at a number, None when that is no longer kept."""
    if not number:
        return weave.document()
    snapshot = session.scalars(
        select(TextSnapshot)
        .where(TextSnapshot.text_id == text.id, TextSnapshot.number <= number)
        .order_by(TextSnapshot.number.desc())
        .limit(1)
    ).first()
    start = snapshot.number if snapshot else 0
    updates = session.scalars(
        select(TextUpdate.change)
        .where(
            TextUpdate.text_id == text.id, TextUpdate.number > start, TextUpdate.number <= number
        )
        .order_by(TextUpdate.number)
    ).all()
    if len(updates) != number - start:
        return None
    return weave.document([*([snapshot.state] if snapshot else []), *updates])


def reading_at(session: Session, text: SharedText, number: int) -> Reading | None:
    """Return what a text said at a number, None when that is no longer kept."""
    if number == text.number:
        return reading(session, text)
    found = document_at(session, text, number) if 0 <= number < text.number else None
    return _reading(found) if found else None


def saves(session: Session, text: SharedText | None) -> Sequence[TextUpdate]:
    """Return what was changed in a text and by whom, the latest first."""
    if text is None:
        return []
    return session.scalars(
        select(TextUpdate)
        .where(TextUpdate.text_id == text.id)
        .options(
            defer(TextUpdate.change),
            joinedload(TextUpdate.author),
            joinedload(TextUpdate.institution),
        )
        .order_by(TextUpdate.number.desc())
        .limit(MOST_SAVES)
    ).all()


def seal(digest: str, change: bytes) -> str:
    """Return the digest of a text after an update."""
    return hashlib.sha256(digest.encode() + change).hexdigest()


def faults(session: Session) -> Iterator[str]:
    """Name each text that its own updates no longer make, or that no page of ours would keep."""
    for text in session.scalars(select(SharedText).order_by(SharedText.id)).all():
        if _digest(session, text) != text.digest:
            yield f"text {text.id}: was changed after it was written"
        elif strangers := weave.strangers(document(session, text)):
            yield f"text {text.id}: holds {', '.join(sorted(strangers))}"


def _digest(session: Session, text: SharedText) -> str:
    # Where the first updates were dropped, a snapshot stands for them.
    kept = session.execute(
        select(TextSnapshot.number, TextSnapshot.digest).where(TextSnapshot.text_id == text.id)
    )
    snapshots: dict[int, str] = {row.number: row.digest for row in kept}
    updates = session.execute(
        select(TextUpdate.number, TextUpdate.change)
        .where(TextUpdate.text_id == text.id)
        .order_by(TextUpdate.number)
    ).all()
    number = updates[0].number - 1 if updates else text.number
    digest = snapshots.get(number, "")
    for update in updates:
        digest = seal(digest, update.change)
    return digest


def _reading(doc: Document) -> Reading:
    text = weave.read(doc)
    return Reading(prose.html(text), markup.typed(text), prose.plain(text))
