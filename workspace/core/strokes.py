"""What an update says before anything is done with it: who wrote, on what it builds, with what."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from workspace.core.lib0 import Unreadable, number, numbers
from workspace.core.lines import ATTRIBUTES, is_attribute
from workspace.core.prose import safe_link
from workspace.core.structs import (
    ANY,
    FORMAT,
    MOST,
    SKIP,
    STRING,
    TYPE,
    Format,
    Id,
    Struct,
    Update,
)
from workspace.core.structs import read as structs_of
from workspace.core.weave import MARKS, NODE, OVERLAPPING

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")  # what no form takes either
LINK = "link"
LINKED = {"href", "title"}  # what a link says
DEEPEST = 32  # nodes within nodes: far deeper than anyone writes, and no danger to any reader


@dataclass(frozen=True)
class Strokes:
    """What an update holds.

    `clients` gives the first clock and the end of what each client wrote; `needs` up to which
    clock of each client a document must hold what this builds on; `sent` the update as it came.
    """

    clients: Mapping[int, tuple[int, int]]
    needs: Mapping[int, int]
    deleted: Mapping[int, tuple[tuple[int, int], ...]]
    nodes: frozenset[str]
    marks: tuple[Format, ...]
    keys: frozenset[str]
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    update: Update
    sent: bytes


def read(update: bytes, most: int = MOST) -> Strokes:
    """Read an update; Unreadable when it is none, or none that a page of ours could send."""
    found = structs_of(update, most)
    everything = list(chain.from_iterable(found.structs.values()))
    nodes = [struct for struct in everything if struct.kind == TYPE]
    if len(nodes) > DEEPEST and _depth(found, nodes) > DEEPEST:
        raise Unreadable("too deep")
    return Strokes(
        clients={
            client: (structs[0].clock, structs[-1].end) for client, structs in found.structs.items()
        },
        needs=_needs(found),
        deleted={client: tuple(ranges) for client, ranges in found.deleted.items()},
        nodes=frozenset(node.content.name for node in nodes if node.content),
        marks=tuple(_held(everything, FORMAT)),
        keys=frozenset(struct.key for struct in everything if struct.key is not None),
        values=tuple(chain.from_iterable(_held(everything, ANY))),
        texts=tuple(_held(everything, STRING)),
        update=found,
        sent=update,
    )


def clocks(state: bytes) -> dict[int, int]:
    """Read what a document knows of each client: a state vector, as `doc.get_state()` gives it."""
    _count, *known = numbers(state)
    return dict(zip(known[::2], known[1::2], strict=True))


def state_of(clocks: Mapping[int, int]) -> bytes:
    """Write what is known of each client, as a state vector."""
    known = b"".join(number(client) + number(clock) for client, clock in clocks.items())
    return number(len(clocks)) + known


def lacking(strokes: Strokes, known: Mapping[int, int]) -> set[int]:
    """Return the clients of whom more should be known before an update is merged."""
    return {client for client, clock in strokes.needs.items() if known.get(client, 0) < clock}


def strangers(strokes: Strokes) -> set[str]:
    """Return what a page of ours would not keep, or not write: nodes, marks, values, signs."""
    found = set(strokes.nodes - {NODE})
    found |= {mark.key for mark in strokes.marks if not _is_mark(mark)}
    found |= strokes.keys - ATTRIBUTES
    # Only the first value that a node is given comes with what it is a value of.
    found |= {repr(value) for value in set(strokes.values) if not _is_said(value)}
    return found | {repr(sign) for text in strokes.texts for sign in UNSEEN.findall(text)}


def _held(structs: Iterable[Struct], kind: int) -> Iterator[Any]:
    return (struct.content for struct in structs if struct.kind == kind)


def _needs(update: Update) -> dict[int, int]:
    # Of the update itself, only where what a client wrote begins, and what it leaves out.
    needs: dict[int, int] = {}
    for client, clock in _named(update):
        if clock > needs.get(client, 0):
            needs[client] = clock
    for client, structs in update.structs.items():
        if needs.get(client, 0) <= structs[-1].end:
            left_out = (struct.end for struct in structs if struct.kind == SKIP)
            needs[client] = max(structs[0].clock, *left_out, 0)
    return {client: clock for client, clock in needs.items() if clock}


def _named(update: Update) -> Iterator[Id]:
    # Each place that an update names, by the clock that follows it.
    for struct in chain.from_iterable(update.structs.values()):
        for place in (struct.origin, struct.right, struct.parent):
            if isinstance(place, tuple):
                yield place[0], place[1] + 1
    for client, ranges in update.deleted.items():
        yield client, max(end for _start, end in ranges)


def _depth(update: Update, nodes: Iterable[Struct]) -> int:
    # How deep some nodes of an update lie within each other, as far as it tells.
    starts = {
        client: [struct.clock for struct in structs] for client, structs in update.structs.items()
    }
    depths: dict[int, int] = {}
    for node in nodes:
        path: list[Struct] = []
        above: Struct | None = node
        while above is not None and id(above) not in depths:
            depths[id(above)] = 0  # whatever turns in a circle is merged by nobody
            path.append(above)
            above = _above(update, starts, above)
        depth = depths[id(above)] if above else 0
        for one in reversed(path):
            depth += one.parent is not None
            depths[id(one)] = depth
    return max(depths.values(), default=0)


def _above(update: Update, starts: Mapping[int, list[int]], struct: Struct) -> Struct | None:
    # What a struct stands in, or beside, when the update holds that.
    place = struct.origin or struct.right or struct.parent
    if not isinstance(place, tuple) or place[0] not in starts:
        return None
    client, clock = place
    at = bisect(starts[client], clock) - 1
    found = update.structs[client][at] if at >= 0 else None
    return found if found and clock < found.end else None


def _is_mark(mark: Format) -> bool:
    name = OVERLAPPING.sub("", mark.key)
    if name not in MARKS:
        return False
    return mark.value is None or (_is_link(mark.value) if name == LINK else mark.value == {})


def _is_link(value: Any) -> bool:
    if not isinstance(value, dict) or not LINKED.issuperset(value):
        return False
    title = value.get("title")
    is_titled = isinstance(title, str) and not UNSEEN.search(title)
    return bool(safe_link(value.get("href"))) and (title is None or is_titled)


def _is_said(value: Any) -> bool:
    return any(is_attribute(name, value) for name in ATTRIBUTES)
