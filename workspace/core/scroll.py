"""A document from its beginning to its end: who wrote each of its letters, and where places are.

Places are told as Yjs tells them (relative positions): beside a letter, wherever that one goes.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from workspace.core.items import Items
from workspace.core.lib0 import Unreadable
from workspace.core.structs import EVERY, STRING, TYPE, Id, Struct, halves, utf16
from workspace.core.structs import read as structs_of


class Run(NamedTuple):
    """Letters that a client wrote one after the other, and in which text of the document."""

    client: int
    clock: int
    text: str
    node: int


class Place(NamedTuple):
    """A place in a document: in which of its texts, and after how many characters."""

    node: int
    at: int


@dataclass(frozen=True)
class Scroll:
    """A document: all that it holds, and its texts in the order in which they are read."""

    items: Items
    texts: tuple[Struct, ...]


def unroll(state: bytes) -> Scroll:
    """Read a whole document, as `doc.get_update()` gives it; Unreadable when it is none."""
    items = Items()
    items.merge(structs_of(state, EVERY))
    return Scroll(items, tuple(_texts(items.root)))


def unrolled(state: bytes) -> Scroll | None:
    """Read a whole document, None where it is damaged: it may still say something."""
    with suppress(Unreadable):
        return unroll(state)
    return None


def runs(scroll: Scroll | None) -> tuple[Run, ...]:
    """Return what can be read, from beginning to end, by who wrote it at a stretch."""
    found: list[Run] = []
    for node, text in enumerate(scroll.texts if scroll else ()):
        end: Id | None = None
        for item in _read(text):
            if end == (item.client, item.clock) and found and found[-1].node == node:
                found[-1] = found[-1]._replace(text=found[-1].text + item.content)
            else:
                found.append(Run(item.client, item.clock, item.content, node))
            end = item.client, item.end
    return tuple(found)


def locate(scroll: Scroll, position: object) -> Place | None:
    """Return where a relative position now stands, None when its text is gone or it is none.

    Beside a letter that was removed, it stands where that letter stood.
    """
    if not isinstance(position, dict):
        return None
    is_after = not _is_negative(position.get("assoc"))
    beside, holder = _id(position.get("item")), _id(position.get("type"))
    if beside:
        return _beside(scroll, beside, is_after=is_after)
    text = scroll.items.find(holder) if holder else None
    node = _node(scroll, text)
    if node is None:
        return None
    return Place(node, sum(len(item.content) for item in _read(scroll.texts[node])) * is_after)


def position_at(scroll: Scroll, place: Place, assoc: int = 0) -> dict[str, Any]:
    """Return the relative position of a place: beside the letter after it, before it if negative.

    At the end of a text, it stays at the end.
    """
    text = scroll.texts[place.node]
    left = place.at - (assoc < 0)
    last: Id | None = None
    for item in _read(text) if left >= 0 else ():
        if left < len(item.content):
            last = item.client, item.clock + utf16(item.content[:left])
            break
        left -= len(item.content)
    beside = {"item": _json(last)} if last else {}
    return {"type": _json((text.client, text.clock)), **beside, "assoc": assoc}


def _texts(root: Struct) -> Iterator[Struct]:
    # In the order in which they are read; what was removed is not.
    waiting = [root.start]
    while waiting:
        item = waiting.pop()
        if item is None:
            continue
        waiting.append(item.after)
        if item.deleted or item.kind != TYPE:
            continue
        if item.content:
            waiting.append(item.start)
        else:
            yield item


def _read(text: Struct) -> Iterator[Struct]:
    item = text.start
    while item:
        if item.kind == STRING and not item.deleted:
            yield item
        item = item.after


def _beside(scroll: Scroll, place: Id, *, is_after: bool) -> Place | None:
    item = scroll.items.find(place)
    node = _node(scroll, item.holder) if item else None
    if item is None or node is None:
        return None
    at = 0
    if item.kind == STRING and not item.deleted:
        at = len(halves(item.content, place[1] - item.clock + (not is_after))[0])
    before = item.before
    while before:
        if before.kind == STRING and not before.deleted:
            at += len(before.content)
        before = before.before
    return Place(node, at)


def _node(scroll: Scroll, text: Struct | None) -> int | None:
    return next((n for n, known in enumerate(scroll.texts) if known is text), None)


def _id(value: object) -> Id | None:
    if not isinstance(value, dict):
        return None
    client, clock = value.get("client"), value.get("clock")
    if type(client) is not int or type(clock) is not int or clock < 0:
        return None
    return client, clock


def _is_negative(value: object) -> bool:
    return type(value) is int and value < 0


def _json(place: Id) -> dict[str, int]:
    return {"client": place[0], "clock": place[1]}
