"""Reading shared texts, as they are and as they were."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup
from pycrdt import merge_updates
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from workspace.core import clock, markup, prose, weave
from workspace.core.desk import Desk, Sheet, seal
from workspace.core.errors import known
from workspace.core.weave import Document
from workspace.texts.models import (
    Purpose,
    Reading,
    SharedText,
    TextHand,
    TextSnapshot,
    TextUpdate,
    Told,
)

MOST_BEHIND = 100  # updates that are sent one by one; merging more costs more than the whole
MOST_READ = 200  # texts kept as they are read, in each process
MOST_OPEN = 16  # documents kept as they stand, in each process; one may take a megabyte
SPELL = timedelta(minutes=10)  # of silence, after which somebody writes anew

# What the texts of a slice are for, and how the journal tells of them, by how their names begin.
Owners = Mapping[str, Callable[[Session, int, str], Purpose | None]]
Tellers = Mapping[str, Callable[[int, str], Told | None]]

# Asked at every letter: written once, they cost half.
TEXT = select(SharedText).where(
    SharedText.project_id == bindparam("project_id"), SharedText.name == bindparam("name")
)
CHANGES = (
    select(TextUpdate.change)
    .where(TextUpdate.text_id == bindparam("text_id"), TextUpdate.number > bindparam("number"))
    .order_by(TextUpdate.number)
)
TOLD_AT = select(func.max(TextHand.told_at)).where(
    TextHand.text_id == bindparam("text_id"), TextHand.author_id == bindparam("author_id")
)


@dataclass(frozen=True)
class Shared:
    """A shared text of a project by its name, which exists whether or not somebody has begun it."""

    name: str
    text: SharedText | None
    reading: Reading

    @property
    def id(self) -> str:
        """Return what its place in a page is called."""
        return f"text-{self.name.replace('.', '-')}"

    @property
    def number(self) -> int:
        """Return how many times it was changed."""
        return self.text.number if self.text else 0


NOTHING = Reading(Markup(), "", "")
_read: OrderedDict[str, Reading] = OrderedDict()  # by digest, which tells the whole content
_desk = Desk()


def shared(session: Session, project_id: int, names: Sequence[str]) -> dict[str, Shared]:
    """Return the texts of a project by their names, those that nobody has begun among them."""
    found = named(session, project_id, names)
    texts = {name: found.get(name) for name in names}
    return {name: Shared(name, text, reading(session, text)) for name, text in texts.items()}


def named(session: Session, project_id: int, names: Iterable[str]) -> dict[str, SharedText]:
    """Return the texts of a project that bear a name, with who wrote last."""
    found = session.scalars(
        select(SharedText)
        .where(SharedText.project_id == project_id, SharedText.name.in_(list(names)))
        .options(joinedload(SharedText.writer), joinedload(SharedText.institution))
        .execution_options(populate_existing=True)
    )
    return {text.name: text for text in found}


def find(session: Session, project_id: int, name: str) -> SharedText | None:
    """Return a text of a project by its name, None when nobody has begun it."""
    about = {"project_id": project_id, "name": name}
    return session.scalar(TEXT, about, execution_options={"populate_existing": True})


def reading(session: Session, text: SharedText | None) -> Reading:
    """Return what a text says; one that nobody has begun says nothing."""
    if text is None or not text.number:
        return NOTHING
    found = _read.pop(text.digest, None) or _reading(standing(session, text))
    _read[text.digest] = found
    if len(_read) > MOST_READ:
        _read.popitem(last=False)
    return found


def standing(session: Session, text: SharedText) -> Document:
    """Return a text as the document that everybody here reads: it must not be changed."""
    return open_sheet(session, text).doc


def open_sheet(session: Session, text: SharedText) -> Sheet:
    """Return a text as the sheet that everybody here reads: its document must not be changed."""
    found = take(session, text)
    lay_down(text, found)
    return found


def take(session: Session, text: SharedText) -> Sheet:
    """Return a text as the sheet that stands, which nobody else holds until it is laid down."""
    found = _desk.take(text.id)
    if found and _follows(session, text, found):
        return found
    return Sheet(document(session, text), text.number, text.digest)


def lay_down(text: SharedText, sheet: Sheet) -> None:
    """Keep the sheet that a text is now, for who comes next."""
    if text.number:
        sheet.number, sheet.digest = text.number, text.digest
        _desk.lay_down(text.id, sheet, most=MOST_OPEN)


def _follows(session: Session, text: SharedText, sheet: Sheet) -> bool:
    # What another process wrote is added; what was never kept, or is too far behind, is read anew.
    behind = text.number - sheet.number
    if not 0 <= behind <= MOST_BEHIND:
        return False
    return sheet.follow(_changes(session, text, sheet.number) if behind else (), text.digest)


def document(session: Session, text: SharedText) -> Document:
    """Return a text as a document of one's own, which can be changed."""
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


def since(session: Session, text: SharedText, number: int) -> bytes:
    """Return the update that brings a document from a number to what stands now.

    Whoever is too far behind, or before what is kept, is given the whole.
    """
    if not 0 < text.number - number <= MOST_BEHIND or not number:
        return standing(session, text).get_update()
    changes = _changes(session, text, number)
    whole = len(changes) == text.number - number
    return merge_updates(*changes) if whole else standing(session, text).get_update()


def _changes(session: Session, text: SharedText, number: int) -> Sequence[bytes]:
    return session.scalars(CHANGES, {"text_id": text.id, "number": number}).all()


def hands(session: Session, text: SharedText, clients: Iterable[int]) -> dict[int, TextHand]:
    """Return who wrote in a text with some client numbers, as far as they are known."""
    found = session.scalars(
        select(TextHand).where(TextHand.text_id == text.id, TextHand.client.in_(list(clients)))
    )
    return {hand.client: hand for hand in found}


def writers(
    session: Session, text: SharedText, sheet: Sheet, clients: Collection[int]
) -> Mapping[int, int]:
    """Return to whom some client numbers belong, those of nobody left out; that never changes."""
    if text.number and not sheet.hands.keys() >= set(clients):
        known = hands(session, text, clients)
        sheet.hands |= {client: hand.author_id for client, hand in known.items()}
    return sheet.hands


def told_at(
    session: Session, text: SharedText, sheet: Sheet, author_id: int | None
) -> datetime | None:
    """Return when somebody was last told of as writing in a text.

    Once that is long ago, it is asked again: another process may have told since.
    """
    found = sheet.told.get(author_id)
    if found is None or clock.now() - found > SPELL:
        found = session.scalar(TOLD_AT, {"text_id": text.id, "author_id": author_id})
        if found:
            sheet.told[author_id] = found
    return found


def purpose(session: Session, owners: Owners, project_id: int, name: str) -> Purpose:
    """Return what a text is for; one that is for nothing does not exist."""
    owner = owners.get(name.partition(".")[0])
    return known(owner(session, project_id, name) if owner else None)


def told(tellers: Tellers, project_id: int, name: str) -> Told:
    """Return how the journal tells of who writes a text; one that is for nothing does not exist."""
    teller = tellers.get(name.partition(".")[0])
    return known(teller(project_id, name) if teller else None)


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
