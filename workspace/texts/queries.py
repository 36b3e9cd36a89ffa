"""Reading shared texts, as they are and as they were."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from markupsafe import Markup
from pycrdt import merge_updates
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workspace.accounts.models import User
from workspace.core import markup, prose, weave
from workspace.core.differences import Kind, weight
from workspace.core.errors import known
from workspace.core.weave import Document
from workspace.institutions.models import Institution
from workspace.texts.models import (
    Purpose,
    Reading,
    SharedText,
    Spell,
    TextHand,
    TextSnapshot,
    TextUpdate,
    Words,
)

Named = TypeVar("Named", User, Institution)

MOST_SPELLS = 100  # shown at once
MOST_UPDATES = 5000  # among which they are looked for
MOST_BEHIND = 100  # updates that are sent one by one; merging more costs more than the whole
MOST_READ = 200  # texts kept as they are read, in each process
MOST_WEIGHED = 5000  # spells whose words are kept counted, in each process
MOST_OPEN = 16  # documents kept as they stand, in each process; one may take a megabyte
SPELL = timedelta(minutes=10)  # of silence, after which somebody writes anew

# What the texts of a slice are for, by how their names begin.
Owners = Mapping[str, Callable[[Session, int, str], Purpose | None]]


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
# Both by digest, which tells the whole content.
_read: OrderedDict[str, Reading] = OrderedDict()
_open: OrderedDict[str, Document] = OrderedDict()
_weighed: OrderedDict[tuple[object, ...], Words] = OrderedDict()  # what is past does not change


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
    found = take(session, text)
    lay_down(text, found)
    return found


def take(session: Session, text: SharedText) -> Document:
    """Return a text as the document that stands, which nobody else holds until it is laid down."""
    return _open.pop(text.digest, None) or document(session, text)


def lay_down(text: SharedText, doc: Document) -> None:
    """Keep the document that a text is now, for who comes next."""
    _open[text.digest] = doc
    while len(_open) > MOST_OPEN:
        _open.popitem(last=False)


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
    changes = session.scalars(
        select(TextUpdate.change)
        .where(TextUpdate.text_id == text.id, TextUpdate.number > number)
        .order_by(TextUpdate.number)
    ).all()
    whole = len(changes) == text.number - number
    return merge_updates(*changes) if whole else standing(session, text).get_update()


def hands(session: Session, text: SharedText, clients: Iterable[int]) -> dict[int, TextHand]:
    """Return who wrote in a text with some client numbers, as far as they are known."""
    found = session.scalars(
        select(TextHand).where(TextHand.text_id == text.id, TextHand.client.in_(list(clients)))
    )
    return {hand.client: hand for hand in found}


def spells(session: Session, text: SharedText | None) -> Sequence[Spell]:
    """Return who changed a text, each as long as they wrote without a pause, the latest first."""
    if text is None:
        return []
    # Of thousands of letters, only who and when is read.
    rows = session.execute(
        select(TextUpdate.number, TextUpdate.author_id, TextUpdate.institution_id, TextUpdate.at)
        .where(TextUpdate.text_id == text.id)
        .order_by(TextUpdate.number.desc())
        .limit(MOST_UPDATES)
    )
    runs: list[list[Any]] = []
    for row in rows:
        last = runs[-1][-1] if runs else None
        if last and last.author_id == row.author_id and last.at - row.at < SPELL:
            runs[-1].append(row)
        elif len(runs) == MOST_SPELLS:
            break
        else:
            runs.append([row])
    people = _by_id(session, User, {run[0].author_id for run in runs})
    bodies = _by_id(session, Institution, {run[0].institution_id for run in runs})
    return [
        Spell(
            run[-1].number,
            run[0].number,
            people.get(run[0].author_id),
            bodies.get(run[0].institution_id),
            run[-1].at,
            run[0].at,
        )
        for run in runs
    ]


def _by_id(session: Session, kind: type[Named], ids: Iterable[int | None]) -> dict[int, Named]:
    wanted = [one for one in ids if one is not None]
    return {one.id: one for one in session.scalars(select(kind).where(kind.id.in_(wanted)))}


def purpose(session: Session, owners: Owners, project_id: int, name: str) -> Purpose:
    """Return what a text is for; one that is for nothing does not exist."""
    owner = owners.get(name.partition(".")[0])
    return known(owner(session, project_id, name) if owner else None)


def weighed(session: Session, text: SharedText, written: Sequence[Spell]) -> dict[int, Words]:
    """Return how many words each spell added and removed, by its last number.

    The spells follow each other, the latest first; one whose beginning is gone tells nothing.
    """
    keys = {spell.last: (text.id, spell.last, spell.first, spell.began) for spell in written}
    lacking = [spell.first for spell in written if keys[spell.last] not in _weighed]
    if lacking:
        for last, words in _weigh(session, text, min(lacking), keys):
            _weighed[keys[last]] = words
    found = {last: _weighed[key] for last, key in keys.items() if key in _weighed}
    while len(_weighed) > MOST_WEIGHED:
        _weighed.popitem(last=False)
    return found


def _weigh(
    session: Session, text: SharedText, first: int, lasts: Collection[int]
) -> Iterator[tuple[int, Words]]:
    doc = document_at(session, text, first - 1)
    if doc is None:
        return
    before = prose.plain(weave.raw(doc))
    changes = select(TextUpdate.number, TextUpdate.change).where(
        TextUpdate.text_id == text.id, TextUpdate.number >= first
    )
    for number, change in session.execute(changes.order_by(TextUpdate.number)):
        doc.apply_update(change)
        if number in lasts:
            after = prose.plain(weave.raw(doc))
            found = weight(before, after)
            yield number, Words(found[Kind.ADDED], found[Kind.REMOVED])
            before = after


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
