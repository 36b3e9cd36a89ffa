"""Reading the versions of a shared text, who wrote what in them, and what changed between two."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer, joinedload

from workspace.accounts.models import User
from workspace.core import markup, prose, scroll, signing, weave
from workspace.core.differences import Kind as Fate
from workspace.core.differences import compare, words
from workspace.core.kept import Kept
from workspace.core.lib0 import Unreadable
from workspace.core.prose import Prose
from workspace.core.scroll import Run
from workspace.core.signing import Ranges, SignedRun, Stretch
from workspace.core.structs import read as structs_of
from workspace.core.weave import Document
from workspace.institutions.models import Institution
from workspace.spells import queries as spells
from workspace.spells.models import Words
from workspace.texts import queries as texts
from workspace.texts.models import Reading, SharedText, TextUpdate
from workspace.texts.queries import Shared
from workspace.versions.models import (
    ADOPTED,
    NOW,
    Author,
    Authorship,
    Comparison,
    Hand,
    Kind,
    Moment,
    Part,
    TextVersion,
    authors,
)

MOST_KEPT = 64  # texts of which it is kept in each process who wrote what
MOST_REMOVALS = 2000  # changes among which it is looked for who removed something

Hands = dict[Hand, int]  # those who wrote, each by a number, from one

_runs = Kept[Sequence[Run]](MOST_KEPT)  # by digest, which tells the whole content, and number


@dataclass(frozen=True)
class Held:
    """A text at a moment, with its document where one knows it."""

    text: SharedText | None
    moment: Moment
    doc: Document | None

    @property
    def prose(self) -> Prose:
        """Return what it says."""
        return weave.read(self.doc) if self.doc else markup.parse(self.moment.typed)


def timeline(session: Session, shared: Shared, adopted: Sequence[Moment]) -> list[Moment]:
    """Return what a text has been: who wrote when, what was named, adopted; the latest first."""
    if shared.text is None:
        return list(adopted)
    said = spells.spells(session, shared.text)
    weights = spells.weighed(session, shared.text, said)
    written = [
        Moment(
            Kind.SPELL, one.at, one.author, one.institution,
            number=one.last, first=one.first, words=weights.get(one.last),
        )
        for one in said
    ]  # fmt: skip
    moments = [*named(session, shared.text), *adopted, *written]
    return sorted(moments, key=lambda one: (one.at is not None, one.at), reverse=True)


def named(session: Session, text: SharedText) -> list[Moment]:
    """Return the versions of a text that were named, the latest first."""
    query = _versions(text).options(defer(TextVersion.state), defer(TextVersion.typed))
    return [_named(one) for one in session.scalars(query)]


def version(session: Session, text: SharedText, number: int) -> TextVersion | None:
    """Return the version that names a moment of a text, if somebody named it."""
    return session.scalar(_versions(text).where(TextVersion.number == number))


def moment(session: Session, shared: Shared, key: str, adopted: Sequence[Moment]) -> Moment | None:
    """Return a moment of a text by what it is called in an address, None when there is none."""
    text = shared.text
    if key == NOW:
        return now(shared)
    if key.startswith(ADOPTED):
        found = next((one for one in adopted if one.key == key), None)
        return _placed(session, text, found) if text and found else found
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < len(str(2**31)) else None
    if text is None or not number or number > text.number:
        return Moment(Kind.SPELL, number=0) if number == 0 else None
    frozen = version(session, text, number)
    return _named(frozen) if frozen else _written(session, text, number)


def now(shared: Shared) -> Moment:
    """Return a text as it stands."""
    text = shared.text
    if text is None:
        return Moment(Kind.NOW, number=0)
    return Moment(Kind.NOW, text.written_at, text.writer, text.institution, number=text.number)


def reading(session: Session, text: SharedText | None, one: Moment) -> Reading | None:
    """Return what a text said at a moment, None when that is no longer kept."""
    held = _held(session, text, one)
    if held is None:
        return None
    said = held.prose
    return Reading(prose.html(said), markup.typed(said), prose.plain(said))


def authorship(session: Session, text: SharedText | None, one: Moment) -> Authorship | None:
    """Return who wrote what of a text at a moment, None when that is no longer kept."""
    held = _held(session, text, one)
    if held is None or held.doc is None:
        return None
    hands: Hands = {}
    signed = _authored(session, held, hands)
    known = _authors(session, hands)
    said: defaultdict[int, list[str]] = defaultdict(list)
    for passage in signing.passages(signed):
        said[passage.by].append(passage.text)
    counts = {by: sum(map(words, all_)) for by, all_ in said.items()}
    parts = [Part(known[by], all_, counts[by]) for by, all_ in said.items() if by]
    return Authorship(
        prose.html(signed, {number: author.signature for number, author in known.items()}),
        sorted(parts, key=lambda part: -part.words),
        counts.get(0, 0),
    )


def comparison(
    session: Session, text: SharedText | None, old: Moment, new: Moment
) -> Comparison | None:
    """Return what changed between two moments, None when one of them is no longer kept."""
    before, after = _held(session, text, old), _held(session, text, new)
    if before is None or after is None:
        return None
    hands: Hands = {}
    sides = _removed(session, before, new, hands), _authored(session, after, hands)
    said = [prose.plain(side) for side in sides]
    if said[0] == said[1]:  # signs are shown where they alone changed
        same = compare(*(markup.typed(held.prose) for held in (before, after)))
        return Comparison([SignedRun(run.kind, run.text, 0) for run in same], {}, [])
    runs = signing.attribute(compare(*said), *sides)
    known = _authors(session, hands)
    counts = [
        (known.get(by), Words(count[Fate.ADDED], count[Fate.REMOVED]))
        for by, count in sorted(signing.counted_by(runs).items())
    ]
    return Comparison(runs, known, counts)


def faults(session: Session) -> Iterator[str]:
    """Name each named version that was changed all the same."""
    query = select(TextVersion).order_by(TextVersion.text_id, TextVersion.number)
    for found in session.scalars(query.execution_options(yield_per=20)):
        if found.seal != found.digest:
            yield f"text {found.text_id}: version {found.number} was changed after it was named"


def _versions(text: SharedText) -> Select[TextVersion]:
    return (
        select(TextVersion)
        .where(TextVersion.text_id == text.id)
        .options(joinedload(TextVersion.author), joinedload(TextVersion.institution))
        .order_by(TextVersion.at.desc(), TextVersion.number.desc())
    )


def _placed(session: Session, text: SharedText, one: Moment) -> Moment:
    # The change after which a text was adopted, where that is still kept and says the same.
    number = session.scalar(
        select(func.max(TextUpdate.number)).where(
            TextUpdate.text_id == text.id, TextUpdate.at <= one.at
        )
    )
    doc = texts.document_at(session, text, number) if number else None
    says_the_same = doc is not None and markup.typed(weave.read(doc)) == one.typed
    return replace(one, number=number) if says_the_same else one


def _named(found: TextVersion) -> Moment:
    return Moment(Kind.NAMED, found.at, found.author, found.institution, found.title, found.number)


def _written(session: Session, text: SharedText, number: int) -> Moment | None:
    found = session.scalar(
        select(TextUpdate)
        .where(TextUpdate.text_id == text.id, TextUpdate.number == number)
        .options(
            defer(TextUpdate.change),
            joinedload(TextUpdate.author),
            joinedload(TextUpdate.institution),
        )
    )
    if found is None:
        return None
    return Moment(
        Kind.SPELL, found.at, found.author, found.institution, number=number, first=number
    )


def _held(session: Session, text: SharedText | None, one: Moment) -> Held | None:
    if text is None or one.number is None:
        return Held(text, one, None)
    doc = _document(session, text, one.number, is_named=one.kind is Kind.NAMED)
    return Held(text, one, doc) if doc else None


def _document(
    session: Session, text: SharedText, number: int, *, is_named: bool
) -> Document | None:
    if number == text.number:  # a document of one's own: others may write before this is read
        return weave.document([texts.standing(session, text).get_update()])
    found = version(session, text, number) if is_named else None
    return weave.document([found.state]) if found else texts.document_at(session, text, number)


def _runs_of(text: SharedText, number: int | None, doc: Document) -> Sequence[Run]:
    return _runs.get((text.digest, number), lambda: scroll.runs(scroll.unrolled(doc.get_update())))


def _authored(session: Session, held: Held, hands: Hands) -> Prose:
    if held.text is None or held.doc is None:
        return held.prose
    runs = _runs_of(held.text, held.moment.number, held.doc)
    written = _written_by(session, held.text, runs, hands)
    return signing.sign(weave.lines(held.doc), written)


def _removed(session: Session, held: Held, until: Moment, hands: Hands) -> Prose:
    # By who removed it until a later moment.
    after, last = held.moment.number, until.number
    if held.text is None or held.doc is None or after is None or last is None:
        return held.prose
    removals = _removals(session, held.text, after, last, hands)
    stretches = signing.by_remover(_runs_of(held.text, after, held.doc), removals)
    return signing.sign(weave.lines(held.doc), stretches)


def _written_by(
    session: Session, text: SharedText, runs: Sequence[Run], hands: Hands
) -> list[Stretch]:
    known = texts.hands(session, text, {run.client for run in runs})
    numbers: dict[int, int] = {}
    for run in runs:
        hand = known.get(run.client)
        if hand and run.client not in numbers:
            by = (hand.author_id, hand.institution_id)
            numbers[run.client] = hands.setdefault(by, len(hands) + 1)
    return signing.by_client(runs, numbers)


def _removals(
    session: Session, text: SharedText, after: int, until: int, hands: Hands
) -> Iterator[tuple[Ranges, int]]:
    changes = session.execute(
        select(TextUpdate.author_id, TextUpdate.institution_id, TextUpdate.change)
        .where(TextUpdate.text_id == text.id, TextUpdate.number > after, TextUpdate.number <= until)
        .order_by(TextUpdate.number)
        .limit(MOST_REMOVALS)
    )
    for author_id, institution_id, change in changes:
        try:
            deleted = structs_of(change).deleted
        except Unreadable:  # kept before changes were read
            continue
        if deleted:
            by = (author_id, institution_id)
            yield deleted, hands.setdefault(by, len(hands) + 1)


def _authors(session: Session, hands: Hands) -> dict[int, Author]:
    people = session.execute(
        select(User.id, User.name).where(User.id.in_([person for person, _body in hands]))
    )
    bodies = session.execute(
        select(Institution.id, Institution.name).where(
            Institution.id.in_([body for _person, body in hands])
        )
    )
    names = ({row.id: row.name for row in rows} for rows in (people, bodies))
    return authors(hands, *names)
