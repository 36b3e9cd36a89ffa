"""Updates that are well formed and that no page would send: anything put anywhere."""

import random

from tests.core.yjs import number, place, words
from workspace.core.structs import ANY, DELETED, FORMAT, STRING, TYPE

CONTENTS = {
    STRING: (words("x"), words("😀"), words("été")),
    FORMAT: (words("em") + words("{}"), words("strong") + words("null")),
    TYPE: (b"\x06", b"\x03" + words("paragraph")),
    ANY: (b"\x01\x7d\x02", b"\x01\x7d\x03", b"\x01\x78", b"\x01\x77\x07bullets"),
    DELETED: (b"\x01", b"\x02"),
}
LENGTHS = {words("😀"): 2, words("été"): 3, b"\x02": 2}
KEYED, PLACED = 32, (0, 64, 128, 128, 192, 192, 192)


def forged(chance: random.Random, clocks: dict[int, int]) -> bytes:
    """Return an update to a document of which so much is known of each client."""
    client = chance.choice([*clocks, 9])
    clock = clocks.get(client, 0)
    ends = clocks | {client: clock}
    structs: list[bytes] = []
    for _ in range(chance.randint(0, 4)):
        struct, length = _struct(chance, ends)
        structs.append(struct)
        ends[client] += length
    head = number(1) + number(len(structs)) + number(client) + number(clock) + b"".join(structs)
    return (head if structs else b"\0") + _deleted(chance, ends)


def _struct(chance: random.Random, ends: dict[int, int]) -> tuple[bytes, int]:
    kind = chance.choice([STRING, STRING, STRING, TYPE, TYPE, FORMAT, ANY, DELETED])
    sign = chance.choice(PLACED)
    content = chance.choice(CONTENTS[kind])
    places = b"".join(_place(chance, ends) for bit in (128, 64) if sign & bit)
    key = KEYED if kind == ANY or (kind == DELETED and chance.random() < 0.1) else 0
    if not sign:
        is_root = kind in {TYPE, DELETED} and chance.random() < 0.3
        places = b"\1" + words("prosemirror") if is_root else b"\0" + _place(chance, ends)
        places += words("level") if key else b""
    return bytes([kind | sign | key]) + places + content, LENGTHS.get(content, 1)


def _place(chance: random.Random, ends: dict[int, int]) -> bytes:
    client = chance.choice([client for client, end in ends.items() if end])
    return place(chance.randrange(ends[client]), client)


def _deleted(chance: random.Random, ends: dict[int, int]) -> bytes:
    client = chance.choice([client for client, end in ends.items() if end])
    start = chance.randrange(ends[client])
    if chance.random() < 0.6:
        return b"\0"
    size = chance.randint(1, ends[client] - start)
    return number(1) + number(client) + number(1) + number(start) + number(size)
