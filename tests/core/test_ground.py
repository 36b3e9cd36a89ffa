"""What does not fit in a document is known before it is given it."""

import random
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.forged import forged
from tests.core.replicas import content, edit, merge, played, texts
from tests.core.test_hostile_strokes import report
from tests.core.yjs import BASE, CLIENT, number, place, update, words
from workspace.core import ground
from workspace.core.ground import admit
from workspace.core.lib0 import Unreadable
from workspace.core.markup import parse
from workspace.core.prose import plain
from workspace.core.rewrite import rewrite
from workspace.core.scroll import runs, unroll
from workspace.core.strokes import DEEPEST, clocks, read
from workspace.core.structs import STRING
from workspace.core.weave import Document, applied, document, reads_the_same, strangers
from workspace.core.weave import read as read_text

LEVEL = b"\x28\x00" + place(0) + words("level") + b"\x01\x7d\x02"  # clock 4
OTHER = b"\x07\x01" + words("prosemirror") + b"\x03" + words("paragraph")  # clock 5
SLOWEST = 0.2  # seconds


def take(doc: Document, change: bytes) -> None:
    is_contested = admit(doc, read(change), clocks(doc.get_state()))
    doc.apply_update(change)
    if is_contested and not reads_the_same(doc):
        raise Unreadable


@given(st.integers(0, 2**32), st.integers(2, 4))
def test_whatever_people_write_fits(seed: int, people: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    docs = played(seed, people, 10)
    server = document()
    for _ in range(20):
        doc = chance.choice(docs)
        edit(chance, doc)
        if chance.random() < 0.5:
            take(server, doc.get_update(server.get_state()))
        if chance.random() < 0.2:
            merge(doc, server)

    for doc in docs:
        take(server, doc.get_update())
        merge(docs[0], doc)
    assert [*map(content, texts(server))] == [*map(content, texts(docs[0]))]


def test_what_a_form_wrote_meanwhile_is_built_on() -> None:
    doc, page = document(), document()
    for typed in ("Le soir", "Le beau soir", "Le beau soir d’été"):
        rewrite(doc, parse(typed))
        merge(page, doc)
        take(doc, applied(page, rewrite(page, parse(f"{typed}.")) or b"\0\0") or page.get_update())
        merge(doc, page)

    assert [*map(content, texts(doc))] == ["Le beau soir d’été."]


def test_what_was_removed_without_asking_is_known_to_be_gone() -> None:
    doc, page = document(), document()
    take(doc, rewrite(page, parse("Le soir")))
    gone = rewrite(page, parse(""))
    doc.apply_update(gone)

    ground.note(doc, gone)

    known = ground._grounds[doc]  # noqa: SLF001 (what it thinks shows nowhere else)
    held = [known.find((page.client_id, n)) for n in range(known.ends[page.client_id])]
    assert {one.deleted for one in held if one and one.kind == STRING} == {True}


@pytest.mark.parametrize(
    "struct",
    [
        b"\x84" + place(1) + words("x"),  # letters beside a text, not in it
        b"\x84" + place(5) + words("x"),
        b"\x44" + place(1) + words("x"),
        b"\x04\x00" + place(0) + words("x"),
        b"\x04\x00" + place(2) + words("x"),  # in a letter
        b"\x04\x00" + place(4) + words("x"),  # in a value
        b"\x84" + place(4) + words("x"),  # letters as a value
        b"\x86" + place(4) + words("em") + words("{}"),  # on which pycrdt panics
        b"\x86" + place(1) + words("em") + words("{}"),
        b"\x87" + place(3) + b"\x03" + words("paragraph"),  # a node among letters
        b"\x87" + place(3) + b"\x06",
        b"\x07\x00" + place(1) + b"\x03" + words("paragraph"),
        b"\x07\x00" + place(2) + b"\x03" + words("paragraph"),
        b"\x87" + place(4) + b"\x03" + words("paragraph"),  # a node as a value
        b"\x88" + place(1) + b"\x01\x7d\x02",  # a value among nodes
        b"\x88" + place(3) + b"\x01\x7d\x02",  # a value among letters
        b"\x28\x00" + place(1) + words("level") + b"\x01\x7d\x02",  # a value of a text
        b"\xc4" + place(3) + place(5) + words("x"),  # in two things at once
    ],
)
def test_what_stands_where_it_cannot_is_refused(struct: bytes) -> None:
    whole = update(*BASE, LEVEL, OTHER)
    change = update(struct, client=8)

    with pytest.raises(Unreadable):
        admit(document([whole]), read(change), {CLIENT: 6})
    together = number(2) + change[1:-1] + whole[1:]
    with pytest.raises(Unreadable):
        admit(document(), read(together), {})


def test_what_is_refused_is_forgotten() -> None:
    doc = document([update(*BASE)])
    wrong, right = (update(b"\x84" + place(n) + words("c"), client=8) for n in (1, 3))

    with pytest.raises(Unreadable):
        take(doc, wrong)
    take(doc, right)

    assert [*map(content, texts(doc))] == ["abc"]


def test_nobody_digs_deeper_step_by_step() -> None:
    doc = document()
    take(doc, update(OTHER))
    for depth in range(1, DEEPEST):
        take(doc, update(b"\x07\x00" + place(depth - 1) + b"\x03" + words("p"), clock=depth))
    change = update(b"\x07\x00" + place(DEEPEST - 1) + b"\x03" + words("p"), clock=DEEPEST)

    with pytest.raises(Unreadable):
        take(doc, change)


def section(client: int, clock: int, structs: list[bytes]) -> bytes:
    return number(len(structs)) + number(client) + number(clock) + b"".join(structs)


def tangle(size: int) -> bytes:
    """As many letters as wished, all after the same one, each before another of as many."""
    first = b"\x84" + place(3) + b"\x01z"
    ahead = [first, *(b"\xc4" + place(3) + place(n, 8) + b"\x01z" for n in range(size - 1))]
    behind = [b"\xc4" + place(3) + place(n, 8) + b"\x01d" for n in range(size)]
    return number(2) + section(8, 0, ahead) + section(7, 0, [*BASE, *behind]) + b"\0"


def test_what_would_take_long_to_place_is_refused() -> None:
    change = tangle(5000)
    strokes = read(change)
    began = time.process_time()

    with pytest.raises(Unreadable, match="entangled"):
        admit(document(), strokes, {})

    spent = time.process_time() - began
    report(f"refused in {1000 * spent:.0f} ms what pycrdt takes seconds to place")
    assert spent < SLOWEST


@given(st.integers(0, 2**32))
@example(501)
@example(1751)
@example(1565)
@example(2238)
def test_whatever_is_let_in_harms_nobody(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    docs = played(seed, 2, 12)
    merge(docs[0], docs[1])
    base = docs[0].get_update()
    for _ in range(8):
        doc = document([base])
        change = forged(chance, clocks(doc.get_state()))
        with suppress(Unreadable):
            take(doc, change)

            again = document([doc.get_update()])
            assert strangers(doc) == set()
            assert [*map(sorted, written(doc))] == [sorted(content(text)) for text in texts(doc)]
            assert len(plain(read_text(doc))) == len(plain(read_text(again)))
            rewrite(doc, parse("Tout autre chose"))


def written(doc: Document) -> list[str]:
    scroll = unroll(doc.get_update())
    found = [""] * len(scroll.texts)
    for run in runs(scroll):
        found[run.node] += run.text
    return found


def test_what_leaps_to_many_places_is_placed_all_the_same() -> None:
    doc = document([update(*BASE, b"\x84" + place(3) + words("z" * 200))])
    change = update(
        *(b"\xc4" + place(3 + n) + place(4 + n) + b"\x01d" for n in range(60)), client=8
    )

    take(doc, change)

    assert len(content(texts(doc)[0])) == 262
