"""Reading who wrote in a shared text, and how many words."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import weave
from workspace.core.differences import Kind, weight
from workspace.core.weave import Document
from workspace.institutions.models import Institution
from workspace.spells.models import Spell, Words
from workspace.texts.models import SharedText, TextUpdate
from workspace.texts.queries import SPELL, document_at

Named = TypeVar("Named", User, Institution)

MOST_SPELLS = 100  # shown at once
MOST_UPDATES = 5000  # among which they are looked for
MOST_WEIGHED = 5000  # spells whose words are kept counted, in each process

_weighed: OrderedDict[tuple[object, ...], Words] = OrderedDict()  # what is past does not change


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
    before = _said(doc)
    changes = select(TextUpdate.number, TextUpdate.change).where(
        TextUpdate.text_id == text.id, TextUpdate.number >= first
    )
    for number, change in session.execute(changes.order_by(TextUpdate.number)):
        doc.apply_update(change)
        if number in lasts:
            after = _said(doc)
            found = weight(before, after)
            yield number, Words(found[Kind.ADDED], found[Kind.REMOVED])
            before = after


def _said(doc: Document) -> str:
    return "\n".join(line.text for line in weave.lines(doc))
