"""No bytes, made with care or broken by chance, take long to read or end in another error."""

import random
import time
from collections.abc import Iterator

import pytest

from tests.campaign import Rounds
from tests.core.yjs import BASE, nested, number, place, update, words
from workspace.core.lib0 import Unreadable
from workspace.core.markup import parse
from workspace.core.rewrite import rewrite
from workspace.core.strokes import Strokes, lacking, read, strangers
from workspace.core.structs import MOST, SEVERAL
from workspace.core.weave import document

HEAVIEST = 256 * 1024  # bytes of an update
SLOWEST = 0.2  # seconds, for any bytes
TYPED = """## Les soirs d’été

Un *mot* **gras**, [là](https://exemple.fr), 👩🏽‍🌾

- a
- b"""


def heavy() -> Iterator[bytes]:
    """The slowest that fits: many structs, far places, long values, many clients, many ranges."""
    far = place(2**30, 2**53 - 2)
    each = b"\xc4" + far + far + b"\x01a"
    yield update(*[each] * (HEAVIEST // len(each)))
    yield update(*[b"\x00\x01"] * MOST)
    chance = random.Random(7)  # noqa: S311 (no secret)
    yield update(
        *(
            b"\x86" + place(chance.randrange(2**20), 8) + words("link") + words(f"[{n}]")
            for n in range(13_000)
        )
    )
    yield number(MOST) + b"".join(number(1) + number(n) + b"\0\0\1" for n in range(MOST)) + b"\0"
    values = b"\x88" + place(3) + number(SEVERAL) + b"\x7d\x01" * SEVERAL
    yield update(*BASE, *[values] * (HEAVIEST // len(values) - 1))
    ranges = b"".join(number(2 * n) + b"\1" for n in range(MOST))
    yield b"\0\1\7" + number(MOST) + ranges
    yield nested(MOST * 3 // 4)
    yield update(*BASE, b"\x84" + place(3) + words("\1" * 250_000))
    yield update(*BASE, *(b"\x84" + place(n + 3) + b"\x01a" for n in range(MOST - 3)))


@pytest.mark.parametrize("change", [*heavy()], ids=lambda change: f"{len(change)} bytes")
def test_no_bytes_take_long(change: bytes) -> None:
    spent = min(time_of(change) for _ in range(3))  # a busy machine is no fault of ours

    report(f"{len(change)} bytes read in {1000 * spent:.0f} ms")
    assert len(change) <= HEAVIEST
    assert spent < SLOWEST


def time_of(change: bytes) -> float:
    began = time.process_time()
    told_of(change)
    return time.process_time() - began


def report(figures: str) -> None:
    print(figures)  # noqa: T201 (a measure is told)


def told_of(change: bytes) -> Strokes | None:
    try:
        found = read(change)
    except Unreadable:
        return None
    strangers(found)
    lacking(found, {})
    return found


def broken(chance: random.Random, changes: list[bytes]) -> bytes:
    change = bytearray(chance.choice(changes))
    match chance.randrange(5):
        case 0:
            return chance.randbytes(chance.randrange(200))
        case 1:
            return bytes(change[: chance.randrange(len(change))])
        case 2:
            at = chance.randrange(len(change))
            return bytes(change[:at] + chance.randbytes(chance.randrange(1, 9)) + change[at:])
        case 3:
            change[chance.randrange(len(change))] = chance.choice([0, 1, 127, 128, 255])
    for _ in range(chance.randrange(1, 4)):
        change[chance.randrange(len(change))] ^= 1 << chance.randrange(8)
    return bytes(change)


def test_bytes_broken_by_chance_are_read_or_refused(rounds: Rounds) -> None:
    chance = random.Random(20261125)  # noqa: S311 (no secret)
    doc = document()
    rewrite(doc, parse(TYPED))
    changes = [doc.get_update(), rewrite(doc, parse(TYPED.replace("mot", "été")))]
    changes += [doc.get_update(), update(*BASE), nested(9)]
    slowest, refused = 0.0, 0
    total = rounds(20_000, 400_000)
    for _ in range(total):
        change = broken(chance, changes)
        began = time.process_time()
        refused += told_of(change) is None
        slowest = max(slowest, time.process_time() - began)

    report(f"{total} updates, {refused} refused, the slowest in {1000 * slowest:.1f} ms")
    assert slowest < SLOWEST
    assert 0 < refused < total
